"""What an event's file says is kept in the table whole, and read back as the same event."""

from typing import TYPE_CHECKING, Any

from functions.adapters.events import EventTable
from functions.domain.event_file import read_event
from functions.publishing import Drafted, draft, wish_of
from tests.samples import an_event
from tests.unit.conftest import TABLE
from tests.unit.domain.test_event_file import NOW, with_changes

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

RULES: dict[str, Any] = {
    "capacity": "500",
    "cancelled": "no",
    "feedback.asked_again_after": "P5D",
    "audience.roles": ["staff", "member"],
    "audience.suspended_bodies": "review",
    "audience.excluded": ["belmar", "aruvia"],
    "audience.always_review": ["corvo"],
    "audience.limits": {"organisation": "10", "permanent-observer": "2"},
    "audience.invitation_codes": ["PANEL-2026", "GUESTS-2026"],
}


def published(events: EventTable, changes: dict[str, Any]) -> Drafted:
    file = read_event(with_changes(changes), NOW)
    wish = wish_of(file, random=lambda: "a salt", now=NOW)
    drafted = draft(file.event, wish, events=events, name_run=lambda event: "a run", by="operator", now=NOW)
    if drafted.changed:
        events.put(drafted.event, drafted.event.version - 1 or None)
    return drafted


def test_every_rule_is_read_back_as_it_was_published(dynamodb: "DynamoDBClient") -> None:
    events = EventTable(dynamodb, TABLE)
    event = published(events, RULES).event
    assert events.get(event.id) == event
    cancelled = published(events, RULES | {"cancelled": "yes"}).event
    assert events.get(event.id) == cancelled
    assert cancelled.cancelled


def test_a_file_with_every_rule_that_is_published_again_unchanged_changes_nothing(dynamodb: "DynamoDBClient") -> None:
    events = EventTable(dynamodb, TABLE)
    published(events, RULES)
    again = published(events, RULES | {"audience.invitation_codes": ["guests 2026", "panel-2026"]})
    assert (again.changed, again.event.version) == (False, 1)


def test_each_rule_that_changes_makes_a_new_version(dynamodb: "DynamoDBClient") -> None:
    others: dict[str, Any] = {
        "capacity": "501",
        "feedback.asked_again_after": "P6D",
        "audience.roles": ["member"],
        "audience.suspended_bodies": "decline",
        "audience.excluded": [],
        "audience.always_review": ["corvo", "dorne"],
        "audience.limits": {"organisation": "10", "permanent-observer": "3"},
        "audience.invitation_codes": ["PANEL-2026"],
        "cancelled": "yes",
    }
    events = EventTable(dynamodb, TABLE)
    published(events, RULES)
    changes = dict(RULES)
    for field, value in others.items():
        changes[field] = value
        assert published(events, changes).changed, field


def test_an_event_of_before_these_rules_is_read_with_what_was_usual(dynamodb: "DynamoDBClient") -> None:
    events = EventTable(dynamodb, TABLE)
    events.put(an_event(), None)
    dynamodb.update_item(
        TableName=TABLE,
        Key={"pk": {"S": "solidarity"}, "sk": {"S": "EVENT"}},
        UpdateExpression="REMOVE #rules, feedback_again_after, cancelled",
        ExpressionAttributeNames={"#rules": "rules"},
    )
    assert events.get("solidarity") == an_event()
