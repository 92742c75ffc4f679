"""Sending one mail about one registration, at most once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from functions.adapters.mail_ledger import MailState
from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    SenderMisconfiguredError,
)
from functions.domain.events import REMINDERS, Event, MailKind
from functions.domain.registration import Registration, Status

if TYPE_CHECKING:
    from email.message import EmailMessage

    from functions.adapters.events import EventTable
    from functions.adapters.links import Links
    from functions.adapters.mail_ledger import MailLedger
    from functions.adapters.mailer import Mailer
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.roll import RollTable


class Outcome(StrEnum):
    SENT = "sent"
    SENT_BEFORE = "sent-before"
    NOT_DUE = "not-due"
    """The registration or the event has moved on since this mail was asked for."""


_ANSWERS = {
    MailKind.CONFIRMATION: Status.CONFIRMED,
    MailKind.DECLINE: Status.DECLINED,
    MailKind.REVIEW_NOTICE: Status.IN_REVIEW,
}


@dataclass(frozen=True, slots=True)
class Mailing:
    registrations: "RegistrationTable"
    events: "EventTable"
    roll: "RollTable"
    ledger: "MailLedger"
    links: "Links"
    mailer: "Mailer"
    sender: str

    def send(self, reference: str, kind: MailKind, now: datetime, event_version: int | None = None) -> Outcome:
        """Sends the mail unless it is no longer due or its ledger row says that it was handed over before.

        `event_version` is the version that the mail was planned for, None for whichever holds now. Raises the mailer's
        errors, and `MailOutcomeUnknownError` where an earlier try may or may not have left.
        """
        registration = self.registrations.get(reference)
        event = self.events.get(registration.event)
        if not _due(kind, registration, event, event_version, now):
            return Outcome.NOT_DUE
        message = self._compose(kind, registration, event, now)
        held = self.ledger.claim(reference, kind, event.version, now)
        if held is MailState.SENDING:
            raise MailOutcomeUnknownError(f"{reference}: the {kind} mail was handed over before and may have left")
        if held is not None:
            return Outcome.SENT_BEFORE
        self._hand_over(message, reference, kind, event.version, now)
        return Outcome.SENT

    def _compose(self, kind: MailKind, registration: Registration, event: Event, now: datetime) -> "EmailMessage":
        from functions.mails.compose import compose

        organisation = self.roll.organisation(registration.organisation)
        return compose(
            kind,
            registration,
            event,
            organisation.name if organisation else "",
            status_url=self.links.status(registration, event.feedback_closes),
            feedback_url=self.links.feedback(registration, event.feedback_closes),
            sender=self.sender,
            now=now,
        )

    def _hand_over(
        self, message: "EmailMessage", reference: str, kind: MailKind, event_version: int, now: datetime
    ) -> None:
        try:
            self.mailer.send(message)
        except (MailThrottledError, SenderMisconfiguredError):
            self.ledger.release(reference, kind, event_version)
            raise
        except MailRefusedError:
            self.ledger.refused(reference, kind, event_version, now)
            raise
        self.ledger.sent(reference, kind, event_version, now)


def _due(kind: MailKind, registration: Registration, event: Event, event_version: int | None, now: datetime) -> bool:
    if kind in _ANSWERS:
        return registration.status is _ANSWERS[kind]
    if event_version != event.version or registration.status is not Status.CONFIRMED:
        return False
    return now < event.starts if kind in REMINDERS else event.ends <= now < event.feedback_closes
