"""One address has one registration at an event, however often and however it is typed, while registration is open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from functions.domain.errors import ConflictError, RegistrationClosedError
from functions.domain.events import AudienceRules, Event, MailKind, invitation_digest
from functions.domain.registration import (
    MAX_ATTEMPTS,
    RENEWABLE,
    Reason,
    Registration,
    Role,
    Status,
    reference_for,
)
from functions.registering import register, remind
from tests.samples import STARTS, a_protecting_event, a_registration, an_event
from tests.unit.web.fakes import FakeLinkRequests

OPEN = STARTS - timedelta(days=30)


@dataclass
class Submission:
    title: str = "Ms"
    given_names: str = "Anna"
    family_names: str = "Ñandú"
    email: str = "anna@parliament.aruvia.example"
    organisation: str = "aruvia"
    role: Role = Role.MEMBER
    invitation_code: str = ""
    language: str = "fr"
    sharing: str = ""
    access_needs: str = ""
    gender: str = ""
    protected: bool = False


class FakeEvents:
    def get(self, event_id: str) -> Event:
        codes = frozenset([invitation_digest(an_event().salt, "PALM-TREE")])
        return a_protecting_event(
            id=event_id, rules=AudienceRules(invitations=codes), cancelled=event_id == "cancelled"
        )


class FakeRegistrations:
    """A table that holds what was added first under each reference, and takes no change on an old reading."""

    def __init__(self, *held: Registration) -> None:
        self.held = {registration.reference: registration for registration in held}
        self.saved: list[tuple[str, str]] = []

    def add(self, registration: Registration) -> Registration:
        return self.held.setdefault(registration.reference, registration)

    def get(self, reference: str) -> Registration:
        return self.held[reference]

    def save(self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = "") -> None:
        if self.held[registration.reference] != was:
            raise ConflictError(f"{registration.reference} was changed meanwhile")
        self.held[registration.reference] = registration
        self.saved.append((actor, registration.run))


class FakeRegistrationsReadAtOnce(FakeRegistrations):
    """The table as the second of two sees it that are sent at once: the first is saved after this one has read."""

    def save(self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = "") -> None:
        first = replace(registration, submitted_at=at - timedelta(seconds=1))
        super().save(first, was=was, actor=actor, at=at, note=note)
        super().save(registration, was=was, actor=actor, at=at, note=note)


def submit(table: FakeRegistrations, submission: Submission | None = None, now: datetime = OPEN) -> Registration:
    return register(submission or Submission(), "solidarity", "en", registrations=table, events=FakeEvents(), now=now)


def test_a_submission_is_saved_and_waits_for_its_run() -> None:
    table = FakeRegistrations()
    saved = submit(table)
    assert table.held == {saved.reference: saved}
    assert (saved.status, saved.version, saved.attempt) == (Status.SUBMITTED, 1, 1)


def test_a_second_submission_of_an_address_gives_the_registration_that_it_has() -> None:
    table = FakeRegistrations()
    first = submit(table)
    assert submit(table, Submission(given_names="Anne"), OPEN + timedelta(hours=1)) == first
    assert len(table.held) == 1


def test_two_people_who_are_given_the_same_letters_are_both_registered() -> None:
    letters = reference_for("PS26", an_event().salt, "anna@parliament.aruvia.example")
    table = FakeRegistrations(a_registration(reference=letters, email="bea@parliament.aruvia.example"))
    anna = submit(table)
    assert anna.reference != letters
    assert submit(table) == anna
    assert len(table.held) == 2


def test_the_same_letters_at_another_event_of_the_same_code_are_no_registration_here() -> None:
    letters = reference_for("PS26", an_event().salt, "anna@parliament.aruvia.example")
    table = FakeRegistrations(replace(a_registration(reference=letters), event="another"))
    assert submit(table).event == "solidarity"


@pytest.mark.parametrize("now", [an_event().opens - timedelta(seconds=1), an_event().closes])
def test_outside_the_time_of_registration_nothing_is_saved(now: datetime) -> None:
    table = FakeRegistrations()
    with pytest.raises(RegistrationClosedError):
        submit(table, now=now)
    assert table.held == {}


def test_nobody_registers_for_an_event_that_was_cancelled() -> None:
    table = FakeRegistrations()
    with pytest.raises(RegistrationClosedError):
        register(Submission(), "cancelled", "en", registrations=table, events=FakeEvents(), now=OPEN)
    assert table.held == {}


@pytest.mark.parametrize(("code", "invited"), [("palm tree", True), ("PALM-TREES", False), ("", False)])
def test_of_an_invitation_code_it_is_kept_whether_it_was_one(code: str, invited: bool) -> None:
    saved = submit(FakeRegistrations(), Submission(invitation_code=code))
    assert saved.invited is invited


def test_a_gender_that_was_told_is_kept() -> None:
    assert submit(FakeRegistrations(), Submission(gender="other")).gender == "other"


def test_whoever_asks_to_be_protected_is_to_be_known_to_zoom_by_the_relay() -> None:
    saved = submit(FakeRegistrations(), Submission(protected=True))
    assert saved.protected
    assert saved.in_zoom == f"protected+{saved.reference.lower()}@assembly.example"


def test_whoever_does_not_ask_is_known_to_zoom_by_their_own_address() -> None:
    saved = submit(FakeRegistrations())
    assert (saved.protected, saved.zoom_address, saved.in_zoom) == (False, "", saved.email)


def test_a_protected_delegate_who_registers_anew_stays_protected_without_asking_again() -> None:
    table = FakeRegistrations()
    first = submit(table, Submission(protected=True))
    table.held[first.reference] = replace(first, status=Status.CANCELLED)
    again = submit(table, Submission(protected=False), OPEN + timedelta(days=1))
    assert (again.attempt, again.protected, again.in_zoom) == (2, True, first.in_zoom)


# The same address again, after its registration has ended


@pytest.mark.parametrize("status", sorted(RENEWABLE))
def test_whoever_was_turned_away_or_went_may_come_again_as_the_next_attempt(status: Status) -> None:
    table = FakeRegistrations()
    first = submit(table)
    # All that an end leaves behind, and what must not follow into the new attempt.
    ended = replace(first, status=status, version=6, reason=Reason.FREE_MAIL, registrant_id="r", join_url="https://z")
    table.held[first.reference] = ended
    again = submit(table, Submission(given_names="Anne"), OPEN + timedelta(days=1))
    assert table.held == {first.reference: again}
    assert (again.status, again.attempt, again.version) == (Status.SUBMITTED, 2, 7)
    assert (again.given_names, again.submitted_at) == ("Anne", OPEN + timedelta(days=1))
    assert (again.reason, again.registrant_id, again.join_url) == (None, "", "")
    assert table.saved == [("delegate", f"{first.reference}-2")]


@pytest.mark.parametrize(
    ("status", "later", "mailed"),
    [
        (Status.CONFIRMED, timedelta(hours=1), True),
        (Status.IN_REVIEW, timedelta(hours=1), True),
        (Status.SUBMITTED, timedelta(seconds=3), False),
        (Status.ERASED, timedelta(hours=1), False),
    ],
)
def test_whoever_had_registered_before_is_mailed_the_link_to_that_registration(
    status: Status, later: timedelta, mailed: bool
) -> None:
    requests = FakeLinkRequests()
    remind(a_registration(status=status, submitted_at=OPEN), requests, OPEN + later)
    assert requests.asked == ([("PS26-7K3M9Q", MailKind.NEW_LINK)] if mailed else [])


@pytest.mark.parametrize("status", sorted(set(Status) - RENEWABLE))
def test_whoever_is_registered_stays_so_whatever_is_submitted_again(status: Status) -> None:
    table = FakeRegistrations()
    first = submit(table)
    held = table.held[first.reference] = replace(first, status=status)
    assert submit(table, Submission(given_names="Anne"), OPEN + timedelta(days=1)) == held
    assert table.held == {held.reference: held}


def test_after_the_last_attempt_an_address_is_not_let_begin_again() -> None:
    table = FakeRegistrations()
    first = submit(table)
    last = table.held[first.reference] = replace(first, status=Status.CANCELLED, attempt=MAX_ATTEMPTS)
    assert submit(table, now=OPEN + timedelta(days=1)) == last
    assert table.saved == []


def test_the_same_form_sent_twice_at_once_is_one_new_attempt() -> None:
    table = FakeRegistrationsReadAtOnce()
    first = submit(table)
    table.held[first.reference] = replace(first, status=Status.CANCELLED)
    again = submit(table, now=OPEN + timedelta(days=1))
    assert table.held == {first.reference: again}
    assert table.saved == [("delegate", f"{first.reference}-2")]


def test_an_erased_registration_gives_its_reference_to_the_address_that_comes_back() -> None:
    letters = reference_for("PS26", an_event().salt, "anna@parliament.aruvia.example")
    held = a_registration(reference=letters, status=Status.ERASING, version=8)
    erased = held.erased(OPEN, "delegate", an_event().salt, bounced=True)
    again = submit(FakeRegistrations(erased))
    assert (again.reference, again.attempt, again.version) == (letters, 2, 10)


def test_after_the_close_nobody_begins_again() -> None:
    table = FakeRegistrations()
    first = submit(table)
    ended = table.held[first.reference] = replace(first, status=Status.CANCELLED)
    with pytest.raises(RegistrationClosedError):
        submit(table, now=STARTS)
    assert table.held == {first.reference: ended}
