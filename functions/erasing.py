"""Erasing a registration: once nobody is left at Zoom, everything that is held goes, and a tombstone stays.

Erasing begins with a change of status, after which nothing is added any more: whoever provisions, approves or renews
finds another version. The stream of the table then starts the `erasure` run.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from functions.domain.errors import ConflictError
from functions.domain.questions import QuestionKind
from functions.domain.registration import FORGOTTEN, Registration, Status, digest_for

if TYPE_CHECKING:
    from functions.adapters.erasures import ErasureTable
    from functions.adapters.events import EventTable
    from functions.adapters.feedback import FeedbackTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.reports import ReportTable
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


def begin_erasure(
    reference: str, by: By, *, registrations: Registrations, now: datetime, actor: str | None = None
) -> bool:
    """Lets the erasure of a registration begin, whatever status it has; says whether it had not begun before.

    Seat and place are free at once. The audit names `actor`, or else `by`. Raises `UnknownRegistrationError`,
    `ConflictError`.
    """
    for tries in range(_TRIES):
        registration = registrations.get(reference)
        if registration.status in FORGOTTEN:
            return False
        erasing = registration.moved(Status.ERASING, erased_by=by.value)
        try:
            registrations.save(erasing, was=registration, actor=actor or by, at=now)
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
    reports: "ReportTable"

    def finish(self, reference: str, now: datetime) -> Status:
        """Erases what is held of a registration that stands as `ERASING`; returns the status in which it then stands.

        Broken off, it may be repeated: what is left of an erased one is cleared away. Any other is left as it is.
        """
        registration = self.registrations.get(reference)
        if registration.status is Status.ERASING:
            bounced = self.suppressions.remove(registration.email) or registration.bounced
            self._unsay(registration)
            registration = self._bury(registration, By(registration.erased_by), now, bounced=bounced)
        return self._clear(registration)

    def forget(self, reference: str, now: datetime) -> Status:
        """Erases a registration of an event whose retention is over; returns the status in which it then stands.

        Of its named feedback, what leads to nobody is kept. One of an event whose time has not come is left as it is.
        SES's list is left alone: it takes one change a second, and an event may have thousands of delegates.
        """
        registration = self.registrations.get(reference)
        event = self.events.get(registration.event)
        if now < event.forgotten_at:
            return registration.status
        if registration.status is not Status.ERASED:
            texts = frozenset(asked.id for asked in event.feedback.asked if asked.kind is QuestionKind.TEXT)
            self.feedback.unname(reference, digest_for(event.salt, f"feedback:{reference}"), texts)
            registration = self._bury(registration, By.RETENTION, now, bounced=registration.bounced)
        return self._clear(registration)

    def _unsay(self, registration: Registration) -> None:
        """Feedback that was given by name goes, with its words in the report that is kept.

        Whoever was saving it when the erasure was asked for has done so by now: the run has waited for minutes since.
        """
        if said := self.feedback.get(registration.reference):
            words = frozenset(said.answers.values())
            self.reports.change(registration.event, lambda report: report.without(words))
            self.feedback.delete(registration.reference)

    def _clear(self, registration: Registration) -> Status:
        if registration.status is Status.ERASED:
            self.erasures.clear(registration)
        return registration.status

    def _bury(self, registration: Registration, by: By, now: datetime, *, bounced: bool) -> Registration:
        """The tombstone comes first: whatever is still on its way finds it, and is not written down."""
        salt = self.events.get(registration.event).salt
        tombstone = registration.erased(now, by, salt, bounced=bounced)
        registrants = self.erasures.registrants(registration)
        self.erasures.bury(tombstone, was=registration, registrants=registrants, salt=salt)
        return tombstone
