"""What somebody does inside Zoom reaches the registrations, the mails and the secretariat, on the deployed template."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.zoom import registrants as rules
from local.zoom.meetings import Meeting, Registrant
from tests.integration.office import ANNA, Office, plain_text

START = datetime(2026, 8, 10, 9, tzinfo=UTC)


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START) as office:
        yield office


def _meeting(office: Office) -> Meeting:
    return office.zoom.meetings[int(office.event.meeting_id)]


def _in_zoom(office: Office, registrant: Registrant, status: str) -> None:
    rules.move(office.zoom, _meeting(office), registrant, status)


def _by_hand(office: Office, email: str) -> Registrant:
    """Somebody registers this person inside Zoom."""
    details = {"email": email, "first_name": "A", "last_name": "B", "auto_approve": True}
    return rules.add(office.zoom, _meeting(office), details)


def _daily(office: Office) -> None:
    office.cloud.start_schedule("ReconciliationDaily")
    office.settle()


def _to_the_secretariat(office: Office) -> list[str]:
    return [plain_text(mail) for mail in office.mails(office.event.contact)]


def test_whoever_is_cancelled_in_zoom_is_cancelled_here_and_told_once(office: Office) -> None:
    reference = office.submit()
    office.settle()
    [registrant] = office.registrants()
    _in_zoom(office, registrant, "cancelled")
    office.settle()
    office.cloud.redeliver("FollowZoom")
    office.settle()
    assert office.status(reference) == "CANCELLED"
    assert office.kinds_of_mail(reference) == ["confirmation", "cancellation"]


def test_what_the_webhooks_did_not_tell_is_found_the_next_day(office: Office) -> None:
    reference = office.submit()
    office.settle()
    [registrant] = office.registrants()
    registrant.status = "denied"
    office.settle()
    assert office.status(reference) == "CONFIRMED"
    _daily(office)
    assert office.status(reference) == "CANCELLED"


def test_a_delegate_who_is_let_in_again_in_zoom_after_a_cancellation_is_taken_out(office: Office) -> None:
    reference = office.submit()
    office.settle()
    office.cancel(reference)
    office.cloud.advance(timedelta(hours=1))
    _by_hand(office, ANNA["email"])
    _daily(office)
    assert office.status(reference) == "CANCELLED"
    assert _meeting(office).active(ANNA["email"]) == []


def test_the_secretariat_hears_of_strangers_once_and_they_stay(office: Office) -> None:
    office.submit()
    office.settle()
    stranger = _by_hand(office, "panellist@elsewhere.example")
    for _ in range(2):
        _daily(office)
        office.cloud.advance(timedelta(days=1))
    assert stranger.status == "approved"
    [mail] = _to_the_secretariat(office)
    assert "Zoom lets in 1 for meeting" in mail
    assert "elsewhere" not in mail


def test_a_meeting_that_somebody_makes_unusable_in_zoom_is_told_at_once(office: Office) -> None:
    office.submit()
    office.settle()
    _meeting(office).settings["approval_type"] = 2
    office.zoom.webhooks.meeting(_meeting(office), "updated")
    office.settle()
    [mail] = _to_the_secretariat(office)
    assert "Required" in mail


def test_what_was_done_in_zoom_is_kept_without_a_name_or_an_address(office: Office) -> None:
    office.submit()
    office.settle()
    kept = [item for item in office.cloud.items("RegistrationsTable") if item["sk"] == "WEBHOOK"]
    assert {item["type"] for item in kept} == {"meeting.registration_created", "meeting.registration_approved"}
    assert ANNA["email"] not in str(kept)
    assert ANNA["given_names"] not in str(kept)
