"""State ListAudience: whom each occasion concerns, page by page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.domain.audiences import statuses
from functions.domain.events import MailKind, Occasion
from functions.domain.registration import ENDS, Status
from functions.steps.list_audience import Outcome, list_audience
from tests.samples import a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ACTIVE = set(Status) - ENDS


class FakeQueue:
    def __init__(self) -> None:
        self.queued: list[tuple[str, str, int]] = []

    def put(self, references: Sequence[str], kind: MailKind | Occasion, event_version: int) -> None:
        self.queued += [(reference, kind.value, event_version) for reference in references]

    @property
    def references(self) -> list[str]:
        return [reference for reference, _, _ in self.queued]


class World:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.events = EventTable(client, TABLE)
        self.events.put(an_event(), None)
        self.registrations = RegistrationTable(client, TABLE, page=2)
        self.mails, self.changes = FakeQueue(), FakeQueue()

    def add(self, *each: Status) -> dict[Status, str]:
        """One registration in each of these statuses, by the last of each."""
        made = {}
        for number, status in enumerate(each):
            reference = f"PS26-{number:06d}"
            self.registrations.add(a_registration(reference=reference, email=f"{number}@x.example", status=status))
            made[status] = reference
        return made

    def page(self, occasion: Occasion, cursor: str = "", version: int = 1) -> tuple[Outcome, int, str]:
        return list_audience(
            "solidarity",
            occasion,
            version,
            cursor,
            events=self.events,
            registrations=self.registrations,
            mails=self.mails,
            changes=self.changes,
        )

    def list(self, occasion: Occasion) -> int:
        """Every page; how many were queued."""
        outcome, total, cursor = self.page(occasion)
        while outcome is Outcome.MORE:
            outcome, queued, cursor = self.page(occasion, cursor)
            total += queued
        return total


@pytest.fixture
def world(dynamodb: "DynamoDBClient") -> World:
    return World(dynamodb)


@pytest.mark.parametrize(
    ("occasion", "concerned"),
    [
        (Occasion.REMINDER_2, {Status.CONFIRMED}),
        (Occasion.FEEDBACK_REQUEST, {Status.CONFIRMED, Status.ATTENDED, Status.ABSENT}),
        (Occasion.FEEDBACK_REMINDER, {Status.CONFIRMED, Status.ATTENDED, Status.ABSENT}),
        (Occasion.POSTPONEMENT, ACTIVE),
        (Occasion.DEADLINE, {Status.IN_REVIEW, Status.WAITLISTED}),
        (Occasion.CLOSEOUT, {Status.CONFIRMED, Status.ABSENT}),
        (Occasion.EVENT_CANCELLED, ACTIVE),
        (Occasion.REPAIRED, {Status.IN_REPAIR}),
    ],
)
def test_an_occasion_concerns_these_and_nobody_else(world: World, occasion: Occasion, concerned: set[Status]) -> None:
    made = world.add(*Status)
    world.list(occasion)
    queue, other = (world.mails, world.changes) if occasion.mail else (world.changes, world.mails)
    assert set(queue.references) == {made[status] for status in concerned}
    assert other.queued == []
    assert {(kind, version) for _, kind, version in queue.queued} == {(occasion.value, 1)}


def test_everybody_on_many_pages_is_queued_once_and_counted(world: World) -> None:
    world.add(*[Status.WAITLISTED, Status.CONFIRMED, Status.IN_REVIEW] * 9)
    assert world.list(Occasion.POSTPONEMENT) == 27
    assert len(set(world.mails.references)) == len(world.mails.queued) == 27


def test_who_is_confirmed_while_the_pages_are_listed_is_not_missed(world: World) -> None:
    waiting = world.add(Status.IN_REVIEW, Status.VERIFIED)[Status.VERIFIED]
    outcome, _, cursor = world.page(Occasion.POSTPONEMENT)
    for status in (Status.PROVISIONING, Status.CONFIRMED):
        was = world.registrations.get(waiting)
        world.registrations.save(was.moved(status), was=was, actor="test", at=was.submitted_at)
    while outcome is Outcome.MORE:
        outcome, _, cursor = world.page(Occasion.POSTPONEMENT, cursor)
    assert waiting in world.mails.references


@pytest.mark.parametrize("occasion", [Occasion.POSTPONEMENT, Occasion.EVENT_CANCELLED])
def test_statuses_are_listed_in_the_order_of_the_road(occasion: Occasion) -> None:
    order = statuses(occasion)
    assert [order.index(status) for status in Status if status in ACTIVE] == sorted(
        order.index(status) for status in ACTIVE
    )


@pytest.mark.parametrize("occasion", [Occasion.FEEDBACK_REQUEST, Occasion.FEEDBACK_REMINDER])
def test_who_is_asked_for_feedback_is_not_missed_while_it_is_settled_who_was_there(occasion: Occasion) -> None:
    assert statuses(occasion) == (Status.CONFIRMED, Status.ABSENT, Status.ATTENDED)


def test_nobody_at_all_is_one_empty_page(world: World) -> None:
    assert world.page(Occasion.EVENT_CANCELLED) == (Outcome.DONE, 0, "")


@pytest.mark.parametrize("occasion", [Occasion.REMINDER_1, Occasion.DEADLINE, Occasion.POSTPONEMENT])
def test_a_moment_of_an_older_version_of_the_event_does_nothing(world: World, occasion: Occasion) -> None:
    world.add(*Status)
    event = an_event()
    world.events.put(an_event(version=2, starts=event.starts + timedelta(days=7)), 1)
    assert world.page(occasion) == (Outcome.OUTDATED, 0, "")
    assert world.mails.queued == world.changes.queued == []
