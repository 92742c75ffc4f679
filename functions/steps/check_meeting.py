"""State CheckMeeting: would Zoom and the roll let the event be held as its draft says, or as it stands?"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import Event
from functions.domain.publication import Ask
from functions.examining import examine_meeting
from functions.publishing import drafted_event, shares_meeting

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.roll import RollTable
    from functions.adapters.zoom import Zoom


def check_meeting(
    event_id: str,
    ask: Ask,
    run: str,
    *,
    events: "EventTable",
    registrations: "RegistrationTable",
    roll: "RollTable",
    zoom: "Zoom",
    now: datetime,
) -> tuple[int, int]:
    """The version that was checked, and in how many points something must be changed; the events table says which.

    Zoom is not asked about an event that is cancelled or over. Raises `ConflictError` where the draft is no longer that
    of `run`, and the errors of Zoom that time may heal.
    """
    event = drafted_event(events, event_id, run) if ask is Ask.PUBLISH else events.get(event_id)
    problems: list[str] = []
    if not event.cancelled and now < event.ends:
        problems = [
            *_moved(event, events, registrations),
            *_shared(event, events, now),
            *_unknown_organisations(event, roll),
            *examine_meeting(event, zoom),
        ]
    events.save_problems(event_id, problems)
    return event.version, len(problems)


def _moved(event: Event, events: "EventTable", registrations: "RegistrationTable") -> list[str]:
    """Join links lead to one meeting: whoever has one could not come to another."""
    held = events.published(event.id)
    linked = registrations.counts(event.id).taken if held else 0
    if held is None or held.event.meeting_id == event.meeting_id or not linked:
        return []
    return [
        f"{linked} delegates have join links to the {held.event.meeting_kind} {held.event.meeting_id}: keep that "
        "number under “zoom” in the event's file, or cancel this event and publish another."
    ]


def _shared(event: Event, events: "EventTable", now: datetime) -> list[str]:
    other = shares_meeting(event.id, event.meeting_id, events, now)
    if other is None:
        return []
    return [
        f"The event “{other.id}” is held in {other.meeting_kind} {other.meeting_id} too: schedule another one in Zoom, "
        "and put its number into the event."
    ]


def _unknown_organisations(event: Event, roll: "RollTable") -> list[str]:
    """An id with a slip in it would let in whom it was to keep out."""
    named = {"excluded": event.rules.excluded, "always_review": event.rules.always_review}
    return [
        f"The event's file names “{organisation}” under {where}, and no organisation on the roll has that id: correct "
        "it in the file, or import the roll that has it."
        for where, ids in named.items()
        for organisation in sorted(ids)
        if roll.organisation(organisation) is None
    ]


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    version, problems = check_meeting(
        event["event"],
        Ask(event["act"]),
        event["run"],
        events=wiring.events(),
        registrations=wiring.registrations(),
        roll=wiring.roll(),
        zoom=wiring.zoom(),
        now=clock.now(),
    )
    wiring.logger().info("meeting checked", event_id=event["event"], version=version, problems=problems)
    return {"version": version, "problems": problems}
