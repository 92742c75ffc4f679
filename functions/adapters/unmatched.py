"""Participants whom nobody recognised, and what a person decided about each: rows of an event, in one partition.

They are few, written by one run at a time, and go with the event's personal data.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.domain.attendance import Stay
from functions.domain.errors import ConflictError
from functions.domain.events import Event
from functions.domain.matching import Unmatched

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SET_ASIDE = "set aside"
"""Decided in place of a reference: this is no delegate."""


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    participant: Unmatched
    decided: str = ""
    """A reference, or `SET_ASIDE`; empty until a person has decided."""

    @property
    def reference(self) -> str:
        return "" if self.decided == SET_ASIDE else self.decided


class UnmatchedTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def of(self, event: str, now: datetime) -> list[UnmatchedRow]:
        """Those of an event, in the order in which they came."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues=to_item({":pk": _partition(event)}),
            ConsistentRead=True,
        )
        with translated(event):
            rows = [from_item(item) for page in pages for item in page["Items"]]
        kept = [_row(row) for row in rows if row["expires_at"] > now.timestamp()]
        return sorted(kept, key=lambda row: (row.participant.stays, row.participant.key))

    def put(self, event: Event, participant: Unmatched) -> None:
        """What Zoom now says of a participant. What a person decided about them stays."""
        having = {
            ":name": participant.name,
            ":email": participant.email,
            ":stays": [[stay.joined.isoformat(), stay.left.isoformat()] for stay in participant.stays],
            ":end": int(event.forgotten_at.timestamp()),
        }
        with translated(event.id):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(_key(event.id, participant.key)),
                UpdateExpression="SET #name = :name, email = :email, stays = :stays, expires_at = :end",
                ExpressionAttributeNames={"#name": "name"},
                ExpressionAttributeValues=to_item(having),
            )

    def drop(self, event: str, key: str) -> None:
        """Nobody has to decide about this one any more; one that was decided stays."""
        with suppress(ConflictError), translated(event):
            self._client.delete_item(
                TableName=self._table,
                Key=to_item(_key(event, key)),
                ConditionExpression="attribute_not_exists(decided)",
            )

    def decide(self, event: str, key: str, decided: str, at: datetime, *, by: str) -> None:
        """Keeps what an officer decided: a reference, or `SET_ASIDE`. Whoever was set aside may still be assigned.

        The same decided again is fine. Raises `ConflictError`: somebody decided otherwise first, or this participant is
        not there any more.
        """
        having = {":decided": decided, ":aside": SET_ASIDE, ":by": by, ":at": at.isoformat()}
        open_still = "attribute_not_exists(decided) OR decided IN (:decided, :aside)"
        with translated(event):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(_key(event, key)),
                UpdateExpression="SET decided = :decided, decided_by = :by, decided_at = :at",
                ConditionExpression=f"attribute_exists(pk) AND ({open_still})",
                ExpressionAttributeValues=to_item(having),
            )


def _partition(event: str) -> str:
    return f"UNMATCHED#{event}"


def _key(event: str, key: str) -> Values:
    return {"pk": _partition(event), "sk": key}


def _row(row: Values) -> UnmatchedRow:
    stays = tuple(Stay(from_iso(joined), from_iso(left)) for joined, left in row["stays"])
    return UnmatchedRow(Unmatched(row["sk"], row["name"], row["email"], stays), row.get("decided", ""))
