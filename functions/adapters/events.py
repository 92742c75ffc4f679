"""The events table: one item an event, with the names of the schedules that act for it."""

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.domain.errors import UnknownEventError
from functions.domain.events import Category, Event, MeetingKind

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodb.type_defs import PutItemInputTypeDef

_TIMES = ("starts", "ends", "opens", "closes", "feedback_closes", "published_at")


class EventTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, event_id: str) -> Event:
        """Raises `UnknownEventError`."""
        return _event(self._get(event_id))

    def put(self, event: Event, expected_version: int | None) -> None:
        """Writes an event over the version that was read, None for a new one. Raises `ConflictError`."""
        request: PutItemInputTypeDef = {
            "TableName": self._table,
            "Item": to_item({**_values(event), "schedules": self._schedules(event.id)}),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        if expected_version is not None:
            request["ConditionExpression"] = "version = :expected"
            request["ExpressionAttributeValues"] = to_item({":expected": expected_version})
        with translated(event.id):
            self._client.put_item(**request)

    def schedules(self, event_id: str) -> dict[str, str]:
        """The kind of each scheduled moment, and its schedule's name. Raises `UnknownEventError`."""
        schedules: dict[str, str] = self._get(event_id).get("schedules", {})
        return schedules

    def save_schedules(self, event_id: str, names: dict[str, str]) -> None:
        with translated(event_id):
            self._client.update_item(
                TableName=self._table,
                Key=_key(event_id),
                UpdateExpression="SET schedules = :names",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues=to_item({":names": names}),
            )

    def _schedules(self, event_id: str) -> dict[str, str]:
        try:
            return self.schedules(event_id)
        except UnknownEventError:
            return {}

    def _get(self, event_id: str) -> Values:
        with translated(event_id):
            answer = self._client.get_item(TableName=self._table, Key=_key(event_id), ConsistentRead=True)
        if "Item" not in answer:
            raise UnknownEventError("no such event")
        return from_item(answer["Item"])


def _key(event_id: str) -> Values:
    return to_item({"pk": event_id, "sk": "EVENT"})


def _values(event: Event) -> Values:
    return {
        **asdict(event),
        **{name: getattr(event, name).isoformat() for name in _TIMES},
        "pk": event.id,
        "sk": "EVENT",
        "languages": list(event.languages),
        "categories": sorted(event.categories),
        "reminders": [int(before.total_seconds()) for before in event.reminders],
        "feedback_after": int(event.feedback_after.total_seconds()),
    }


def _event(values: Values) -> Event:
    kept = {key: value for key, value in values.items() if key in Event.__slots__}
    return Event(
        **{
            **kept,
            **{name: from_iso(values[name]) for name in _TIMES},
            "languages": tuple(values["languages"]),
            "categories": frozenset(Category(name) for name in values["categories"]),
            "meeting_kind": MeetingKind(values["meeting_kind"]),
            "reminders": tuple(timedelta(seconds=seconds) for seconds in values["reminders"]),
            "feedback_after": timedelta(seconds=values["feedback_after"]),
        }
    )
