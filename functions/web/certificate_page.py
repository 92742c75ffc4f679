"""A delegate's certificate of attendance, and the page on which anybody can check one."""

from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.certificates.compose import Certified, certificate
from functions.certificates.lettering import UnprintableError
from functions.domain.events import Event
from functions.domain.registration import Registration, Status
from functions.domain.wording import N_
from functions.language import format_day, translator
from functions.web.holder import Holder
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import download, message_page, page
from functions.web.words import STATUSES

FOR_ATTENDEES = N_("There is a certificate for those who took part, once the event is over and attendance is settled.")
UNPRINTABLE = N_("We cannot print your certificate")
UNPRINTABLE_LETTERS = N_("Your name or that of your organisation has letters that we cannot print correctly.")
WRITE = N_("Please write to %(contact)s for a certificate.")


def show_certificate(token: str, request: Request, parts: Parts, now: datetime) -> Response[Any]:
    """The PDF. 404 where the event has none, 409 where the delegate has none. Raises the links' errors."""
    holder = Holder.of(token, request, parts, now)
    registration, locale = holder.registration, holder.locale
    if not holder.event.certificates:
        return page("not_found.html", locale, 404)
    if registration.status is not Status.ATTENDED:
        return message_page(locale, 409, STATUSES[registration.status][0], FOR_ATTENDEES)
    code = parts.certificate_codes().code(registration.reference)
    try:
        certified = _certified(registration, holder.event, parts)
        file = certificate(certified, code=code, address=parts.certificate_codes().address(code))
    except UnprintableError:
        write = translator(locale).gettext(WRITE) % {"contact": holder.event.contact}
        return message_page(locale, 409, UNPRINTABLE, UNPRINTABLE_LETTERS, write)
    return download(f"certificate-{registration.reference}.pdf", "application/pdf", file)


def show_verification(code: str, locale: str, parts: Parts) -> Response[str]:
    """What the paper says, where it is true; of a protected delegate, the alias and not the organisation.

    404 for every other code, and once the registration is erased. Raises `LinkForgedError`, `UnknownEventError`,
    `UnknownRegistrationError`.
    """
    registration = parts.registrations().get(parts.certificate_codes().read(code))
    if registration.status is not Status.ATTENDED:
        return page("not_found.html", locale, 404)
    event = parts.events().get(registration.event)
    certified = _certified(registration, event, parts)
    return page(
        "verified.html",
        locale,
        event=event,
        event_title=event.title(locale),
        name=registration.alias if registration.protected else certified.name,
        organisation="" if registration.protected else certified.organisation,
        when=certified.when(locale),
        presence=certified.presence(locale),
        code=parts.certificate_codes().code(registration.reference),
        last=format_day(event.forgotten_at, event.zone, locale),
    )


def _certified(registration: Registration, event: Event, parts: Parts) -> Certified:
    organisation = parts.roll().organisation(registration.organisation)
    attendance = parts.attendance().get(registration.reference)
    # An organisation that has left the roll since is called by its id.
    return Certified(registration, event, organisation.name if organisation else registration.organisation, attendance)
