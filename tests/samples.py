"""One of each: an event, an organisation, a registration, as a test needs it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.domain.events import Category, Event, MeetingKind
from functions.domain.feedback import Feedback
from functions.domain.membership import Organisation, Standing
from functions.domain.registration import Registration, Role, Status

STARTS = datetime(2026, 9, 29, 13, 0, tzinfo=UTC)
_EVENT = Event(
    id="solidarity",
    code="PS26",
    version=1,
    salt="a salt of this event",
    titles={"en": "Parliamentary solidarity: Supporting MPs under threat"},
    summaries={"en": "An online panel."},
    starts=STARTS,
    ends=STARTS + timedelta(minutes=90),
    time_zone="Europe/Zurich",
    place="Geneva",
    opens=STARTS - timedelta(days=60),
    closes=STARTS,
    feedback_closes=STARTS + timedelta(days=14),
    languages=("en", "fr", "es"),
    categories=frozenset(Category),
    meeting_id="93812345678",
    meeting_kind=MeetingKind.MEETING,
    organiser="The Secretariat",
    contact="events@secretariat.example",
    privacy_url="https://secretariat.example/privacy",
    reminders=(timedelta(days=7), timedelta(days=1), timedelta(hours=1)),
    feedback_after=timedelta(hours=1),
    published_at=STARTS - timedelta(days=60),
)
_REGISTRATION = Registration(
    reference="PS26-7K3M9Q",
    event="solidarity",
    attempt=1,
    status=Status.SUBMITTED,
    version=1,
    title="Ms",
    given_names="Anna",
    family_names="Ñandú O'Brien",
    email="anna@parliament.aruvia.example",
    organisation="aruvia",
    role=Role.MEMBER,
    language="fr",
    locale="en",
    sharing="",
    access_needs="",
    consented_at=STARTS - timedelta(days=30),
    submitted_at=STARTS - timedelta(days=30),
)


def an_event(**changes: Any) -> Event:
    return replace(_EVENT, **changes)


OFFICERS = ("fatima@assembly.example", "jean@assembly.example")


def a_protecting_event(**changes: Any) -> Event:
    """An event at which delegates may ask to be protected."""
    return an_event(**{"officers": OFFICERS, "relay": "protected@assembly.example"} | changes)


def a_registration(**changes: Any) -> Registration:
    return replace(_REGISTRATION, **changes)


def an_organisation(organisation_id: str = "aruvia", **changes: Any) -> Organisation:
    return replace(
        Organisation(
            id=organisation_id,
            name=f"Parliament of {organisation_id.title()}",
            category=Category.MEMBER_PARLIAMENT,
            standing=Standing.ACTIVE,
            domains=(f"parliament.{organisation_id}.example",),
            focal_point="",
        ),
        **changes,
    )


def a_feedback(**changes: Any) -> Feedback:
    return replace(
        Feedback(
            ballot="PS26-7K3M9Q",
            event="solidarity",
            answers={"event_rating": 5, "interpretation_rating": 4, "interpretation_language": "fr"},
            may_quote=False,
            saved_at=STARTS + timedelta(hours=3),
            reference="PS26-7K3M9Q",
        ),
        **changes,
    )
