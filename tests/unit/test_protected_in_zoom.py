"""Zoom never hears who a protected delegate is; and whoever is protected later gives the old registrant up for another,
with never more than one that can join. Zoom is the sandbox in process, and every request to it is read."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

from functions.adapters.erasures import ErasureTable
from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.zoom import Zoom, ZoomCredentials
from functions.checking import Checking
from functions.domain.protection import protected_address, protection
from functions.domain.registration import Registration, Status
from functions.provisioning import Provisioning
from functions.withdrawing import Withdrawing
from functions.zoom_jobs import Job, Leases, Report, Work, ZoomWork
from local.zoom import registrants as rules
from local.zoom.app import create_app
from local.zoom.faults import Fault, times_out
from local.zoom.meetings import Registrant
from local.zoom.sandbox import Sandbox
from tests.samples import STARTS, a_protecting_event, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.runs import Runs

MEETING = 93812345678
LEASE = timedelta(seconds=60)
EVENT = a_protecting_event(meeting_id=str(MEETING))
ANNA = a_registration(status=Status.PROVISIONING)
TELLING = (ANNA.email, ANNA.given_names, ANNA.family_names, "Ñandú", "O'Brien", "parliament.aruvia")
RELAYED = "protected+ps26-7k3m9q@assembly.example"


class FakeRuns:
    def succeed(self, token: str, output: object) -> None: ...

    def fail(self, token: str, error: Exception) -> None: ...


class Overheard(httpx.BaseTransport):
    """Everything that is asked of Zoom, and how many could join after each."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox, self._zoom = sandbox, httpx.WSGITransport(create_app(sandbox))
        self.asked: list[str] = []
        self.most = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read().decode()
        self.asked.append(f"{request.method} {request.url} {body.encode().decode('unicode_escape')} {body}")
        answer = self._zoom.handle_request(request)
        self.most = max(self.most, len(self._sandbox.meetings[MEETING].active()))
        return answer


class Desk:
    """All that works on one registration at Zoom."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.now = STARTS - timedelta(days=30)
        self.webhooks: list[str] = []
        self.sandbox = Sandbox(
            clock=lambda: self.now,
            sleep=times_out,
            plan="unlimited",
            duplicates=True,
            webhook_url="http://127.0.0.1:8000/zoom/webhooks",
            webhook_post=self._hear,
            run=lambda job: job(),
        )
        self.sandbox.make(MEETING, "meeting")
        self.line = Overheard(self.sandbox)
        self.registrations, self.events = RegistrationTable(client, TABLE), EventTable(client, TABLE)
        self.events.put(EVENT, None)
        zoom = Zoom(
            httpx.Client(transport=self.line),
            api_url="http://127.0.0.1:8001/v2",
            token_url="http://127.0.0.1:8001/oauth/token",
            credentials=ZoomCredentials("sandbox-account", "sandbox-client", "sandbox-secret"),
            now=lambda: self.now,
        )
        leases = Leases(self.registrations, cast("Runs", FakeRuns()))
        self.works: dict[ZoomWork, Provisioning | Withdrawing | Checking] = {
            ZoomWork.PROVISION: Provisioning(self.registrations, self.events, zoom, leases),
            ZoomWork.WITHDRAW: Withdrawing(self.events, zoom, leases, ErasureTable(client, TABLE)),
            ZoomWork.CHECK: Checking(self.registrations, self.events, zoom, leases),
        }

    def _hear(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self.webhooks.append(body.decode().encode().decode("unicode_escape"))
        return 200, b""

    def anna(self, *, protected: bool) -> None:
        address = protected_address(EVENT, ANNA.reference) if protected else ""
        self.registrations.add(replace(ANNA, protected=protected, zoom_address=address))

    def others(self, count: int) -> list[str]:
        references = [f"PS26-{number:06d}" for number in range(count)]
        for reference in references:
            self.registrations.add(replace(ANNA, reference=reference, email=f"{reference.lower()}@aruvia.example"))
        return references

    def do(self, work: ZoomWork, *references: str) -> Report:
        report = Report()
        jobs = [Job(f"message {each}", work, each, EVENT.id, 1) for each in references or (ANNA.reference,)]
        self.works[work].work(jobs, Work(report, self.now, self.now + LEASE))
        self.now += LEASE
        return report

    def change(self, **changes: Any) -> None:
        held = self.held
        self.registrations.save(held.changed(**changes), was=held, actor="delegate", at=self.now)

    def protect(self, *, wanted: bool = True) -> None:
        self.change(**protection(self.held, EVENT, self.now, wanted=wanted))

    @property
    def held(self) -> Registration:
        return self.registrations.get(ANNA.reference)

    def active(self) -> list[Registrant]:
        return self.sandbox.meetings[MEETING].active()

    def told(self) -> str:
        """All that Zoom was asked, all that it has, and all that it tells."""
        everything = [registrant.as_json() for registrant in self.sandbox.meetings[MEETING].registrants.values()]
        return "\n".join([*self.line.asked, repr(everything), *self.webhooks])

    def fault(self, mode: str, on: str) -> None:
        self.sandbox.faults.set(Fault(mode, on=on, times=1))


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


def says_nothing_of_anna(told: str) -> bool:
    return not any(word in told for word in TELLING)


@pytest.mark.parametrize("others", [0, 3])
def test_zoom_knows_a_protected_delegate_by_alias_and_relay_alone_or_among_many(desk: Desk, others: int) -> None:
    desk.anna(protected=True)
    desk.do(ZoomWork.PROVISION, ANNA.reference, *desk.others(others))
    [anna] = [entry for entry in desk.active() if entry.email == RELAYED]
    assert (anna.first_name, anna.last_name, anna.org) == ("Delegate", "7K3M9Q", "")
    assert len(desk.active()) == 1 + others
    assert (desk.held.status, desk.held.registrant_id) == (Status.CONFIRMED, anna.id)
    assert ANNA.email not in desk.told()


def test_from_the_first_request_to_the_last_nothing_tells_zoom_who_it_is(desk: Desk) -> None:
    desk.anna(protected=True)
    desk.fault("reply-lost", on="add")
    desk.do(ZoomWork.PROVISION)
    desk.do(ZoomWork.PROVISION)
    desk.do(ZoomWork.CHECK)
    held = desk.held
    desk.registrations.save(held.moved(Status.CANCELLED), was=held, actor="delegate", at=desk.now)
    desk.do(ZoomWork.CHECK)
    desk.do(ZoomWork.WITHDRAW)
    assert (desk.active(), desk.line.most) == ([], 1)
    assert len(desk.webhooks) >= 2
    assert says_nothing_of_anna(desk.told())


def test_a_zoom_that_hides_the_address_is_not_told_it_when_a_registrant_is_taken_out(desk: Desk) -> None:
    desk.anna(protected=True)
    desk.do(ZoomWork.PROVISION)
    [registrant] = desk.active()
    registrant.email = ""
    held = desk.held
    desk.registrations.save(held.moved(Status.CANCELLED), was=held, actor="delegate", at=desk.now)
    desk.do(ZoomWork.CHECK)
    assert desk.active() == []
    assert says_nothing_of_anna(desk.told())


@pytest.mark.parametrize("wanted", [True, False])
def test_whoever_is_protected_later_or_no_longer_has_another_link_and_the_old_one_is_dead(
    desk: Desk, wanted: bool
) -> None:
    desk.anna(protected=not wanted)
    desk.do(ZoomWork.PROVISION)
    before = desk.held
    desk.protect(wanted=wanted)
    desk.do(ZoomWork.CHECK)
    [registrant] = desk.active()
    held = desk.held
    assert registrant.email == (RELAYED if wanted else ANNA.email)
    assert (held.status, held.registrant_id, held.join_url) == (Status.CONFIRMED, registrant.id, registrant.link)
    assert held.join_url != before.join_url
    assert desk.line.most == 1, "the old one goes before the other comes"
    assert desk.registrations.audit(ANNA.reference)[-1].note == "another link to join"


@pytest.mark.parametrize(
    ("mode", "on"), [("reply-lost", "status"), ("reply-lost", "add"), ("5xx", "add"), ("5xx", "status")]
)
def test_a_change_that_breaks_off_is_finished_by_the_next_try(desk: Desk, mode: str, on: str) -> None:
    desk.anna(protected=False)
    desk.do(ZoomWork.PROVISION)
    desk.protect()
    desk.fault(mode, on=on)
    assert desk.do(ZoomWork.CHECK).again
    assert desk.held.status is Status.CONFIRMED
    desk.now += timedelta(hours=1)
    assert not desk.do(ZoomWork.CHECK).again
    assert [entry.email for entry in desk.active()] == [RELAYED]
    assert (desk.held.registrant_id, desk.line.most) == (desk.active()[0].id, 1)


def test_a_check_that_comes_again_makes_nobody_a_second_time(desk: Desk) -> None:
    desk.anna(protected=False)
    desk.do(ZoomWork.PROVISION)
    desk.protect()
    desk.do(ZoomWork.CHECK)
    held = desk.held
    desk.do(ZoomWork.CHECK)
    assert (desk.held, desk.line.most) == (held, 1)


def test_whoever_is_protected_while_zoom_is_being_asked_is_not_left_there_by_name(desk: Desk) -> None:
    desk.anna(protected=False)
    desk.fault("reply-lost", on="add")
    assert desk.do(ZoomWork.PROVISION).again
    desk.protect()
    desk.now += timedelta(hours=1)
    desk.do(ZoomWork.PROVISION)
    assert [entry.email for entry in desk.active()] == [RELAYED]
    assert (desk.held.status, desk.line.most) == (Status.CONFIRMED, 1)


def test_whoever_cancels_in_the_midst_of_a_change_leaves_nobody_in_zoom(desk: Desk) -> None:
    desk.anna(protected=False)
    desk.do(ZoomWork.PROVISION)
    desk.protect()
    held = desk.held
    desk.registrations.save(held.moved(Status.CANCELLED), was=held, actor="delegate", at=desk.now)
    desk.do(ZoomWork.CHECK)
    desk.do(ZoomWork.WITHDRAW)
    assert desk.active() == []


def test_the_withdrawal_finds_both_addresses(desk: Desk) -> None:
    desk.anna(protected=True)
    desk.do(ZoomWork.PROVISION)
    details = {"email": ANNA.email, "first_name": "A", "last_name": "B", "auto_approve": True}
    rules.add(desk.sandbox, desk.sandbox.meetings[MEETING], details)
    held = desk.held
    desk.registrations.save(held.moved(Status.CANCELLED), was=held, actor="delegate", at=desk.now)
    desk.do(ZoomWork.WITHDRAW)
    assert desk.active() == []


def test_a_protected_delegate_whom_somebody_registers_by_name_inside_zoom_is_taken_out_under_that_name(
    desk: Desk,
) -> None:
    desk.anna(protected=True)
    desk.do(ZoomWork.PROVISION)
    details = {"email": ANNA.email, "first_name": "A", "last_name": "B", "auto_approve": True}
    rules.add(desk.sandbox, desk.sandbox.meetings[MEETING], details)
    desk.do(ZoomWork.CHECK)
    assert [entry.email for entry in desk.active()] == [RELAYED]


def test_a_protected_delegate_whom_the_host_takes_out_is_cancelled_as_anybody_is(desk: Desk) -> None:
    desk.anna(protected=True)
    desk.do(ZoomWork.PROVISION)
    rules.move(desk.sandbox, desk.sandbox.meetings[MEETING], desk.active()[0], "cancelled")
    desk.do(ZoomWork.CHECK)
    assert desk.held.status is Status.CANCELLED
