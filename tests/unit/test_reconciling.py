"""Zoom's list and ours agree again, whatever somebody did inside Zoom. Zoom is the sandbox, in process."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.adapters.zoom import Meeting, Person, Zoom, ZoomCredentials
from functions.alerting import Alert
from functions.domain.events import Event
from functions.domain.registration import Reason, Registration, Status, reference_for
from functions.drift import Drift
from functions.reconciling import Checked, check_registration, reconcile
from local.zoom import registrants as rules
from local.zoom.app import create_app
from local.zoom.faults import Fault, times_out
from local.zoom.sandbox import Sandbox
from tests.samples import STARTS, a_registration, an_event, an_organisation
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

EVENT = an_event()
MEETING = Meeting(EVENT.meeting_id, EVENT.meeting_kind)


class Queue:
    def __init__(self) -> None:
        self.checks: list[str] = []

    def check(self, reference: str, event: str, attempt: int) -> None:
        self.checks.append(reference)


class Secretariat:
    def __init__(self) -> None:
        self.told: dict[Alert, Sequence[str]] = {}

    def tell(self, event: Event, alert: Alert, now: object, details: Sequence[str] = ()) -> bool:
        self.told[alert] = details
        return True

    def clear(self, event_id: str, alert: Alert) -> None:
        self.told.pop(alert, None)


class World:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.now = STARTS - timedelta(days=10)
        self.sandbox = Sandbox(
            clock=lambda: self.now, sleep=times_out, plan="unlimited", duplicates=True, run=lambda job: job()
        )
        self.zoom = Zoom(
            httpx.Client(transport=httpx.WSGITransport(create_app(self.sandbox))),
            api_url="http://127.0.0.1:8001/v2",
            token_url="http://127.0.0.1:8001/oauth/token",
            credentials=ZoomCredentials("sandbox-account", "sandbox-client", "sandbox-secret"),
            now=lambda: self.now,
        )
        self.registrations = RegistrationTable(client, TABLE)
        self.roll = RollTable(client, TABLE)
        self.queue, self.secretariat = Queue(), Secretariat()

    def enrol(self, email: str = "anna@aruvia.example", status: Status = Status.CONFIRMED, **more: Any) -> Registration:
        """A registration, with its registrant in Zoom where it is confirmed."""
        reference = reference_for(EVENT.code, EVENT.salt, email)
        details: dict[str, Any] = {"reference": reference, "email": email, "status": status} | more
        if status is Status.CONFIRMED:
            added = self.zoom.add(MEETING, Person(email, "A", "B"))
            details |= {"registrant_id": added.id, "join_url": added.join_url}
        return self.registrations.add(a_registration(**details))

    def in_zoom(self, registration: Registration, status: str) -> None:
        """Somebody does this to the registrant inside Zoom."""
        meeting = self.sandbox.meetings[int(MEETING.id)]
        rules.move(self.sandbox, meeting, meeting.registrants[registration.registrant_id], status)

    def let_in(self, email: str) -> list[str]:
        """Ids of those whom Zoom lets in under an address."""
        return [registrant.id for registrant in self.sandbox.meetings[int(MEETING.id)].active(email)]

    def check(self, registration: Registration, event: Event = EVENT) -> Checked:
        return check_registration(
            self.registrations.get(registration.reference),
            event,
            zoom=self.zoom,
            registrations=self.registrations,
            now=self.now,
        )

    def reconcile(self, event: Event = EVENT) -> Drift:
        return reconcile(
            event,
            zoom=self.zoom,
            registrations=self.registrations,
            roll=self.roll,
            queue=self.queue,
            alerting=self.secretariat,
            now=self.now,
        )


@pytest.fixture
def world(dynamodb: "DynamoDBClient") -> World:
    return World(dynamodb)


def test_a_confirmed_delegate_whom_zoom_lets_in_stays_as_they_are(world: World) -> None:
    anna = world.enrol()
    assert world.check(anna) is Checked.AGREED
    assert world.registrations.get(anna.reference) == anna


@pytest.mark.parametrize("done", ["cancelled", "denied"])
def test_whoever_is_cancelled_or_denied_inside_zoom_is_cancelled_here(world: World, done: str) -> None:
    anna = world.enrol()
    world.in_zoom(anna, done)
    assert world.check(anna) is Checked.CANCELLED
    held = world.registrations.get(anna.reference)
    assert (held.status, held.reason) == (Status.CANCELLED, Reason.BY_ZOOM_HOST)
    assert [entry.actor for entry in world.registrations.audit(anna.reference)] == ["zoom"]


def test_after_the_event_nobody_is_cancelled_for_what_zoom_forgot(world: World) -> None:
    anna = world.enrol()
    world.in_zoom(anna, "cancelled")
    world.now = EVENT.ends
    assert world.check(anna) is Checked.AGREED
    assert world.registrations.get(anna.reference).status is Status.CONFIRMED


def test_another_registrant_of_the_address_is_taken_on_with_its_link(world: World) -> None:
    anna = world.enrol()
    other = world.zoom.add(MEETING, Person(anna.email, "A", "B"))
    world.in_zoom(anna, "cancelled")
    assert world.check(anna) is Checked.ADOPTED
    held = world.registrations.get(anna.reference)
    assert (held.status, held.registrant_id, held.join_url) == (Status.CONFIRMED, other.id, other.join_url)
    assert world.registrations.by_registrant(EVENT.id, other.id) == anna.reference
    assert world.check(anna) is Checked.AGREED


def test_of_two_registrants_the_one_that_the_delegate_was_mailed_is_kept(world: World) -> None:
    anna = world.enrol()
    world.zoom.add(MEETING, Person(anna.email, "A", "B"))
    assert world.check(anna) is Checked.WITHDRAWN
    assert world.let_in(anna.email) == [anna.registrant_id]


def test_a_registrant_whom_nobody_let_in_does_not_undo_the_hosts_denial(world: World) -> None:
    anna = world.enrol()
    world.in_zoom(anna, "denied")
    second = world.zoom.add(MEETING, Person(anna.email, "A", "B"))
    meeting = world.sandbox.meetings[int(MEETING.id)]
    rules.move(world.sandbox, meeting, meeting.registrants[second.id], "pending")
    assert world.check(anna) is Checked.CANCELLED


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CONFIRMED}))
def test_only_those_who_are_entitled_keep_a_registrant(world: World, status: Status) -> None:
    anna = world.enrol(status=status)
    for _ in range(2):
        world.zoom.add(MEETING, Person(anna.email, "A", "B"))
    entitled = status in {Status.PROVISIONING, Status.IN_REPAIR, Status.ATTENDED, Status.ABSENT}
    assert world.check(anna) is (Checked.AGREED if entitled else Checked.WITHDRAWN)
    assert len(world.let_in(anna.email)) == (2 if entitled else 0)


def test_an_erased_delegates_registrant_goes_by_its_id_and_nobody_elses(world: World) -> None:
    anna, ben = world.enrol(), world.enrol("ben@aruvia.example")
    erased = anna.moved(Status.ERASED, email="")
    world.registrations.save(erased, was=anna, actor="secretariat", at=world.now)
    hidden = world.sandbox.meetings[int(MEETING.id)].registrants[ben.registrant_id]
    hidden.email = ""  # as Zoom shows some
    assert world.check(anna) is Checked.WITHDRAWN
    assert world.let_in("anna@aruvia.example") == []
    assert hidden.status == "approved"


def test_a_pass_over_an_event_that_agrees_asks_for_nothing(world: World) -> None:
    world.enrol()
    world.enrol("ben@aruvia.example", Status.CANCELLED)
    world.enrol("carla@aruvia.example", Status.ABSENT)
    drift = world.reconcile()
    assert (drift.confirmed, drift.cancelled_in_zoom, drift.withdrawn, drift.strangers) == (1, 0, 0, 0)
    assert (world.queue.checks, world.secretariat.told) == ([], {})


def test_a_pass_asks_for_a_check_of_each_that_differs_and_changes_nothing_itself(world: World) -> None:
    gone, twice, fine = world.enrol(), world.enrol("ben@aruvia.example"), world.enrol("carla@aruvia.example")
    out = world.enrol("dora@aruvia.example", Status.CANCELLED)
    world.in_zoom(gone, "cancelled")
    for email in (twice.email, out.email):
        world.zoom.add(MEETING, Person(email, "A", "B"))
    drift = world.reconcile()
    assert (drift.cancelled_in_zoom, drift.withdrawn) == (1, 2)
    assert sorted(world.queue.checks) == sorted([gone.reference, twice.reference, out.reference])
    assert world.registrations.get(gone.reference) == gone
    assert fine.reference not in world.queue.checks
    assert world.secretariat.told == {}


def test_strangers_are_told_of_in_numbers_once_and_never_taken_out(world: World) -> None:
    world.enrol()
    for name in ("panellist", "other"):
        world.zoom.add(MEETING, Person(f"{name}@elsewhere.example", "A", "B"))
    assert world.reconcile().strangers == 2
    (sentence,) = world.secretariat.told[Alert.DRIFT]
    assert "lets in 2" in sentence
    assert "elsewhere" not in sentence
    assert len(world.let_in("panellist@elsewhere.example")) == 1
    rules.move(world.sandbox, *_everybody(world, "@elsewhere.example"))
    assert world.reconcile().strangers == 1


def _everybody(world: World, ending: str) -> tuple[Any, Any, str]:
    meeting = world.sandbox.meetings[int(MEETING.id)]
    return meeting, next(each for each in meeting.registrants.values() if each.email.endswith(ending)), "cancelled"


def test_the_alert_is_taken_back_when_the_last_stranger_has_gone(world: World) -> None:
    world.zoom.add(MEETING, Person("panellist@elsewhere.example", "A", "B"))
    world.reconcile()
    rules.move(world.sandbox, *_everybody(world, "@elsewhere.example"))
    world.reconcile()
    assert Alert.DRIFT not in world.secretariat.told


def test_when_many_are_gone_from_zoom_at_once_a_person_looks_first(world: World) -> None:
    delegates = [world.enrol(f"d{number}@aruvia.example") for number in range(8)]
    for delegate in delegates[:6]:
        world.in_zoom(delegate, "cancelled")
    drift = world.reconcile()
    assert (drift.held_back, drift.cancelled_in_zoom, world.queue.checks) == (True, 6, [])
    assert "6 of 8 confirmed delegates" in world.secretariat.told[Alert.DRIFT][0]


def test_a_seat_that_is_free_goes_to_whoever_has_waited_longest(world: World) -> None:
    parliament = an_organisation("aruvia")
    world.roll.replace([parliament], "v1")
    waiting = world.enrol(status=Status.VERIFIED)
    world.registrations.wait_for_zoom(waiting.moved(Status.WAITLISTED), was=waiting, at=world.now, note="")
    world.registrations.reopen("solidarity")
    assert world.reconcile(an_event(capacity=1)).promoted == 1
    assert world.registrations.get(waiting.reference).status is Status.PROVISIONING


def test_a_meeting_that_was_set_wrongly_is_told_by_the_daily_pass_too(world: World) -> None:
    world.sandbox.make(int(MEETING.id), "meeting", settings={"approval_type": 2})
    assert not world.reconcile().readable
    assert "Required" in world.secretariat.told[Alert.MEETING_NEEDS_REPAIR][0]


@pytest.mark.parametrize(("status", "stands"), [(Status.IN_REPAIR, True), (Status.CONFIRMED, False)])
def test_once_the_meeting_is_in_order_and_nobody_is_in_repair_the_alert_goes(
    status: Status, stands: bool, world: World
) -> None:
    world.secretariat.told[Alert.MEETING_NEEDS_REPAIR] = ["Tick “Required”"]
    world.enrol(status=status)
    world.reconcile()
    assert (Alert.MEETING_NEEDS_REPAIR in world.secretariat.told) is stands


def test_after_the_event_a_meeting_that_zoom_has_forgotten_troubles_nobody(world: World) -> None:
    world.sandbox.faults.set(Fault("meeting-gone"))
    world.now = EVENT.ends
    assert not world.reconcile().readable
    assert world.secretariat.told == {}


def test_of_a_cancelled_event_whoever_is_still_let_in_is_withdrawn_and_nobody_is_told(world: World) -> None:
    left = world.enrol(status=Status.CANCELLED)
    world.zoom.add(MEETING, Person(left.email, "A", "B"))
    world.zoom.add(MEETING, Person("panellist@elsewhere.example", "A", "B"))
    world.sandbox.meetings[int(MEETING.id)].settings["registrants_confirmation_email"] = True
    drift = world.reconcile(an_event(cancelled=True))
    assert world.queue.checks == [left.reference]
    assert (drift.strangers, world.secretariat.told) == (0, {})


def test_a_delegate_of_a_cancelled_event_is_not_said_to_be_cancelled_by_zooms_host(world: World) -> None:
    anna = world.enrol()
    world.in_zoom(anna, "cancelled")
    assert world.reconcile(an_event(cancelled=True)).cancelled_in_zoom == 0
    assert world.queue.checks == []


def test_a_delegate_whose_link_is_being_changed_is_not_taken_for_cancelled_and_the_secretariat_hears_of_it(
    world: World,
) -> None:
    anna = world.enrol(protected=True, zoom_address="protected+1@assembly.example")
    world.in_zoom(anna, "cancelled")
    waits = anna.changed(registrant_id="", join_url="")
    world.registrations.save(waits, was=anna, actor="delegate", at=world.now)
    drift = world.reconcile()
    assert (drift.without_link, drift.cancelled_in_zoom, drift.withdrawn) == (1, 0, 0)
    assert world.queue.checks == [anna.reference]
    assert any("have no link to join" in told for told in world.secretariat.told[Alert.DRIFT])
