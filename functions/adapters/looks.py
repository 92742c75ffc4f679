"""Who looked at who a protected delegate is: rows beside the registration, apart from the entries of its changes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from functions.adapters.dynamo import from_iso, from_item, to_item, translated
from functions.adapters.registration_items import key_of
from functions.adapters.transactions import put, transact, unless_erased
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ROWS = "LOOK#"


@dataclass(frozen=True, slots=True)
class Look:
    at: datetime
    officer: str
    """The officer's mark (see functions.domain.protection), and not the address."""
    reason: str
    """In the officer's own words."""


class LookTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, reference: str, look: Look) -> None:
        """Raises `ConflictError` where the delegate was erased meanwhile: of them nothing is kept."""
        at = look.at.astimezone(UTC)
        row = {
            "pk": reference,
            "sk": f"{ROWS}{at:%Y-%m-%dT%H:%M:%S.%fZ}#{look.officer}",
            "at": at.isoformat(),
            "officer": look.officer,
            "reason": look.reason,
        }
        erased = ConflictError(f"{reference} was erased")
        parts = [put(self._table, row, refusal=erased), unless_erased(self._table, key_of(reference), refusal=erased)]
        transact(self._client, parts, reference)

    def of(self, reference: str) -> list[Look]:
        """The oldest first."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :look)",
            ExpressionAttributeValues=to_item({":pk": reference, ":look": ROWS}),
            ConsistentRead=True,
        )
        with translated(reference):
            items = [from_item(item) for page in pages for item in page["Items"]]
        return [Look(from_iso(item["at"]), item["officer"], item["reason"]) for item in items]
