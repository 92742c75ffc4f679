"""Who was seen at the meeting, and when, as Zoom's webhooks told it.

A delegate's rows lie beside the registration. Whoever was not recognised has rows of their own, with the name and the
address that Zoom gave; they go after a month.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.adapters.many import get_many
from functions.adapters.registration_items import key_of
from functions.adapters.transactions import put, transact, unless_erased
from functions.domain.errors import ConflictError
from functions.domain.participation import Participant, Presence, Sighting
from functions.domain.registration import shard_of, shards

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(days=30)
_DELEGATE = "PRESENCE#"
_OTHER = "PARTICIPANT#"


class PresenceTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def saw(self, event: str, reference: str, what: Presence, at: datetime, device: str) -> None:
        """Notes that a delegate came or went. The same, told twice, is one row; of the erased nothing is noted."""
        place = f"{_DELEGATE}{what}#{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{device}"
        row = {"pk": reference, "sk": place, "event_shard": shard_of(event, reference), "stands": place}
        erased = ConflictError(f"{reference} was erased")
        parts = [put(self._table, row, refusal=erased), unless_erased(self._table, key_of(reference), refusal=erased)]
        with suppress(ConflictError):
            transact(self._client, parts, reference)

    def ended(self, event: str, at: datetime) -> None:
        """Notes when the meeting ended: of several ends the last, in whatever order they are told."""
        row = {**_end_of(event), "at": at.astimezone(UTC).isoformat()}
        try:
            with translated(event):
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item(row),
                    ConditionExpression="attribute_not_exists(pk) OR #at < :at",
                    ExpressionAttributeNames={"#at": "at"},
                    ExpressionAttributeValues=to_item({":at": row["at"]}),
                )
        except ConflictError:
            return

    def end(self, event: str) -> datetime | None:
        """When the meeting ended, where Zoom has told us."""
        with translated(event):
            answer = self._client.get_item(TableName=self._table, Key=to_item(_end_of(event)), ConsistentRead=True)
        return from_iso(from_item(answer["Item"])["at"]) if "Item" in answer else None

    def sightings(self, event: str, now: datetime) -> list[Sighting]:
        """Everything that Zoom has told us of who came and went, in no order."""
        told = [_of_delegate(key) for key in self._keys(event, _DELEGATE)]
        others = get_many(self._client, self._table, list(self._keys(event, _OTHER)))
        return [*told, *(_of_other(row) for row in others if row["expires_at"] > now.timestamp())]

    def _keys(self, event: str, prefix: str) -> Iterator[Values]:
        for shard in shards(event):
            pages = self._client.get_paginator("query").paginate(
                TableName=self._table,
                IndexName="by_event",
                KeyConditionExpression="event_shard = :shard AND begins_with(stands, :prefix)",
                ExpressionAttributeValues=to_item({":shard": shard, ":prefix": prefix}),
            )
            with translated(shard):
                items = [from_item(item) for page in pages for item in page["Items"]]
            yield from ({"pk": item["pk"], "sk": item["sk"]} for item in items)


def other_values(event: str, digest: str, sighting: Sighting, now: datetime) -> Values:
    """The row of somebody who was not recognised; `digest` is that of the webhook."""
    return {
        "pk": f"{_OTHER}{digest}",
        "sk": _OTHER,
        "event_shard": shard_of(event, digest),
        "stands": _OTHER,
        "registrant": sighting.who.registrant,
        "email": sighting.who.email,
        "name": sighting.who.name,
        "what": sighting.what.value,
        "at": sighting.at.isoformat(),
        "device": sighting.device,
        "expires_at": int((now + KEPT).timestamp()),
    }


def _of_delegate(key: Values) -> Sighting:
    _, what, at, device = key["sk"].split("#", 3)
    return Sighting(Participant(reference=key["pk"]), Presence(what), from_iso(at), device)


def _of_other(row: Values) -> Sighting:
    who = Participant(row["registrant"], row["email"], row["name"])
    return Sighting(who, Presence(row["what"]), from_iso(row["at"]), row["device"])


def _end_of(event: str) -> Values:
    return {"pk": f"{_DELEGATE}{event}", "sk": "ENDED"}
