"""Every change of status that the table allows, walked on the deployed template; and what it means to everybody."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.roll import RollTable
from functions.domain.registration import ENDS, FORGOTTEN, TRANSITIONS, Reason, Status
from functions.steps.verify_member import verify_member
from local.zoom import registrants as zoom_rules
from tests.integration.invariants import broken_at_any_time, broken_at_rest, cases
from tests.integration.office import ANNA, Office

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
PRIVATE = {"email": "anna@gmail.com"}
OTHERS = [
    {"email": "bea@congreso.calderra.example", "organisation": "parliament-calderra"},
    {"email": "carla@seimas.lindovar.example", "organisation": "parliament-lindovar"},
]

type Edge = tuple[Status, Status]


@dataclass(frozen=True)
class Road:
    walk: Callable[[Office], str]
    """Walks it, and gives the reference of whoever went."""
    mails: tuple[str, ...]
    """The kinds of mail that the delegate has by then, in order."""
    links: int
    """Join links that work."""
    run: str
    """The state in which the registration's run stands or ended."""


def _submitted(office: Office, **typed: str) -> str:
    reference = office.submit(**typed)
    office.settle()
    return reference


def _cancelled(office: Office, reference: str) -> str:
    office.cancel(reference)
    office.cloud.advance(timedelta(minutes=5))
    return reference


def _verified(office: Office) -> str:
    """Verified, and no further: as if the run had not come to its next step."""
    reference = office.submit()
    roll = RollTable(office.client("dynamodb"), office.cloud.outputs["RollTable"])
    now = office.cloud.clock.now()
    assert verify_member(reference, 1, registrations=office.table, events=office.events, roll=roll, now=now)
    return reference


def _waiting(office: Office) -> str:
    office.enlarge(1)
    _submitted(office, **OTHERS[0])
    return _submitted(office)


def _in_repair(office: Office) -> str:
    office.fault("meeting-gone")
    return _submitted(office)


def _stuck(office: Office) -> str:
    """Zoom does not answer, and the run waits for it."""
    office.fault("5xx")
    return _submitted(office)


def _approved(office: Office) -> str:
    reference = _submitted(office, **PRIVATE)
    office.decide(reference, Status.VERIFIED)
    office.settle()
    return reference


def _refused(office: Office) -> str:
    reference = _submitted(office, **PRIVATE)
    office.decide(reference, Status.DECLINED, Reason.NOT_VOUCHED_FOR)
    office.settle()
    return reference


def _promoted(office: Office) -> str:
    reference = _waiting(office)
    first = next(case.reference for case in cases(office) if case.status is Status.CONFIRMED)
    _cancelled(office, first)
    return reference


def _past(office: Office, reference: str, moment: datetime) -> str:
    office.cloud.advance_to(moment + timedelta(minutes=1))
    return reference


def _full_at_zoom(office: Office) -> str:
    office.fault("full", on="add", times=1)
    return _submitted(office)


def _resumed(office: Office) -> str:
    reference = _in_repair(office)
    office.zoom.faults.clear()
    office.resume()
    office.settle()
    return reference


def _seen(office: Office, *, joins: bool) -> str:
    """To the end of an event at which somebody was, and this delegate was or was not."""
    reference, other = _submitted(office), _submitted(office, **OTHERS[0])
    office.cloud.advance_to(office.event.starts + timedelta(minutes=3))
    came = ANNA["email"] if joins else OTHERS[0]["email"]
    [registrant] = [one for one in office.registrants() if one.email == came]
    zoom_rules.join(office.zoom, office.meeting, registrant)
    assert other
    return _past(office, reference, office.event.ends + office.event.feedback_after / 2)


def _recognised(office: Office) -> str:
    """Absent at first: they came under a name and an address that nobody knew, and an officer knows them."""
    reference, other = _submitted(office), _submitted(office, **OTHERS[0])
    office.cloud.advance_to(office.event.starts + timedelta(minutes=3))
    zoom_rules.come_in(office.zoom, office.meeting, "Anna's tablet", "anna@home.example", "")
    assert other
    _past(office, reference, office.event.ends + office.event.feedback_after / 2)
    page = f"/secretariat/events/{office.event.id}/attendance"
    [key] = re.findall(r'name="participant" value="(\w+)"', office.secretariat.get(page).text)
    typed = {"participant": key, f"reference-{key}": reference.lower(), "act": "assign"}
    assert "Do you want to count" in office.secretariat.post(page, form=typed).text
    office.secretariat.post(page, form=typed | {"sure": "yes"})
    office.settle()
    return reference


def _again(office: Office) -> str:
    first = _cancelled(office, _submitted(office))
    assert _submitted(office) == first
    return first


S = Status
ROADS: dict[Edge, Road] = {
    (S.SUBMITTED, S.VERIFIED): Road(_submitted, ("confirmation",), 1, "Confirmed"),
    (S.SUBMITTED, S.IN_REVIEW): Road(lambda o: _submitted(o, **PRIVATE), ("review-notice",), 0, "AwaitDecision"),
    (S.SUBMITTED, S.DECLINED): Road(
        lambda o: _submitted(o, organisation="parliament-drakova", email="anna@assembly.drakova.example"),
        ("decline",),
        0,
        "Declined",
    ),
    (S.SUBMITTED, S.CANCELLED): Road(lambda o: _cancelled(o, o.submit()), ("cancellation",), 0, "Cancelled"),
    (S.IN_REVIEW, S.VERIFIED): Road(_approved, ("review-notice", "confirmation"), 1, "Confirmed"),
    (S.IN_REVIEW, S.DECLINED): Road(_refused, ("review-notice", "decline"), 0, "Declined"),
    (S.IN_REVIEW, S.EXPIRED): Road(
        lambda o: _past(o, _submitted(o, **PRIVATE), o.event.closes), ("review-notice", "expiry"), 0, "Expired"
    ),
    (S.IN_REVIEW, S.CANCELLED): Road(
        lambda o: _cancelled(o, _submitted(o, **PRIVATE)), ("review-notice", "cancellation"), 0, "Cancelled"
    ),
    (S.VERIFIED, S.PROVISIONING): Road(_submitted, ("confirmation",), 1, "Confirmed"),
    (S.VERIFIED, S.WAITLISTED): Road(_waiting, ("waitlist-notice",), 1, "AwaitSeat"),
    (S.VERIFIED, S.CANCELLED): Road(lambda o: _cancelled(o, _verified(o)), ("cancellation",), 0, "Cancelled"),
    (S.WAITLISTED, S.PROVISIONING): Road(_promoted, ("waitlist-notice", "confirmation"), 1, "Confirmed"),
    (S.WAITLISTED, S.EXPIRED): Road(
        lambda o: _past(o, _waiting(o), o.event.closes), ("waitlist-notice", "expiry"), 1, "Expired"
    ),
    (S.WAITLISTED, S.CANCELLED): Road(
        lambda o: _cancelled(o, _waiting(o)), ("waitlist-notice", "cancellation"), 1, "Cancelled"
    ),
    (S.PROVISIONING, S.CONFIRMED): Road(_submitted, ("confirmation",), 1, "Confirmed"),
    (S.PROVISIONING, S.IN_REPAIR): Road(_in_repair, (), 0, "AwaitRepair"),
    (S.PROVISIONING, S.WAITLISTED): Road(_full_at_zoom, ("waitlist-notice",), 0, "AwaitSeat"),
    (S.PROVISIONING, S.CANCELLED): Road(lambda o: _cancelled(o, _stuck(o)), ("cancellation",), 0, "Cancelled"),
    (S.IN_REPAIR, S.PROVISIONING): Road(_resumed, ("confirmation",), 1, "Confirmed"),
    (S.IN_REPAIR, S.CANCELLED): Road(lambda o: _cancelled(o, _in_repair(o)), ("cancellation",), 0, "Cancelled"),
    (S.CONFIRMED, S.ATTENDED): Road(
        lambda o: _seen(o, joins=True), ("confirmation", "reminder-1", "reminder-2", "reminder-3"), 2, "Confirmed"
    ),
    (S.CONFIRMED, S.ABSENT): Road(
        lambda o: _seen(o, joins=False), ("confirmation", "reminder-1", "reminder-2", "reminder-3"), 2, "Confirmed"
    ),
    (S.ABSENT, S.ATTENDED): Road(
        _recognised, ("confirmation", "reminder-1", "reminder-2", "reminder-3"), 2, "Confirmed"
    ),
    (S.CONFIRMED, S.CANCELLED): Road(
        lambda o: _cancelled(o, _submitted(o)), ("confirmation", "cancellation"), 0, "Confirmed"
    ),
    (S.CANCELLED, S.SUBMITTED): Road(_again, ("confirmation", "cancellation", "confirmation"), 1, "Confirmed"),
}


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START, capacity=20) as office:
        yield office


def test_every_edge_of_the_table_has_its_road() -> None:
    """But for erasure, which leads away from every status: see test_forgetting. With the new attempt after an end."""
    edges = {(was, to) for was, tos in TRANSITIONS.items() for to in tos if to not in FORGOTTEN}
    assert ROADS.keys() == {*edges, (Status.CANCELLED, Status.SUBMITTED)}


@pytest.mark.parametrize("edge", ROADS, ids=lambda edge: f"{edge[0]}-{edge[1]}")
def test_a_registration_walks_it_and_everybody_hears(office: Office, edge: Edge) -> None:
    road = ROADS[edge]
    schedules = office.schedules()
    reference = road.walk(office)

    [case] = [case for case in cases(office) if case.reference == reference]
    walked = [(entry["was"], entry["became"]) for entry in case.audit]
    assert edge in walked
    assert all(entry["actor"] and entry["at"] for entry in case.audit)
    assert office.kinds_of_mail(reference) == list(road.mails)
    assert len([one for one in office.registrants() if one.status == "approved"]) == road.links
    assert office.state_of_run(f"{reference}-{case.item['attempt']}") == road.run
    if case.status not in ENDS or case.status is Status.CANCELLED:
        assert office.schedules() == schedules, "schedules are the event's: no registration touches them"
    assert list(broken_at_any_time(office, 20)) == []
    office.zoom.faults.clear()
    office.cloud.take_failures()
    office.cloud.advance(timedelta(minutes=40))
    assert list(broken_at_rest(office)) == []
