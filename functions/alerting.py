"""Telling the secretariat what only a person can put right: once for an event, however many delegates it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    SenderMisconfiguredError,
)
from functions.domain.events import Event

if TYPE_CHECKING:
    from functions.adapters.alerts import AlertTable
    from functions.adapters.mailer import Mailer


class Alert(StrEnum):
    MEETING_NEEDS_REPAIR = "meeting-needs-repair"
    """Zoom takes no registrants until somebody changes the meeting, the account or the credentials."""
    MEETING_FULL = "meeting-full"
    DRIFT = "drift"
    """Zoom's registrants are not those that we have."""
    NO_ATTENDANCE = "no-attendance"
    """Zoom did not say who took part."""


_MEANINGS = {
    "MeetingMisconfiguredError": "The meeting, its registration or Rollcall's access to Zoom was switched off or "
    "changed. Look at the meeting's settings first: it must exist, and registration must be on.",
    "MeetingOverError": "Zoom says that the meeting is over.",
    "MeetingFullError": "As many people are registered in Zoom as the meeting or the licence allows.",
    "RegistrantIsHostError": "A delegate registered with the address of the meeting's host, who joins by a link of "
    "their own.",
    "RegistrantRefusedError": "Zoom does not accept the details of a delegate.",
    "UnexpectedZoomReplyError": "Zoom answered something that Rollcall does not know: tell whoever runs Rollcall.",
    "UnknownEventError": "Rollcall has no such event any more: tell whoever runs Rollcall.",
    "States.Timeout": "Zoom has not answered for a day.",
}


def meaning(problem: str) -> tuple[str, ...]:
    """Details for an alert from the name of an error: a sentence that an officer understands, or none."""
    return (_MEANINGS[problem],) if problem in _MEANINGS else ()


@dataclass(frozen=True, slots=True)
class Alerting:
    alerts: "AlertTable"
    mailer: "Mailer"
    sender: str

    def tell(
        self, event: Event, alert: Alert, now: datetime, details: Sequence[str] = (), waiting: int | None = None
    ) -> bool:
        """Writes to the event's contact unless this alert stands already; True if this call did.

        `details` are plain sentences with nothing personal in them; `waiting` is how many registrations wait for it.
        An address that refuses mail, or a mail whose fate is unknown, leaves the alert standing for the event's page.
        Raises `MailThrottledError` and `SenderMisconfiguredError`: the next call tries again.
        """
        from functions.mails.alert import compose_alert

        message = compose_alert(event, alert, details, waiting, sender=self.sender, now=now)
        if not self.alerts.claim(event.id, alert, now):
            return False
        try:
            self.mailer.send(message)
        except (MailThrottledError, SenderMisconfiguredError):
            self.alerts.clear(event.id, alert)
            raise
        except (MailRefusedError, MailOutcomeUnknownError):
            return False
        self.alerts.sent(event.id, alert, now)
        return True

    def clear(self, event_id: str, alert: Alert) -> None:
        """It is put right: should it happen again, it is told again."""
        self.alerts.clear(event_id, alert)

    def standing(self, event_id: str) -> list[Alert]:
        return [Alert(name) for name in self.alerts.standing(event_id)]
