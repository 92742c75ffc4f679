"""What Zoom tells of who was in a meeting: in whole by its report, and piece by piece by its webhooks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from functions.domain.attendance import Stay, merged
from functions.domain.events import Event

EARLY = timedelta(hours=2)
"""Whoever was in the meeting longer before its start was at a rehearsal, and not at the event."""


class Presence(StrEnum):
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Participant:
    """Who it was, as far as Zoom says: any of it may be empty, and a name may change during the meeting."""

    registrant: str = ""
    email: str = ""
    """In lower case."""
    name: str = ""
    reference: str = ""
    """Of the registration, where it was known at once."""

    @property
    def identity(self) -> str:
        """The same for the same person, however they call themselves: what is surest of what is known."""
        known = {"registrant": self.registrant, "email": self.email, "name": self.name}
        return next((f"{what}:{value}" for what, value in known.items() if value), "")


@dataclass(frozen=True, slots=True)
class Participation:
    """One device that was in the meeting once; None where Zoom does not say when it came or went."""

    who: Participant
    joined: datetime | None
    left: datetime | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """That a device came or went, as one webhook tells it."""

    who: Participant
    what: Presence
    at: datetime
    device: str = ""
    """Zoom's id of it; empty where Zoom gives none."""


def paired(sightings: Iterable[Sighting]) -> list[Participation]:
    """Each coming with the going that follows it on the same device. Webhooks may be lost, or come out of order."""
    devices: defaultdict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        devices[_device(sighting)].append(sighting)
    # Who leaves in the second in which they came was there: coming goes first.
    ordered = (sorted(told, key=lambda each: (each.at, each.what is Presence.LEFT)) for told in devices.values())
    return [Participation(told[-1].who, *turn) for told in ordered for turn in _turns(told)]


def stays(participations: Iterable[Participation], event: Event, end: datetime) -> tuple[Stay, ...]:
    """The time of one person at the event, whatever number of devices they came with; none of a rehearsal.

    Who is not known to have come came at the start, and who is not known to have left stayed until `end`.
    """
    opened = event.starts - EARLY
    whole = (_whole(each, event, end) for each in participations)
    return merged(Stay(max(stay.joined, opened), stay.left) for stay in whole if stay.left > opened)


def _device(sighting: Sighting) -> tuple[str, str]:
    """Zoom gives the number of a device anew to somebody else when a meeting is started anew."""
    who = sighting.who
    return who.reference or who.registrant or who.email, sighting.device or who.name


def _turns(told: Iterable[Sighting]) -> Iterator[tuple[datetime | None, datetime | None]]:
    """Coming and going of one device. Between two that came without a going it stayed; so it did before a second that
    went."""
    came: datetime | None = None
    went: datetime | None = None
    for sighting in told:
        if sighting.what is Presence.LEFT:
            yield came or went, sighting.at
            came, went = None, sighting.at
        else:
            if came:
                yield came, sighting.at
            came = sighting.at
    if came:
        yield came, None


def _whole(participation: Participation, event: Event, end: datetime) -> Stay:
    left = participation.left or max(end, participation.joined or end)
    joined = participation.joined or min(event.starts, left)
    return Stay(joined, max(joined, left))
