"""Cancelling a registration: one change of its status, from which everything else follows by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.errors import ConflictError
from functions.domain.registration import Reason, Registration, Status

_TRIES = 5


class Registrations(Protocol):
    """As functions.adapters.registrations has them."""

    def get(self, reference: str, /) -> Registration: ...

    def save(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = ""
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Cancelled:
    registration: Registration
    already: bool
    """It was cancelled before, and nothing was changed."""


def cancel(reference: str, reason: Reason, *, actor: str, registrations: Registrations, now: datetime) -> Cancelled:
    """Cancels from whatever status it has: seat and place are free at once.

    The stream of the table then starts the `cancellation` run, which withdraws the registrant and writes to the
    delegate. Raises `TransitionError` where it has ended otherwise, `UnknownRegistrationError`, `ConflictError`.
    """
    for tries in range(_TRIES):
        registration = registrations.get(reference)
        if registration.status is Status.CANCELLED:
            return Cancelled(registration, already=True)
        cancelled = registration.moved(Status.CANCELLED, reason=reason)
        try:
            registrations.save(cancelled, was=registration, actor=actor, at=now, note=reason)
            return Cancelled(cancelled, already=False)
        except ConflictError:
            if tries == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def cancel_with_event(registration: Registration, registrations: Registrations, now: datetime) -> Status:
    """Cancels a registration that a cancelled event's own round did not reach. Raises `ConflictError`."""
    cancelled = registration.moved(Status.CANCELLED, reason=Reason.EVENT_CANCELLED)
    registrations.save(cancelled, was=registration, actor="workflow", at=now, note=Reason.EVENT_CANCELLED)
    return cancelled.status
