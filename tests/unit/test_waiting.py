"""A run that sleeps until its registration moves on hears of it once it has, whichever of the two comes first."""

from typing import TYPE_CHECKING, cast

import pytest

from functions.adapters.registrations import RegistrationTable
from functions.adapters.waits import Waits
from functions.domain.errors import UnknownRegistrationError
from functions.domain.registration import TRANSITIONS, WAITING, Registration, Status
from functions.waiting import await_change, wake
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.runs import Runs

REFERENCE = a_registration().reference
ROADS = [(status, to) for status in sorted(WAITING) for to in sorted(TRANSITIONS[status])]


class FakeRuns:
    def __init__(self) -> None:
        self.answers: list[tuple[str, object]] = []

    def succeed(self, token: str, output: object) -> None:
        self.answers.append((token, output))


class RegistrationThatMovesWhileItIsRead:
    """Somebody decides, and the stream looks for a token, at the moment at which the run comes to wait."""

    def __init__(self, desk: "Desk", to: Status) -> None:
        self._desk = desk
        self._to = to

    def get(self, reference: str) -> Registration:
        before = self._desk.registrations.get(reference)
        self._desk.move(self._to)
        return before


class Desk:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.registrations = RegistrationTable(client, TABLE)
        self.waits = Waits(client, TABLE)
        self.runs = FakeRuns()

    def begin(self, status: Status, attempt: int = 1) -> None:
        self.registrations.add(a_registration(status=status, attempt=attempt))

    def move(self, to: Status) -> bool:
        """Saves the change, and does then what the table's stream does."""
        held = self.registrations.get(REFERENCE)
        moved = held.moved(to)
        self.registrations.save(moved, was=held, actor="secretariat", at=STARTS)
        return wake(REFERENCE, held.attempt, to, waits=self.waits, runs=cast("Runs", self.runs))

    def wait(self, until_not: Status, attempt: int = 1, token: str = "token", registrations: object = None) -> bool:
        return await_change(
            REFERENCE,
            attempt,
            token,
            until_not,
            registrations=cast(RegistrationTable, registrations or self.registrations),
            waits=self.waits,
            runs=cast("Runs", self.runs),
        )


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


@pytest.mark.parametrize(("status", "to"), ROADS)
def test_a_run_that_waits_is_woken_by_the_change(desk: Desk, status: Status, to: Status) -> None:
    desk.begin(status)
    assert desk.wait(status)
    assert desk.runs.answers == []
    assert desk.move(to)
    assert desk.runs.answers == [("token", {"status": to})]


@pytest.mark.parametrize(("status", "to"), ROADS)
def test_a_run_that_comes_to_wait_after_the_change_goes_on_at_once(desk: Desk, status: Status, to: Status) -> None:
    desk.begin(status)
    assert not desk.move(to)
    assert not desk.wait(status)
    assert desk.runs.answers == [("token", {"status": to})]


def test_a_change_at_the_moment_at_which_the_run_comes_to_wait_is_not_slept_through(desk: Desk) -> None:
    desk.begin(Status.IN_REVIEW)
    desk.wait(Status.IN_REVIEW, registrations=RegistrationThatMovesWhileItIsRead(desk, Status.VERIFIED))
    assert desk.runs.answers == [("token", {"status": Status.VERIFIED})]


def test_a_run_that_waits_a_second_time_is_woken_by_the_token_that_it_has_now(desk: Desk) -> None:
    desk.begin(Status.WAITLISTED)
    desk.wait(Status.WAITLISTED, token="first")
    desk.wait(Status.WAITLISTED, token="second")
    desk.move(Status.PROVISIONING)
    assert desk.runs.answers == [("second", {"status": Status.PROVISIONING})]


def test_the_token_of_another_attempt_is_not_answered(desk: Desk) -> None:
    desk.begin(Status.IN_REVIEW, attempt=1)
    desk.wait(Status.IN_REVIEW, attempt=1)
    assert not wake(REFERENCE, 2, Status.VERIFIED, waits=desk.waits, runs=cast("Runs", desk.runs))
    assert desk.runs.answers == []


def test_a_run_whose_attempt_another_one_has_followed_is_over(desk: Desk) -> None:
    desk.begin(Status.IN_REVIEW, attempt=2)
    assert not desk.wait(Status.IN_REVIEW, attempt=1)
    assert desk.runs.answers == [("token", {"status": Status.CANCELLED})]


def test_nobody_waits_for_a_registration_that_there_is_not(desk: Desk) -> None:
    with pytest.raises(UnknownRegistrationError):
        desk.wait(Status.IN_REVIEW)


def test_a_run_of_an_earlier_attempt_that_comes_to_wait_late_takes_nothing_from_the_later_one(desk: Desk) -> None:
    desk.begin(Status.IN_REVIEW, attempt=2)
    assert desk.wait(Status.IN_REVIEW, attempt=2, token="of the second")
    assert not desk.wait(Status.IN_REVIEW, attempt=1, token="of the first")
    assert desk.move(Status.VERIFIED)
    assert desk.runs.answers == [("of the first", {"status": "CANCELLED"}), ("of the second", {"status": "VERIFIED"})]
