"""An event's life: published, changed, postponed, cancelled; with the runs, schedules and mails of each."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.domain.events import MailKind
from operations.event_run import RunError
from tests.integration.office import Office

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START, capacity=50) as office:
        yield office


def ends(office: Office) -> list[str]:
    """The states in which the runs of the event workflow ended, in order."""
    return [run.state for run in office.cloud.executions() if run.name.startswith("panel-2026-")]


def moments(office: Office) -> list[str]:
    now = office.cloud.clock.now()
    return sorted(f"at({moment.at:%Y-%m-%dT%H:%M:%S})" for moment in office.event.moments() if moment.at > now)


def test_publishing_schedules_seven_moments_and_postponing_moves_just_those(office: Office) -> None:
    assert ends(office) == ["Published"]
    before = office.schedules()
    assert sorted(before.values()) == moments(office)
    assert len(before) == 7
    office.move(WEEK)
    assert ends(office) == ["Published", "Postponed"]
    assert office.schedules().keys() == before.keys()
    assert sorted(office.schedules().values()) == moments(office)


def test_a_postponement_is_told_once_and_no_mail_for_the_old_time_leaves(office: Office) -> None:
    reference = office.submit()
    office.settle()
    old = office.event.starts
    office.move(WEEK)
    office.settle()
    assert office.kinds_of_mail(reference) == [MailKind.CONFIRMATION, MailKind.POSTPONEMENT]
    office.cloud.advance_to(old + timedelta(minutes=1))
    assert office.kinds_of_mail(reference)[2:] == [MailKind.REMINDER_1]
    assert office.cloud.clock.now() - (office.event.starts - WEEK) == timedelta(minutes=1)
    assert office.status(reference) == "CONFIRMED"
    assert len(office.registrants()) == 1


def test_a_meeting_that_is_not_in_order_stops_the_publication_and_nothing_changes(office: Office) -> None:
    office.submit()
    office.settle()
    before, scheduled = office.event, office.schedules()
    office.meeting.settings["approval_type"] = 0
    with pytest.raises(RunError, match="Manually Approve"):
        office.enlarge(60)
    assert ends(office)[-1] == "NeedsChange"
    assert (office.events.get(before.id), office.schedules()) == (before, scheduled)


def test_a_zoom_that_does_not_answer_is_asked_again_and_then_said_to_be_unreachable(office: Office) -> None:
    office.fault("5xx", times=3)
    office.enlarge(60)
    assert ends(office)[-1] == "Changed"
    office.fault("5xx")
    with pytest.raises(RunError, match="could not be asked"):
        office.enlarge(70)
    assert ends(office)[-1] == "Unchecked"


def test_a_cancelled_event_writes_to_everybody_once_withdraws_all_and_schedules_nothing(office: Office) -> None:
    confirmed = office.submit()
    doubtful = office.submit(email="anna@gmail.com")
    office.settle()
    office.call_off()
    office.cloud.advance(timedelta(days=1))
    assert ends(office)[-1] == "Cancelled"
    assert office.schedules() == {}
    for reference in (confirmed, doubtful):
        assert office.status(reference) == "CANCELLED"
        assert office.kinds_of_mail(reference).count(MailKind.CANCELLATION) == 1
    assert [registrant.status for registrant in office.registrants()] in ([], ["cancelled"])
    so_far = len(office.cloud.mails())
    office.cloud.advance_to(office.event.feedback_closes + timedelta(days=1))
    assert len(office.cloud.mails()) == so_far


def test_once_zoom_is_put_right_one_action_takes_everybody_on(office: Office) -> None:
    office.submit(email="bob@parliament.aruvia.example")
    office.settle()
    office.meeting.settings["approval_type"] = 2
    reference = office.submit()
    office.settle()
    assert office.status(reference) == "IN_REPAIR"
    office.resume()
    assert ends(office)[-1] == "NeedsChange"
    office.meeting.settings["approval_type"] = 1
    office.cloud.advance(timedelta(minutes=1))
    office.resume()
    office.settle()
    assert ends(office)[-1] == "Resumed"
    assert office.status(reference) == "CONFIRMED"


def test_the_next_publication_takes_them_on_too(office: Office) -> None:
    office.submit(email="bob@parliament.aruvia.example")
    office.settle()
    office.meeting.settings["approval_type"] = 2
    reference = office.submit()
    office.settle()
    office.meeting.settings["approval_type"] = 1
    office.enlarge(60)
    office.settle()
    assert ends(office)[-1] == "Changed"
    assert office.status(reference) == "CONFIRMED"
