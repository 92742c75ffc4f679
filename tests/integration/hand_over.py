"""A mail on its way out, as whoever stands beside it sees it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.domain.events import Event, MailKind
from functions.domain.registration import Registration


@dataclass(frozen=True)
class HandOver:
    """A mail on its way out, with its registration and its event as the tables had them at that moment."""

    message: EmailMessage
    kind: MailKind
    version: int
    """That of the event, and the attempt: as the mail was written for."""
    attempt: int
    registration: Registration
    event: Event
    at: datetime


def seen(
    request: Mapping[str, Any], registrations: RegistrationTable, events: EventTable, now: datetime
) -> HandOver | None:
    """What SES is asked to send; None where it is not about a registration."""
    message = message_from_bytes(request["Content"]["Raw"]["Data"], policy=policy.default)
    found = re.fullmatch(r"<([^.]+)\.([^.]+)\.(\d+)\.(\d+)@.*>", str(message["Message-ID"]))
    if not found:
        return None
    registration = registrations.get(found[1].upper())
    event = events.get(registration.event)
    return HandOver(message, MailKind(found[2]), int(found[3]), int(found[4]), registration, event, now)
