"""Single checks from the queue: each is made to agree with Zoom by one worker at a time. Zoom is the sandbox."""

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.zoom import Meeting, Person, Zoom, ZoomCredentials
from functions.checking import Checking
from functions.domain.events import MeetingKind
from functions.domain.registration import Reason, Status
from functions.zoom_jobs import SETTLING_SECONDS, Job, Leases, Report, Work, ZoomWork
from local.zoom import registrants as rules
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


class Desk:
    """Confirmed delegates with their registrants, and the worker that compares."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.now = STARTS - timedelta(days=30)
        self.sandbox = Sandbox(clock=lambda: self.now, sleep=times_out, run=lambda job: job())
        self.registrations = RegistrationTable(client, TABLE)
        events = EventTable(client, TABLE)
        events.put(an_event(meeting_id=MEETING.id), None)
        self.zoom = Zoom(
            httpx.Client(transport=httpx.WSGITransport(create_app(self.sandbox))),
            api_url="http://127.0.0.1:8001/v2",
            token_url="http://127.0.0.1:8001/oauth/token",
            credentials=ZoomCredentials("sandbox-account", "sandbox-client", "sandbox-secret"),
            now=lambda: self.now,
        )
        # No run waits for a check: whoever answered one would fail here.
        leases = Leases(self.registrations, cast("Runs", None))
        self.checking = Checking(self.registrations, events, self.zoom, leases)

    def delegate(self, number: int) -> Job:
        reference, email = f"PS26-{number:06d}", f"d{number}@aruvia.example"
        added = self.zoom.add(MEETING, Person(email, "D", str(number)))
        self.registrations.add(
            a_registration(
                reference=reference,
                email=email,
                status=Status.CONFIRMED,
                registrant_id=added.id,
                join_url=added.join_url,
            )
        )
        return Job(f"message {reference}", ZoomWork.CHECK, reference, "solidarity", 1)

    def gone(self, job: Job) -> Job:
        """The host takes this delegate out inside Zoom."""
        meeting = self.sandbox.meetings[int(MEETING.id)]
        chosen = meeting.registrants[self.registrations.get(job.reference).registrant_id]
        rules.move(self.sandbox, meeting, chosen, "cancelled")
        return job

    def work(self, *jobs: Job) -> Report:
        report = Report()
        self.checking.work(jobs, Work(report, self.now, self.now + LEASE))
        return report

    def statuses(self, *jobs: Job) -> list[Status]:
        return [self.registrations.get(job.reference).status for job in jobs]

    def fault(self, mode: str, on: str) -> None:
        self.sandbox.faults.set(Fault(mode, on=on))


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


def test_whoever_is_gone_from_zoom_is_cancelled_and_the_others_stay(desk: Desk) -> None:
    gone, stays = desk.gone(desk.delegate(1)), desk.delegate(2)
    assert desk.work(gone, stays).again == {}
    assert desk.statuses(gone, stays) == [Status.CANCELLED, Status.CONFIRMED]
    assert desk.registrations.get(gone.reference).reason is Reason.BY_ZOOM_HOST


def test_a_check_that_is_delivered_again_changes_nothing_more(desk: Desk) -> None:
    gone = desk.gone(desk.delegate(1))
    desk.work(gone)
    before = desk.registrations.get(gone.reference)
    assert desk.work(gone).again == {}
    assert desk.registrations.get(gone.reference) == before


def test_nobody_is_checked_while_somebody_else_works_on_them_at_zoom(desk: Desk) -> None:
    gone = desk.gone(desk.delegate(1))
    desk.registrations.claim_zoom(gone.reference, at=desk.now, until=desk.now + LEASE)
    assert list(desk.work(gone).again) == [gone.id]
    assert desk.statuses(gone) == [Status.CONFIRMED]
    desk.now += LEASE
    assert desk.work(gone).again == {}
    assert desk.statuses(gone) == [Status.CANCELLED]


def test_where_zoom_shows_no_list_nobody_is_cancelled_and_all_are_asked_about_again(desk: Desk) -> None:
    jobs = [desk.gone(desk.delegate(number)) for number in (1, 2)]
    desk.fault("5xx", on="list")
    report = desk.work(*jobs)
    assert report.again == dict.fromkeys((job.id for job in jobs), SETTLING_SECONDS)
    desk.sandbox.faults.clear()
    assert len(desk.work(*jobs).again) == 2, "what may still be under way is left alone for a while"
    desk.now += timedelta(seconds=SETTLING_SECONDS)
    assert desk.work(*jobs).again == {}
    assert desk.statuses(*jobs) == [Status.CANCELLED, Status.CANCELLED]


def test_a_meeting_that_is_gone_is_left_to_the_daily_pass(desk: Desk) -> None:
    gone = desk.gone(desk.delegate(1))
    desk.fault("meeting-gone", on="list")
    assert desk.work(gone).again == {}
    assert desk.statuses(gone) == [Status.CONFIRMED]


def test_one_that_changes_at_this_moment_is_looked_at_again_and_the_others_are_done(desk: Desk) -> None:
    changes, gone = desk.delegate(1), desk.gone(desk.delegate(2))
    meeting = desk.sandbox.meetings[int(MEETING.id)]
    ours = desk.registrations.get(changes.reference)
    other = desk.zoom.add(MEETING, Person("other@aruvia.example", "O", "T"))
    meeting.registrants[other.id].email = ours.email
    desk.gone(changes)
    adopt = desk.registrations.save

    def save(*args: object, **more: object) -> None:
        """The delegate corrects a name between our reading and our writing."""
        desk.registrations.save = adopt  # type: ignore[method-assign]
        adopt(ours.changed(given_names="Zoë"), was=ours, actor="delegate", at=desk.now)
        adopt(*args, **more)  # type: ignore[arg-type]

    desk.registrations.save = save  # type: ignore[method-assign]
    assert list(desk.work(changes, gone).again) == [changes.id]
    assert desk.statuses(changes, gone) == [Status.CONFIRMED, Status.CANCELLED]
    assert desk.work(changes).again == {}
    held = desk.registrations.get(changes.reference)
    assert (held.given_names, held.registrant_id) == ("Zoë", other.id)
