"""An event as its item in the table."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from functions.adapters.dynamo import Values, from_iso
from functions.domain.events import AudienceRules, Category, Event, MeetingKind, SuspendedBodies
from functions.domain.questions import FeedbackForm, Question, QuestionKind, UsedAs
from functions.domain.registration import Role

_TIMES = ("starts", "ends", "opens", "closes", "feedback_closes", "published_at")
_LENGTHS = ("feedback_after", "feedback_again_after", "least_presence", "retention")


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
        "feedback": _form_values(event.feedback),
        "officers": list(event.officers),
    }


def _form_values(form: FeedbackForm) -> Values:
    questions = [
        {
            "id": question.id,
            "kind": question.kind.value,
            "labels": dict(question.labels),
            "choices": [[key, dict(texts)] for key, texts in question.choices.items()],  # a map would lose their order
            "used_as": question.used_as.value if question.used_as else "",
        }
        for question in form.questions
    ]
    return {"questions": questions, "anonymous": form.anonymous}


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
            "feedback": _form(values.get("feedback", {})),
            "officers": tuple(values.get("officers", ())),
        }
    )


def _form(values: Values) -> FeedbackForm:
    questions = tuple(
        Question(
            id=asked["id"],
            kind=QuestionKind(asked["kind"]),
            labels=asked["labels"],
            choices=dict(asked["choices"]),
            used_as=UsedAs(asked["used_as"]) if asked["used_as"] else None,
        )
        for asked in values.get("questions", [])
    )
    return FeedbackForm(questions, values.get("anonymous", False))


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
