"""The page behind the link in a delegate's mails: where the registration stands, and never a join link."""

from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.adapters.links import Purpose
from functions.domain.registration import Status
from functions.language import format_when, language_name
from functions.web.form import locale_for
from functions.web.parts import Events, Links, Registrations
from functions.web.request import Request
from functions.web.responses import page
from functions.web.words import REASONS, STATUSES

_EXPLAINED = (Status.IN_REVIEW, Status.DECLINED)


def show_status(
    token: str, request: Request, *, links: Links, events: Events, registrations: Registrations, now: datetime
) -> Response[str]:
    """Raises `LinkForgedError`, `LinkExpiredError`, `UnknownEventError`, `UnknownRegistrationError`."""
    claim = links.read(token, Purpose.STATUS, now)
    event = events.get(claim.event)
    registration = registrations.get(claim.reference)
    locale = locale_for(event, request)
    heading, explanation = STATUSES[registration.status]
    reason = registration.reason if registration.status in _EXPLAINED else None
    return page(
        "status.html",
        locale,
        event=event,
        event_title=event.title(locale),
        when=format_when(event.starts, event.ends, event.zone, locale, event.place),
        reference=registration.reference,
        language=language_name(registration.language, locale),
        heading=heading,
        explanation=explanation,
        reason=REASONS[reason] if reason else "",
    )
