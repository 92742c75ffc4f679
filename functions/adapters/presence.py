"""Who was seen at the meeting, and when: rows beside the registration, and one for the event."""

from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, to_item, translated
from functions.adapters.registration_items import key_of
from functions.adapters.transactions import put, transact, unless_erased
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_PREFIX = "PRESENCE#"


class Presence(StrEnum):
    JOINED = "joined"
    LEFT = "left"


class PresenceTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def saw(self, event: str, reference: str | None, what: Presence, at: datetime) -> None:
        """Notes that somebody came or went; `reference` is None for somebody we do not know.

        The same, told twice, is one row; of somebody who was erased nothing is noted.
        """
        if reference:
            self._note(reference, f"{_PREFIX}{what}#{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        self._put(_of_event(event))

    def anybody(self, event: str) -> bool:
        """Whether Zoom has told us of any participant of this event."""
        with translated(event):
            answer = self._client.get_item(TableName=self._table, Key=to_item(_of_event(event)), ConsistentRead=True)
        return "Item" in answer

    def attended(self, reference: str) -> bool:
        """Whether this delegate was seen coming or going: either of the two may be lost on its way."""
        with translated(reference):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk AND begins_with(sk, :prefix)",
                ExpressionAttributeValues=to_item({":pk": reference, ":prefix": _PREFIX}),
                Limit=1,
                ConsistentRead=True,
            )
        return bool(answer["Items"])

    def _note(self, reference: str, sk: str) -> None:
        """Beside the registration; of somebody who was erased nothing is noted."""
        erased = ConflictError(f"{reference} was erased")
        parts = [
            put(self._table, {"pk": reference, "sk": sk}, refusal=erased),
            unless_erased(self._table, key_of(reference), refusal=erased),
        ]
        with suppress(ConflictError):
            transact(self._client, parts, reference)

    def _put(self, row: Values) -> None:
        with translated(row["pk"]):
            self._client.put_item(TableName=self._table, Item=to_item(row))


def _of_event(event: str) -> Values:
    return {"pk": f"{_PREFIX}{event}", "sk": "ANYBODY"}
