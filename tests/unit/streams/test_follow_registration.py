"""What is saved sets its workflow going, once, or wakes the run that waits; nothing else in the table does anything."""

from typing import cast

import pytest

from functions.adapters.runs import Runs
from functions.adapters.waits import Waits
from functions.domain.registration import TRANSITIONS, WAITING, Status
from functions.streams.follow_registration import Followed, follow_registration

IMAGE = {"pk": "PS26-7K3M9Q", "sk": "REGISTRATION", "status": "SUBMITTED", "event": "solidarity", "attempt": 1}
MACHINES = {Status.SUBMITTED: "registration", Status.CANCELLED: "cancellation"}
WAITED = [(status, to) for status in sorted(WAITING) for to in sorted(TRANSITIONS[status])]


class FakeRuns:
    def __init__(self) -> None:
        self.started: dict[tuple[str, str], object] = {}
        self.answers: list[tuple[str, object]] = []

    def start(self, machine: str, name: str, ids: object) -> bool:
        if (machine, name) in self.started:
            return False
        self.started[machine, name] = ids
        return True

    def succeed(self, token: str, output: object) -> None:
        self.answers.append((token, output))


class FakeWaits:
    """The token of each attempt that waits."""

    def __init__(self, *attempts: int) -> None:
        self.tokens = {("PS26-7K3M9Q", attempt): f"token {attempt}" for attempt in attempts}

    def get(self, reference: str, attempt: int) -> str | None:
        return self.tokens.get((reference, attempt))


class Stream:
    def __init__(self, *waiting: int) -> None:
        self.runs = FakeRuns()
        self.waits = FakeWaits(*waiting)

    def tells(self, was: dict[str, object], became: dict[str, object]) -> Followed:
        return follow_registration(
            was, became, runs=cast(Runs, self.runs), waits=cast(Waits, self.waits), machines=MACHINES
        )


def image(status: Status, **changes: object) -> dict[str, object]:
    return IMAGE | {"status": status.value} | changes


def test_a_submission_starts_a_run_that_is_named_by_reference_and_attempt_and_is_given_ids_only() -> None:
    stream = Stream()
    assert stream.tells({}, IMAGE | {"email": "anna@a.example"}) == Followed(("SUBMITTED",))
    ids = {"reference": "PS26-7K3M9Q", "event": "solidarity", "attempt": 1}
    assert stream.runs.started == {("registration", "PS26-7K3M9Q-1"): ids}


@pytest.mark.parametrize("ended", [Status.DECLINED, Status.EXPIRED, Status.CANCELLED, Status.ERASED])
def test_a_new_attempt_starts_a_run_of_its_own(ended: Status) -> None:
    stream = Stream()
    stream.tells(image(ended), image(Status.SUBMITTED, attempt=2))
    assert list(stream.runs.started) == [("registration", "PS26-7K3M9Q-2")]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CONFIRMED, Status.WAITLISTED])
def test_a_cancellation_starts_the_cancellation_of_that_attempt(status: Status) -> None:
    stream = Stream()
    stream.tells(image(status, attempt=3), image(Status.CANCELLED, attempt=3))
    assert list(stream.runs.started) == [("cancellation", "PS26-7K3M9Q-3")]


@pytest.mark.parametrize(
    ("was", "became"), [({}, image(Status.SUBMITTED)), (image(Status.CONFIRMED), image(Status.CANCELLED))]
)
def test_a_record_that_is_delivered_again_starts_nothing(was: dict[str, object], became: dict[str, object]) -> None:
    stream = Stream()
    assert stream.tells(was, became).started
    assert not stream.tells(was, became).started
    assert len(stream.runs.started) == 1


@pytest.mark.parametrize(("status", "to"), WAITED)
def test_a_run_that_waits_is_told_where_its_registration_stands_now(status: Status, to: Status) -> None:
    stream = Stream(1)
    assert stream.tells(image(status), image(to)).woken
    assert stream.runs.answers == [("token 1", {"status": to})]


def test_a_run_that_has_not_come_to_wait_yet_is_not_missed() -> None:
    stream = Stream()
    assert stream.tells(image(Status.IN_REVIEW), image(Status.VERIFIED)) == Followed()


def test_only_the_attempt_that_changed_is_woken() -> None:
    stream = Stream(1)
    stream.tells(image(Status.IN_REVIEW, attempt=2), image(Status.DECLINED, attempt=2))
    assert stream.runs.answers == []


def test_whoever_did_not_wait_for_anybody_is_not_woken() -> None:
    stream = Stream(1)
    stream.tells(image(Status.PROVISIONING), image(Status.IN_REPAIR))
    stream.tells(image(Status.CONFIRMED), image(Status.CANCELLED))
    assert stream.runs.answers == []


@pytest.mark.parametrize(
    ("was", "became"),
    [
        (IMAGE, {}),
        ({}, IMAGE | {"sk": "AUDIT#000002"}),
        ({}, IMAGE | {"sk": "MAIL#confirmation#1"}),
        (image(Status.SUBMITTED), image(Status.VERIFIED)),
        (image(Status.SUBMITTED), image(Status.SUBMITTED, given_names="Anne")),
        (image(Status.IN_REVIEW), image(Status.IN_REVIEW, given_names="Anne")),
        (image(Status.CANCELLED), image(Status.ERASED)),
    ],
)
def test_no_other_change_starts_or_wakes_a_run(was: dict[str, object], became: dict[str, object]) -> None:
    stream = Stream(1)
    assert stream.tells(was, became) == Followed()
    assert (stream.runs.started, stream.runs.answers) == ({}, [])
