"""Whoever has not ended may cancel, once: seat and place are free at once, and the second time nothing happens."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.registrations import RegistrationTable
from functions.adapters.seat_counts import Seats
from functions.cancelling import cancel
from functions.domain.errors import ConflictError, TransitionError, UnknownRegistrationError
from functions.domain.registration import ENDS, Reason, Registration, Status
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = STARTS - timedelta(days=20)
REFERENCE = a_registration().reference


@pytest.fixture
def table(dynamodb: "DynamoDBClient") -> RegistrationTable:
    return RegistrationTable(dynamodb, TABLE)


class MeanwhileConfirmed(RegistrationTable):
    """Zoom's answer is saved at the moment at which the delegate cancels."""

    def get(self, reference: str) -> Registration:
        read = super().get(reference)
        if read.status is Status.PROVISIONING:
            confirmed = read.moved(Status.CONFIRMED, registrant_id="r1", join_url="https://zoom.example/j")
            self.save(confirmed, was=read, actor="zoom", at=NOW)
        return read


class AlwaysBefore(RegistrationTable):
    """Somebody else is always faster."""

    def save(self, *_: object, **__: object) -> None:
        raise ConflictError("changed meanwhile")


def seat(table: RegistrationTable, reference: str = REFERENCE) -> Registration:
    verified = table.add(a_registration(reference=reference, status=Status.VERIFIED))
    seated = verified.moved(Status.PROVISIONING, seat=True)
    table.take_seat(seated, was=verified, actor="workflow", at=NOW, capacity=2, next_in_line=False)
    return seated


@pytest.mark.parametrize(
    ("reason", "actor"),
    [
        (Reason.BY_DELEGATE, "delegate"),
        (Reason.BY_SECRETARIAT, "secretariat"),
        (Reason.BY_ZOOM_HOST, "zoom"),
    ],
)
@pytest.mark.parametrize("status", sorted(set(Status) - ENDS))
def test_whoever_has_not_ended_is_cancelled_and_it_is_known_by_whom(
    table: RegistrationTable, status: Status, reason: Reason, actor: str
) -> None:
    table.add(a_registration(status=status))
    cancelled = cancel(REFERENCE, reason, actor=actor, registrations=table, now=NOW)
    assert not cancelled.already
    assert table.get(REFERENCE) == cancelled.registration
    assert (cancelled.registration.status, cancelled.registration.reason) == (Status.CANCELLED, reason)
    [entry] = table.audit(REFERENCE)
    assert (entry.was, entry.became, entry.actor, entry.note) == (status, Status.CANCELLED, actor, reason)


def test_a_second_cancellation_is_told_so_and_keeps_the_first_ones_reason(table: RegistrationTable) -> None:
    table.add(a_registration(status=Status.CONFIRMED))
    first = cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW)
    again = cancel(REFERENCE, Reason.BY_ZOOM_HOST, actor="zoom", registrations=table, now=NOW)
    assert again.already
    assert again.registration == first.registration == table.get(REFERENCE)
    assert len(table.audit(REFERENCE)) == 1


def test_a_seat_is_free_at_once_and_is_given_back_once(table: RegistrationTable) -> None:
    seat(table)
    seat(table, "PS26-000001")
    for _ in range(3):
        cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW)
    assert table.counts("solidarity") == Seats(taken=1, waiting=0)
    seat(table, "PS26-000002")


def test_whoever_leaves_the_line_is_counted_there_no_more(table: RegistrationTable) -> None:
    seated = seat(table)
    table.wait_for_zoom(seated.moved(Status.WAITLISTED), was=seated, at=NOW, note="MeetingFullError")
    cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW)
    assert (table.counts("solidarity").taken, table.counts("solidarity").waiting) == (0, 0)


def test_a_place_of_the_organisation_is_free_again(table: RegistrationTable) -> None:
    first = table.add(a_registration())
    table.save_with_place(first.moved(Status.VERIFIED, place=True), was=first, actor="roll", at=NOW, limit=1)
    cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW)
    second = table.add(a_registration(reference="PS26-000001"))
    table.save_with_place(second.moved(Status.VERIFIED, place=True), was=second, actor="roll", at=NOW, limit=1)


def test_a_confirmation_at_the_same_moment_does_not_undo_the_cancellation(dynamodb: "DynamoDBClient") -> None:
    table = MeanwhileConfirmed(dynamodb, TABLE)
    seat(table)
    assert not cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW).already
    cancelled = table.get(REFERENCE)
    # What was saved at Zoom is known still, so that it can be withdrawn there.
    assert (cancelled.status, cancelled.registrant_id) == (Status.CANCELLED, "r1")
    assert table.counts("solidarity").taken == 0


@pytest.mark.parametrize("status", sorted(ENDS - {Status.CANCELLED}))
def test_what_has_ended_otherwise_cannot_be_cancelled(table: RegistrationTable, status: Status) -> None:
    held = table.add(a_registration(status=status))
    with pytest.raises(TransitionError):
        cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW)
    assert table.get(REFERENCE) == held


def test_a_registration_that_changes_again_and_again_is_a_conflict(dynamodb: "DynamoDBClient") -> None:
    table = AlwaysBefore(dynamodb, TABLE)
    table.add(a_registration())
    with pytest.raises(ConflictError):
        cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW)


def test_a_reference_that_nobody_has_is_said_to_be_unknown(table: RegistrationTable) -> None:
    with pytest.raises(UnknownRegistrationError):
        cancel(REFERENCE, Reason.BY_DELEGATE, actor="delegate", registrations=table, now=NOW)
