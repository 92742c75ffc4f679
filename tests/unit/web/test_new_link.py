"""Whoever holds a link that has expired is mailed a new one, and learns nothing else by it."""

from datetime import timedelta

import pytest

from functions.adapters.links import RENEWABLE, Purpose
from functions.domain.events import MailKind
from functions.domain.registration import FORGOTTEN, Registration, Status
from tests.samples import a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import OPEN, FakeParts
from tests.unit.web.gateway import Gateway

PATHS = {Purpose.STATUS: "/r/", Purpose.FEEDBACK: "/f/", Purpose.DATA: "/d/", Purpose.VOUCH: "/v/"}
EXPIRED = OPEN - timedelta(minutes=1)


@pytest.fixture
def anna(parts: FakeParts) -> Registration:
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED))


@pytest.mark.parametrize("purpose", RENEWABLE)
def test_the_page_of_an_expired_link_has_a_button_that_mails_a_new_one(
    purpose: Purpose, anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    token = parts.held_links.token(anna, purpose, EXPIRED)
    page = site.get(f"{PATHS[purpose]}{token}")
    assert page.status == 410
    assert f'<form method="post" action="/n/{token}">' in page.text
    answer = site.post(f"/n/{token}", form={})
    assert answer.status == 200
    assert "Look into your mailbox" in answer.text
    assert anna.email not in page.text + answer.text
    assert parts.held_requests.asked == [(anna.reference, MailKind.NEW_LINK)]


def test_a_focal_points_expired_link_mails_the_delegate_nothing(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    token = parts.held_links.token(anna, Purpose.VOUCH, EXPIRED)
    page = site.get(f"/v/{token}")
    assert page.status == 410
    assert "<form" not in page.text
    assert site.post(f"/n/{token}", form={}).status == 404
    assert parts.held_requests.asked == []


@pytest.mark.parametrize("gone", [*sorted(FORGOTTEN), None])
def test_of_whoever_is_forgotten_or_was_never_there_nothing_is_mailed_and_the_answer_is_the_same(
    gone: Status | None, anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    token = parts.held_links.token(anna, Purpose.STATUS, EXPIRED)
    before = site.post(f"/n/{token}", form={}).text
    parts.held_requests.asked.clear()
    del parts.held_registrations.held[anna.reference]
    if gone:
        parts.held_registrations.held[anna.reference] = a_registration(status=gone)
    assert site.post(f"/n/{token}", form={}).text == before
    assert parts.held_requests.asked == []


def test_once_the_event_forgets_nobody_is_mailed_a_link(
    anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock
) -> None:
    token = parts.held_links.token(anna, Purpose.STATUS, OPEN - timedelta(minutes=1))
    time_of_day.now = an_event().forgotten_at
    assert site.post(f"/n/{token}", form={}).status == 200
    assert parts.held_requests.asked == []


def test_a_cut_link_and_another_sites_form_are_refused(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    token = parts.held_links.token(anna, Purpose.STATUS, EXPIRED)
    assert site.post(f"/n/{token[:-2]}", form={}).status == 404
    assert site.post(f"/n/{token}", form={}, headers={"origin": "https://elsewhere.example"}).status == 403
    assert site.get(f"/n/{token}").status in (404, 405)
    assert parts.held_requests.asked == []
