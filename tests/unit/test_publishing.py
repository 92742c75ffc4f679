"""Publishing an event, and publishing it again: the draft, what becomes of it, and the schedules."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.events import EventTable
from functions.domain.errors import ConflictError
from functions.domain.event_file import EventFile, read_event
from functions.domain.events import Event, Occasion
from functions.domain.publication import Deed
from functions.publishing import (
    AnonymityPromisedError,
    Drafted,
    EventCancelledError,
    Wish,
    draft,
    publish,
    wish_of,
)
from tests.unit.conftest import TABLE
from tests.unit.domain.test_event_file import NOW, with_changes

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

EVENT = "solidarity-2026"
LATER = {"starts": "2026-10-06 15:00", "ends": "2026-10-06 16:30"}
SEVEN = {*Occasion} - {Occasion.POSTPONEMENT, Occasion.EVENT_CANCELLED, Occasion.REPAIRED, Occasion.RETENTION}


class FakeSchedules:
    """The Scheduler: what it holds, and which calls it was asked for."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[datetime, dict[str, Any]]] = {}
        self.calls: list[str] = []
        self.failing: Callable[[], bool] = lambda: False

    def put(self, name: str, at: datetime, payload: Mapping[str, object]) -> None:
        self._write("put", name, at, payload)

    def move(self, name: str, at: datetime, payload: Mapping[str, object]) -> None:
        self._write("move", name, at, payload)

    def delete(self, name: str) -> None:
        self.calls.append("delete")
        self.held.pop(name, None)

    def _write(self, call: str, name: str, at: datetime, payload: Mapping[str, object]) -> None:
        if self.failing():
            raise TimeoutError
        self.calls.append(call)
        self.held[name] = (at, dict(payload))

    @property
    def kinds(self) -> dict[str, datetime]:
        return {payload["kind"]: at for at, payload in self.held.values()}


class World:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.events = EventTable(client, TABLE)
        self.schedules = FakeSchedules()
        self._numbers = count(1)

    def draft(self, changes: dict[str, Any] | None = None, *, now: datetime = NOW) -> Drafted:
        file: EventFile = read_event(with_changes(changes or {}), now)
        return self.wish(wish_of(file, random=self.random, now=now), now=now)

    def wish(self, wish: Wish, *, now: datetime = NOW) -> Drafted:
        return draft(
            EVENT,
            wish,
            events=self.events,
            name_run=lambda event: f"run-{event.version}-{self.random()}",
            by="operator",
            now=now,
        )

    def run(self, drafted: Drafted, *, now: datetime = NOW) -> Deed:
        """What PublishEvent does in the draft's run."""
        did, _ = publish(EVENT, drafted.run, events=self.events, schedules=self.schedules, random=self.random, now=now)
        return did

    def finish(self) -> None:
        self.events.finish(EVENT, self.event.version)

    def publish(self, changes: dict[str, Any] | None = None, *, now: datetime = NOW) -> Deed:
        """A whole publication."""
        did = self.run(self.draft(changes, now=now), now=now)
        self.finish()
        return did

    def random(self) -> str:
        return f"random-{next(self._numbers)}"

    @property
    def event(self) -> Event:
        return self.events.get(EVENT)


@pytest.fixture
def world(dynamodb: "DynamoDBClient") -> World:
    return World(dynamodb)


def test_a_new_event_is_written_and_its_seven_moments_are_scheduled(world: World) -> None:
    assert world.publish() is Deed.PUBLISH
    event = world.event
    assert (event.version, event.salt) == (1, "random-1")
    assert world.schedules.kinds == {moment.kind: moment.at for moment in event.moments()}
    assert set(world.schedules.kinds) == SEVEN
    assert world.schedules.kinds["reminder-1"] == event.starts - timedelta(days=7)


def test_a_schedule_is_given_ids_only(world: World) -> None:
    world.publish()
    assert all(
        set(payload) == {"event", "kind", "version"} and payload["event"] == EVENT
        for _, payload in world.schedules.held.values()
    )
    assert not any("solidarity" in name or "reminder" in name for name in world.schedules.held)


def test_a_draft_alone_changes_nothing(world: World) -> None:
    world.publish()
    before, held = world.event, dict(world.schedules.held)
    assert world.draft(LATER).event.version == 2
    assert (world.event, world.schedules.held) == (before, held)


def test_the_same_file_again_changes_nothing(world: World) -> None:
    world.publish()
    before, held = world.event, dict(world.schedules.held)
    assert not world.draft(now=NOW + timedelta(days=1)).changed
    assert world.publish(now=NOW + timedelta(days=1)) is Deed.UNCHANGED
    assert (world.event, world.schedules.held) == (before, held)


@pytest.mark.parametrize(
    ("changes", "did"),
    [
        ({"place": "Bern"}, Deed.CHANGE),
        ({"reminders": ["P7D", "PT1H"]}, Deed.CHANGE),
        ({"registration.closes": "2026-09-28 14:00"}, Deed.CHANGE),
        (LATER, Deed.POSTPONE),
        ({"ends": "2026-09-29 17:00"}, Deed.POSTPONE),
        ({"cancelled": "yes"}, Deed.CANCEL),
        (LATER | {"cancelled": "yes"}, Deed.CANCEL),
    ],
)
def test_only_other_times_are_a_postponement(world: World, changes: dict[str, Any], did: Deed) -> None:
    world.publish()
    assert world.publish(changes) is did


def test_a_postponement_is_one_call_for_each_of_the_seven_schedules_and_no_other(world: World) -> None:
    world.publish()
    names = set(world.schedules.held)
    world.schedules.calls.clear()
    world.publish(LATER)
    assert world.schedules.calls == ["move"] * 7
    assert set(world.schedules.held) == names
    assert world.schedules.kinds == {moment.kind: moment.at for moment in world.event.moments()}
    assert all(payload["version"] == 2 for _, payload in world.schedules.held.values())
    assert (world.event.version, world.event.salt) == (2, "random-1")


def test_moments_that_are_over_are_not_scheduled(world: World) -> None:
    world.publish(now=datetime.fromisoformat("2026-09-28T20:00:00Z"))
    assert set(world.schedules.kinds) == SEVEN - {"reminder-1", "reminder-2"}


def test_an_event_of_the_past_schedules_nothing_at_all(world: World) -> None:
    assert world.publish(now=datetime.fromisoformat("2026-12-01T20:00:00Z")) is Deed.PUBLISH
    assert world.schedules.calls == []


def test_an_event_that_is_moved_into_the_past_loses_its_schedules_and_nobody_is_told(world: World) -> None:
    world.publish(now=NOW)
    past = {"starts": "2026-06-01 15:00", "ends": "2026-06-01 16:30"}
    closes = {"registration.opens": "2026-05-01 09:00", "registration.closes": "2026-06-01 14:00"}
    assert world.publish(past | closes) is Deed.CHANGE
    assert world.schedules.held == {}
    assert world.events.schedules(EVENT) == {}


def test_an_event_brought_forward_drops_the_moments_that_are_now_over(world: World) -> None:
    world.publish()
    earlier = {"starts": "2026-08-03 15:00", "ends": "2026-08-03 16:30", "registration.closes": "2026-08-03 12:00"}
    world.publish(earlier)
    assert set(world.schedules.kinds) == SEVEN - {"reminder-1"}
    assert set(world.events.schedules(EVENT).values()) == set(world.schedules.held)


def test_a_moment_that_was_over_is_scheduled_again_when_the_event_moves_back(world: World) -> None:
    world.publish(now=datetime.fromisoformat("2026-09-28T20:00:00Z"))
    later = {"starts": "2026-11-03 15:00", "ends": "2026-11-03 16:30"}
    world.publish(later, now=datetime.fromisoformat("2026-09-28T20:00:00Z"))
    assert set(world.schedules.kinds) == SEVEN


def test_a_reminder_that_is_taken_out_is_unscheduled(world: World) -> None:
    world.publish()
    world.publish({"reminders": ["P7D", "PT1H"]})
    assert set(world.schedules.kinds) == SEVEN - {"reminder-3"}
    assert world.schedules.kinds["reminder-2"] == world.event.starts - timedelta(hours=1)


def test_a_cancelled_event_has_no_schedule_any_more(world: World) -> None:
    world.publish()
    world.publish({"cancelled": "yes"})
    assert (world.schedules.held, world.events.schedules(EVENT)) == ({}, {})


def test_a_cancelled_event_is_not_taken_up_again(world: World) -> None:
    world.publish()
    world.publish({"cancelled": "yes"})
    with pytest.raises(EventCancelledError, match="another id"):
        world.draft()
    assert world.publish({"cancelled": "yes"}) is Deed.UNCHANGED


@pytest.mark.parametrize(("before", "after"), [("yes", "no"), ("no", "yes")])
def test_once_feedback_has_opened_it_stays_anonymous_or_not_as_the_form_has_said(
    world: World, before: str, after: str
) -> None:
    world.publish({"feedback.anonymous": before})
    starts = world.event.starts
    with pytest.raises(AnonymityPromisedError, match="back to what it was"):
        world.draft({"feedback.anonymous": after}, now=starts)
    asked = [{"id": "more", "kind": "text", "label": {"en": "More?"}}]
    world.publish({"feedback.anonymous": before, "feedback.questions": asked}, now=starts)
    assert (world.event.feedback.anonymous, len(world.event.feedback.questions)) == (before == "yes", 1)


def test_until_the_event_begins_its_feedback_may_be_made_anonymous(world: World) -> None:
    world.publish()
    world.publish({"feedback.anonymous": "yes"}, now=world.event.starts - timedelta(minutes=1))
    assert world.event.feedback.anonymous


def test_publishing_again_at_the_very_moment_leaves_the_mail_to_be_sent(world: World) -> None:
    world.publish()
    at = world.event.moments()[0].at
    world.publish(now=at + timedelta(seconds=3))
    assert world.schedules.kinds["reminder-1"] == at


@pytest.mark.parametrize("changes", [{}, LATER, {"cancelled": "yes"}], ids=["new", "postponed", "cancelled"])
@pytest.mark.parametrize("failing_call", [0, 1, 3])
def test_a_run_that_is_repeated_finishes_what_a_crash_left_undone(
    world: World, changes: dict[str, Any], failing_call: int
) -> None:
    if changes:
        world.publish()
    calls = count()
    world.schedules.failing = lambda: next(calls) == failing_call
    drafted = world.draft(changes)
    did = Deed.CANCEL
    if "cancelled" not in changes:
        with pytest.raises(TimeoutError):
            world.run(drafted)
        did = Deed.POSTPONE if changes else Deed.PUBLISH
    assert world.run(drafted) is did
    assert world.schedules.kinds == {moment.kind: moment.at for moment in world.event.moments()}
    assert set(world.events.schedules(EVENT).values()) == set(world.schedules.held)


def test_a_postponement_that_broke_off_is_still_one_when_the_file_is_published_again(world: World) -> None:
    world.publish()
    world.run(world.draft(LATER))  # and its run ends here, before anybody is told
    assert world.publish(LATER) is Deed.POSTPONE
    assert world.publish(LATER) is Deed.UNCHANGED


def test_a_postponement_of_which_not_everybody_was_told_is_not_lost_under_a_small_change(world: World) -> None:
    world.publish()
    world.run(world.draft(LATER))
    assert world.publish({**LATER, "place": "Bern"}) is Deed.POSTPONE
    assert world.publish({**LATER, "place": "Basel"}) is Deed.CHANGE


def test_of_two_drafts_the_later_is_published_and_the_run_of_the_earlier_says_so(world: World) -> None:
    world.publish()
    mine = world.draft({"place": "Zurich"})
    theirs = world.draft({"place": "Bern"})
    with pytest.raises(ConflictError):
        world.run(mine)
    world.run(theirs)
    assert world.event.place == "Bern"


def test_two_who_publish_at_once_do_not_overwrite_each_other(world: World, dynamodb: "DynamoDBClient") -> None:
    world.publish()
    mine = world.draft({"place": "Zurich"})
    world.events.put(theirs := world.draft({"place": "Bern"}).event, 1)
    world.events.save_draft(mine.event, mine.run, by="operator")
    with pytest.raises(ConflictError):
        world.run(mine)
    assert world.event == theirs
