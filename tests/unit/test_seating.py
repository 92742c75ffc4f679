"""Never more delegates than seats; and a seat that becomes free goes to whoever has waited longest and may attend."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.adapters.seat_counts import Seats
from functions.cancelling import cancel
from functions.domain.events import AudienceRules, Category, Event
from functions.domain.membership import Organisation, Standing
from functions.domain.registration import ENDS, SEATED, Reason, Registration, Status
from functions.seating import promote, reserve_seat
from tests.samples import STARTS, a_registration, an_event, an_organisation
from tests.unit.conftest import TABLE, create_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = STARTS - timedelta(days=20)


class Hall:
    """An event with so many seats, and the people who come to it one a minute."""

    def __init__(self, client: "DynamoDBClient", capacity: int | None = 2, table: str = TABLE) -> None:
        self.event = an_event(capacity=capacity, closes=STARTS - timedelta(days=1))
        self.table = RegistrationTable(client, table)
        self.roll = RollTable(client, table)
        self.now = NOW
        self.people: list[str] = []
        self._numbers = count()

    def admits(self, *organisations: Organisation) -> None:
        self.roll.replace(organisations, str(next(self._numbers)))

    def arrives(self, organisation: str = "aruvia", **changes: object) -> str:
        """Somebody new, verified, who was then given a seat or a place in the line."""
        reference = f"PS26-{next(self._numbers):06d}"
        self.now += timedelta(minutes=1)
        details = {"submitted_at": self.now, "organisation": organisation} | changes
        self.table.add(a_registration(reference=reference, status=Status.VERIFIED, **details))
        self.people.append(reference)
        self.reserve(reference)
        return reference

    def reserve(self, reference: str) -> Status:
        return reserve_seat(self.table.get(reference), self.event, registrations=self.table, now=self.now)

    def promote(self, event: Event | None = None, table: RegistrationTable | None = None) -> list[str]:
        return promote(event or self.event, registrations=table or self.table, roll=self.roll, now=self.now)

    def cancels(self, reference: str) -> None:
        cancel(reference, Reason.BY_DELEGATE, actor="delegate", registrations=self.table, now=self.now)

    def zoom_confirms(self, reference: str) -> None:
        held = self.table.get(reference)
        self.table.save(held.moved(Status.CONFIRMED), was=held, actor="zoom", at=self.now)

    def zoom_is_full_for(self, reference: str) -> None:
        held = self.table.get(reference)
        self.table.wait_for_zoom(held.moved(Status.WAITLISTED), was=held, at=self.now, note="MeetingFullError")

    def status(self, reference: str) -> Status:
        return self.table.get(reference).status

    def counts(self) -> Seats:
        return self.table.counts(self.event.id)

    def counted_by_hand(self) -> tuple[int, int]:
        held = [self.table.get(reference) for reference in self.people]
        waiting = [registration for registration in held if registration.status is Status.WAITLISTED]
        return sum(registration.seat for registration in held), len(waiting)


@pytest.fixture
def hall(dynamodb: "DynamoDBClient") -> Hall:
    hall = Hall(dynamodb)
    hall.admits(an_organisation())
    return hall


# Who comes


def test_whoever_is_verified_is_given_a_seat_while_there_are_any(hall: Hall) -> None:
    one, two = hall.arrives(), hall.arrives()
    for reference in (one, two):
        seated = hall.table.get(reference)
        assert (seated.status, seated.seat) == (Status.PROVISIONING, True)
    assert hall.counts() == Seats(taken=2)
    [entry] = hall.table.audit(one)
    assert (entry.was, entry.became, entry.actor) == ("VERIFIED", "PROVISIONING", "workflow")


def test_when_all_seats_are_taken_the_next_one_waits(hall: Hall) -> None:
    _, _, late = hall.arrives(), hall.arrives(), hall.arrives()
    waiting = hall.table.get(late)
    assert (waiting.status, waiting.seat) == (Status.WAITLISTED, False)
    assert hall.counts() == Seats(taken=2, waiting=1)


def test_an_event_without_a_limit_has_a_seat_for_everybody(dynamodb: "DynamoDBClient") -> None:
    hall = Hall(dynamodb, capacity=None)
    assert {hall.status(hall.arrives()) for _ in range(5)} == {Status.PROVISIONING}
    assert hall.counts() == Seats(taken=5)


def test_a_newcomer_does_not_jump_the_line_for_a_seat_that_has_just_become_free(hall: Hall) -> None:
    first, _, waits = hall.arrives(), hall.arrives(), hall.arrives()
    hall.cancels(first)
    newcomer = hall.arrives()
    assert hall.status(newcomer) is Status.WAITLISTED
    assert hall.promote() == [waits]
    assert hall.status(newcomer) is Status.WAITLISTED


def test_a_step_that_is_repeated_gives_one_seat(hall: Hall) -> None:
    one = hall.arrives()
    assert hall.reserve(one) is Status.PROVISIONING
    assert hall.counts() == Seats(taken=1)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.VERIFIED}))
def test_only_the_verified_are_given_a_seat(hall: Hall, status: Status) -> None:
    held = hall.table.add(a_registration(status=status))
    assert hall.reserve(held.reference) is status
    assert hall.table.get(held.reference) == held
    assert hall.counts() == Seats()


def test_whoever_brings_a_seat_from_another_address_keeps_it_though_others_wait(hall: Hall) -> None:
    _, one, late = hall.arrives(), hall.arrives(), hall.arrives()
    # What a changed address leaves, once the new one is verified.
    held = hall.table.get(one)
    begun = a_registration(reference="PS26-NEWNEW", submitted_at=held.submitted_at, seat=True)
    hall.table.readdress(held.moved(Status.CANCELLED), was=held, begun=begun, over=None, at=NOW)
    hall.table.save(begun.moved(Status.VERIFIED), was=begun, actor="roll", at=NOW)
    assert hall.reserve("PS26-NEWNEW") is Status.PROVISIONING
    assert hall.status(late) is Status.WAITLISTED
    assert hall.counts() == Seats(taken=2, waiting=1)


# Who waits


def test_free_seats_go_to_those_who_have_waited_longest_and_no_further(hall: Hall) -> None:
    first, second = hall.arrives(), hall.arrives()
    line = [hall.arrives() for _ in range(4)]
    hall.cancels(first)
    hall.cancels(second)
    assert hall.promote() == line[:2]
    assert hall.promote() == []
    assert [hall.status(reference) for reference in line] == [Status.PROVISIONING] * 2 + [Status.WAITLISTED] * 2
    assert hall.counts() == Seats(taken=2, waiting=2)


def test_more_seats_are_given_to_the_line(hall: Hall, dynamodb: "DynamoDBClient") -> None:
    line = [hall.arrives() for _ in range(5)][2:]
    assert hall.promote(an_event(capacity=4, closes=hall.event.closes)) == line[:2]
    assert hall.counts() == Seats(taken=4, waiting=1)


def test_fewer_seats_than_are_taken_turn_nobody_out_and_let_nobody_in(hall: Hall) -> None:
    seated, _, line = hall.arrives(), hall.arrives(), hall.arrives()
    smaller = an_event(capacity=1, closes=hall.event.closes)
    hall.cancels(seated)
    assert hall.promote(smaller) == []
    assert hall.status(line) is Status.WAITLISTED
    assert hall.counts() == Seats(taken=1, waiting=1)


def test_whoever_leaves_the_line_while_a_seat_is_offered_leaves_it_to_the_next(dynamodb: "DynamoDBClient") -> None:
    hall = Hall(dynamodb, capacity=1)
    hall.admits(an_organisation())
    seated, first, second = hall.arrives(), hall.arrives(), hall.arrives()
    hall.cancels(seated)
    table = AtTheSameMoment(dynamodb, hall, lambda: hall.cancels(first))
    assert hall.promote(table=table) == [second]
    assert hall.status(first) is Status.CANCELLED
    assert hall.counts() == Seats(taken=1)


def test_two_who_give_out_the_same_free_seat_give_it_once(dynamodb: "DynamoDBClient") -> None:
    hall = Hall(dynamodb, capacity=1)
    hall.admits(an_organisation())
    seated, first, second = hall.arrives(), hall.arrives(), hall.arrives()
    hall.cancels(seated)
    rival: list[str] = []
    table = AtTheSameMoment(dynamodb, hall, lambda: rival.extend(hall.promote()))
    hall.promote(table=table)
    assert rival == [first]
    assert hall.status(second) is Status.WAITLISTED
    assert hall.counts() == Seats(taken=1, waiting=1)


class AtTheSameMoment(RegistrationTable):
    """Something happens once, between the reading of who waits and the giving of the seat."""

    def __init__(self, client: "DynamoDBClient", hall: Hall, act: Callable[[], None]) -> None:
        super().__init__(client, TABLE)
        self._acts = [act]

    def get(self, reference: str) -> Registration:
        read = super().get(reference)
        if self._acts:
            self._acts.pop()()
        return read


@pytest.mark.parametrize(
    ("now", "cancelled"), [(STARTS - timedelta(days=1), False), (STARTS, False), (NOW + timedelta(hours=1), True)]
)
def test_nobody_is_let_in_once_registration_has_closed_or_the_event_is_off(
    hall: Hall, now: datetime, cancelled: bool
) -> None:
    seated, _, waits = hall.arrives(), hall.arrives(), hall.arrives()
    hall.cancels(seated)
    hall.now = now
    assert hall.promote(an_event(capacity=2, closes=hall.event.closes, cancelled=cancelled)) == []
    assert hall.status(waits) is Status.WAITLISTED


GONE = [
    pytest.param([], {}, id="off the roll"),
    pytest.param([an_organisation("belmar", standing=Standing.MEMBER_SUSPENDED)], {}, id="suspended"),
    pytest.param([an_organisation("belmar", standing=Standing.FORMER)], {}, id="former"),
    pytest.param([an_organisation("belmar", valid_until=NOW.date() - timedelta(days=1))], {}, id="no longer valid"),
    pytest.param([an_organisation("belmar")], {"rules": AudienceRules(excluded=frozenset(["belmar"]))}, id="excluded"),
    pytest.param(
        [an_organisation("belmar", category=Category.PERMANENT_OBSERVER)],
        {"categories": frozenset([Category.MEMBER_PARLIAMENT])},
        id="of a category that is not invited",
    ),
]


@pytest.mark.parametrize(("belmar", "changes"), GONE)
def test_whose_organisation_may_attend_no_more_keeps_waiting_and_the_next_one_is_let_in(
    hall: Hall, belmar: list[Organisation], changes: dict[str, object]
) -> None:
    seated, _, suspended, admitted = hall.arrives(), hall.arrives(), hall.arrives("belmar"), hall.arrives()
    hall.admits(an_organisation(), *belmar)
    hall.cancels(seated)
    assert hall.promote(an_event(capacity=2, closes=hall.event.closes, **changes)) == [admitted]
    assert hall.status(suspended) is Status.WAITLISTED


def test_whoever_a_person_let_in_although_the_organisation_is_suspended_is_given_a_seat(hall: Hall) -> None:
    hall.admits(an_organisation(), an_organisation("belmar", standing=Standing.MEMBER_SUSPENDED))
    seated, _ = hall.arrives(), hall.arrives()
    waits = hall.arrives("belmar", reason=Reason.ORGANISATION_SUSPENDED)
    hall.cancels(seated)
    assert hall.promote() == [waits]


# Zoom's own limit


def test_whoever_was_let_in_for_another_reason_waits_while_the_organisation_is_suspended(hall: Hall) -> None:
    seated, _ = hall.arrives(), hall.arrives()
    waits = hall.arrives(reason=Reason.FREE_MAIL)
    hall.admits(an_organisation(standing=Standing.MEMBER_SUSPENDED))
    hall.cancels(seated)
    assert hall.promote() == []
    assert hall.status(waits) is Status.WAITLISTED


def test_many_who_may_attend_no_more_do_not_keep_the_seat_from_the_one_behind_them(hall: Hall) -> None:
    hall.admits(an_organisation(), an_organisation("belmar"))
    seated, _ = hall.arrives(), hall.arrives()
    for _ in range(30):
        hall.arrives("belmar")
    behind = hall.arrives()
    hall.admits(an_organisation(), an_organisation("belmar", standing=Standing.MEMBER_SUSPENDED))
    hall.cancels(seated)
    assert hall.promote() == [behind]


def test_whoever_corrects_a_detail_at_this_moment_does_not_lose_their_turn(dynamodb: "DynamoDBClient") -> None:
    hall = Hall(dynamodb, capacity=1)
    hall.admits(an_organisation())
    seated, first, _ = hall.arrives(), hall.arrives(), hall.arrives()
    hall.cancels(seated)

    def corrects() -> None:
        held = hall.table.get(first)
        hall.table.save(held.changed(given_names="Anne"), was=held, actor="delegate", at=hall.now)

    assert hall.promote(table=AtTheSameMoment(dynamodb, hall, corrects)) == [first]
    assert hall.table.get(first).given_names == "Anne"


def test_where_zoom_was_full_one_withdrawal_makes_room_for_one(dynamodb: "DynamoDBClient") -> None:
    hall = Hall(dynamodb, capacity=None)
    hall.admits(an_organisation())
    first, second, third = hall.arrives(), hall.arrives(), hall.arrives()
    for reference in (first, second, third):
        hall.zoom_is_full_for(reference)
    hall.table.reopen(hall.event.id)
    assert promote(hall.event, registrations=hall.table, roll=hall.roll, now=hall.now, at_most=1) == [first]
    assert hall.counts() == Seats(taken=1, waiting=2)


def test_when_zoom_is_full_nobody_is_sent_there_until_there_may_be_room(dynamodb: "DynamoDBClient") -> None:
    hall = Hall(dynamodb, capacity=None)
    hall.admits(an_organisation())
    confirmed, refused = hall.arrives(), hall.arrives()
    hall.zoom_confirms(confirmed)
    hall.zoom_is_full_for(refused)
    assert hall.counts() == Seats(taken=1, waiting=1, zoom_full=True)
    newcomer = hall.arrives()
    assert hall.status(newcomer) is Status.WAITLISTED
    assert hall.promote() == []
    hall.table.reopen(hall.event.id)
    assert hall.promote() == [refused, newcomer]
    assert hall.counts() == Seats(taken=3)


def test_when_zoom_is_full_and_the_line_is_empty_a_newcomer_waits_all_the_same(dynamodb: "DynamoDBClient") -> None:
    hall = Hall(dynamodb, capacity=None)
    refused = hall.arrives()
    hall.zoom_is_full_for(refused)
    hall.cancels(refused)
    assert hall.counts() == Seats(zoom_full=True)
    assert hall.status(hall.arrives()) is Status.WAITLISTED


# Whatever happens, in any order

_tables = count()
STEPS = ("arrive", "arrive", "arrive", "cancel", "cancel", "promote", "confirm", "zoom is full", "reopen", "repeat")


@given(
    capacity=st.one_of(st.none(), st.integers(1, 3)),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), min_size=4, max_size=14),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_counts_are_those_of_the_registrations_and_never_more_than_the_seats(
    dynamodb: "DynamoDBClient", capacity: int | None, steps: list[tuple[str, int]]
) -> None:
    name = f"table-{next(_tables)}"
    create_table(dynamodb, name)
    hall = Hall(dynamodb, capacity, name)
    hall.admits(an_organisation())
    for step, whom in steps:
        before = hall.counts()
        _take(hall, step, whom)
        assert capacity is None or hall.counts().taken <= capacity
        if step == "arrive":
            seated = hall.status(hall.people[-1]) is Status.PROVISIONING
            assert seated == (not before.waiting and before.free(capacity))
    assert (hall.counts().taken, hall.counts().waiting) == hall.counted_by_hand()


def _take(hall: Hall, step: str, whom: int) -> None:
    match step:
        case "arrive":
            hall.arrives()
        case "promote":
            hall.promote()
        case "reopen":
            hall.table.reopen(hall.event.id)
        case _:
            for reference in _one_of(hall, step, whom):
                _act(hall, step, reference)


def _act(hall: Hall, step: str, reference: str) -> None:
    match step:
        case "cancel":
            hall.cancels(reference)
        case "confirm":
            hall.zoom_confirms(reference)
        case "zoom is full":
            hall.zoom_is_full_for(reference)
        case "repeat":
            hall.reserve(reference)


def _one_of(hall: Hall, step: str, whom: int) -> Iterator[str]:
    """Whoever this step can happen to; a cancellation may be repeated."""
    fit = {
        "cancel": set(Status) - ENDS | {Status.CANCELLED},
        "confirm": {Status.PROVISIONING},
        "zoom is full": {Status.PROVISIONING},
        "repeat": set(SEATED) | {Status.WAITLISTED, Status.CANCELLED},
    }[step]
    among = [reference for reference in hall.people if hall.status(reference) in fit]
    if among:
        yield among[whom % len(among)]
