"""The events table: an event as it stands, its draft, and the registries by which events are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.adapters.event_items import to_event, to_values
from functions.adapters.transactions import put, transact
from functions.domain.errors import ConflictError, UnknownEventError
from functions.domain.events import Event
from functions.domain.publication import Deed

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# Within the class, `list` is its own method.
type _Events = list[Event]
type _Sentences = list[str]

_REGISTRY = "EVENTS"
_DRAFTS = "DRAFTS"
_DRAFT = "DRAFT"


@dataclass(frozen=True, slots=True)
class Published:
    """An event as it stands, with what its publication left behind."""

    event: Event
    schedules: dict[str, str]
    """The kind of each scheduled moment, and its schedule's name."""
    unfinished: Deed | None
    """What its publication has begun and not yet finished."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an event is to become, once the run of this name has found nothing against it."""

    event: Event
    run: str
    """Empty while nobody has asked for its publication."""
    by: str = ""
    """Who asked for it, as the audit has it; empty where it is not on record."""


class EventTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, event_id: str) -> Event:
        """Raises `UnknownEventError`."""
        return to_event(self._get(event_id))

    def published(self, event_id: str) -> Published | None:
        try:
            values = self._get(event_id)
        except UnknownEventError:
            return None
        unfinished = Deed(values["unfinished"]) if "unfinished" in values else None
        return Published(to_event(values), values.get("schedules", {}), unfinished)

    def list(self) -> _Events:
        """Every event that was ever published, by id."""
        return [self.get(event_id) for event_id in self._registered(_REGISTRY)]

    def drafted(self) -> _Sentences:
        """Ids of every event that was ever drafted, published since or not."""
        return self._registered(_DRAFTS)

    def _registered(self, registry: str) -> _Sentences:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :registry",
            ExpressionAttributeValues=to_item({":registry": registry}),
            ConsistentRead=True,
        )
        with translated("the list of events"):
            return [from_item(item)["sk"] for page in pages for item in page["Items"]]

    def of_meeting(self, meeting_id: str) -> str | None:
        """Id of the event that is held in this meeting of Zoom's; the coming one where there were several."""
        found: str | None = self._read(f"MEETING#{meeting_id}", "MEETING").get("event")
        return found

    def put(
        self,
        event: Event,
        expected_version: int | None,
        *,
        schedules: dict[str, str] | None = None,
        unfinished: Deed | None = None,
    ) -> None:
        """Publishes an event over the version that was read, None for a new one, with its entries in the registries.

        The names of its schedules stay, unless there are new ones. Raises `ConflictError`.
        """
        names = self._schedules(event.id) if schedules is None else schedules
        changed = ConflictError(f"{event.id} was published by somebody else meanwhile")
        entries = [{"pk": _REGISTRY, "sk": event.id}]
        if self._may_have(event):
            entries.append({"pk": f"MEETING#{event.meeting_id}", "sk": "MEETING", "event": event.id})
        parts = [
            put(
                self._table,
                {**to_values(event), "schedules": names, "unfinished": unfinished},
                only_if="attribute_not_exists(pk)" if expected_version is None else "version = :expected",
                having=None if expected_version is None else {":expected": expected_version},
                refusal=changed,
            ),
            *(put(self._table, entry, refusal=changed) for entry in entries),
        ]
        transact(self._client, parts, event.id)

    def finish(self, event_id: str, version: int) -> None:
        """Nothing of the publication of this version is left to do. Raises `ConflictError` where there is a newer."""
        self._update(event_id, "REMOVE unfinished", "version = :version", {":version": version})

    def mark_forgotten(self, event_id: str) -> None:
        """Nobody's personal data is left of the event."""
        self._update(event_id, "SET forgotten = :yes", "attribute_exists(pk)", {":yes": True})

    def schedules(self, event_id: str) -> dict[str, str]:
        """The kind of each scheduled moment, and its schedule's name. Raises `UnknownEventError`."""
        schedules: dict[str, str] = self._get(event_id).get("schedules", {})
        return schedules

    def save_schedules(self, event_id: str, names: dict[str, str]) -> None:
        self._update(event_id, "SET schedules = :names", "attribute_exists(pk)", {":names": names})

    def save_draft(self, event: Event, run: str, *, by: str) -> None:
        """Writes down what the run of this name is to publish, in place of an earlier draft and of its problems.

        Without a run it waits until somebody has it published.
        """
        with translated(event.id):
            # The registry first: no draft can exist that it does not know.
            self._client.put_item(TableName=self._table, Item=to_item({"pk": _DRAFTS, "sk": event.id}))
            item = to_item({**to_values(event), "sk": _DRAFT, "run": run, "by": by})
            self._client.put_item(TableName=self._table, Item=item)

    def draft(self, event_id: str) -> Draft:
        """Raises `UnknownEventError`."""
        values = self._read(event_id, _DRAFT)
        if "run" not in values:
            raise UnknownEventError(f"no draft of {event_id}")
        return Draft(to_event(values), values["run"], values.get("by", ""))

    def discard(self, event_id: str) -> None:
        """Takes a draft away. Whatever is published stays."""
        with translated(event_id):
            for key in ({"pk": event_id, "sk": _DRAFT}, {"pk": _DRAFTS, "sk": event_id}):
                self._client.delete_item(TableName=self._table, Key=to_item(key))

    def save_problems(self, event_id: str, problems: Sequence[str]) -> None:
        """Keeps what the last look at the event's meeting found, beside its draft."""
        with translated(event_id):
            self._client.update_item(
                TableName=self._table,
                Key=to_item({"pk": event_id, "sk": _DRAFT}),
                UpdateExpression="SET problems = :problems",
                ExpressionAttributeValues=to_item({":problems": list(problems)}),
            )

    def problems(self, event_id: str) -> _Sentences:
        """What is to be changed in Zoom, a sentence each, as found when the meeting was last looked at."""
        found: list[str] = self._read(event_id, _DRAFT).get("problems", [])
        return found

    def _may_have(self, event: Event) -> bool:
        """Whether the meeting is the event's to have: not while another that is held in it still lies ahead."""
        other = self.of_meeting(event.meeting_id)
        held = self.published(other) if other and other != event.id else None
        return held is None or held.event.cancelled or held.event.ends <= event.published_at

    def _schedules(self, event_id: str) -> dict[str, str]:
        try:
            return self.schedules(event_id)
        except UnknownEventError:
            return {}

    def _update(self, event_id: str, expression: str, only_if: str, having: Values) -> None:
        with translated(event_id):
            self._client.update_item(
                TableName=self._table,
                Key=to_item({"pk": event_id, "sk": "EVENT"}),
                UpdateExpression=expression,
                ConditionExpression=only_if,
                ExpressionAttributeValues=to_item(having),
            )

    def _get(self, event_id: str) -> Values:
        values = self._read(event_id, "EVENT")
        if not values:
            raise UnknownEventError("no such event")
        return values

    def _read(self, pk: str, sk: str) -> Values:
        """The row's values; empty where there is none."""
        with translated(pk):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item({"pk": pk, "sk": sk}), ConsistentRead=True
            )
        return from_item(answer.get("Item", {}))
