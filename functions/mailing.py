"""Sending one mail about one registration, at most once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from functions.adapters.mail_ledger import MailKey, MailState
from functions.domain.due_mails import due
from functions.domain.errors import (
    ConflictError,
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    SenderMisconfiguredError,
)
from functions.domain.events import ON_REQUEST, Event, MailKind
from functions.domain.registration import Registration

if TYPE_CHECKING:
    from email.message import EmailMessage

    from functions.adapters.events import EventTable
    from functions.adapters.links import Links
    from functions.adapters.mail_ledger import MailLedger
    from functions.adapters.mailer import Mailer
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.roll import RollTable
    from functions.domain.membership import Organisation


class Outcome(StrEnum):
    SENT = "sent"
    SENT_BEFORE = "sent-before"
    NOT_DUE = "not-due"
    """The registration or the event has moved on since this mail was asked for, or there is nobody to send it to."""


_ENDED = {MailKind.EXPIRY, MailKind.CANCELLATION, MailKind.ERASURE_RECEIPT}
_SHORTLY = timedelta(hours=1)
_FEEDBACK = {MailKind.FEEDBACK_REQUEST, MailKind.FEEDBACK_REMINDER}


@dataclass(frozen=True, slots=True)
class Mailing:
    registrations: "RegistrationTable"
    events: "EventTable"
    roll: "RollTable"
    ledger: "MailLedger"
    links: "Links"
    mailer: "Mailer"
    sender: str
    answered: Callable[[str], bool]
    """Whether the delegate of a reference has given feedback."""

    def send(self, reference: str, kind: MailKind, now: datetime, event_version: int | None = None) -> Outcome:
        """Sends the mail unless it is no longer due or its ledger row says that it was handed over before.

        `event_version` is the version that the mail was planned for, None for whichever holds now; of a changed link,
        it is the registration's version that brought it, and of a mail on request the second in which it was asked for.
        Raises the mailer's errors, `MailOutcomeUnknownError` where an earlier try may or may not have left, and
        `ConflictError` where registration or event changed in these moments: nothing was sent then, and the next try
        reads them anew.
        """
        registration = self.registrations.get(reference)
        event = self.events.get(registration.event)
        organisation = self.roll.organisation(registration.organisation)
        if not due(kind, registration, event, event_version, now) or not self._wanted(kind, reference, organisation):
            return Outcome.NOT_DUE
        message = self._compose(kind, registration, event, organisation, now)
        mail = MailKey.of(registration, kind, _version(kind, event, event_version))
        held = self.ledger.claim(mail, registration, now)
        if held is MailState.SENDING:
            raise MailOutcomeUnknownError(f"{reference}: the {kind} mail was handed over before and may have left")
        if held is not None:
            return Outcome.SENT_BEFORE
        self._check_event(event, mail)
        self._hand_over(message, mail, now)
        return Outcome.SENT

    def _wanted(self, kind: MailKind, reference: str, organisation: "Organisation | None") -> bool:
        if kind is MailKind.FOCAL_REQUEST:
            return organisation is not None and bool(organisation.focal_point)
        return kind is not MailKind.FEEDBACK_REMINDER or not self.answered(reference)

    def _compose(
        self,
        kind: MailKind,
        registration: Registration,
        event: Event,
        organisation: "Organisation | None",
        now: datetime,
    ) -> "EmailMessage":
        from functions.mails.compose import compose

        link = self._link(kind, registration, event, now)
        return compose(kind, registration, event, organisation, link=link, sender=self.sender, now=now)

    def _link(self, kind: MailKind, registration: Registration, event: Event, now: datetime) -> str:
        """The one signed link that a mail of this kind holds, if any. Nobody else is sent a delegate's own."""
        if kind is MailKind.FOCAL_REQUEST:
            return self.links.vouch(registration, event.closes)
        if kind is MailKind.DATA_LINK:
            return self.links.data(registration, now + _SHORTLY)
        if kind in _FEEDBACK:
            return self.links.feedback(registration, event.feedback_closes)
        if kind in _ENDED:
            return ""
        return self.links.status(registration, event.forgotten_at)

    def _check_event(self, event: Event, mail: MailKey) -> None:
        """An event may be postponed after it was read: no mail for the old time leaves."""
        if self.events.get(event.id).version != event.version:
            self.ledger.release(mail)
            raise ConflictError(f"{event.id} was changed while the {mail.kind} mail to {mail.reference} was written")

    def _hand_over(self, message: "EmailMessage", mail: MailKey, now: datetime) -> None:
        try:
            self.mailer.send(message)
        except (MailThrottledError, SenderMisconfiguredError):
            self.ledger.release(mail)
            raise
        except MailRefusedError:
            self.ledger.refused(mail, now)
            raise
        self.ledger.sent(mail, now)


def _version(kind: MailKind, event: Event, planned_for: int | None) -> int:
    """For as long as this version holds, a mail of this kind is one."""
    if kind is MailKind.POSTPONEMENT:
        return event.moved_in
    if planned_for and (kind is MailKind.LINK_CHANGED or kind in ON_REQUEST):
        return planned_for
    return event.version
