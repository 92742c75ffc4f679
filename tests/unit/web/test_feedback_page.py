"""Delegates with a place give feedback behind their link, and may change it until it closes."""

import re
from datetime import timedelta

import pytest

from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeEvents, FakeParts
from tests.unit.web.gateway import Gateway

AFTER = STARTS + timedelta(hours=3)
ANSWERS = {
    "event_rating": "5",
    "interpretation_rating": "4",
    "interpretation_language": "fr",
    "example": "",
    "challenge": "Time\r\nand money",
    "recommendation": "<b>More</b>",
    "may_quote": "yes",
    "website": "",
    "started": "0",
}


@pytest.fixture
def delegate(parts: FakeParts, time_of_day: Clock) -> Registration:
    time_of_day.now = AFTER
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED))


@pytest.fixture
def path(parts: FakeParts, delegate: Registration) -> str:
    return parts.held_links.feedback(delegate, STARTS + timedelta(days=99)).removeprefix(BASE_URL)


def test_the_language_asked_for_at_registration_is_filled_in_already(site: Gateway, path: str) -> None:
    assert re.search(r'name="interpretation_language" value="fr" checked', site.get(path).text)


def test_feedback_is_saved_under_the_reference(parts: FakeParts, site: Gateway, path: str) -> None:
    assert site.post(path, form=ANSWERS).status == 200

    saved = parts.held_feedback.held["PS26-7K3M9Q"]
    assert (saved.event, saved.saved_at, saved.may_quote) == ("solidarity", AFTER, True)
    assert (saved.answers["event_rating"], saved.answers["interpretation_rating"]) == (5, 4)
    assert (saved.answers["challenge"], saved.answers["recommendation"]) == ("Time\nand money", "<b>More</b>")


def test_feedback_comes_back_as_it_was_saved_and_may_be_changed(parts: FakeParts, site: Gateway, path: str) -> None:
    site.post(path, form=ANSWERS)
    page = site.get(path).text
    site.post(path, form={"event_rating": "2", "started": "0"})

    assert re.search(r'name="event_rating" value="5" checked', page)
    assert re.search(r'name="may_quote" value="yes" checked', page)
    assert "Time\nand money</textarea>" in page
    assert "&lt;b&gt;More&lt;/b&gt;</textarea>" in page
    saved = parts.held_feedback.held["PS26-7K3M9Q"]
    assert (saved.answers, saved.may_quote) == ({"event_rating": 2}, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"event_rating": "6"},
        {"event_rating": "five"},
        {"interpretation_language": "de"},
        {"challenge": "a\x00b"},
        {"may_quote": "maybe"},
        {"saved_at": "now"},
    ],
)
def test_what_cannot_be_saved_comes_back_with_its_error(
    changes: dict[str, str], parts: FakeParts, site: Gateway, path: str
) -> None:
    answer = site.post(path, form=ANSWERS | changes)

    (name,) = changes
    assert answer.status == 422
    assert f'href="#{name}"' in answer.text or f"{name} This field is not part of the form" in answer.text
    assert "Time\nand money</textarea>".replace("\n", "\r\n") in answer.text or name == "challenge"
    assert not parts.held_feedback.held


def test_an_empty_form_asks_for_one_answer(parts: FakeParts, site: Gateway, path: str) -> None:
    answer = site.post(path, form={"started": "0"})

    assert answer.status == 422
    assert "Answer at least one question" in answer.text


def test_feedback_opens_when_the_event_begins(site: Gateway, path: str, time_of_day: Clock) -> None:
    time_of_day.now = STARTS - timedelta(seconds=1)

    assert site.get(path).status == 409
    assert "Tuesday 29 September 2026, 15:00" in site.get(path).text
    assert site.post(path, form=ANSWERS).status == 409


def test_feedback_closes_when_the_event_says(parts: FakeParts, site: Gateway, path: str, time_of_day: Clock) -> None:
    time_of_day.now = an_event().feedback_closes

    assert site.get(path).status == 410
    assert site.post(path, form=ANSWERS).status == 410
    assert not parts.held_feedback.held


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CONFIRMED, Status.ATTENDED, Status.ABSENT}))
def test_nobody_without_a_place_gives_feedback(
    status: Status, parts: FakeParts, site: Gateway, path: str, delegate: Registration
) -> None:
    parts.held_registrations.held[delegate.reference] = a_registration(status=status)

    assert site.get(path).status == 404
    assert site.post(path, form=ANSWERS).status == 404


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        (ANSWERS, {"Origin": "https://evil.example"}, 403),
        (ANSWERS | {"website": "x"}, {}, 202),
        (ANSWERS | {"started": str(int(AFTER.timestamp() * 1000))}, {}, 202),
        (ANSWERS | {"example": "x" * 70_000}, {}, 413),
    ],
)
def test_the_guards_of_the_registration_form_hold_here_too(
    form: dict[str, str], headers: dict[str, str], status: int, parts: FakeParts, site: Gateway, path: str
) -> None:
    assert site.post(path, form=form, headers=headers).status == status
    assert not parts.held_feedback.held


def test_a_status_link_opens_no_feedback(parts: FakeParts, site: Gateway, delegate: Registration) -> None:
    address = parts.held_links.status(delegate, AFTER + timedelta(days=1)).removeprefix(BASE_URL)

    assert site.get(address.replace("/r/", "/f/")).status == 404


def test_an_event_that_is_gone_has_no_page(parts: FakeParts, site: Gateway, path: str) -> None:
    parts.held_events = FakeEvents()

    assert site.get(path).status == 404
