"""What an occasion of its event changes in one registration: the deadline, the end, its cancellation, a repair."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from functions.domain.events import Event, Occasion
from functions.domain.registration import ENDS, Reason, Registration, Status

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable

_LAPSES = {Status.IN_REVIEW: Reason.UNDECIDED, Status.WAITLISTED: Reason.NO_SEAT}


class Presence(Protocol):
    """Who was in the meeting."""

    def anybody(self, event: str) -> bool:
        """Whether Zoom has told us of any participant of this event."""

    def attended(self, reference: str) -> bool: ...


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
    presence: Presence,
    now: datetime,
) -> Status:
    """Does to a registration what the occasion asks for, and returns the status in which it then stands.

    One that has moved on since it was listed, or whose event has, is left as it is. Raises `ConflictError`.
    """
    registration = registrations.get(reference)
    change = _change(occasion, registration, event, presence, now)
    if change is None:
        return registration.status
    registrations.save(change.registration, was=registration, actor=change.actor, at=now, note=change.note)
    return change.registration.status


def _change(
    occasion: Occasion, registration: Registration, event: Event, presence: Presence, now: datetime
) -> Change | None:
    status = registration.status
    match occasion:
        case Occasion.DEADLINE if status in _LAPSES and now >= event.closes:
            reason = _LAPSES[status]
            return Change(registration.moved(Status.EXPIRED, reason=reason), "workflow", reason)
        case Occasion.CLOSEOUT if status is Status.CONFIRMED and now >= event.ends and presence.anybody(event.id):
            seen = presence.attended(registration.reference)
            return Change(registration.moved(Status.ATTENDED if seen else Status.ABSENT), "zoom", "")
        case Occasion.EVENT_CANCELLED if status not in ENDS and event.cancelled:
            reason = Reason.EVENT_CANCELLED
            return Change(registration.moved(Status.CANCELLED, reason=reason), "secretariat", reason)
        case Occasion.REPAIRED if status is Status.IN_REPAIR and not event.cancelled:
            return Change(registration.moved(Status.PROVISIONING), "secretariat", "resumed")
    return None
