"""Who took which file of an event, and when: rows beside the event."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from functions.adapters.dynamo import from_iso, from_item, to_item, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_ROWS = "EXPORT#"
_LAST = 50


@dataclass(frozen=True, slots=True)
class Download:
    file: str
    """Such as `registrations.csv`."""
    at: datetime
    actor: str
    """Who took it, as in the audit."""


class DownloadTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def note(self, event_id: str, download: Download) -> None:
        row = {
            "pk": event_id,
            "sk": f"{_ROWS}{download.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}#{secrets.token_hex(4)}",
            "file": download.file,
            "at": download.at.isoformat(),
            "actor": download.actor,
        }
        with translated(event_id):
            self._client.put_item(TableName=self._table, Item=to_item(row))

    def last(self, event_id: str) -> list[Download]:
        """The last fifty, the newest first."""
        with translated(event_id):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk AND begins_with(sk, :rows)",
                ExpressionAttributeValues=to_item({":pk": event_id, ":rows": _ROWS}),
                ScanIndexForward=False,
                Limit=_LAST,
                ConsistentRead=True,
            )
        rows = [from_item(item) for item in answer["Items"]]
        return [Download(row["file"], from_iso(row["at"]), row["actor"]) for row in rows]
