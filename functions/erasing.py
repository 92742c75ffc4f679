"""Erasing a registration: once nobody is left at Zoom, everything that is held goes, and a tombstone stays.

Erasing begins with a change of status, after which nothing is added any more: whoever provisions, approves or renews
finds another version. The stream of the table then starts the `erasure` run.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from functions.domain.errors import ConflictError
from functions.domain.registration import FORGOTTEN, Registration, Status

if TYPE_CHECKING:
    from functions.adapters.erasures import ErasureTable
    from functions.adapters.events import EventTable
    from functions.adapters.feedback import FeedbackTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.suppressions import SuppressionList

_TRIES = 5


class Registrations(Protocol):
    """As functions.adapters.registrations has them."""

    def get(self, reference: str, /) -> Registration: ...

    def save(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = ""
    ) -> None: ...


class By(StrEnum):
    """Who asks for an erasure."""

    DELEGATE = "delegate"
    SECRETARIAT = "secretariat"
    RETENTION = "retention"
    """The time for which the event keeps personal data is over."""


def begin_erasure(reference: str, by: By, *, registrations: Registrations, now: datetime) -> bool:
    """Lets the erasure of a registration begin, whatever status it has; says whether it had not begun before.

    Seat and place are free at once. Raises `UnknownRegistrationError`, `ConflictError`.
    """
    for tries in range(_TRIES):
        registration = registrations.get(reference)
        if registration.status in FORGOTTEN:
            return False
        erasing = registration.moved(Status.ERASING, erased_by=by.value)
        try:
            registrations.save(erasing, was=registration, actor=by, at=now)
            return True
        except ConflictError:
            if tries == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


@dataclass(frozen=True, slots=True)
class Erasing:
    registrations: "RegistrationTable"
    events: "EventTable"
    erasures: "ErasureTable"
    feedback: "FeedbackTable"
    suppressions: "SuppressionList"

    def finish(self, reference: str, now: datetime) -> Status:
        """Erases what is held of a registration that stands as `ERASING`; returns the status in which it then stands.

        Broken off, it may be repeated: what is left of an erased one is cleared away. Any other is left as it is.
        """
        registration = self.registrations.get(reference)
        if registration.status is Status.ERASING:
            registration = self._bury(registration, By(registration.erased_by), now)
        if registration.status is Status.ERASED:
            self.erasures.clear(registration)
        return registration.status

    def _bury(self, registration: Registration, by: By, now: datetime) -> Registration:
        """The tombstone comes first: whatever is still on its way finds it, and is not written down."""
        salt = self.events.get(registration.event).salt
        bounced = self.suppressions.remove(registration.email) or registration.bounced
        self.feedback.delete(registration.reference)
        tombstone = registration.erased(now, by, salt, bounced=bounced)
        registrants = self.erasures.registrants(registration)
        self.erasures.bury(tombstone, was=registration, registrants=registrants, salt=salt)
        return tombstone
