"""The steps of the workflows, each on tables in process: they may be repeated, and read the state anew."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.domain.events import MailKind
from functions.domain.membership import Standing
from functions.domain.registration import ENDS, Reason, Status
from functions.steps.list_audience import Outcome, list_audience
from functions.steps.mark_for_repair import mark_for_repair
from functions.steps.verify_member import verify_member
from tests.samples import STARTS, a_registration, an_event, an_organisation
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.mail_queue import MailQueue

NOW = STARTS - timedelta(days=30)
REFERENCE = a_registration().reference


class FakeMailQueue:
    def __init__(self) -> None:
        self.queued: list[tuple[str, MailKind, int]] = []

    def put(self, references: list[str], kind: MailKind, event_version: int) -> None:
        self.queued += [(reference, kind, event_version) for reference in references]


@pytest.fixture
def registrations(dynamodb: "DynamoDBClient") -> RegistrationTable:
    return RegistrationTable(dynamodb, TABLE)


@pytest.fixture
def events(dynamodb: "DynamoDBClient") -> EventTable:
    table = EventTable(dynamodb, TABLE)
    table.put(an_event(), None)
    return table


@pytest.fixture
def roll(dynamodb: "DynamoDBClient") -> RollTable:
    table = RollTable(dynamodb, TABLE)
    suspended = an_organisation("belmar", standing=Standing.MEMBER_SUSPENDED)
    table.replace([an_organisation(), suspended], "1")
    return table


@pytest.mark.parametrize(
    ("organisation", "domain", "status", "reason"),
    [
        ("aruvia", "parliament.aruvia.example", Status.VERIFIED, None),
        ("belmar", "parliament.belmar.example", Status.DECLINED, Reason.ORGANISATION_SUSPENDED),
        ("aruvia", "parliament.belmar.example", Status.IN_REVIEW, Reason.OTHER_ORGANISATION),
        ("nowhere", "parliament.aruvia.example", Status.IN_REVIEW, Reason.ORGANISATION_UNKNOWN),
    ],
)
def test_the_rolls_verdict_is_saved_with_its_reason(
    registrations: RegistrationTable,
    events: EventTable,
    roll: RollTable,
    organisation: str,
    domain: str,
    status: Status,
    reason: Reason | None,
) -> None:
    registrations.add(a_registration(organisation=organisation, email=f"anna@{domain}"))
    assert verify_member(REFERENCE, registrations=registrations, events=events, roll=roll, now=NOW) is status
    saved = registrations.get(REFERENCE)
    assert (saved.status, saved.reason) == (status, reason)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.SUBMITTED}))
def test_a_verdict_that_was_given_is_not_given_again(
    registrations: RegistrationTable, events: EventTable, roll: RollTable, status: Status
) -> None:
    decided = registrations.add(a_registration(status=status, organisation="belmar"))
    assert verify_member(REFERENCE, registrations=registrations, events=events, roll=roll, now=NOW) is status
    assert registrations.get(REFERENCE) == decided


@pytest.mark.parametrize("status", [Status.VERIFIED, Status.PROVISIONING])
def test_what_zoom_did_not_take_is_marked_for_repair_whether_the_queue_was_read_or_not(
    registrations: RegistrationTable, status: Status
) -> None:
    registrations.add(a_registration(status=status))
    mark_for_repair(REFERENCE, "MeetingMisconfiguredError", registrations=registrations, now=NOW)
    assert registrations.get(REFERENCE).status is Status.IN_REPAIR


@pytest.mark.parametrize("status", sorted(ENDS | {Status.CONFIRMED, Status.WAITLISTED, Status.IN_REPAIR}))
def test_a_registration_that_moved_on_meanwhile_is_not_marked(registrations: RegistrationTable, status: Status) -> None:
    stands = registrations.add(a_registration(status=status))
    mark_for_repair(REFERENCE, "States.Timeout", registrations=registrations, now=NOW)
    assert registrations.get(REFERENCE) == stands


def test_only_the_confirmed_are_listed_and_each_is_queued_once(
    registrations: RegistrationTable, events: EventTable
) -> None:
    for number, status in enumerate([Status.CONFIRMED, Status.DECLINED, Status.CONFIRMED, Status.IN_REVIEW]):
        registrations.add(a_registration(reference=f"PS26-{number:06d}", status=status))
    queue, cursor, outcome = FakeMailQueue(), "", Outcome.MORE
    while outcome is Outcome.MORE:
        outcome, _, cursor = list_audience(
            "solidarity",
            MailKind.REMINDER_1,
            1,
            cursor,
            events=events,
            registrations=registrations,
            mail_queue=cast("MailQueue", queue),
        )
    assert sorted(queue.queued) == [
        ("PS26-000000", MailKind.REMINDER_1, 1),
        ("PS26-000002", MailKind.REMINDER_1, 1),
    ]


def test_a_moment_of_an_older_version_of_the_event_writes_to_nobody(
    registrations: RegistrationTable, events: EventTable
) -> None:
    registrations.add(a_registration(status=Status.CONFIRMED))
    events.put(replace(an_event(), version=2), 1)
    queue = cast("MailQueue", FakeMailQueue())
    listed = list_audience(
        "solidarity", MailKind.REMINDER_1, 1, "", events=events, registrations=registrations, mail_queue=queue
    )
    assert listed == (Outcome.OUTDATED, 0, "")
    assert cast(FakeMailQueue, queue).queued == []
