"""Retention: some time after feedback on an event has closed, everybody's personal data is erased.

Zoom is not asked: the meeting is long over, and its faults must keep nobody's data here. No receipts are mailed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from functions.domain.events import Event, Occasion
from functions.domain.registration import Status
from functions.domain.report import Report

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable

#: Those whose erasure was asked for, and stands still, among them.
_STATUSES = tuple(status for status in Status if status is not Status.ERASED)


class Reports(Protocol):
    def change(self, event_id: str, change: Callable[[Report], Report], /) -> None: ...


class Changes(Protocol):
    def put(self, references: Sequence[str], occasion: Occasion, event_version: int) -> None: ...


class Events(Protocol):
    def list(self) -> list[Event]: ...

    def mark_forgotten(self, event_id: str, /) -> None: ...


def forget_registrations(
    *, events: Events, registrations: "RegistrationTable", reports: Reports, changes: Changes, now: datetime
) -> tuple[int, int]:
    """Queues the erasure of whoever is left of the events whose time has come; says of how many events how many.

    An event of which nobody is left keeps of its report's texts those that may be quoted. It is marked, and not gone
    through again. What is done twice changes nothing more.
    """
    due = [event for event in events.list() if event.forgotten_at <= now and not event.forgotten]
    queued = 0
    for event in due:
        found = _queue(event, registrations, changes)
        queued += found
        if not found:
            reports.change(event.id, Report.quotable)
            events.mark_forgotten(event.id)
    return len(due), queued


def _queue(event: Event, registrations: "RegistrationTable", changes: Changes) -> int:
    found = 0
    for status in _STATUSES:
        cursor, more = "", True
        while more:
            references, cursor = registrations.audience(event.id, status, cursor)
            changes.put(references, Occasion.RETENTION, event.version)
            found += len(references)
            more = bool(cursor)
    return found
