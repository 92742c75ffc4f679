"""The page behind the link in a mail says where a registration stands, to its holder alone."""

import html
from datetime import timedelta

import pytest

from functions.adapters.links import Links
from functions.domain.registration import DECLINE_REASONS, ENDS, Reason, Registration, Status
from functions.mails.reasons import cancellation, expiry, reason_for
from functions.web.words import DOUBTS
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, OPEN, FakeEvents, FakeParts
from tests.unit.web.gateway import Gateway

JOIN_URL = "https://zoom.example/w/1?tk=secret"


def path_of(address: str) -> str:
    return address.removeprefix(BASE_URL)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_told_in_plain_words_and_never_with_a_join_link(
    status: Status, parts: FakeParts, site: Gateway
) -> None:
    registration = parts.held_registrations.add(a_registration(status=status, join_url=JOIN_URL))

    page = site.get(path_of(parts.held_links.status(registration, STARTS)))

    assert page.status == 200
    assert "PS26-7K3M9Q" in page.text
    assert "15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)" in page.text
    assert 'href="mailto:events@secretariat.example"' in page.text
    assert not any(word in page.text for word in (JOIN_URL, "zoom", "tk=", status.value, registration.email))


def page_of(registration: Registration, parts: FakeParts, site: Gateway) -> str:
    """What the page says, as its reader sees it."""
    parts.held_registrations.held[registration.reference] = registration
    return html.unescape(site.get(path_of(parts.held_links.status(registration, STARTS))).text)


@pytest.mark.parametrize("reason", DECLINE_REASONS)
def test_a_refusal_says_why_in_the_words_of_the_mail(reason: Reason, parts: FakeParts, site: Gateway) -> None:
    assert reason_for(reason) in page_of(a_registration(status=Status.DECLINED, reason=reason), parts, site)


@pytest.mark.parametrize("reason", [Reason.UNDECIDED, Reason.NO_SEAT])
def test_what_has_lapsed_says_why_in_the_words_of_the_mail(reason: Reason, parts: FakeParts, site: Gateway) -> None:
    page = page_of(a_registration(status=Status.EXPIRED, reason=reason), parts, site)

    assert page.index(expiry(reason).happened) < page.index(expiry(reason).then)


@pytest.mark.parametrize(
    "reason", [Reason.BY_DELEGATE, Reason.BY_SECRETARIAT, Reason.BY_ZOOM_HOST, Reason.EVENT_CANCELLED]
)
def test_a_cancellation_says_who_cancelled(reason: Reason, parts: FakeParts, site: Gateway) -> None:
    page = page_of(a_registration(status=Status.CANCELLED, reason=reason), parts, site)

    assert page.index(cancellation(reason).happened) < page.index(cancellation(reason).then)


def test_whoever_is_protected_is_told_so_while_the_registration_stands(parts: FakeParts, site: Gateway) -> None:
    protected = a_registration(status=Status.CONFIRMED, protected=True)
    said = f"You are protected: in Zoom you are shown as {protected.alias}."
    assert said in page_of(protected, parts, site)
    assert said not in page_of(a_registration(status=Status.CONFIRMED), parts, site)
    assert said not in page_of(a_registration(status=Status.CANCELLED, protected=True), parts, site)


@pytest.mark.parametrize("reason", DOUBTS)
def test_who_is_looked_at_by_a_person_is_told_why(reason: Reason, parts: FakeParts, site: Gateway) -> None:
    assert DOUBTS[reason] in page_of(a_registration(status=Status.IN_REVIEW, reason=reason), parts, site)


@pytest.mark.parametrize("status", Status)
def test_what_has_not_ended_may_be_changed_and_cancelled(status: Status, parts: FakeParts, site: Gateway) -> None:
    page = page_of(a_registration(status=status), parts, site)

    assert ('/edit">Change your details' in page) == (status not in ENDS)
    assert ('/cancel">Cancel your registration' in page) == (status not in ENDS)


@pytest.mark.parametrize("status", Status)
def test_who_had_a_place_finds_the_recording_there_once_it_is_known_who_came(
    status: Status, parts: FakeParts, site: Gateway
) -> None:
    recording = "https://assembly.example/recording?part=1&from=page"
    assert "Watch the recording" not in page_of(a_registration(status=status), parts, site)
    parts.held_events = FakeEvents(an_event(recording_url=recording))
    shown = f'<a href="{recording}">Watch the recording</a>' in page_of(a_registration(status=status), parts, site)
    assert shown == (status in (Status.ATTENDED, Status.ABSENT))


def test_after_the_event_and_once_it_is_cancelled_nothing_may_be_changed(
    parts: FakeParts, site: Gateway, time_of_day: Clock
) -> None:
    registration = a_registration(status=Status.CONFIRMED)
    parts.held_events = FakeEvents(an_event(cancelled=True))
    assert "/edit" not in page_of(registration, parts, site)
    parts.held_events = FakeEvents(an_event())
    time_of_day.now = STARTS
    assert "/edit" in page_of(registration, parts, site)
    parts.held_events = FakeEvents(an_event(starts=STARTS - timedelta(hours=2), ends=STARTS))
    assert "/edit" not in page_of(registration, parts, site)


@pytest.mark.parametrize("status", Status)
def test_whoever_may_come_back_finds_the_form_while_registration_is_open(
    status: Status, parts: FakeParts, site: Gateway, time_of_day: Clock
) -> None:
    may_come_back = status in (Status.DECLINED, Status.EXPIRED, Status.CANCELLED)
    assert ('href="/e/solidarity"' in page_of(a_registration(status=status), parts, site)) == may_come_back
    time_of_day.now = STARTS
    assert 'href="/e/solidarity"' not in page_of(a_registration(status=status), parts, site)


def test_a_link_that_is_not_ours_is_not_found_whatever_is_wrong_with_it(parts: FakeParts, site: Gateway) -> None:
    registration = parts.held_registrations.add(a_registration())
    token = path_of(parts.held_links.status(registration, STARTS)).removeprefix("/r/")
    gone = a_registration(reference="PS26-GGGGGG")
    paths = [
        f"/r/{token[:-3]}",
        f"/r/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}",
        "/r/nonsense",
        "/r/é%00",
        path_of(parts.held_links.feedback(registration, STARTS)).replace("/f/", "/r/"),
        path_of(Links(BASE_URL, ["a retired key"]).status(registration, STARTS)),
        path_of(parts.held_links.status(gone, STARTS)),
    ]

    answers = [site.get(path) for path in paths]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_a_link_out_of_date_says_so_and_whom_to_write_to(parts: FakeParts, site: Gateway, time_of_day: Clock) -> None:
    registration = parts.held_registrations.add(a_registration())
    path = path_of(parts.held_links.status(registration, OPEN))
    time_of_day.now = OPEN + timedelta(seconds=1)

    answer = site.get(path)

    assert answer.status == 410
    assert "events@secretariat.example" in answer.text
    assert registration.reference not in answer.text
