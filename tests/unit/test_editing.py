"""What delegates change in their registration is what it says from then on; another address is another registration."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.registrations import RegistrationTable
from functions.adapters.seat_counts import Seats
from functions.domain.errors import ConflictError, NoPlaceError, TransitionError, UnknownRegistrationError
from functions.domain.registration import (
    ENDS,
    MAX_ATTEMPTS,
    RENEWABLE,
    Reason,
    Registration,
    Role,
    Status,
    reference_for,
)
from functions.editing import EditOutcome, edit
from tests.samples import STARTS, a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.editing import Edit

NOW = STARTS - timedelta(days=20)
EVENT = an_event()
OLD, NEW = "anna@parliament.aruvia.example", "anna.nandu@parliament.aruvia.example"
REFERENCE = reference_for(EVENT.code, EVENT.salt, OLD)
NEXT = reference_for(EVENT.code, EVENT.salt, NEW)
ACTIVE = sorted(set(Status) - ENDS)


@dataclass
class Submission:
    """The form as it was filled in anew."""

    title: str
    given_names: str
    family_names: str
    email: str
    organisation: str
    role: Role
    language: str
    sharing: str
    access_needs: str
    gender: str
    protected: bool
    invitation_code: str = ""


class Desk:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.table = RegistrationTable(client, TABLE)

    def holds(self, status: Status = Status.CONFIRMED, **changes: object) -> Registration:
        return self.table.add(a_registration(**({"reference": REFERENCE, "email": OLD, "status": status} | changes)))

    def seats(self) -> Registration:
        """Anna, verified, with the one place of her parliament and the one seat of the event."""
        submitted = self.holds(Status.SUBMITTED)
        verified = submitted.moved(Status.VERIFIED, place=True)
        self.table.save_with_place(verified, was=submitted, actor="roll", at=NOW, limit=1)
        seated = verified.moved(Status.PROVISIONING, seat=True)
        self.table.take_seat(seated, was=verified, actor="workflow", at=NOW, capacity=1, next_in_line=False)
        return seated

    def edit(self, held: Registration, **changes: object) -> "Edit":
        said = {field.name: getattr(held, field.name, "") for field in fields(Submission)} | changes
        return edit(held, Submission(**said), EVENT, registrations=self.table, now=NOW)  # type: ignore[arg-type]


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


# Details


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Hon."),
        ("given_names", "Anne"),
        ("family_names", "Nandu"),
        ("role", Role.STAFF),
        ("language", "es"),
        ("sharing", "We were threatened"),
        ("access_needs", "Captions"),
    ],
)
def test_a_detail_is_changed_and_the_rest_stays(desk: Desk, field: str, value: object) -> None:
    held = desk.holds()
    edited = desk.edit(held, **{field: value})
    assert edited.outcome is EditOutcome.CHANGED
    assert edited.registration == desk.table.get(REFERENCE) == held.changed(**{field: value})


def test_the_entry_names_what_was_changed_and_never_what_it_is_or_was(desk: Desk) -> None:
    desk.edit(desk.holds(), given_names="Anne", access_needs="A sign interpreter")
    [entry] = desk.table.audit(REFERENCE)
    assert (entry.actor, entry.was, entry.became) == ("delegate", "CONFIRMED", "CONFIRMED")
    assert entry.note == "edited given_names, access_needs"


def test_a_form_that_says_what_is_known_already_changes_nothing(desk: Desk) -> None:
    held = desk.holds()
    edited = desk.edit(held)
    assert (edited.outcome, edited.registration) == (EditOutcome.UNCHANGED, held)
    assert desk.table.get(REFERENCE) == held
    assert desk.table.audit(REFERENCE) == []


@pytest.mark.parametrize("status", ACTIVE)
def test_whoever_has_not_ended_may_correct_details_and_stands_where_they_stood(desk: Desk, status: Status) -> None:
    desk.edit(desk.holds(status), given_names="Anne")
    assert desk.table.get(REFERENCE).status is status


def test_a_correction_touches_neither_seat_nor_place(desk: Desk) -> None:
    desk.edit(desk.seats(), given_names="Anne")
    corrected = desk.table.get(REFERENCE)
    assert (corrected.seat, corrected.place) == (True, True)
    assert desk.table.counts("solidarity") == Seats(taken=1)


def test_the_organisation_stays_whatever_the_form_says(desk: Desk) -> None:
    edited = desk.edit(desk.holds(), organisation="belmar", email=NEW)
    assert edited.outcome is EditOutcome.READDRESSED
    assert {desk.table.get(reference).organisation for reference in (REFERENCE, NEXT)} == {"aruvia"}
    assert desk.edit(desk.table.get(NEXT), organisation="belmar").outcome is EditOutcome.UNCHANGED


@pytest.mark.parametrize("status", sorted(ENDS))
@pytest.mark.parametrize("change", [{"given_names": "Anne"}, {"email": NEW}])
def test_a_registration_that_has_ended_cannot_be_edited(desk: Desk, status: Status, change: dict[str, object]) -> None:
    held = desk.holds(status)
    with pytest.raises(TransitionError):
        desk.edit(held, **change)
    assert desk.table.get(REFERENCE) == held
    with pytest.raises(UnknownRegistrationError):
        desk.table.get(NEXT)


@pytest.mark.parametrize("change", [{"given_names": "Anne"}, {"email": NEW}])
def test_a_form_filled_in_on_an_old_reading_is_a_conflict(desk: Desk, change: dict[str, object]) -> None:
    held = desk.holds()
    desk.edit(held, language="es")
    stands = desk.table.get(REFERENCE)
    with pytest.raises(ConflictError):
        desk.edit(held, **change)
    assert desk.table.get(REFERENCE) == stands
    with pytest.raises(UnknownRegistrationError):
        desk.table.get(NEXT)


# Another address


@pytest.mark.parametrize("status", ACTIVE)
def test_under_another_address_the_old_registration_ends_and_a_new_one_is_verified_anew(
    desk: Desk, status: Status
) -> None:
    held = desk.holds(status, reason=Reason.FREE_MAIL, registrant_id="r1", join_url="https://zoom.example/j")
    edited = desk.edit(held, email=NEW, given_names="Anne")
    ended, begun = desk.table.get(REFERENCE), desk.table.get(NEXT)
    assert (edited.outcome, edited.registration) == (EditOutcome.READDRESSED, ended)
    assert (ended.status, ended.reason, ended.email) == (Status.CANCELLED, Reason.ADDRESS_CHANGED, OLD)
    assert (begun.status, begun.reason, begun.email) == (Status.SUBMITTED, None, NEW)
    assert (begun.attempt, begun.version, begun.given_names) == (1, 1, "Anne")
    # The join link is the old address's: it is withdrawn, and never shown to the new one.
    assert (begun.registrant_id, begun.join_url) == ("", "")


def test_the_new_registration_stands_in_the_line_where_the_old_one_stood(desk: Desk) -> None:
    held = desk.holds()
    desk.edit(held, email=NEW)
    assert desk.table.get(NEXT).submitted_at == held.submitted_at


def test_both_registrations_say_that_the_delegate_did_it(desk: Desk) -> None:
    desk.edit(desk.holds(), email=NEW)
    [ended], [begun] = desk.table.audit(REFERENCE), desk.table.audit(NEXT)
    assert (ended.was, ended.became, ended.actor, ended.note) == (
        "CONFIRMED",
        "CANCELLED",
        "delegate",
        Reason.ADDRESS_CHANGED,
    )
    assert (begun.was, begun.became, begun.actor) == ("", "SUBMITTED", "delegate")


def test_seat_and_place_go_with_the_delegate_and_are_counted_once(desk: Desk) -> None:
    desk.edit(desk.seats(), email=NEW)
    ended, begun = desk.table.get(REFERENCE), desk.table.get(NEXT)
    assert (ended.seat, ended.place, begun.seat, begun.place) == (False, False, True, True)
    assert desk.table.counts("solidarity") == Seats(taken=1)
    other = desk.table.add(a_registration(reference="PS26-000001"))
    with pytest.raises(NoPlaceError):
        desk.table.save_with_place(other.moved(Status.VERIFIED, place=True), was=other, actor="roll", at=NOW, limit=1)


def test_whoever_changes_the_address_while_waiting_has_left_the_line(desk: Desk) -> None:
    verified = desk.holds(Status.VERIFIED)
    waiting = verified.moved(Status.WAITLISTED)
    desk.table.wait_for_zoom(waiting, was=verified, at=NOW, note="MeetingFullError")
    desk.edit(waiting, email=NEW)
    assert desk.table.counts(EVENT.id).waiting == 0


def test_seat_and_place_are_free_once_the_new_address_is_declined(desk: Desk) -> None:
    desk.edit(desk.seats(), email=NEW)
    begun = desk.table.get(NEXT)
    desk.table.save(begun.moved(Status.DECLINED), was=begun, actor="roll", at=NOW)
    assert desk.table.counts("solidarity") == Seats(taken=0)
    other = desk.table.add(a_registration(reference="PS26-000001"))
    desk.table.save_with_place(other.moved(Status.VERIFIED, place=True), was=other, actor="roll", at=NOW, limit=1)


@pytest.mark.parametrize("status", sorted(RENEWABLE))
def test_a_registration_of_the_new_address_that_has_ended_begins_its_next_attempt(desk: Desk, status: Status) -> None:
    desk.table.add(a_registration(reference=NEXT, email=NEW, status=status, attempt=3, version=8))
    desk.edit(desk.holds(), email=NEW)
    begun = desk.table.get(NEXT)
    assert (begun.status, begun.attempt, begun.version) == (Status.SUBMITTED, 4, 9)
    [entry] = desk.table.audit(NEXT)
    assert (entry.was, entry.became) == (status, "SUBMITTED")


@pytest.mark.parametrize("status", sorted(set(Status) - RENEWABLE))
def test_where_the_new_address_is_registered_already_only_the_old_registration_ends(desk: Desk, status: Status) -> None:
    other = desk.table.add(a_registration(reference=NEXT, email=NEW, status=status))
    edited = desk.edit(desk.seats(), email=NEW)
    assert edited.outcome is EditOutcome.READDRESSED  # as for any other address: nobody is told that there is one
    ended = desk.table.get(REFERENCE)
    assert (ended.status, ended.reason) == (Status.CANCELLED, Reason.ADDRESS_CHANGED)
    assert desk.table.get(NEXT) == other
    assert desk.table.counts("solidarity") == Seats(taken=0)


def test_an_address_that_has_begun_too_often_does_not_begin_again(desk: Desk) -> None:
    last = desk.table.add(a_registration(reference=NEXT, email=NEW, status=Status.CANCELLED, attempt=MAX_ATTEMPTS))
    desk.edit(desk.holds(), email=NEW)
    assert desk.table.get(NEXT) == last
    assert desk.table.get(REFERENCE).status is Status.CANCELLED


def test_somebody_elses_registration_under_the_same_letters_is_left_alone(desk: Desk) -> None:
    other = desk.table.add(a_registration(reference=NEXT, email="bea@parliament.aruvia.example"))
    desk.edit(desk.holds(), email=NEW)
    assert desk.table.get(NEXT) == other
    probed = desk.table.get(reference_for(EVENT.code, EVENT.salt, NEW, 1))
    assert (probed.email, probed.status) == (NEW, Status.SUBMITTED)


def test_an_address_that_registers_at_the_same_moment_leaves_the_old_registration_as_it_is(
    dynamodb: "DynamoDBClient",
) -> None:
    desk = Desk(dynamodb)
    desk.table = RegisteredMeanwhile(dynamodb, TABLE)
    held = desk.holds()
    with pytest.raises(ConflictError):
        desk.edit(held, email=NEW)
    assert desk.table.get(REFERENCE) == held
    assert desk.table.get(NEXT).given_names == "Bea"


class RegisteredMeanwhile(RegistrationTable):
    """The new address submits its own form just after this one was told that it is free."""

    def get(self, reference: str) -> Registration:
        try:
            return super().get(reference)
        except UnknownRegistrationError:
            self.add(a_registration(reference=reference, email=NEW, given_names="Bea"))
            raise
