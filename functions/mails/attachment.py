"""The calendar file of the mails that bring one: put the event in, move it, take it out."""

from datetime import datetime
from email.message import EmailMessage

from functions.domain.events import Event, MailKind
from functions.domain.registration import Registration
from functions.language import translator
from functions.mails.calendar import calendar_cancellation, calendar_entry
from functions.mails.envelope import domain_of

#: These take the entry out again.
TAKEN_OUT = frozenset({MailKind.CANCELLATION, MailKind.ERASURE_RECEIPT})


def attach_calendar(
    message: EmailMessage, kind: MailKind, registration: Registration, event: Event, sender: str, now: datetime
) -> None:
    """`registration` holds the join link exactly if this mail may."""
    domain = domain_of(sender)
    if kind in TAKEN_OUT:
        _attach(message, "CANCEL", calendar_cancellation(registration, event, domain=domain, now=now))
        return
    description = _description(registration, event)
    entry = calendar_entry(registration, event, domain=domain, description=description, now=now)
    _attach(message, "REQUEST", entry)


def _description(registration: Registration, event: Event) -> str:
    gettext = translator(registration.locale).gettext
    return "\n".join(
        [
            gettext("Your link to join:") + f" {registration.join_url}",
            gettext("This link is yours alone: please do not pass it on."),
            gettext("Your reference: %(reference)s") % {"reference": registration.reference},
            gettext("Questions? Write to %(contact)s and give your reference, %(reference)s.")
            % {"contact": event.contact, "reference": registration.reference},
        ]
    )


def _attach(message: EmailMessage, method: str, file: bytes) -> None:
    message.add_attachment(file, maintype="text", subtype="calendar", filename="event.ics", cte="base64")
    [attachment] = message.iter_attachments()
    attachment.set_param("method", method)
    attachment.set_param("charset", "utf-8")
