"""What an officer decides about a participant whom nobody recognised: they are a delegate of ours, or none."""

from datetime import datetime
from typing import Protocol

from functions.adapters.unmatched import SET_ASIDE, UnmatchedRow
from functions.domain.attendance import Attendance, Source, merged
from functions.domain.errors import TransitionError
from functions.domain.events import Event
from functions.domain.matching import EXPECTED
from functions.domain.registration import Registration, Status

NOTE = "participant assigned"
"""In the audit."""


class Registrations(Protocol):
    def get(self, reference: str, /) -> Registration: ...

    def save(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = ""
    ) -> None: ...


class AttendanceRows(Protocol):
    def get(self, reference: str, /) -> Attendance | None: ...

    def replace(self, attendance: Attendance, was: Attendance | None, /) -> None: ...


class UnmatchedRows(Protocol):
    def decide(self, event: str, key: str, decided: str, at: datetime, *, by: str) -> None: ...


def assign(
    row: UnmatchedRow,
    reference: str,
    event: Event,
    *,
    registrations: Registrations,
    attendance: AttendanceRows,
    unmatched: UnmatchedRows,
    actor: str,
    now: datetime,
) -> Status:
    """Adds the participant's time to that of a delegate, and returns the status in which the delegate then stands.

    Raises `UnknownRegistrationError`, `TransitionError` where that registration had no join link at the end, and
    `ConflictError` where somebody decided otherwise first. Asked again, it does what is left.
    """
    registration = registrations.get(reference)
    if registration.event != event.id or registration.status not in EXPECTED:
        raise TransitionError(f"{reference} is not to be counted at {event.id}")
    unmatched.decide(event.id, row.participant.key, reference, now, by=actor)
    was = attendance.get(reference)
    stays = merged([*(was.stays if was else ()), *row.participant.stays])
    settled = Attendance(reference, stays, Source.SECRETARIAT)
    if settled != was:
        attendance.replace(settled, was)
    attended = settled.present >= event.least_presence and registration.status is not Status.ATTENDED
    if settled == was and not attended:
        return registration.status
    counted = registration.moved(Status.ATTENDED) if attended else registration.changed()
    registrations.save(counted, was=registration, actor=actor, at=now, note=NOTE)
    return counted.status


def set_aside(row: UnmatchedRow, event: Event, *, unmatched: UnmatchedRows, actor: str, now: datetime) -> None:
    """Nobody has to look for this one's registration any more. Raises `ConflictError`."""
    unmatched.decide(event.id, row.participant.key, SET_ASIDE, now, by=actor)
