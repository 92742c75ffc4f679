"""Where feedback is anonymous, a delegate is told what that means, and what they say is kept so that it holds."""

import html
import re
from datetime import timedelta

import pytest

from functions.adapters.ballots import Ballots
from functions.domain.errors import TableThrottledError
from functions.domain.questions import FeedbackForm
from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeEvents, FakeParts, FakeRespondents
from tests.unit.web.gateway import Gateway

AFTER = STARTS + timedelta(hours=3)
ANSWERS = {"event_rating": "5", "challenge": "Time", "may_quote": "yes", "started": "0"}


@pytest.fixture
def delegate(parts: FakeParts, time_of_day: Clock) -> Registration:
    time_of_day.now = AFTER
    parts.held_events = FakeEvents(an_event(feedback=FeedbackForm(anonymous=True)))
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED))


@pytest.fixture
def path(parts: FakeParts, delegate: Registration) -> str:
    return parts.held_links.feedback(delegate, STARTS + timedelta(days=99)).removeprefix(BASE_URL)


def read(page: str) -> str:
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_delegate_is_told_whether_their_answers_are_anonymous(parts: FakeParts, site: Gateway, path: str) -> None:
    anonymous = read(site.get(path).text)
    parts.held_events = FakeEvents(an_event())
    named = read(site.get(path).text)

    assert "is not anonymous: your answers are kept with your registration" in named
    assert "seen with the name of your organisation" in named
    assert "Feedback on this event is anonymous." in anonymous
    assert "We note only that you have answered" in anonymous
    assert "Please write nothing that shows who you are." in anonymous


def test_nothing_that_is_known_of_a_delegate_is_filled_into_an_anonymous_form(site: Gateway, path: str) -> None:
    assert re.findall(r'name="([^"]+)" value="([^"]*)" checked', site.get(path).text) == [
        ("interpretation_language", "")
    ]


def test_an_anonymous_answer_is_kept_without_anything_of_its_delegate_and_may_be_changed(
    parts: FakeParts, site: Gateway, path: str, delegate: Registration
) -> None:
    site.post(path, form=ANSWERS)
    assert "Time</textarea>" in site.get(path).text
    site.post(path, form={"event_rating": "2", "started": "0"})

    [kept] = parts.held_feedback.held.values()
    assert (kept.answers, kept.may_quote, kept.reference) == ({"event_rating": 2}, False, "")
    assert kept.saved_at == AFTER.replace(hour=0, minute=0)
    assert delegate.reference not in kept.ballot
    assert parts.held_respondents.held == {delegate.reference}


def test_an_anonymous_answer_is_found_and_changed_after_the_secret_was_exchanged(
    parts: FakeParts, site: Gateway, path: str
) -> None:
    parts.held_ballots = Ballots(["first"])
    site.post(path, form={"event_rating": "5", "started": "0"})
    parts.held_ballots = Ballots(["first", "second"])
    assert re.search(r'name="event_rating" value="5" checked', site.get(path).text)
    site.post(path, form={"event_rating": "1", "started": "0"})

    assert [kept.answers for kept in parts.held_feedback.held.values()] == [{"event_rating": 1}]


def test_whoever_is_registered_anew_does_not_find_what_the_earlier_attempt_said(
    parts: FakeParts, site: Gateway, path: str, delegate: Registration
) -> None:
    site.post(path, form=ANSWERS)
    parts.held_registrations.held[delegate.reference] = a_registration(status=Status.CONFIRMED, attempt=2)

    assert "Time" not in site.get(path).text


class BreaksOff(FakeRespondents):
    """The function ends before it has noted who answered."""

    def add(self, reference: str, /) -> None:
        raise TableThrottledError("no more")


def test_an_answer_is_not_lost_when_the_note_of_who_gave_it_is(parts: FakeParts, site: Gateway, path: str) -> None:
    parts.held_respondents = BreaksOff()
    assert site.post(path, form=ANSWERS).status == 503
    [kept] = parts.held_feedback.held.values()
    parts.held_respondents = FakeRespondents()
    assert site.post(path, form=ANSWERS).status == 200

    assert [*parts.held_feedback.held.values()] == [kept]
    assert parts.held_respondents.held == {"PS26-7K3M9Q"}
