"""Publishing an event: a draft is written, its run checks it, and only then does it become the event.

Every step may be repeated, and publishing the same file again finishes whatever an interrupted run left undone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from functions.domain.errors import ConflictError, PermanentError
from functions.domain.event_file import EventFile
from functions.domain.events import Event, Moment, Occasion
from functions.domain.publication import Deed, deed

if TYPE_CHECKING:
    from functions.adapters.events import EventTable, Published


class Schedules(Protocol):
    def put(self, name: str, at: datetime, payload: Mapping[str, object]) -> None: ...
    def move(self, name: str, at: datetime, payload: Mapping[str, object]) -> None: ...
    def delete(self, name: str) -> None: ...


class Drafts(Protocol):
    def published(self, event_id: str, /) -> "Published | None": ...
    def save_draft(self, event: Event, run: str, /, *, by: str) -> None: ...


class PublicationRuns(Protocol):
    def publication_of(self, event: Event, /) -> str: ...
    def publish(self, event: Event, name: str, /) -> None: ...


class Meetings(Protocol):
    def of_meeting(self, meeting_id: str, /) -> str | None: ...
    def published(self, event_id: str, /) -> "Published | None": ...


type Wish = Callable[[Event | None], Event]
"""What an event is to be, made from how it stands, None for a new one. It says nothing of versions: those are counted
here."""


class EventCancelledError(PermanentError):
    """The event was cancelled, and its delegates were told so."""


class AnonymityPromisedError(PermanentError):
    """Delegates have been told whether their feedback is anonymous, and some may have given it."""


@dataclass(frozen=True, slots=True)
class Drafted:
    event: Event
    run: str
    """Name of the run that is to publish it."""
    changed: bool
    """False where the event stands exactly so already: its run finishes what was left undone."""


def wish_of(file: EventFile, *, random: Callable[[], str], now: datetime) -> Wish:
    """The event that a file describes. `random` gives an unguessable text: the salt of a new event."""
    return lambda before: file.to_event(version=1, salt=before.salt if before else random(), now=now)


def start_publication(
    event_id: str, wish: Wish, *, events: Drafts, runs: PublicationRuns, by: str, now: datetime
) -> Drafted:
    """Drafts what the event is to become, and starts the run that checks and publishes it. Raises as `draft`.

    `by` is who asks for it, as the audit has it.
    """
    drafted = draft(event_id, wish, events=events, name_run=runs.publication_of, by=by, now=now)
    runs.publish(drafted.event, drafted.run)
    return drafted


def draft(
    event_id: str, wish: Wish, *, events: Drafts, name_run: Callable[[Event], str], by: str, now: datetime
) -> Drafted:
    """Writes down what the event is to become. Raises as `plan`."""
    held = events.published(event_id)
    before = held.event if held else None
    event = plan(wish, before, now)
    drafted = Drafted(event, name_run(event), changed=event != before)
    events.save_draft(event, drafted.run, by=by)
    return drafted


def plan(wish: Wish, before: Event | None, now: datetime) -> Event:
    """What publishing at `now` makes of `before`: one version higher than it is where anything changes.

    Raises `EventCancelledError` where an event is taken up again that was cancelled, and `AnonymityPromisedError` where
    what the feedback form has said is broken.
    """
    event = _counted(wish(before), before, now)
    if before and before.cancelled and not event.cancelled:
        raise EventCancelledError(
            f"{event.id} was cancelled with version {before.version}, and its delegates were told so: it cannot be "
            "taken up again. Publish it as a new event, with another id under “event”."
        )
    if before and before.starts <= now and before.feedback.anonymous != event.feedback.anonymous:
        raise AnonymityPromisedError(
            f"{event.id} has begun, and its feedback form has told delegates whether their answers are anonymous: put "
            "“anonymous” under “feedback” back to what it was."
        )
    return event


def _counted(wanted: Event, before: Event | None, now: datetime) -> Event:
    if before is None:
        return replace(wanted, version=1, moved_in=1, published_at=now)
    again = replace(wanted, version=before.version, moved_in=before.moved_in, published_at=before.published_at)
    if again == before:
        return before
    moved = (again.starts, again.ends) != (before.starts, before.ends)
    following = before.version + 1
    return replace(again, version=following, moved_in=following if moved else before.moved_in, published_at=now)


def publish(
    event_id: str,
    run: str,
    *,
    events: "EventTable",
    schedules: Schedules,
    random: Callable[[], str],
    now: datetime,
) -> tuple[Deed, Event]:
    """Makes the event what the draft of `run` says, and then schedules each of its moments that lie ahead.

    `random` gives new names for schedules: letters, digits, `-` and `_`. Raises `ConflictError` where somebody else
    drafted or published the event since the draft was written.
    """
    event = drafted_event(events, event_id, run)
    held = events.published(event_id)
    before = held.event if held else None
    did = deed(event, before, held.unfinished if held else None, now)
    known = dict(held.schedules) if held else {}
    names: dict[str, str] = known | {
        moment.kind.value: random() for moment in _ahead(event, now) if moment.kind.value not in known
    }
    if event != before:
        # The names go in with the event, before they are used: no schedule can exist that the table does not know.
        events.put(event, event.version - 1 or None, schedules=names, unfinished=did)
    elif names != known:
        events.save_schedules(event_id, names)
    _schedule(event, known, names, events, schedules, now)
    return did, event


def drafted_event(events: "EventTable", event_id: str, run: str) -> Event:
    """Raises `ConflictError` where the draft is no longer that of `run`."""
    drafted = events.draft(event_id)
    if drafted.run != run:
        raise ConflictError(f"{event_id} was drafted again since {run} began")
    return drafted.event


def shares_meeting(event_id: str, meeting_id: str, events: Meetings, now: datetime) -> "Event | None":
    """Another event that is to be held in this meeting of Zoom's: whoever left one would be taken out of both."""
    other = events.of_meeting(meeting_id)
    held = events.published(other) if other and other != event_id else None
    return held.event if held and not held.event.cancelled and now < held.event.ends else None


def _ahead(event: Event, now: datetime) -> list[Moment]:
    return [moment for moment in event.moments() if moment.at > now]


def _schedule(
    event: Event,
    known: Mapping[str, str],
    names: dict[str, str],
    events: "EventTable",
    schedules: Schedules,
    now: datetime,
) -> None:
    """One call for each moment that lies ahead, and one for each schedule that has no moment any more."""
    for moment in _ahead(event, now):
        name = names[moment.kind.value]
        write = schedules.move if moment.kind.value in known else schedules.put
        write(name, moment.at, _payload(event, moment.kind))
    # A moment that has passed since the event was published may be about to act: its schedule is left to it.
    stale = names.keys() - {moment.kind.value for moment in event.moments() if moment.at > event.published_at}
    for kind in stale:
        schedules.delete(names[kind])
    if stale:
        events.save_schedules(event.id, {kind: name for kind, name in names.items() if kind not in stale})


def _payload(event: Event, kind: Occasion) -> dict[str, object]:
    """What a moment's workflow is started with, outreach or closeout: ids only."""
    return {"event": event.id, "kind": kind.value, "version": event.version}
