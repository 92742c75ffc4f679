"""A delegate cancels by a button that asks first; following a link never cancels anything."""

from datetime import timedelta

import pytest

from functions.domain.registration import Reason, Registration, Status
from tests.samples import STARTS, a_registration
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeParts
from tests.unit.web.gateway import Gateway
from tests.unit.web.test_status import path_of


def cancel_of(parts: FakeParts, registration: Registration) -> str:
    return f"{path_of(parts.held_links.status(registration, STARTS + timedelta(days=14)))}/cancel"


@pytest.fixture
def anna(parts: FakeParts) -> Registration:
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED, seat=True))


def test_following_the_link_asks_and_changes_nothing(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    answer = site.get(cancel_of(parts, anna))

    assert answer.status == 200
    assert "Do you want to cancel your registration?" in answer.text
    assert "Your link to join will stop working" in answer.text
    assert parts.held_registrations.get(anna.reference) == anna


def test_the_button_cancels_and_gives_the_seat_back(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    answer = site.post(cancel_of(parts, anna), form={})

    cancelled = parts.held_registrations.get(anna.reference)
    ((_, entry),) = parts.held_registrations.entries
    assert answer.status == 200
    assert "Your registration is cancelled" in answer.text
    assert (cancelled.status, cancelled.reason, cancelled.seat) == (Status.CANCELLED, Reason.BY_DELEGATE, False)
    assert entry.actor == "delegate"


def test_cancelling_twice_says_that_it_was_cancelled_already(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    site.post(cancel_of(parts, anna), form={})
    again = [site.post(cancel_of(parts, anna), form={}), site.get(cancel_of(parts, anna))]

    assert all("Your registration is already cancelled" in answer.text for answer in again)
    assert [answer.status for answer in again] == [200, 200]
    assert len(parts.held_registrations.entries) == 1


@pytest.mark.parametrize("status", [Status.DECLINED, Status.EXPIRED, Status.ERASED, Status.ATTENDED, Status.ABSENT])
def test_what_has_ended_otherwise_stays_as_it_is(status: Status, parts: FakeParts, site: Gateway) -> None:
    ended = parts.held_registrations.add(a_registration(status=status))

    answers = [site.get(cancel_of(parts, ended)), site.post(cancel_of(parts, ended), form={})]

    assert [answer.status for answer in answers] == [409, 409]
    assert parts.held_registrations.get(ended.reference) == ended


def test_after_the_event_there_is_nothing_to_cancel(
    anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock
) -> None:
    time_of_day.now = STARTS + timedelta(minutes=90)

    assert site.post(cancel_of(parts, anna), form={}).status == 409
    assert parts.held_registrations.get(anna.reference) == anna


def test_another_site_cannot_cancel_for_a_delegate(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    assert site.post(cancel_of(parts, anna), form={}, headers={"Origin": "https://evil.example"}).status == 403
    assert parts.held_registrations.get(anna.reference) == anna
    assert site.post(cancel_of(parts, anna), form={}, headers={"Origin": BASE_URL}).status == 200
