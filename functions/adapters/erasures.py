"""What an erasure does to the registrations table: of all that lay with a registration, the tombstone is left."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.adapters.registration_items import BESIDE_REGISTRANT, ITEM, erased_key, registrant_key, to_values
from functions.adapters.seat_counts import ANYWAY, places_part, seats_part
from functions.adapters.transactions import Part, changed_meanwhile, delete, put, transact
from functions.domain.registration import Registration, digest_for

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class ErasureTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def registrants(self, registration: Registration) -> list[str]:
        """Ids of all the registrants at Zoom that the delegate was ever confirmed with."""
        found = {row["sk"].removeprefix(BESIDE_REGISTRANT) for row in self._beside(registration, BESIDE_REGISTRANT)}
        return sorted(found | ({registration.registrant_id} - {""}))

    def bury(self, tombstone: Registration, *, was: Registration, registrants: Iterable[str], salt: str) -> None:
        """Puts the tombstone in the registration's place: from then on nothing is written beside it any more.

        Seat and place are given back, and Zoom's ids become digests under the event's `salt`. Raises `ConflictError`
        where the table holds another version by now.
        """
        for registrant in registrants:
            transact(self._client, self._forgotten(was.event, registrant, salt), was.reference)
        parts = [
            put(
                self._table,
                to_values(tombstone),
                only_if="version = :was",
                having={":was": was.version},
                refusal=changed_meanwhile(was.reference),
            ),
            *seats_part(self._table, tombstone, was, ANYWAY),
            *places_part(self._table, tombstone, was, None),
        ]
        transact(self._client, parts, was.reference)

    def clear(self, tombstone: Registration) -> int:
        """Deletes whatever lies beside the tombstone, and says how much that was."""
        keys = [{"pk": row["pk"], "sk": row["sk"]} for row in self._beside(tombstone) if row["sk"] != ITEM]
        for key in keys:
            with translated(tombstone.reference):
                self._client.delete_item(TableName=self._table, Key=to_item(key))
        return len(keys)

    def knew(self, event: str, registrant_id: str, salt: str) -> bool:
        """Whether this registrant of Zoom's was somebody's who was erased."""
        key = erased_key(event, digest_for(salt, registrant_id))
        with translated(event):
            answer = self._client.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True)
        return "Item" in answer

    def rows(self, registration: Registration) -> list[Values]:
        """Everything that lies under a registration's reference, itself included."""
        return list(self._beside(registration))

    def _forgotten(self, event: str, registrant: str, salt: str) -> list[Part]:
        refusal = changed_meanwhile(event)
        return [
            delete(self._table, registrant_key(event, registrant), refusal=refusal),
            put(self._table, erased_key(event, digest_for(salt, registrant)), refusal=refusal),
        ]

    def _beside(self, registration: Registration, prefix: str = "") -> Iterator[Values]:
        begins: dict[str, Any] = {":prefix": prefix} if prefix else {}
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk" + (" AND begins_with(sk, :prefix)" if prefix else ""),
            ExpressionAttributeValues=to_item({":pk": registration.reference, **begins}),
            ConsistentRead=True,
        )
        with translated(registration.reference):
            for page in pages:
                yield from (from_item(item) for item in page["Items"])
