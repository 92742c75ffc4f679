"""Publishing an event, and publishing it again."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from functions.domain.errors import ConflictError, UnknownEventError
from functions.domain.event_file import EventFile, read_event
from functions.domain.events import Event
from functions.publishing import Publication, publish
from tests.unit.domain.test_event_file import NOW, with_changes


class FakeEvents:
    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.names: dict[str, dict[str, str]] = {}
        self.writes = 0

    def get(self, event_id: str) -> Event:
        if event_id not in self.events:
            raise UnknownEventError("no such event")
        return self.events[event_id]

    def put(self, event: Event, expected_version: int | None) -> None:
        held = self.events.get(event.id)
        if (held.version if held else None) != expected_version:
            raise ConflictError("changed meanwhile")
        self.events[event.id] = event
        self.writes += 1

    def schedules(self, event_id: str) -> dict[str, str]:
        return dict(self.names.get(event_id, {}))

    def save_schedules(self, event_id: str, names: dict[str, str]) -> None:
        self.names[event_id] = dict(names)
        self.writes += 1


class FakeSchedules:
    def __init__(self) -> None:
        self.held: dict[str, tuple[datetime, dict[str, Any]]] = {}
        self.failing: Callable[[], bool] = lambda: False

    def put(self, name: str, at: datetime, payload: Mapping[str, object]) -> None:
        if self.failing():
            raise TimeoutError
        self.held[name] = (at, dict(payload))

    def delete(self, name: str) -> None:
        self.held.pop(name, None)

    @property
    def kinds(self) -> dict[str, datetime]:
        return {payload["kind"]: at for at, payload in self.held.values()}


class World:
    def __init__(self) -> None:
        self.events = FakeEvents()
        self.schedules = FakeSchedules()
        self._numbers = count(1)

    def publish(self, changes: dict[str, Any] | None = None, *, now: datetime = NOW) -> Publication:
        file: EventFile = read_event(with_changes(changes or {}), now)
        return publish(
            file, events=self.events, schedules=self.schedules, random=lambda: f"random-{next(self._numbers)}", now=now
        )


@pytest.fixture
def world() -> World:
    return World()


def test_a_new_event_is_written_and_every_moment_ahead_is_scheduled(world: World) -> None:
    published = world.publish()
    event = world.events.get("solidarity-2026")
    assert published.changed
    assert (event.version, event.salt) == (1, "random-1")
    assert world.schedules.kinds == {
        "reminder-1": event.starts - timedelta(days=7),
        "reminder-2": event.starts - timedelta(days=1),
        "reminder-3": event.starts - timedelta(hours=1),
        "feedback-request": event.ends + timedelta(hours=1),
    }


def test_a_schedule_is_given_ids_only(world: World) -> None:
    world.publish()
    assert all(
        set(payload) == {"event", "kind", "version"} and payload["event"] == "solidarity-2026"
        for _, payload in world.schedules.held.values()
    )
    assert not any("solidarity" in name or "reminder" in name for name in world.schedules.held)


def test_the_same_file_again_changes_nothing(world: World) -> None:
    world.publish()
    before, writes = dict(world.schedules.held), world.events.writes
    again = world.publish(now=NOW + timedelta(days=1))
    assert not again.changed
    assert again.event.version == 1
    assert (world.schedules.held, world.events.writes) == (before, writes)


def test_a_postponed_event_keeps_its_salt_and_its_schedules_move(world: World) -> None:
    world.publish()
    names = set(world.schedules.held)
    later = {"starts": "2026-10-06 15:00", "ends": "2026-10-06 16:30"}
    event = world.publish(later).event
    assert (event.version, event.salt) == (2, "random-1")
    assert set(world.schedules.held) == names
    assert world.schedules.kinds["reminder-3"] == event.starts - timedelta(hours=1)
    assert all(payload["version"] == 2 for _, payload in world.schedules.held.values())


def test_moments_that_are_over_are_not_scheduled(world: World) -> None:
    published = world.publish(now=datetime.fromisoformat("2026-09-28T20:00:00Z"))
    assert set(world.schedules.kinds) == {"reminder-3", "feedback-request"}
    assert [moment.kind for moment in published.past] == ["reminder-1", "reminder-2"]


def test_an_event_brought_forward_drops_the_moments_that_are_now_over(world: World) -> None:
    world.publish()
    earlier = {"starts": "2026-08-03 15:00", "ends": "2026-08-03 16:30", "registration.closes": "2026-08-03 12:00"}
    world.publish(earlier)
    assert set(world.schedules.kinds) == {"reminder-2", "reminder-3", "feedback-request"}
    assert set(world.events.names["solidarity-2026"].values()) == set(world.schedules.held)


def test_a_reminder_that_is_taken_out_is_unscheduled(world: World) -> None:
    world.publish()
    world.publish({"reminders": ["P7D", "PT1H"]})
    assert set(world.schedules.kinds) == {"reminder-1", "reminder-2", "feedback-request"}
    assert world.schedules.kinds["reminder-2"] == world.events.get("solidarity-2026").starts - timedelta(hours=1)


def test_publishing_again_at_the_very_moment_leaves_the_mail_to_be_sent(world: World) -> None:
    published = world.publish()
    at = published.ahead[0].at
    world.publish(now=at + timedelta(seconds=3))
    assert world.schedules.kinds["reminder-1"] == at


@pytest.mark.parametrize("failing_call", [0, 1, 3])
def test_running_again_finishes_what_a_crash_left_undone(world: World, failing_call: int) -> None:
    calls = count()
    world.schedules.failing = lambda: next(calls) == failing_call
    with pytest.raises(TimeoutError):
        world.publish()
    again = world.publish()
    assert not again.changed
    assert len(world.schedules.held) == 4
    assert set(world.events.names["solidarity-2026"].values()) == set(world.schedules.held)


class StaleEvents(FakeEvents):
    """Read before somebody else wrote."""

    def __init__(self, read: Event, since: FakeEvents) -> None:
        super().__init__()
        self.events = since.events
        self._read = read

    def get(self, event_id: str) -> Event:
        return self._read


def test_two_who_publish_at_once_do_not_overwrite_each_other(world: World) -> None:
    read = world.publish().event
    theirs = world.publish({"place": "Bern"}).event
    world.events = StaleEvents(read, world.events)
    with pytest.raises(ConflictError):
        world.publish({"place": "Zurich"})
    assert world.events.events["solidarity-2026"] == theirs


def test_what_the_unchanged_event_says_is_what_was_published_before(world: World) -> None:
    first = world.publish().event
    assert world.publish(now=NOW + timedelta(hours=1)).event == first
