"""Whoever is not entitled to a join link is left with none that works, however many Zoom has made, and nobody else
loses theirs. Zoom is the sandbox in process."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from functions.adapters.erasures import ErasureTable
from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.zoom import Meeting, Person, Zoom, ZoomCredentials
from functions.domain.events import MeetingKind
from functions.domain.registration import Registration, Status
from functions.withdrawing import ENTITLED, Withdrawing
from functions.zoom_jobs import SETTLING_SECONDS, Job, Leases, Report, Work, ZoomWork
from local.zoom.app import create_app
from local.zoom.faults import Fault, times_out
from local.zoom.sandbox import Sandbox
from tests.samples import STARTS, a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.runs import Runs

MEETING = Meeting("93812345678", MeetingKind.MEETING)
LEASE = timedelta(seconds=60)
NOT_ENTITLED = sorted(set(Status) - ENTITLED)


class FakeRuns:
    """The runs that wait, by token: how many were withdrawn, or the error that ended them."""

    def __init__(self) -> None:
        self.answers: dict[str, object] = {}

    def succeed(self, token: str, output: Mapping[str, str | int]) -> None:
        self.answers.setdefault(token, output["withdrawn"])

    def fail(self, token: str, error: Exception) -> None:
        self.answers.setdefault(token, type(error).__name__)


class Desk:
    """Cancelled delegates with what Zoom has of them, and the worker that withdraws it."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.now = STARTS - timedelta(days=30)
        self.sandbox = Sandbox(
            clock=lambda: self.now, sleep=times_out, duplicates=True, any_meeting=False, run=lambda job: job()
        )
        self.sandbox.make(int(MEETING.id), "meeting")
        self.registrations = RegistrationTable(client, TABLE)
        self.events = EventTable(client, TABLE)
        self.events.put(an_event(meeting_id=MEETING.id), None)
        self.runs = FakeRuns()
        self.zoom = Zoom(
            httpx.Client(transport=httpx.WSGITransport(create_app(self.sandbox))),
            api_url="http://127.0.0.1:8001/v2",
            token_url="http://127.0.0.1:8001/oauth/token",
            credentials=ZoomCredentials("sandbox-account", "sandbox-client", "sandbox-secret"),
            now=lambda: self.now,
        )
        self.erasures = ErasureTable(client, TABLE)
        leases = Leases(self.registrations, cast("Runs", self.runs))
        self.withdrawing = Withdrawing(self.events, self.zoom, leases, self.erasures)

    def delegate(self, number: int, status: Status = Status.CANCELLED, registrants: int = 1, attempt: int = 1) -> Job:
        reference, email = f"PS26-{number:06d}", f"d{number}@aruvia.example"
        self.registrations.add(a_registration(reference=reference, email=email, status=status, attempt=attempt))
        for _ in range(registrants):
            self.zoom.add(MEETING, Person(email, "D", str(number)))
        return Job(f"message {reference}", ZoomWork.WITHDRAW, reference, "solidarity", 1, f"token {reference}")

    def work(self, *jobs: Job) -> Report:
        report = Report()
        self.withdrawing.work(jobs, Work(report, self.now, self.now + LEASE))
        return report

    def fault(self, mode: str, on: str | None = None, times: int | None = None, code: int = 3000) -> None:
        self.sandbox.faults.set(Fault(mode, on=on, times=times, code=code))

    def registrants(self) -> list[str]:
        """The addresses that can still join."""
        return sorted(entry.email for entry in self.sandbox.meetings[int(MEETING.id)].active())

    def registration(self, job: Job) -> Registration:
        return self.registrations.get(job.reference)


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


@pytest.mark.parametrize("status", sorted(set(NOT_ENTITLED) - {Status.ERASED}))
def test_whoever_is_not_entitled_to_a_link_loses_it(desk: Desk, status: Status) -> None:
    job = desk.delegate(1, status)
    assert desk.work(job).again == {}
    assert desk.registrants() == []
    assert desk.runs.answers == {job.token: 1}


@pytest.mark.parametrize("status", sorted(ENTITLED))
def test_whoever_is_entitled_to_a_link_by_now_keeps_it(desk: Desk, status: Status) -> None:
    job = desk.delegate(1, status, attempt=2)
    assert desk.work(job).again == {}
    assert desk.registrants() == ["d1@aruvia.example"]
    assert desk.runs.answers == {job.token: 0}


def test_every_registrant_that_zoom_made_of_one_person_is_withdrawn(desk: Desk) -> None:
    job = desk.delegate(1, registrants=3)
    desk.work(job)
    assert desk.registrants() == []
    assert desk.runs.answers == {job.token: 3}


def test_in_one_batch_each_is_judged_alone(desk: Desk) -> None:
    leaves, stays, twice, nobody = (
        desk.delegate(1),
        desk.delegate(2, Status.CONFIRMED),
        desk.delegate(3, registrants=2),
        desk.delegate(4, registrants=0),
    )
    desk.delegate(5, Status.CONFIRMED)  # no job is about this one
    desk.work(leaves, stays, twice, nobody)
    assert desk.registrants() == ["d2@aruvia.example", "d5@aruvia.example"]
    assert desk.runs.answers == {leaves.token: 1, stays.token: 0, twice.token: 2, nobody.token: 0}


def test_a_message_that_is_delivered_again_finds_nothing_more_to_do(desk: Desk) -> None:
    job = desk.delegate(1)
    desk.work(job)
    assert desk.work(job).again == {}
    assert desk.registrants() == []


def test_a_registrant_that_zoom_makes_late_is_found_by_the_sweep(desk: Desk) -> None:
    job = desk.delegate(1, registrants=0)
    desk.work(job)
    desk.zoom.add(MEETING, Person("d1@aruvia.example", "D", "1"))
    sweep = replace(job, token="sweep")
    desk.work(sweep)
    assert desk.registrants() == []
    assert desk.runs.answers == {job.token: 0, "sweep": 1}


def test_a_registrant_who_waits_for_approval_at_zoom_is_withdrawn_too(desk: Desk) -> None:
    job = desk.delegate(1)
    [registrant] = desk.sandbox.meetings[int(MEETING.id)].registrants.values()
    registrant.status = "pending"
    desk.work(job)
    assert desk.registrants() == []


def test_while_somebody_may_be_adding_the_delegate_the_withdrawal_waits(desk: Desk) -> None:
    busy, free = desk.delegate(1), desk.delegate(2)
    desk.registrations.claim_zoom(busy.reference, at=desk.now, until=desk.now + LEASE)
    assert list(desk.work(busy, free).again) == [busy.id]
    assert desk.registrants() == ["d1@aruvia.example"]
    assert desk.runs.answers == {free.token: 1}
    desk.now += LEASE
    assert desk.work(busy).again == {}
    assert desk.registrants() == []


@pytest.mark.parametrize("on", ["list", "status"])
@pytest.mark.parametrize("mode", ["5xx", "reply-lost", "slow"])
def test_where_zoom_does_not_answer_it_is_asked_again_once_it_has_settled(desk: Desk, mode: str, on: str) -> None:
    job = desk.delegate(1)
    desk.fault(mode, on=on, times=1)
    assert desk.work(job).again == {job.id: SETTLING_SECONDS}
    assert desk.runs.answers == {}
    desk.now += timedelta(seconds=SETTLING_SECONDS)
    assert desk.work(job).again == {}
    assert desk.registrants() == []
    assert job.token in desk.runs.answers


def test_when_zoom_asks_to_wait_the_message_waits_as_long_and_may_then_be_taken_up_at_once(desk: Desk) -> None:
    job = desk.delegate(1)
    desk.fault("429-second", on="status", times=1)
    assert desk.work(job).again == {job.id: 1.0}
    desk.now += timedelta(seconds=1)
    assert desk.work(job).again == {}
    assert desk.registrants() == []


@pytest.mark.parametrize("mode", ["meeting-gone", "registration-off", "scope-missing"])
def test_a_misconfigured_meeting_ends_every_run_by_its_name(desk: Desk, mode: str) -> None:
    jobs = [desk.delegate(1), desk.delegate(2)]
    desk.fault(mode)
    assert desk.work(*jobs).again == {}
    assert desk.runs.answers == {job.token: "MeetingMisconfiguredError" for job in jobs}


@pytest.mark.parametrize("on", ["list", "status"])
def test_once_the_meeting_is_over_there_is_nothing_to_withdraw(desk: Desk, on: str) -> None:
    job = desk.delegate(1)
    desk.fault("error", on=on, code=3038)
    assert desk.work(job).again == {}
    assert isinstance(desk.runs.answers[job.token], int)


def test_one_whom_zoom_refuses_to_withdraw_does_not_hold_up_the_others(desk: Desk) -> None:
    first, second = desk.delegate(1), desk.delegate(2)
    desk.fault("5xx", on="status", times=1)
    assert list(desk.work(first, second).again) == [first.id]
    assert desk.registrants() == ["d1@aruvia.example"]
    assert desk.runs.answers == {second.token: 1}


def test_an_event_or_a_registration_that_nobody_knows_ends_the_run_by_name(desk: Desk) -> None:
    job = desk.delegate(1)
    stray = replace(job, id="stray", reference="PS26-NOBODY", token="stray")
    desk.work(stray, replace(job, event="nothing"))
    assert desk.runs.answers == {"stray": "UnknownRegistrationError", job.token: "UnknownEventError"}


def erasing(desk: Desk, number: int = 1, registrants: int = 1) -> Job:
    return replace(desk.delegate(number, Status.ERASING, registrants), work=ZoomWork.ERASE)


def known_to_zoom(desk: Desk) -> list[str]:
    """Everybody of whom Zoom has anything, those who were cancelled before among them."""
    return sorted(entry.email for entry in desk.sandbox.meetings[int(MEETING.id)].registrants.values())


def test_whoever_is_erased_is_deleted_at_zoom_however_often_it_has_them_and_nobody_else_is(desk: Desk) -> None:
    job = erasing(desk, registrants=2)
    desk.delegate(2, Status.CONFIRMED)
    assert desk.work(job).again == {}
    assert known_to_zoom(desk) == ["d2@aruvia.example"]
    assert desk.runs.answers == {job.token: 2}


def test_a_registrant_who_was_withdrawn_before_is_deleted_by_the_id_that_we_knew(desk: Desk) -> None:
    job = erasing(desk, registrants=0)
    registrant = desk.zoom.add(MEETING, Person("d1@aruvia.example", "D", "1"))
    held = desk.registration(job)
    begun = replace(held, status=Status.PROVISIONING)
    confirmed = begun.moved(Status.CONFIRMED, registrant_id=registrant.id)
    desk.registrations.save(confirmed, was=held, actor="zoom", at=desk.now)
    renewed = replace(confirmed, registrant_id="", status=Status.ERASING, version=confirmed.version + 1)
    desk.registrations.save(renewed, was=confirmed, actor="delegate", at=desk.now)
    desk.zoom.cancel(MEETING, registrant.id, registrant.email)
    assert known_to_zoom(desk) == ["d1@aruvia.example"]
    desk.work(job)
    assert known_to_zoom(desk) == []
    assert desk.runs.answers == {job.token: 0}


def test_an_old_message_of_an_erasure_does_not_touch_whoever_has_come_back(desk: Desk) -> None:
    job = replace(desk.delegate(1, Status.CONFIRMED, attempt=2), work=ZoomWork.ERASE)
    held, [registrant] = desk.registration(job), desk.sandbox.meetings[int(MEETING.id)].active()
    desk.registrations.save(held.changed(registrant_id=registrant.id), was=held, actor="zoom", at=desk.now)
    desk.work(job)
    assert desk.registrants() == ["d1@aruvia.example"]


@pytest.mark.parametrize("work", [ZoomWork.WITHDRAW, ZoomWork.ERASE])
def test_of_an_erased_one_nothing_is_asked_and_nothing_is_noted(desk: Desk, work: ZoomWork) -> None:
    job = replace(desk.delegate(1, Status.ERASED), work=work)
    assert desk.work(job).again == {}
    assert desk.runs.answers == {job.token: 0}
    assert [row["sk"] for row in desk.erasures.rows(desk.registration(job))] == ["REGISTRATION"]


def test_of_a_meeting_that_zoom_has_no_more_nobody_is_left_to_delete(desk: Desk) -> None:
    job = erasing(desk)
    desk.fault("meeting-gone")
    desk.work(job)
    assert desk.runs.answers == {job.token: 0}


@pytest.mark.parametrize("on", ["list", "status", "delete"])
@pytest.mark.parametrize("mode", ["5xx", "reply-lost", "slow"])
def test_where_zoom_does_not_answer_it_is_asked_to_delete_again(desk: Desk, mode: str, on: str) -> None:
    job = erasing(desk)
    desk.fault(mode, on=on, times=1)
    assert desk.work(job).again == {job.id: SETTLING_SECONDS}
    desk.now += timedelta(seconds=SETTLING_SECONDS)
    assert desk.work(job).again == {}
    assert [each for each in desk.registrants() if each] == []


def test_two_events_in_one_batch_are_withdrawn_from_their_own_meetings(desk: Desk) -> None:
    other = Meeting("93800000000", MeetingKind.MEETING)
    desk.sandbox.make(int(other.id), "meeting")
    desk.events.put(an_event(id="other", meeting_id=other.id), None)
    here = desk.delegate(1)
    desk.zoom.add(other, Person("d1@aruvia.example", "D", "1"))
    desk.work(here)
    assert len(desk.sandbox.meetings[int(other.id)].active()) == 1
    elsewhere = replace(here, event="other", token="other")
    desk.work(elsewhere)
    assert desk.sandbox.meetings[int(other.id)].active() == []
