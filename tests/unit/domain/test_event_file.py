"""What an event's file may say, and the sentence for everything that it may not."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.domain.event_file import EventFile, read_event
from functions.domain.event_problems import EventFileError
from functions.domain.events import (
    AudienceRules,
    Category,
    Event,
    MeetingKind,
    Moment,
    Occasion,
    SuspendedBodies,
    invitation_digest,
)
from functions.domain.questions import STANDING_IN
from functions.domain.registration import Role
from functions.domain.text import CONTROL

NOW = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)  # a Saturday
VALUES: dict[str, Any] = {
    "event": "solidarity-2026",
    "code": "PS26",
    "title": {"en": "Parliamentary solidarity", "fr": "Solidarité parlementaire"},
    "summary": {"en": "An online panel."},
    "time_zone": "Europe/Zurich",
    "place": "Geneva",
    "starts": "2026-09-29 15:00",
    "ends": "2026-09-29 16:30",
    "registration": {"opens": "2026-08-01 09:00", "closes": "2026-09-29 14:00"},
    "languages": ["en", "fr", "es"],
    "audience": {"categories": ["member-parliament", "permanent-observer"]},
    "zoom": {"meeting": "938 1234 5678", "kind": "meeting"},
    "organiser": {
        "name": "The Secretariat",
        "contact": "Events@Secretariat.example",
        "privacy_notice": "https://secretariat.example/privacy",
    },
}


def with_changes(changes: dict[str, Any]) -> dict[str, Any]:
    """The values with some fields replaced, named by their path; None takes a field out."""
    values = deepcopy(VALUES)
    for path, value in changes.items():
        *groups, field = path.split(".")
        group = values
        for name in groups:
            group = group.setdefault(name, {})
        group[field] = value
        if value is None:
            del group[field]
    return values


def read(**changes: Any) -> EventFile:
    return read_event(with_changes({path.replace("__", "."): value for path, value in changes.items()}), NOW)


def published(now: datetime = NOW, **changes: Any) -> Event:
    return read(**changes).to_event(version=3, salt="salt", now=now)


def problems(changes: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(EventFileError) as raised:
        read_event(with_changes(changes), NOW)
    return {problem.field: problem.what for problem in raised.value.problems}


def test_local_times_become_instants() -> None:
    event = published()
    assert event.starts == datetime(2026, 9, 29, 13, 0, tzinfo=UTC)
    assert event.ends - event.starts == timedelta(minutes=90)
    assert event.opens == datetime(2026, 8, 1, 7, 0, tzinfo=UTC)
    assert event.closes == datetime(2026, 9, 29, 12, 0, tzinfo=UTC)
    assert event.time_zone == "Europe/Zurich"


def test_the_rest_is_taken_over() -> None:
    event = published()
    assert (event.id, event.code, event.version, event.salt, event.place) == (
        "solidarity-2026", "PS26", 3, "salt", "Geneva",
    )  # fmt: skip
    assert event.title("fr") == "Solidarité parlementaire"
    assert event.title("es") == "Parliamentary solidarity"
    assert event.languages == ("en", "fr", "es")
    assert event.categories == {Category.MEMBER_PARLIAMENT, Category.PERMANENT_OBSERVER}
    assert (event.meeting_id, event.meeting_kind) == ("93812345678", MeetingKind.MEETING)
    assert event.contact == "events@secretariat.example"
    assert event.published_at == NOW


def test_reminders_come_a_week_a_day_and_an_hour_before_unless_the_file_says_otherwise() -> None:
    assert published().reminders == (timedelta(days=7), timedelta(days=1), timedelta(hours=1))
    assert published(reminders=["P1W", "PT90M"]).reminders == (timedelta(days=7), timedelta(minutes=90))
    assert published(reminders=[]).reminders == ()


def test_feedback_is_asked_an_hour_after_the_end_and_closes_in_a_fortnight_unless_the_file_says_otherwise() -> None:
    event = published()
    assert Moment(Occasion.FEEDBACK_REQUEST, event.ends + timedelta(hours=1)) in event.moments()
    assert event.feedback_closes == event.ends + timedelta(days=14)
    assert published(feedback={"asked_after": "PT5M", "closes_after": "P1DT1H"}).feedback_closes == event.ends + (
        timedelta(days=1, hours=1)
    )


def test_the_silent_are_asked_again_three_days_later_unless_the_file_says_otherwise() -> None:
    for feedback, days in [({}, 3), ({"asked_again_after": "P5D"}, 5)]:
        event = published(feedback=feedback)
        asked_again = event.ends + timedelta(hours=1) + timedelta(days=days)
        assert Moment(Occasion.FEEDBACK_REMINDER, asked_again) in event.moments()


def test_nobody_is_asked_again_where_feedback_closes_within_the_usual_three_days() -> None:
    event = published(feedback={"asked_after": "PT1M", "closes_after": "P1D"})
    assert Occasion.FEEDBACK_REMINDER not in {moment.kind for moment in event.moments()}


def test_an_event_has_as_many_seats_as_its_file_says_and_is_held_unless_it_says_otherwise() -> None:
    assert (published().capacity, published().cancelled) == (None, False)
    assert (published(capacity="500").capacity, published(cancelled="no").cancelled) == (500, False)
    assert published(cancelled="yes").cancelled


def test_without_rules_every_role_of_every_organisation_in_the_categories_may_come() -> None:
    assert published().rules == AudienceRules()


def test_the_rules_of_the_audience_are_taken_over() -> None:
    rules = published(
        audience__roles=["member", "staff"],
        audience__suspended_bodies="review",
        audience__excluded=["parliament-aruvia"],
        audience__always_review=["belmar", "corvo"],
        audience__limits={"organisation": "10", "permanent-observer": "2"},
    ).rules
    assert rules.roles == {Role.MEMBER, Role.STAFF}
    assert rules.suspended_bodies is SuspendedBodies.REVIEW
    assert rules.excluded == {"parliament-aruvia"}
    assert rules.always_review == {"belmar", "corvo"}
    assert [rules.limit(category) for category in Category] == [10, 10, 2]


def test_of_an_invitation_code_nothing_is_kept_but_a_digest_that_knows_it_however_it_is_typed() -> None:
    event = published(audience__invitation_codes=["Soli-Darity 26", "0000 1111"])
    assert "solidarity26" not in repr(event).casefold().replace("-", "").replace(" ", "")
    assert event.rules.invitations == {invitation_digest("salt", typed) for typed in ("SOLIDARITY 26", " 0000-1111 ")}
    assert event.rules.invitations.isdisjoint(
        file.to_event(version=1, salt="another event's", now=NOW).rules.invitations
        for file in [read(audience__invitation_codes=["solidarity26"])]
    )


@pytest.mark.parametrize("codes", [["secret1"], ["sécretsécret"], ["secret_secret"], ["secretsecret", "Secret-Secret"]])
def test_a_code_that_is_refused_is_not_repeated(codes: list[str]) -> None:
    ((field, what),) = problems({"audience.invitation_codes": codes}).items()
    assert field == f"audience.invitation_codes.{len(codes)}"
    assert "cret" not in what.casefold()


def test_an_organisation_is_not_both_excluded_and_reviewed() -> None:
    changes = {"audience.excluded": ["aruvia"], "audience.always_review": ["belmar", "aruvia"]}
    assert problems(changes) == {"audience.always_review.2": "is excluded: nobody of it can be reviewed"}


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        ("event", None, "is missing"),
        ("event", "Solidarity 2026", "must be an id of 2 to 40 small letters and digits, hyphens between them"),
        ("event", "x" * 60, "must be an id of 2 to 40 small letters and digits, hyphens between them"),
        ("code", "ps26", "must be 2 to 6 capital letters or digits: references begin with it"),
        ("code", "PARLIAMENT", "must be 2 to 6 capital letters or digits: references begin with it"),
        ("title", {"fr": "Solidarité"}, "must have a text for en, which stands in where a language is missing"),
        ("title", "Solidarity", "must have a text for each language, such as “en: …”"),
        ("title.en", "", "is empty"),
        ("title.en", "One\r\nBcc: two", CONTROL),
        ("title.en", ["a"], "must be a text"),
        ("title.xx", "Solidarity", None),
        ("colour", "blue", "is not a field of an event file"),
        ("registration.close", "2026-09-29 14:00", "is not a field of an event file"),
        ("registration.closes", None, "is missing"),
        ("registration", "always", "must be a group of fields"),
        ("starts", "1790000000", "must be a local time such as 2026-09-29 15:00"),
        ("starts", "29.9.2026 15:00", "must be a local time such as 2026-09-29 15:00"),
        ("starts", "2026-02-30 15:00", "must be a local time such as 2026-09-29 15:00"),
        ("starts", "2026-09-29", "must be a local time such as 2026-09-29 15:00"),
        ("time_zone", "Geneva", "must be a time zone such as Europe/Zurich"),
        ("time_zone", "../../etc/passwd", "must be a time zone such as Europe/Zurich"),
        ("time_zone", "Europe", "must be a time zone such as Europe/Zurich"),
        ("ends", "2026-09-29 15:00", "must be after the event starts"),
        ("ends", "2027-09-29 16:30", "must be within a week of the start"),
        ("registration.opens", "2026-09-29 14:00", "must be before registration closes"),
        ("registration.closes", "2026-09-29 16:31", "must not be after the event ends"),
        ("audience.categories", [], "must have at least one entry"),
        ("audience.categories", ["everyone"], None),
        ("languages", ["en", "fr", "en"], None),
        ("languages", ["en", "tlh"], None),
        ("zoom.meeting", "938-abc", "must be the meeting's number in Zoom, 9 to 11 digits"),
        ("zoom.kind", "party", "must be meeting or webinar"),
        ("organiser.contact", "Secretariat <a@b.example>", None),
        ("organiser.privacy_notice", "http://secretariat.example", "must be an address that begins with https://"),
        ("organiser.privacy_notice", "javascript:alert(1)", "must be an address that begins with https://"),
        ("feedback", {"asked_after": "P14D"}, None),
        ("feedback", {"asked_again_after": "P13DT23H"}, "asks when feedback is closed already"),
        ("capacity", "0", "must be a whole number from 1 to 100,000"),
        ("capacity", "100001", "must be a whole number from 1 to 100,000"),
        ("capacity", "-5", "must be a whole number from 1 to 100,000"),
        ("capacity", "٥٠", "must be a whole number from 1 to 100,000"),
        ("capacity", "1_000", "must be a whole number from 1 to 100,000"),
        ("capacity", "", "must be a whole number from 1 to 100,000"),
        ("capacity", ["5"], "must be a whole number from 1 to 100,000"),
        ("cancelled", "true", "must be yes or no"),
        ("cancelled", ["yes"], "must be yes or no"),
        ("audience.roles", [], "must have at least one entry"),
        ("audience.roles", ["speaker"], "must be member, staff or representative"),
        ("audience.roles", ["staff", "staff"], "stands in the list already"),
        ("audience.suspended_bodies", "admit", "must be decline or review"),
        ("audience.excluded", "aruvia", "must be a list"),
        ("audience.excluded", ["Parliament of Aruvia"], None),
        ("audience.excluded", ["a" * 81], None),
        ("audience.always_review", ["aruvia", "aruvia"], "stands in the list already"),
        ("audience.limits", "2", "must be a group of fields"),
        ("audience.limits", {"observers": "2"}, "is not a field of an event file"),
        ("audience.limits", {"permanent_observer": "2"}, "is not a field of an event file"),
        ("audience.limits", {"permanent-observer": "two"}, "must be a whole number from 1 to 100,000"),
        ("audience.invitation_codes", [f"code{number:04}" for number in range(51)], "must have at most 50 entries"),
        (
            "audience.invitation_codes",
            ["a-b-c-d-e-f-g"],
            "must have 8 to 60 letters (A to Z) or digits; spaces and hyphens do not count",
        ),
        ("reminders", ["P7D", "P1D", "PT1H", "PT5M"], "must have at most 3 entries"),
        ("rehearsal", {"starts_in": "soon"}, None),
    ],
)
def test_what_cannot_be_published_is_refused_naming_the_field(path: str, value: Any, what: str | None) -> None:
    found = problems({path: value})
    [(field, said)] = found.items()
    assert field.startswith(path)
    assert what is None or said == what


@pytest.mark.parametrize(
    "written", ["P1Y", "P1M", "P", "PT", "-P1D", "P0D", "7", "7 days", "12:00", "P7DT", "", "P9999999D"]
)
def test_a_length_of_time_is_certain_and_not_nothing(written: str) -> None:
    assert problems({"reminders": [written]}) == {
        "reminders.1": "must be a length of time such as P7D (days), PT1H (hours) or PT30M (minutes)"
    }


@pytest.mark.parametrize("reminders", [["PT1H", "P1D"], ["P1D", "PT24H"]])
def test_reminders_come_nearer_to_the_start(reminders: list[str]) -> None:
    assert "reminders.2" in problems({"reminders": reminders})


def test_all_problems_of_the_fields_are_told_at_once() -> None:
    assert set(problems({"code": "x", "zoom.kind": "party", "languages": ["en", "xx"]})) == {
        "code", "zoom.kind", "languages.2",
    }  # fmt: skip


def test_a_time_that_the_clocks_jump_over_is_refused() -> None:
    spring = {"ends": "2026-03-29 04:00", "registration.closes": "2026-03-28 12:00"}
    found = problems({"starts": "2026-03-29 02:30", "registration.opens": "2026-03-01 12:00", **spring})
    assert found == {"starts": "does not exist in Europe/Zurich: the clocks jump over it"}


AUTUMN = {
    "ends": "2026-10-25 04:00",
    "registration.closes": "2026-10-24 12:00",
}


def test_a_time_that_exists_twice_asks_which_is_meant() -> None:
    found = problems({"starts": "2026-10-25 02:30", **AUTUMN})
    assert found == {"starts": "exists twice in Europe/Zurich: write +02:00 or +01:00 after it"}


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 0), ("+01:00", 1)])
def test_the_offset_says_which_of_the_two_is_meant(offset: str, hour: int) -> None:
    file = read_event(with_changes({"starts": f"2026-10-25 02:30 {offset}", **AUTUMN}), NOW)
    assert file.to_event(version=1, salt="", now=NOW).starts == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_an_offset_that_the_zone_does_not_have_is_refused() -> None:
    assert problems({"starts": "2026-09-29 15:00 +01:00"}) == {
        "starts": "has an offset that Europe/Zurich does not have then: it has +02:00"
    }


def test_a_rehearsal_of_some_days_starts_at_the_next_same_weekday_and_local_time() -> None:
    event = published(rehearsal={"starts_in": "P21D"}, now=datetime(2026, 10, 10, 8, 0, tzinfo=UTC))
    assert event.starts == datetime(2026, 11, 3, 14, 0, tzinfo=UTC)  # a Tuesday, at 15:00 in Geneva's winter
    assert event.starts - event.opens == timedelta(days=59, hours=6 + 1)  # 59 days on the wall, one of 25 hours
    assert event.starts - event.closes == timedelta(hours=1)


def test_a_rehearsal_published_twice_in_a_week_is_the_same_event() -> None:
    first, later = (
        published(rehearsal={"starts_in": "P21D"}, now=datetime(2026, 10, day, 8, 0, tzinfo=UTC)) for day in (7, 13)
    )
    assert first.starts == later.starts
    assert (
        published(rehearsal={"starts_in": "P21D"}, now=datetime(2026, 10, 14, 8, 0, tzinfo=UTC)).starts > first.starts
    )


def test_a_rehearsal_of_some_minutes_moves_everything_by_the_same_amount() -> None:
    now = datetime(2026, 10, 10, 8, 0, 20, tzinfo=UTC)
    event = published(rehearsal={"starts_in": "PT10M"}, now=now)
    assert event.starts == datetime(2026, 10, 10, 8, 11, tzinfo=UTC)
    assert event.ends - event.starts == timedelta(minutes=90)
    assert event.starts - event.opens == published().starts - published().opens


def test_without_a_rehearsal_nothing_moves_however_late_it_is_published() -> None:
    assert published(now=datetime(2030, 1, 1, tzinfo=UTC)).starts == published().starts


ASKED = {"id": "speakers", "kind": "rating", "label": {"en": "How were the speakers?"}}
PICKED = {"id": "liked", "kind": "choice", "label": {"en": "Liked?"}, "choices": {"a": {"en": "A"}, "b": {"en": "B"}}}


def test_the_questions_of_the_feedback_are_those_of_the_file_or_the_usual_ones() -> None:
    assert published().feedback.asked == STANDING_IN
    text = {"id": "idea", "kind": "text", "label": {"en": "An idea?", "fr": "Une idée ?"}, "used_as": "recommendation"}
    event = published(feedback={"questions": [ASKED, PICKED, text], "anonymous": "yes"})
    assert event.feedback.anonymous
    assert [(each.id, each.kind.value) for each in event.feedback.asked] == [
        ("speakers", "rating"), ("liked", "choice"), ("idea", "text"),
    ]  # fmt: skip
    assert event.feedback.asked[2].label("fr") == "Une idée ?"
    assert event.feedback.asked[2].label("es") == "An idea?"
    assert list(event.feedback.asked[1].choices) == ["a", "b"]


@pytest.mark.parametrize(
    ("question", "field", "what"),
    [
        ({"id": "may_quote"}, "id", "is the name of a field of the form itself"),
        ({"id": "later"}, "id", "is the name of a field of the form itself"),
        ({"id": "main"}, "id", "is the name of a field of the form itself"),
        ({"id": "Speakers!"}, "id", "must be an id of small letters, digits and _, such as speakers"),
        ({"kind": "choice"}, "choices", "must have two answers at least"),
        ({"choices": PICKED["choices"]}, "choices", "belongs to questions of the kind choice"),
        ({"used_as": "example"}, "used_as", "belongs to questions of the kind text"),
        (
            {"label": {"fr": "Orateurs"}},
            "label",
            "must have a text for en, which stands in where a language is missing",
        ),
        ({"required": "yes"}, "required", "is not a field of an event file"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_where_it_stands(
    question: dict[str, Any], field: str, what: str
) -> None:
    assert problems({"feedback": {"questions": [ASKED | question]}}) == {f"feedback.questions.1.{field}": what}


@pytest.mark.parametrize("rated", ["interpretation_rating", "signing"])
def test_no_question_has_the_name_of_the_language_beside_a_rating_of_the_interpretation(rated: str) -> None:
    language = {"interpretation_rating": "interpretation_language", "signing": "signing_language"}[rated]
    asked = [ASKED | {"id": rated, "kind": "interpretation"}, ASKED | {"id": language}]
    assert problems({"feedback": {"questions": asked}}) == {
        "feedback.questions.2.id": "is the name of a field of the form itself"
    }


def test_a_question_asked_twice_is_refused() -> None:
    assert problems({"feedback": {"questions": [ASKED, ASKED]}}) == {
        "feedback.questions.2": "stands in the list already"
    }


def test_what_follows_the_event_is_as_the_file_says() -> None:
    usual = published()
    assert (usual.recording_url, usual.certificates, usual.asks_gender, usual.protects) == ("", False, False, False)
    assert (usual.least_presence, usual.forgotten_at) == (
        timedelta(minutes=1), usual.feedback_closes + timedelta(days=180),
    )  # fmt: skip
    event = published(
        recording="https://assembly.example/r",
        certificates="yes",
        attendance={"at_least": "PT20M"},
        retention="P30D",
        registration__ask_gender="yes",
        protection={"officers": ["Officer@Assembly.example"], "relay": "protected@assembly.example"},
    )
    assert (event.recording_url, event.certificates, event.asks_gender) == ("https://assembly.example/r", True, True)
    assert (event.least_presence, event.retention) == (timedelta(minutes=20), timedelta(days=30))
    assert (event.protects, event.officers, event.relay) == (
        True, ("officer@assembly.example",), "protected@assembly.example",
    )  # fmt: skip


def test_protection_names_its_officers_and_its_address() -> None:
    assert problems({"protection": {"officers": []}}) == {
        "protection.officers": "must have at least one entry",
        "protection.relay": "is missing",
    }


def test_an_address_of_the_relay_with_a_reference_has_at_most_64_characters_before_its_at() -> None:
    officers = ["officer@assembly.example"]
    longest = "p" * (64 - len("+PS26-7K3M9Q"))
    assert published(protection={"officers": officers, "relay": f"{longest}@assembly.example"}).protects
    too_long = problems({"protection": {"officers": officers, "relay": f"{longest}p@assembly.example"}})
    assert list(too_long) == ["protection.relay"]


def test_a_place_has_one_name_or_one_for_each_language() -> None:
    named = {"en": "Geneva", "fr": "Genève"}
    event = published(place=named)
    assert [event.place_in(locale) for locale in ("en", "fr", "es")] == ["Geneva", "Genève", "Geneva"]
    assert published(place="Bern").place_in("fr") == "Bern"
