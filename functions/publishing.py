"""Publishing an event: the event is written first, then a schedule for each of its moments that still lies ahead.

Publishing the same file again finishes whatever an interrupted publication left undone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from functions.domain.errors import UnknownEventError
from functions.domain.event_file import EventFile
from functions.domain.events import Event, MailKind, Moment


class Events(Protocol):
    def get(self, event_id: str) -> Event: ...
    def put(self, event: Event, expected_version: int | None) -> None: ...
    def schedules(self, event_id: str) -> dict[str, str]: ...
    def save_schedules(self, event_id: str, names: dict[str, str]) -> None: ...


class Schedules(Protocol):
    def put(self, name: str, at: datetime, payload: Mapping[str, object]) -> None: ...
    def delete(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Publication:
    event: Event
    changed: bool
    """False where the event stood exactly so already."""
    ahead: list[Moment]
    past: list[Moment]
    """Moments that are over: nothing is sent at them."""


def publish(
    file: EventFile, *, events: Events, schedules: Schedules, random: Callable[[], str], now: datetime
) -> Publication:
    """Makes the event what the file says, one version higher where that changes anything.

    `random` gives a new unguessable text of letters, digits, `-` and `_`: the salt of a new event, names of schedules.
    Raises `ConflictError` where somebody else published the event meanwhile.
    """
    before = _before(events, file.event)
    event = _next(file, before, random, now)
    if event != before:
        events.put(event, before.version if before else None)
    ahead = [moment for moment in event.moments() if moment.at > now]
    past = [moment for moment in event.moments() if moment.at <= now]
    # Unchanged, a moment that has just passed may be about to act: its schedule is left to it.
    left = [] if event != before else past
    _schedule(event, ahead, {moment.kind for moment in left}, events, schedules, random)
    return Publication(event, changed=event != before, ahead=ahead, past=past)


def _before(events: Events, event_id: str) -> Event | None:
    try:
        return events.get(event_id)
    except UnknownEventError:
        return None


def _next(file: EventFile, before: Event | None, random: Callable[[], str], now: datetime) -> Event:
    if before is None:
        return file.to_event(version=1, salt=random(), now=now)
    again = file.to_event(version=before.version, salt=before.salt, now=now)
    if replace(again, published_at=before.published_at) == before:
        return before
    return replace(again, version=before.version + 1)


def _schedule(
    event: Event,
    ahead: list[Moment],
    left: set[MailKind],
    events: Events,
    schedules: Schedules,
    random: Callable[[], str],
) -> None:
    """Names are saved before they are used, so that no schedule can exist that the events table does not know."""
    held = events.schedules(event.id)
    names: dict[str, str] = {moment.kind.value: held.get(moment.kind) or random() for moment in ahead}
    if held | names != held:
        events.save_schedules(event.id, held | names)
    for moment in ahead:
        schedules.put(names[moment.kind], moment.at, _outreach(event, moment.kind))
    stale = held.keys() - names.keys() - left
    for kind in stale:
        schedules.delete(held[kind])
    if stale:
        events.save_schedules(event.id, {kind: name for kind, name in (held | names).items() if kind not in stale})


def _outreach(event: Event, kind: MailKind) -> dict[str, object]:
    """What the outreach workflow is started with: ids only."""
    return {"event": event.id, "kind": kind.value, "version": event.version}
