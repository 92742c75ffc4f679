"""One address has one registration at an event, however often and however it is typed, while registration is open."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from functions.domain.errors import RegistrationClosedError
from functions.domain.events import Event
from functions.domain.registration import Registration, Role, Status, reference_for
from functions.registering import register
from tests.samples import STARTS, a_registration, an_event

OPEN = STARTS - timedelta(days=30)


@dataclass
class Submission:
    title: str = "Ms"
    given_names: str = "Anna"
    family_names: str = "Ñandú"
    email: str = "anna@parliament.aruvia.example"
    organisation: str = "aruvia"
    role: Role = Role.MEMBER
    language: str = "fr"
    sharing: str = ""
    access_needs: str = ""


class FakeEvents:
    def get(self, event_id: str) -> Event:
        return an_event(id=event_id)


class FakeRegistrations:
    """A table that holds what was added first under each reference."""

    def __init__(self, *held: Registration) -> None:
        self.held = {registration.reference: registration for registration in held}

    def add(self, registration: Registration) -> Registration:
        return self.held.setdefault(registration.reference, registration)


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
