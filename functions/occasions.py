"""What an occasion of its event changes in one registration: the deadline, the end, its cancellation, a repair."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from functions.adapters.attendance import Settled
from functions.domain.attendance import Attendance, Source
from functions.domain.closeout import is_over
from functions.domain.events import Event, Occasion
from functions.domain.registration import ENDS, Reason, Registration, Status

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable

_EXPECTED = (Status.CONFIRMED, Status.ABSENT)
_LAPSES = {Status.IN_REVIEW: Reason.UNDECIDED, Status.WAITLISTED: Reason.NO_SEAT}


class AttendanceRows(Protocol):
    """Who was there, as it was settled."""

    def settled(self, event: Event, /) -> Settled | None: ...

    def get(self, reference: str, /) -> Attendance | None: ...


@dataclass(frozen=True, slots=True)
class Change:
    """Where a registration is to go; `actor` is who says so."""

    registration: Registration
    actor: str
    note: str


def apply(
    occasion: Occasion,
    reference: str,
    event: Event,
    *,
    registrations: "RegistrationTable",
    attendance: AttendanceRows,
    now: datetime,
) -> Status:
    """Does to a registration what the occasion asks for, and returns the status in which it then stands.

    One that has moved on since it was listed, or whose event has, is left as it is. Raises `ConflictError`.
    """
    registration = registrations.get(reference)
    change = _change(occasion, registration, event, attendance, now)
    if change is None:
        return registration.status
    registrations.save(change.registration, was=registration, actor=change.actor, at=now, note=change.note)
    return change.registration.status


def _change(
    occasion: Occasion, registration: Registration, event: Event, attendance: AttendanceRows, now: datetime
) -> Change | None:
    status = registration.status
    match occasion:
        case Occasion.DEADLINE if status in _LAPSES and now >= event.closes:
            reason = _LAPSES[status]
            return Change(registration.moved(Status.EXPIRED, reason=reason), "workflow", reason)
        case Occasion.CLOSEOUT if status in _EXPECTED and is_over(event, now) and attendance.settled(event):
            return _presence(registration, event, attendance.get(registration.reference))
        case Occasion.EVENT_CANCELLED if status not in ENDS and event.cancelled:
            reason = Reason.EVENT_CANCELLED
            return Change(registration.moved(Status.CANCELLED, reason=reason), "secretariat", reason)
        case Occasion.REPAIRED if status is Status.IN_REPAIR and not event.cancelled:
            return Change(registration.moved(Status.PROVISIONING), "secretariat", "resumed")
    return None


def _presence(registration: Registration, event: Event, settled: Attendance | None) -> Change | None:
    """Whoever was absent may turn out to have been there; nobody who was there turns out to have been absent."""
    actor = "secretariat" if settled and settled.source is Source.SECRETARIAT else "zoom"
    if settled and settled.present >= event.least_presence:
        return Change(registration.moved(Status.ATTENDED), actor, "")
    if registration.status is Status.CONFIRMED:
        return Change(registration.moved(Status.ABSENT), actor, "")
    return None
