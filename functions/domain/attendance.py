"""Who was there, and for how long: stays of one person, merged whatever number of devices they came with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Source(StrEnum):
    """Who told us."""

    WEBHOOKS = "webhooks"
    REPORT = "report"
    """Zoom's report of the meeting's participants."""
    SECRETARIAT = "secretariat"
    """An officer assigned a participant whom nobody had recognised."""


@dataclass(frozen=True, slots=True, order=True)
class Stay:
    joined: datetime
    left: datetime

    @property
    def length(self) -> timedelta:
        return self.left - self.joined


@dataclass(frozen=True, slots=True)
class Attendance:
    """One delegate's: the stays are in order and do not overlap."""

    reference: str
    stays: tuple[Stay, ...]
    source: Source

    @property
    def present(self) -> timedelta:
        return together(self.stays)

    @property
    def minutes(self) -> int:
        return whole_minutes(self.stays)


def merged(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """The same time, in stays that do not overlap: of two devices at once, the time counts once."""
    joined: list[Stay] = []
    for stay in sorted(stays):
        if joined and stay.joined <= joined[-1].left:
            joined[-1] = Stay(joined[-1].joined, max(joined[-1].left, stay.left))
        else:
            joined.append(stay)
    return tuple(joined)


def together(stays: Iterable[Stay]) -> timedelta:
    """The time of stays that do not overlap."""
    return sum((stay.length for stay in stays), timedelta())


def whole_minutes(stays: Iterable[Stay]) -> int:
    """The same in minutes; a begun one counts."""
    return -(-together(stays) // timedelta(minutes=1))
