"""What the deadline, the end, a cancellation and a repair of an event do to each of its registrations."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.attendance import Settled
from functions.adapters.registrations import RegistrationTable
from functions.adapters.seat_counts import Seats
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event, Occasion
from functions.domain.registration import ENDS, Reason, Registration, Status
from functions.occasions import apply
from tests.samples import STARTS, a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

EVENT = an_event(closes=STARTS - timedelta(days=2), capacity=1)
OVER = EVENT.ends + EVENT.feedback_after / 2
REFERENCE = a_registration().reference


class FakeAttendance:
    """Who was there, as it was settled; not settled, it knows of nobody."""

    def __init__(self, *present: str, minutes: int = 30, source: Source = Source.REPORT, settled: bool = True) -> None:
        stay = Stay(EVENT.starts, EVENT.starts + timedelta(minutes=minutes))
        self._rows = {reference: Attendance(reference, (stay,), source) for reference in present}
        self._settled = Settled(source, OVER) if settled else None

    def settled(self, event: Event) -> Settled | None:
        return self._settled

    def get(self, reference: str) -> Attendance | None:
        return self._rows.get(reference)


class Desk:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.table = RegistrationTable(client, TABLE)
        self.attendance = FakeAttendance("PS26-SOMEBODY")

    def holds(self, status: Status, **changes: object) -> Registration:
        return self.table.add(a_registration(status=status, **changes))

    def comes(self, occasion: Occasion, now: datetime = OVER, event: Event = EVENT) -> Status:
        return apply(occasion, REFERENCE, event, registrations=self.table, attendance=self.attendance, now=now)

    def stands(self) -> tuple[Status, Reason | None]:
        held = self.table.get(REFERENCE)
        return held.status, held.reason

    def entry(self) -> tuple[str, str]:
        [entry] = self.table.audit(REFERENCE)
        return entry.actor, entry.note


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


# Registration closes


@pytest.mark.parametrize(
    ("status", "reason"), [(Status.IN_REVIEW, Reason.UNDECIDED), (Status.WAITLISTED, Reason.NO_SEAT)]
)
def test_at_the_deadline_whoever_still_waits_is_told_that_there_will_be_nothing(
    desk: Desk, status: Status, reason: Reason
) -> None:
    desk.holds(status, reason=Reason.FREE_MAIL)
    assert desk.comes(Occasion.DEADLINE, EVENT.closes) is Status.EXPIRED
    assert desk.stands() == (Status.EXPIRED, reason)
    assert desk.entry() == ("workflow", reason)


def test_a_deadline_that_was_put_off_meanwhile_ends_nothing(desk: Desk) -> None:
    desk.holds(Status.IN_REVIEW)
    assert desk.comes(Occasion.DEADLINE, EVENT.closes - timedelta(seconds=1)) is Status.IN_REVIEW
    assert desk.stands() == (Status.IN_REVIEW, None)


def test_who_leaves_the_line_at_the_deadline_is_counted_there_no_more(desk: Desk) -> None:
    full = desk.holds(Status.PROVISIONING, seat=True)
    desk.table.wait_for_zoom(full.moved(Status.WAITLISTED), was=full, at=STARTS, note="MeetingFullError")
    assert desk.table.counts("solidarity").waiting == 1
    desk.comes(Occasion.DEADLINE)
    assert desk.table.counts("solidarity").waiting == 0


# The event is over


@pytest.mark.parametrize(("seen", "became"), [((REFERENCE,), Status.ATTENDED), (("PS26-ANNE",), Status.ABSENT)])
def test_after_the_event_it_is_known_who_was_there(desk: Desk, seen: tuple[str, ...], became: Status) -> None:
    desk.attendance = FakeAttendance(*seen)
    desk.holds(Status.CONFIRMED, seat=True)
    assert desk.comes(Occasion.CLOSEOUT) is became
    assert desk.stands() == (became, None)
    assert desk.entry() == ("zoom", "")


@pytest.mark.parametrize(("minutes", "became"), [(19, Status.ABSENT), (20, Status.ATTENDED)])
def test_who_was_there_for_less_than_the_event_asks_has_not_attended(desk: Desk, minutes: int, became: Status) -> None:
    desk.attendance = FakeAttendance(REFERENCE, minutes=minutes)
    desk.holds(Status.CONFIRMED)
    assert desk.comes(Occasion.CLOSEOUT, event=an_event(least_presence=timedelta(minutes=20))) is became


def test_whom_an_officer_recognised_attended_by_the_secretariats_word(desk: Desk) -> None:
    desk.attendance = FakeAttendance(REFERENCE, source=Source.SECRETARIAT)
    desk.holds(Status.CONFIRMED)
    assert desk.comes(Occasion.CLOSEOUT) is Status.ATTENDED
    assert desk.entry() == ("secretariat", "")


def test_who_was_there_after_all_does_not_stay_absent(desk: Desk) -> None:
    desk.holds(Status.ABSENT)
    assert desk.comes(Occasion.CLOSEOUT) is Status.ABSENT
    assert desk.table.audit(REFERENCE) == []
    desk.attendance = FakeAttendance(REFERENCE)
    assert desk.comes(Occasion.CLOSEOUT) is Status.ATTENDED


def test_who_attended_does_not_become_absent(desk: Desk) -> None:
    held = desk.holds(Status.ATTENDED)
    assert desk.comes(Occasion.CLOSEOUT) is Status.ATTENDED
    assert desk.table.get(REFERENCE) == held


def test_while_it_is_not_known_who_was_there_nobody_is_called_absent(desk: Desk) -> None:
    desk.attendance = FakeAttendance(settled=False)
    desk.holds(Status.CONFIRMED)
    assert desk.comes(Occasion.CLOSEOUT) is Status.CONFIRMED
    assert desk.stands() == (Status.CONFIRMED, None)


def test_nobody_is_absent_from_an_event_that_was_not_held(desk: Desk) -> None:
    desk.holds(Status.CONFIRMED)
    assert desk.comes(Occasion.CLOSEOUT, event=an_event(cancelled=True)) is Status.CONFIRMED


def test_an_event_that_still_goes_on_is_not_closed(desk: Desk) -> None:
    desk.holds(Status.CONFIRMED)
    assert desk.comes(Occasion.CLOSEOUT, EVENT.ends - timedelta(seconds=1)) is Status.CONFIRMED


# The event is cancelled


@pytest.mark.parametrize("status", sorted(set(Status) - ENDS))
def test_when_the_event_is_cancelled_everybody_who_has_not_ended_is(desk: Desk, status: Status) -> None:
    desk.holds(status)
    cancelled = an_event(cancelled=True)
    assert desk.comes(Occasion.EVENT_CANCELLED, STARTS, cancelled) is Status.CANCELLED
    assert desk.stands() == (Status.CANCELLED, Reason.EVENT_CANCELLED)
    assert desk.entry() == ("secretariat", Reason.EVENT_CANCELLED)


def test_of_an_event_that_is_held_nobody_is_cancelled(desk: Desk) -> None:
    desk.holds(Status.CONFIRMED)
    assert desk.comes(Occasion.EVENT_CANCELLED) is Status.CONFIRMED


# Zoom takes registrants again


def test_after_a_repair_whoever_stood_in_it_goes_on_with_the_seat(desk: Desk) -> None:
    desk.holds(Status.IN_REPAIR, seat=True, problem="MeetingMisconfiguredError")
    assert desk.comes(Occasion.REPAIRED) is Status.PROVISIONING
    resumed = desk.table.get(REFERENCE)
    assert (resumed.seat, resumed.problem) == (True, "")
    assert desk.entry() == ("secretariat", "resumed")


def test_nobody_goes_on_to_an_event_that_was_cancelled(desk: Desk) -> None:
    held = desk.holds(Status.IN_REPAIR, problem="MeetingMisconfiguredError")
    assert desk.comes(Occasion.REPAIRED, event=an_event(cancelled=True)) is Status.IN_REPAIR
    assert desk.table.get(REFERENCE) == held


# Whoever has moved on since the list was made

CONCERNS = {
    Occasion.DEADLINE: {Status.IN_REVIEW, Status.WAITLISTED},
    Occasion.CLOSEOUT: {Status.CONFIRMED, Status.ABSENT},
    Occasion.EVENT_CANCELLED: set(Status) - ENDS,
    Occasion.REPAIRED: {Status.IN_REPAIR},
}


@pytest.mark.parametrize(
    ("occasion", "status"),
    [(occasion, status) for occasion, concerned in CONCERNS.items() for status in sorted(set(Status) - concerned)],
)
def test_whoever_has_moved_on_is_left_as_they_are(desk: Desk, occasion: Occasion, status: Status) -> None:
    held = desk.holds(status)
    assert desk.comes(occasion, event=an_event(cancelled=True)) is status
    assert desk.table.get(REFERENCE) == held


@pytest.mark.parametrize("occasion", sorted(CONCERNS))
def test_a_change_that_is_queued_twice_is_made_once(desk: Desk, occasion: Occasion) -> None:
    desk.holds(min(CONCERNS[occasion]))
    event = an_event(cancelled=occasion is Occasion.EVENT_CANCELLED)
    desk.attendance = FakeAttendance(REFERENCE)
    first = desk.comes(occasion, event=event)
    assert desk.comes(occasion, event=event) is first
    assert len(desk.table.audit(REFERENCE)) == 1


@pytest.mark.parametrize("occasion", [occasion for occasion in Occasion if occasion.mail])
def test_an_occasion_to_write_changes_nothing(desk: Desk, occasion: Occasion) -> None:
    held = desk.holds(Status.CONFIRMED)
    assert desk.comes(occasion) is Status.CONFIRMED
    assert desk.table.get(REFERENCE) == held


def test_a_seat_of_a_cancelled_event_is_given_back_once(desk: Desk) -> None:
    verified = desk.holds(Status.VERIFIED)
    seated = verified.moved(Status.PROVISIONING, seat=True)
    desk.table.take_seat(seated, was=verified, actor="workflow", at=STARTS, capacity=1, next_in_line=False)
    for _ in range(2):
        desk.comes(Occasion.EVENT_CANCELLED, event=an_event(cancelled=True))
    assert desk.table.counts("solidarity") == Seats(taken=0)


def test_a_reference_that_nobody_has_is_said_to_be_unknown(desk: Desk) -> None:
    with pytest.raises(UnknownRegistrationError):
        desk.comes(Occasion.DEADLINE)
