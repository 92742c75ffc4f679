"""Nobody is registered with Zoom twice, whatever breaks in between, and every run hears how it went.

Zoom is the sandbox in process, set to make a second registrant of a repeated add: the worst that Zoom is known to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.seat_counts import Seats
from functions.adapters.zoom import Zoom, ZoomCredentials
from functions.domain.registration import Registration, Status
from functions.provisioning import Provisioning
from functions.zoom_jobs import SETTLING_SECONDS, Job, Leases, Report, Work, ZoomWork
from local.zoom.app import create_app
from local.zoom.faults import Fault, times_out
from local.zoom.sandbox import Sandbox
from tests.samples import STARTS, a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.runs import Runs

MEETING = 93812345678
LEASE = timedelta(seconds=60)


def job(reference: str, event: str = "solidarity", attempt: int = 1) -> Job:
    return Job(f"message {reference}", ZoomWork.PROVISION, reference, event, attempt, f"token {reference}")


class FakeRuns:
    """The runs that wait, by token: None while they wait, then how it went."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}

    def succeed(self, token: str, output: Mapping[str, str | int]) -> None:
        self.answers.setdefault(token, str(output["status"]))

    def fail(self, token: str, error: Exception) -> None:
        self.answers.setdefault(token, type(error).__name__)


class BatchRefusedAfterwards(httpx.BaseTransport):
    """Zoom takes in the whole batch, and then answers that one of them is wrong."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._zoom = httpx.WSGITransport(create_app(sandbox))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._zoom.handle_request(request)
        refused = httpx.Response(400, json={"code": 300, "message": "Validation Failed."})
        return refused if request.url.path.endswith("batch_registrants") else answer


class SomebodyActsMeanwhile(httpx.BaseTransport):
    """Once, while Zoom takes somebody in, somebody else does something."""

    def __init__(self, sandbox: Sandbox, act: Callable[[], None]) -> None:
        self._zoom = httpx.WSGITransport(create_app(sandbox))
        self._acts = [act]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and request.url.path.endswith("registrants") and self._acts:
            self._acts.pop()()
        return self._zoom.handle_request(request)


class Desk:
    """The consumer's work on tables in process, beside a sandbox Zoom and runs that wait."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.now = STARTS - timedelta(days=30)
        self.sandbox = Sandbox(
            clock=lambda: self.now, sleep=times_out, duplicates=True, any_meeting=False, run=lambda job: job()
        )
        self.sandbox.make(MEETING, "meeting")
        self.registrations = RegistrationTable(client, TABLE)
        self.events = EventTable(client, TABLE)
        self.events.put(an_event(meeting_id=str(MEETING)), None)
        self.runs = FakeRuns()
        self.through(httpx.WSGITransport(create_app(self.sandbox)))

    def through(self, transport: httpx.BaseTransport) -> None:
        zoom = Zoom(
            httpx.Client(transport=transport),
            api_url="http://127.0.0.1:8001/v2",
            token_url="http://127.0.0.1:8001/oauth/token",
            credentials=ZoomCredentials("sandbox-account", "sandbox-client", "sandbox-secret"),
            now=lambda: self.now,
        )
        leases = Leases(self.registrations, cast("Runs", self.runs))
        self.provisioning = Provisioning(self.registrations, self.events, zoom, leases)

    def enrol(self, count: int) -> list[Job]:
        """So many delegates with a seat, each with a run that waits."""
        references = [f"PS26-{number:06d}" for number in range(count)]
        for number, reference in enumerate(references):
            verified = a_registration(
                reference=reference, email=f"d{number}@aruvia.example", status=Status.VERIFIED, place=True
            )
            self.seat(self.registrations.add(verified))
        return [job(reference) for reference in references]

    def seat(self, verified: Registration) -> Registration:
        seated = verified.moved(Status.PROVISIONING, seat=True)
        self.registrations.take_seat(
            seated, was=verified, actor="workflow", at=self.now, capacity=None, next_in_line=False
        )
        return seated

    def work(self, jobs: list[Job]) -> Report:
        report = Report()
        self.provisioning.work(jobs, Work(report, self.now, self.now + LEASE))
        return report

    def edit(self, job: Job) -> None:
        held = self.registration(job)
        self.registrations.save(held.changed(given_names="Anne"), was=held, actor="delegate", at=self.now)

    def cancel(self, job: Job) -> None:
        held = self.registration(job)
        self.registrations.save(held.moved(Status.CANCELLED), was=held, actor="delegate", at=self.now)

    def fault(self, mode: str, on: str | None = None, times: int | None = None, code: int = 3000) -> None:
        self.sandbox.faults.set(Fault(mode, on=on, times=times, code=code))

    def registrants(self) -> list[str]:
        return sorted(entry.email for entry in self.sandbox.meetings[MEETING].registrants.values())

    def statuses(self, jobs: list[Job]) -> set[Status]:
        return {self.registration(job).status for job in jobs}

    def registration(self, job: Job) -> Registration:
        return self.registrations.get(job.reference)


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


@pytest.mark.parametrize("count", [1, 2, 30, 31])
def test_everybody_gets_one_registrant_and_a_link_and_their_run_goes_on(desk: Desk, count: int) -> None:
    jobs = desk.enrol(count)
    assert desk.work(jobs).again == {}
    assert len(desk.registrants()) == len(set(desk.registrants())) == count
    assert desk.statuses(jobs) == {Status.CONFIRMED}
    assert all(desk.registration(job).join_url.startswith("http") for job in jobs)
    assert desk.runs.answers == {job.token: "CONFIRMED" for job in jobs}


def test_a_message_that_is_delivered_again_adds_nobody(desk: Desk) -> None:
    jobs = desk.enrol(3)
    desk.work(jobs)
    desk.work(jobs)
    assert len(desk.registrants()) == 3


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("mode", ["reply-lost", "slow"])
def test_a_reply_that_never_came_is_looked_for_and_not_asked_for_again(desk: Desk, mode: str, count: int) -> None:
    jobs = desk.enrol(count)
    desk.fault(mode, on="add" if count == 1 else "batch", times=1)
    assert set(desk.work(jobs).again.values()) == {SETTLING_SECONDS}
    assert desk.runs.answers == {}
    desk.now += timedelta(seconds=SETTLING_SECONDS)
    assert desk.work(jobs).again == {}
    assert len(desk.registrants()) == count
    assert desk.statuses(jobs) == {Status.CONFIRMED}


def test_while_one_worker_may_be_at_it_another_leaves_it_alone(desk: Desk) -> None:
    [job] = desk.enrol(1)
    until = desk.now + LEASE
    desk.registrations.claim_zoom(job.reference, at=desk.now, until=until)
    assert list(desk.work([job]).again) == [job.id]
    assert desk.registrants() == []
    desk.now = until
    assert desk.work([job]).again == {}
    assert len(desk.registrants()) == 1


def test_a_worker_that_died_after_zoom_had_answered_leaves_one_registrant(desk: Desk) -> None:
    jobs = desk.enrol(1)
    desk.work(jobs)
    confirmed = desk.registration(jobs[0])
    # As if the worker had been killed before its last write: the table still says PROVISIONING.
    stuck = a_registration(reference="PS26-ZZZZZZ", email=confirmed.email, status=Status.PROVISIONING)
    desk.registrations.add(stuck)
    desk.work([job(stuck.reference)])
    assert desk.registrants() == [confirmed.email]
    assert desk.registrations.get(stuck.reference).registrant_id == confirmed.registrant_id


def test_a_registrant_whom_somebody_added_by_hand_is_approved_and_adopted(desk: Desk) -> None:
    [job] = desk.enrol(1)
    answer = httpx.Client(transport=httpx.WSGITransport(create_app(desk.sandbox)))
    token = answer.post(
        "http://127.0.0.1:8001/oauth/token",
        data={"grant_type": "account_credentials", "account_id": "sandbox-account"},
        auth=("sandbox-client", "sandbox-secret"),
    ).json()["access_token"]
    answer.post(
        f"http://127.0.0.1:8001/v2/meetings/{MEETING}/registrants",
        json={"email": "D0@Aruvia.example", "first_name": "D", "last_name": "0"},
        headers={"Authorization": f"Bearer {token}"},
    ).raise_for_status()
    desk.work([job])
    assert len(desk.registrants()) == 1
    assert [entry.status for entry in desk.sandbox.meetings[MEETING].registrants.values()] == ["approved"]
    assert desk.statuses([job]) == {Status.CONFIRMED}


@pytest.mark.parametrize("habit", ["refuse", "skip"])
def test_one_bad_address_in_a_batch_costs_the_others_nothing(desk: Desk, habit: str) -> None:
    jobs = desk.enrol(5)
    bad = a_registration(reference="PS26-BADBAD", email="bad address@aruvia.example", status=Status.PROVISIONING)
    desk.registrations.add(bad)
    desk.sandbox.bad_address_in_batch = habit  # type: ignore[assignment]
    every = [*jobs, job(bad.reference)]
    if desk.work(every).again:
        desk.now += timedelta(seconds=SETTLING_SECONDS)
        desk.work(every)
    assert len(desk.registrants()) == 5
    assert desk.statuses(jobs) == {Status.CONFIRMED}
    assert desk.runs.answers["token PS26-BADBAD"] == "RegistrantRefusedError"


def test_whom_a_refused_batch_let_in_all_the_same_is_not_added_again(desk: Desk) -> None:
    jobs = desk.enrol(3)
    desk.through(BatchRefusedAfterwards(desk.sandbox))
    desk.work(jobs)
    assert len(desk.registrants()) == 3
    assert desk.statuses(jobs) == {Status.CONFIRMED}


@pytest.mark.parametrize("mode", ["429-second", "429-daily", "429-bare"])
def test_when_zoom_asks_to_wait_the_messages_wait_as_long(desk: Desk, mode: str) -> None:
    jobs = desk.enrol(2)
    desk.fault(mode, on="batch", times=1)
    again = desk.work(jobs).again
    assert sorted(again) == sorted(job.id for job in jobs)
    midnight = (desk.now + timedelta(days=1)).replace(hour=0, minute=0, second=0)
    assert set(again.values()) == ({1.0} if mode == "429-second" else {(midnight - desk.now).total_seconds()})
    desk.now += timedelta(seconds=max(again.values()))
    assert desk.work(jobs).again == {}
    assert desk.statuses(jobs) == {Status.CONFIRMED}


def test_somebody_whom_zoom_takes_no_more_today_does_not_hold_up_the_others(desk: Desk) -> None:
    jobs = desk.enrol(3)
    spent = desk.registration(jobs[1]).email
    for _ in range(3):
        desk.sandbox.limits.add(str(MEETING), spent, desk.now)
    assert list(desk.work(jobs).again) == [jobs[1].id]
    assert spent not in desk.registrants()
    assert desk.statuses([jobs[0], jobs[2]]) == {Status.CONFIRMED}


def test_while_zoom_is_out_of_order_it_is_asked_less_and_less_often(desk: Desk) -> None:
    [job] = desk.enrol(1)
    desk.fault("5xx")
    delays: list[float] = []
    for receives in range(1, 9):
        delays += desk.work([replace(job, receives=receives)]).again.values()
        desk.now += timedelta(seconds=delays[-1])
    assert delays == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_days_wait_that_the_queue_cannot_hold_is_cut_short_and_asked_again(desk: Desk) -> None:
    [job] = desk.enrol(1)
    desk.fault("429-daily", on="add", times=1)
    desk.work([job])
    desk.now += timedelta(hours=12)
    assert desk.work([job]).again == {}
    assert desk.statuses([job]) == {Status.CONFIRMED}


@pytest.mark.parametrize("mode", ["meeting-gone", "registration-off", "scope-missing"])
def test_a_misconfigured_meeting_is_named_to_every_run_and_nobody_is_tried_again(desk: Desk, mode: str) -> None:
    jobs = desk.enrol(3)
    desk.fault(mode)
    assert desk.work(jobs).again == {}
    assert set(desk.runs.answers.values()) == {"MeetingMisconfiguredError"}


def test_when_the_last_seat_is_taken_the_others_are_on_the_waiting_list(desk: Desk) -> None:
    jobs = desk.enrol(3)
    desk.fault("full")
    desk.work(jobs)
    assert desk.statuses(jobs) == {Status.WAITLISTED}
    assert set(desk.runs.answers.values()) == {"MeetingFullError"}
    assert desk.registrations.counts("solidarity") == Seats(taken=0, waiting=3, zoom_full=True)


def test_a_token_that_expired_is_renewed_unseen(desk: Desk) -> None:
    jobs = desk.enrol(1)
    desk.fault("token-expired", times=1)
    desk.work(jobs)
    assert desk.statuses(jobs) == {Status.CONFIRMED}


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PROVISIONING, Status.CONFIRMED}))
def test_nobody_who_is_not_being_given_a_seat_is_added(desk: Desk, status: Status) -> None:
    before = desk.registrations.add(a_registration(status=status))
    desk.work([job(before.reference)])
    assert desk.registrants() == []
    assert desk.registration(job(before.reference)) == before
    assert desk.runs.answers == {"token PS26-7K3M9Q": "TransitionError"}


@pytest.mark.parametrize("status", [Status.PROVISIONING, Status.CONFIRMED])
def test_the_message_of_an_attempt_that_another_has_followed_does_nothing(desk: Desk, status: Status) -> None:
    registration = desk.registrations.add(a_registration(status=status, attempt=2))
    desk.work([job(registration.reference, attempt=1)])
    assert desk.registrants() == []
    assert desk.runs.answers == {"token PS26-7K3M9Q": "TransitionError"}


def test_a_new_attempt_takes_over_the_registrant_that_the_one_before_left(desk: Desk) -> None:
    jobs = desk.enrol(1)
    desk.work(jobs)
    first = desk.registration(jobs[0])
    cancelled = first.moved(Status.CANCELLED)
    desk.registrations.save(cancelled, was=first, actor="delegate", at=desk.now)
    anew = a_registration(reference=first.reference, email=first.email).renewed(cancelled)
    desk.registrations.save(anew, was=cancelled, actor="delegate", at=desk.now)
    verified = anew.moved(Status.VERIFIED)
    desk.registrations.save(verified, was=anew, actor="roll", at=desk.now)
    desk.seat(verified)
    desk.work([job(first.reference, attempt=2)])
    assert desk.registrants() == [first.email]
    assert desk.registration(jobs[0]).registrant_id == first.registrant_id
    assert desk.registrations.by_registrant("solidarity", first.registrant_id) == first.reference


def test_details_that_were_changed_while_zoom_was_asked_are_kept_and_nobody_is_added_twice(desk: Desk) -> None:
    jobs = desk.enrol(1)
    desk.through(SomebodyActsMeanwhile(desk.sandbox, lambda: desk.edit(jobs[0])))
    assert list(desk.work(jobs).again) == [jobs[0].id]
    assert desk.work(jobs).again == {}
    assert desk.registration(jobs[0]).given_names == "Anne"
    assert len(desk.registrants()) == 1
    assert desk.statuses(jobs) == {Status.CONFIRMED}


def test_whoever_cancels_while_zoom_is_asked_is_not_confirmed(desk: Desk) -> None:
    jobs = desk.enrol(1)
    desk.through(SomebodyActsMeanwhile(desk.sandbox, lambda: desk.cancel(jobs[0])))
    assert list(desk.work(jobs).again) == [jobs[0].id]
    assert desk.work(jobs).again == {}
    assert desk.statuses(jobs) == {Status.CANCELLED}
    assert desk.runs.answers == {jobs[0].token: "TransitionError"}


def test_a_registration_that_nobody_knows_ends_its_run_by_name(desk: Desk) -> None:
    desk.work([job("PS26-NOBODY")])
    assert desk.runs.answers == {"token PS26-NOBODY": "UnknownRegistrationError"}


def test_two_events_in_one_batch_go_to_their_own_meetings(desk: Desk) -> None:
    other = 93800000000
    desk.sandbox.make(other, "webinar")
    desk.events.put(an_event(id="other", meeting_id=str(other), meeting_kind="webinar"), None)
    jobs = desk.enrol(2)
    desk.registrations.add(a_registration(reference="OT26-000000", event="other", status=Status.PROVISIONING))
    elsewhere = job("OT26-000000", event="other")
    desk.work([jobs[0], elsewhere, jobs[1]])
    assert len(desk.registrants()) == 2
    assert len(desk.sandbox.meetings[other].registrants) == 1
    assert desk.statuses([*jobs, elsewhere]) == {Status.CONFIRMED}
