"""Gathering who was at an event, from Zoom's report and from its webhooks, and settling it.

All of it may be done again: with the same told, nothing changes; with more told, what is missing is added. What an
officer decided about a participant whom nobody had recognised stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from functions.adapters.zoom_records import Meeting
from functions.domain.attendance import Attendance, Source, Stay, merged
from functions.domain.closeout import is_over, must_settle, next_look
from functions.domain.errors import (
    MeetingMisconfiguredError,
    MeetingOverError,
    UnexpectedZoomReplyError,
    ZoomOutcomeUnknownError,
    ZoomRateLimitedError,
)
from functions.domain.events import Event
from functions.domain.matching import EXPECTED, Matched, Roster, Unmatched, match, more_complete
from functions.domain.participation import Participant, Participation, Sighting, paired
from functions.domain.registration import Registration, Status
from functions.recognising import Erasures, is_erased

if TYPE_CHECKING:
    from functions.adapters.attendance import AttendanceTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.unmatched import UnmatchedRow, UnmatchedTable

#: Each may be over in a while: Zoom has no report yet, and says so like this, or cannot be asked.
_NOT_NOW = (
    MeetingMisconfiguredError,
    MeetingOverError,
    UnexpectedZoomReplyError,
    ZoomOutcomeUnknownError,
    ZoomRateLimitedError,
)
#: Of a registration that was cancelled late, Zoom may tell too: that is then nobody unknown.
_KNOWN = (Status.CANCELLED, *EXPECTED)


class Outcome(StrEnum):
    SETTLED = "settled"
    NOT_READY = "not-ready"
    NOBODY = "nobody"
    """Zoom has not told of anybody, and will not any more."""
    OUTDATED = "outdated"
    """The event was cancelled, or moved into the future."""


class Zoom(Protocol):
    def participants(self, meeting: Meeting, /) -> Iterator[Participation]: ...


class Presence(Protocol):
    def sightings(self, event: str, now: datetime, /) -> list[Sighting]: ...

    def end(self, event: str, /) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Gathered:
    outcome: Outcome
    until: datetime | None = None
    """When to try again, where Zoom is not ready."""
    problem: str = ""
    """Name of the error with which Zoom refused its report."""
    source: Source | None = None
    delegates: int = 0
    unmatched: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    zoom: Zoom
    presence: Presence
    registrations: "RegistrationTable"
    attendance: "AttendanceTable"
    unmatched: "UnmatchedTable"
    erasures: Erasures

    def gather(self, event: Event, now: datetime) -> Gathered:
        """Settles who was there, or says when to try again.

        Raises `ConflictError` where an officer assigned somebody meanwhile, and `TableThrottledError`: doing it again
        finishes what was begun.
        """
        if not is_over(event, now):
            return Gathered(Outcome.OUTDATED)
        told, problem = self._report(event)
        roster = Roster(self._registrations(event))
        end = self.presence.end(event.id) or event.ends
        report = match(self._held(told, roster, event), roster, event, end)
        seen = self._held(paired(self.presence.sightings(event.id, now)), roster, event)
        webhooks = match(seen, roster, event, end)
        if not (report.anybody or (webhooks.anybody and must_settle(event, now))):
            again = next_look(event, now)
            return Gathered(Outcome.NOT_READY if again else Outcome.NOBODY, again, problem)
        source, matched = more_complete(report, webhooks)
        self._settle(event, source, matched, roster.expected, now)
        present = len(matched.delegates)
        return Gathered(Outcome.SETTLED, source=source, delegates=present, unmatched=len(matched.unmatched))

    def _report(self, event: Event) -> tuple[list[Participation], str]:
        """All of it or nothing, and why."""
        try:
            return list(self.zoom.participants(Meeting(event.meeting_id, event.meeting_kind))), ""
        except _NOT_NOW as error:
            return [], type(error).__name__

    def _held(self, told: Iterable[Participation], roster: Roster, event: Event) -> list[Participation]:
        """Without those who were erased: nothing that Zoom tells of them brings them back."""
        return [each for each in told if roster.reference(each.who) or not self._is_erased(each.who, event)]

    def _is_erased(self, who: Participant, event: Event) -> bool:
        return is_erased(event, who.registrant, who.email, registrations=self.registrations, erasures=self.erasures)

    def _registrations(self, event: Event) -> Iterator[Registration]:
        for status in _KNOWN:
            cursor, more = "", True
            while more:
                references, cursor = self.registrations.audience(event.id, status, cursor)
                more = bool(cursor)
                yield from self.registrations.many(references)

    def _settle(self, event: Event, source: Source, matched: Matched, expected: Iterable[str], now: datetime) -> None:
        # In this order: an officer's decision that is not among those read changes a row that was.
        before = self.attendance.many(expected)
        changed = self._keep_unmatched(event, matched.unmatched, now)
        decided = [row for row in self.unmatched.of(event.id, now) if row.reference]
        for each in _attendances(expected, source, matched, decided):
            was = before.get(each.reference)
            if each != was and (was or each.stays):
                self.attendance.replace(each, was)
                changed = True
        settled = self.attendance.settled(event)
        # Last: until then, nobody without a row is taken to have been absent.
        if changed or settled is None or settled.source is not source:
            self.attendance.settle(event, source, now)

    def _keep_unmatched(self, event: Event, found: Iterable[Unmatched], now: datetime) -> bool:
        """Whether any of those who were kept changed."""
        held = {row.participant.key: row for row in self.unmatched.of(event.id, now)}
        kept = {each.key: each for each in found}
        new = [each for key, each in kept.items() if key not in held or held[key].participant != each]
        gone = [key for key, row in held.items() if key not in kept and not row.decided]
        for participant in new:
            self.unmatched.put(event, participant)
        for key in gone:
            self.unmatched.drop(event.id, key)
        return bool(new or gone)


def _attendances(
    expected: Iterable[str], source: Source, matched: Matched, decided: Iterable["UnmatchedRow"]
) -> Iterator[Attendance]:
    """Everybody's, with the time of the participants whom an officer assigned to them."""
    assigned: defaultdict[str, list[Stay]] = defaultdict(list)
    for row in decided:
        assigned[row.reference] += row.participant.stays
    for reference in expected:
        of_officers = assigned.get(reference)
        stays = merged([*matched.delegates.get(reference, ()), *(of_officers or ())])
        yield Attendance(reference, stays, source if of_officers is None else Source.SECRETARIAT)
