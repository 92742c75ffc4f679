"""Whoever holds the link of a delegate's mails: the registration that it stands for, and what may be done with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from aws_lambda_powertools.event_handler import Response

from functions.adapters.links import Purpose
from functions.domain.errors import RegistrationClosedError
from functions.domain.events import Event
from functions.domain.registration import ENDS, Registration, Status
from functions.domain.wording import N_
from functions.language import format_when
from functions.web.chosen_language import locale_for
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import message_page
from functions.web.words import STATUSES

OVER = N_("The event is over")
CALLED_OFF = N_("The event is cancelled")
NO_CHANGE = N_("Nothing about this registration can be changed any more.")

_MAY_COME_BACK = frozenset({Status.DECLINED, Status.EXPIRED, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class Holder:
    event: Event
    registration: Registration
    locale: str

    @classmethod
    def of(cls, token: str, request: Request, parts: Parts, now: datetime, purpose: Purpose = Purpose.STATUS) -> Self:
        """Raises `LinkForgedError`, `LinkExpiredError`, `UnknownEventError`, `UnknownRegistrationError`."""
        claim = parts.links().read(token, purpose, now)
        event = parts.events().get(claim.event)
        registration = parts.registrations().get(claim.reference)
        return cls(event, registration, locale_for(request, registration.locale))

    @property
    def about(self) -> dict[str, Any]:
        """What every page of the holder names."""
        event = self.event
        return {
            "event": event,
            "event_title": event.title(self.locale),
            "when": format_when(event.starts, event.ends, event.zone, self.locale, event.place_in(self.locale)),
            "reference": self.registration.reference,
        }

    def may_change(self, now: datetime) -> bool:
        return self.registration.status not in ENDS and now < self.event.ends and not self.event.cancelled

    def may_register_again(self, now: datetime) -> bool:
        try:
            self.event.admit(now)
        except RegistrationClosedError:
            return False
        return self.registration.status in _MAY_COME_BACK

    def refusal(self) -> Response[str]:
        """409: why nothing can be changed any more."""
        heading = STATUSES[self.registration.status][0]
        if self.registration.status not in ENDS:
            heading = CALLED_OFF if self.event.cancelled else OVER
        return message_page(self.locale, 409, heading, NO_CHANGE)
