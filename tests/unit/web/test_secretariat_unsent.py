"""A mail whose fate is unknown waits for a person, who says what became of it. None is sent twice by accident."""

import html
import re
from datetime import timedelta

import pytest

from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.domain.events import MailKind
from functions.web.secretariat_words import MAIL_STATES, MAILS
from tests.unit.web.fakes import OPEN
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FakeOffice

UNSENT = "/secretariat/events/solidarity/unsent"


@pytest.fixture
def row(office: FakeOffice) -> LedgerRow:
    held = LedgerRow("PS26-7K3M9Q", MailKind.CONFIRMATION, 3, 1, MailState.SENDING, OPEN - timedelta(hours=1))
    office.held_ledger.held.append(held)
    return held


def form_of(desk: Gateway, act: str) -> dict[str, str]:
    """What the button sends."""
    (key,) = re.findall(r'name="mail" value="([^"]+)"', desk.get(UNSENT).text)
    return {"mail": html.unescape(key), "act": act}


@pytest.mark.parametrize("state", [MailState.SENDING, MailState.REFUSED])
def test_a_mail_is_listed_with_its_kind_its_fate_and_since_when(
    state: MailState, office: FakeOffice, desk: Gateway
) -> None:
    office.held_ledger.held = [LedgerRow("PS26-7K3M9Q", MailKind.DECLINE, 1, 1, state, OPEN - timedelta(hours=1))]

    text = desk.get(UNSENT).text

    assert MAILS[MailKind.DECLINE] in text
    assert MAIL_STATES[state] in text
    assert "Since 30 Aug 2026, 12:00:00 UTC" in text
    assert 'href="/secretariat/registrations/PS26-7K3M9Q"' in text


def test_what_arrived_is_marked_as_sent_and_not_sent_again(row: LedgerRow, office: FakeOffice, desk: Gateway) -> None:
    assert "Marked as sent" in desk.post(UNSENT, form=form_of(desk, "arrived")).text
    assert [held.state for held in office.held_ledger.held] == [MailState.SENT]
    assert not office.held_queue.held


def test_sending_again_asks_first_and_then_queues_the_mail_once(
    row: LedgerRow, office: FakeOffice, desk: Gateway
) -> None:
    form = form_of(desk, "again")
    asked = desk.post(UNSENT, form=form)
    assert "the delegate gets it twice" in asked.text
    assert not office.held_queue.held

    assert "It is being sent again" in desk.post(UNSENT, form=form | {"sure": "yes"}).text
    assert "is not as it was" in desk.post(UNSENT, form=form | {"sure": "yes"}).text
    assert office.held_queue.held == [(["PS26-7K3M9Q"], MailKind.CONFIRMATION, 3)]


@pytest.mark.parametrize("act", ["arrived", "again"])
def test_a_mail_that_was_tried_again_meanwhile_is_left_alone(
    act: str, row: LedgerRow, office: FakeOffice, desk: Gateway
) -> None:
    form = form_of(desk, act) | {"sure": "yes"}
    later = LedgerRow(row.reference, row.kind, row.event_version, row.attempt, row.state, OPEN - timedelta(minutes=5))
    office.held_ledger.held = [later]

    assert "is not as it was" in desk.post(UNSENT, form=form).text
    assert office.held_ledger.held == [later]
    assert not office.held_queue.held


@pytest.mark.parametrize("form", [{}, {"act": "burn"}, {"mail": "x"}])
def test_what_the_page_does_not_offer_is_refused(form: dict[str, str], row: LedgerRow, desk: Gateway) -> None:
    assert desk.post(UNSENT, form=form).status == 422
