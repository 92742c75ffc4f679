"""The event's seats: given to whoever is verified while there are any, and then to those in line.

First in line is whoever registered first: a doubtful case loses nothing by the time that its decision took.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from functions.cancelling import cancel_with_event
from functions.domain.errors import ConflictError, NoSeatError
from functions.domain.events import Event
from functions.domain.registration import Reason, Registration, Status

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.roll import RollTable

_TRIES = 5


def reserve_seat(
    registration: Registration, event: Event, *, registrations: "RegistrationTable", now: datetime
) -> Status:
    """Gives a VERIFIED registration a seat, or a place in the line; returns the status in which it then stands.

    Any other is left as it is. Raises `ConflictError`: somebody changed it, or a seat became free, at this moment.
    """
    if registration.status is not Status.VERIFIED:
        return registration.status
    if event.cancelled:
        return cancel_with_event(registration, registrations, now)
    seated = registration.moved(Status.PROVISIONING, seat=True)
    if registration.seat:  # it came with the seat that the same person had under another address
        registrations.save(seated, was=registration, actor="workflow", at=now)
        return seated.status
    try:
        registrations.take_seat(
            seated, was=registration, actor="workflow", at=now, capacity=event.capacity, next_in_line=False
        )
        return seated.status
    except NoSeatError:
        waiting = registration.moved(Status.WAITLISTED)
        registrations.wait_for_seat(waiting, was=registration, actor="workflow", at=now, capacity=event.capacity)
        return waiting.status


def promote(
    event: Event,
    *,
    registrations: "RegistrationTable",
    roll: "RollTable",
    now: datetime,
    at_most: int | None = None,
) -> list[str]:
    """Gives free seats to the first in line who may attend; returns their references in that order.

    Nobody is promoted once registration has closed, or into a meeting that Zoom said was full.
    """
    seats = registrations.counts(event.id)
    if event.cancelled or now >= event.closes or not seats.waiting or not seats.free(event.capacity):
        return []
    promoted: list[str] = []
    for reference in registrations.waiting_line(event.id):
        if at_most is not None and len(promoted) == at_most:
            break
        try:
            if _seat(reference, event, registrations, roll, now):
                promoted.append(reference)
        except NoSeatError:
            break
    return promoted


def _seat(reference: str, event: Event, registrations: "RegistrationTable", roll: "RollTable", now: datetime) -> bool:
    """Whether the next in line was given a seat. Raises `NoSeatError` where there is none."""
    for _ in range(_TRIES):
        waiting = registrations.get(reference)
        if waiting.status is not Status.WAITLISTED or not _may_attend(waiting, event, roll, now):
            return False
        seated = waiting.moved(Status.PROVISIONING, seat=True)
        try:
            registrations.take_seat(
                seated, was=waiting, actor="workflow", at=now, capacity=event.capacity, next_in_line=True
            )
        except ConflictError:  # they correct a detail at this moment, perhaps: that is no reason to pass them over
            continue
        return True
    return False


def _may_attend(registration: Registration, event: Event, roll: "RollTable", now: datetime) -> bool:
    """The event's rules and the roll may have changed since this one was verified."""
    organisation = roll.organisation(registration.organisation)
    return (
        organisation is not None
        and organisation.category in event.categories
        and organisation.id not in event.rules.excluded
        and (organisation.stands(now.astimezone(event.zone).date()) or _admitted_nonetheless(registration))
    )


def _admitted_nonetheless(registration: Registration) -> bool:
    """Whether somebody knew that the organisation is suspended, and approved."""
    return registration.reason is Reason.ORGANISATION_SUSPENDED
