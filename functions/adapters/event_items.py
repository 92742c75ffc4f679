"""An event as its item in the table."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from functions.adapters.dynamo import Values, from_iso
from functions.domain.events import AudienceRules, Category, Event, MeetingKind, SuspendedBodies
from functions.domain.registration import Role

_TIMES = ("starts", "ends", "opens", "closes", "feedback_closes", "published_at")
_LENGTHS = ("feedback_after", "feedback_again_after")


def to_values(event: Event) -> Values:
    return {
        **asdict(event),
        **{name: getattr(event, name).isoformat() for name in _TIMES},
        "pk": event.id,
        "sk": "EVENT",
        "languages": list(event.languages),
        "categories": sorted(event.categories),
        "reminders": [int(before.total_seconds()) for before in event.reminders],
        **{name: int(getattr(event, name).total_seconds()) for name in _LENGTHS},
        "rules": _rule_values(event.rules),
    }


def _rule_values(rules: AudienceRules) -> Values:
    """Sets become lists in order: DynamoDB has no empty set."""
    return {
        "roles": sorted(rules.roles),
        "suspended_bodies": rules.suspended_bodies.value,
        "excluded": sorted(rules.excluded),
        "always_review": sorted(rules.always_review),
        "organisation_limit": rules.organisation_limit,
        "category_limits": dict(rules.category_limits),
        "invitations": sorted(rules.invitations),
    }


def to_event(values: Values) -> Event:
    """Of a row that was written before a field existed, the field has its default."""
    kept = {key: value for key, value in values.items() if key in Event.__slots__}
    return Event(
        **{
            **kept,
            **{name: from_iso(values[name]) for name in _TIMES},
            "languages": tuple(values["languages"]),
            "categories": frozenset(Category(name) for name in values["categories"]),
            "meeting_kind": MeetingKind(values["meeting_kind"]),
            "reminders": tuple(timedelta(seconds=seconds) for seconds in values["reminders"]),
            **{name: timedelta(seconds=values[name]) for name in _LENGTHS if name in values},
            "rules": _rules(values.get("rules", {})),
        }
    )


def _rules(values: Values) -> AudienceRules:
    read: dict[str, Any] = {
        "roles": lambda names: frozenset(Role(name) for name in names),
        "suspended_bodies": SuspendedBodies,
        "excluded": frozenset,
        "always_review": frozenset,
        "organisation_limit": lambda limit: limit,
        "category_limits": lambda limits: {Category(name): limit for name, limit in limits.items()},
        "invitations": frozenset,
    }
    return AudienceRules(**{name: read[name](value) for name, value in values.items() if name in read})
