"""Every mail that a delegate gets: plain text that reads well alone, the same as HTML, and a calendar entry."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from unicodedata import category

from jinja2 import Environment
from markupsafe import Markup

from functions.domain.events import REMINDERS, Event, MailKind
from functions.domain.registration import Registration
from functions.domain.wording import N_
from functions.language import direction, environment, format_moment, format_when, language_name, translator
from functions.mails.headers import POLICY
from functions.mails.plain_text import wrapped
from functions.mails.reasons import reason_for
from functions.mails.starting import in_time

TEMPLATES = Path(__file__).parent / "templates"

_SUBJECTS = {
    MailKind.CONFIRMATION: N_("Your link to join: %(title)s"),
    MailKind.DECLINE: N_("Your registration: %(title)s"),
    MailKind.REVIEW_NOTICE: N_("We have received your registration: %(title)s"),
    MailKind.FEEDBACK_REQUEST: N_("How was it? %(title)s"),
}
_STARTS = N_("Starts %(in_time)s: %(title)s")
_STARTING = N_("Starting now: %(title)s")
_WITH_JOIN_LINK = {MailKind.CONFIRMATION, *REMINDERS}
_BREAKS = {"Cc", "Zl", "Zp"}


class NoJoinLinkError(ValueError):
    """A mail that holds the join link was asked for and there is none: nobody may be sent an empty promise."""


def compose(
    kind: MailKind,
    registration: Registration,
    event: Event,
    organisation_name: str,
    *,
    status_url: str,
    feedback_url: str,
    sender: str,
    now: datetime,
) -> EmailMessage:
    """The mail of this kind to this delegate, in the registration's locale, ready to be handed over.

    `organisation_name` may be empty. `sender` is our own bare address. Raises `NoJoinLinkError`.
    """
    if kind in _WITH_JOIN_LINK and not registration.join_url:
        raise NoJoinLinkError(f"{registration.reference}: no join link to send")
    subject = _subject(kind, registration, event, now)
    templates = environment(TEMPLATES, registration.locale)
    templates.filters.update(_FILTERS)
    values = {
        **_words(registration, event, now),
        "subject": subject,
        "organisation": organisation_name,
        "status_url": status_url,
        "feedback_url": feedback_url,
    }
    message = EmailMessage(policy=POLICY)
    _address(message, kind, registration, event, sender, now)
    message["Subject"] = subject
    _write(message, templates, "reminder" if kind in REMINDERS else kind.replace("-", "_"), values)
    if kind is MailKind.CONFIRMATION:
        _attach_calendar(message, registration, event, sender, now)
    message["Content-Language"] = registration.locale  # last: what is set before moves into the first part
    return message


def _subject(kind: MailKind, registration: Registration, event: Event, now: datetime) -> str:
    title = event.title(registration.locale)
    until = in_time(event.starts, now, registration.locale)
    message = (_STARTS if until else _STARTING) if kind in REMINDERS else _SUBJECTS[kind]
    return translator(registration.locale).gettext(message) % {"title": title, "in_time": until}


def _words(registration: Registration, event: Event, now: datetime) -> dict[str, Any]:
    locale = registration.locale
    return {
        "registration": registration,
        "event": event,
        "locale": locale,
        "direction": direction(locale),
        "title": event.title(locale),
        "name": f"{registration.title} {registration.name}".strip(),
        "when": format_when(event.starts, event.ends, event.zone, locale, event.place),
        "until": format_moment(event.feedback_closes, event.zone, locale, event.place),
        "in_time": in_time(event.starts, now, locale),
        "language": language_name(registration.language, locale),
        "reason": translator(locale).gettext(reason_for(registration.reason)),
    }


def _address(
    message: EmailMessage, kind: MailKind, registration: Registration, event: Event, sender: str, now: datetime
) -> None:
    message["From"] = Address(_one_line(event.organiser), addr_spec=sender)
    message["To"] = Address(_one_line(registration.name), addr_spec=registration.email)
    message["Reply-To"] = Address(addr_spec=event.contact)
    message["Date"] = format_datetime(now.astimezone(UTC))
    message["Message-ID"] = f"<{registration.reference}.{kind}.{event.version}@{_domain(sender)}>".lower()
    # RFC 3834: no out-of-office notice comes back; the second header says so to Exchange.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"


def _write(message: EmailMessage, templates: Environment, name: str, values: Mapping[str, Any]) -> None:
    text = wrapped(templates.get_template(f"{name}.txt").render(values))
    message.set_content(text, cte="quoted-printable")
    html = templates.get_template(f"{name}.html").render(values)
    message.add_alternative(html, subtype="html", cte="quoted-printable")


def _attach_calendar(
    message: EmailMessage,
    registration: Registration,
    event: Event,
    sender: str,
    now: datetime,
) -> None:
    # Only the confirmation pays for this import: the library takes longer to load than all the rest here.
    from functions.mails.calendar import calendar_entry

    gettext = translator(registration.locale).gettext
    description = "\n".join(
        [
            gettext("Your link to join:") + f" {registration.join_url}",
            gettext("This link is yours alone: please do not pass it on."),
            gettext("Your reference: %(reference)s") % {"reference": registration.reference},
            gettext("Questions? Write to %(contact)s and give your reference, %(reference)s.")
            % {"contact": event.contact, "reference": registration.reference},
        ]
    )
    entry = calendar_entry(registration, event, domain=_domain(sender), description=description, now=now)
    message.add_attachment(entry, maintype="text", subtype="calendar", filename="event.ics", cte="base64")
    [attachment] = message.iter_attachments()
    attachment.set_param("method", "REQUEST")
    attachment.set_param("charset", "utf-8")


def _one_line(name: str) -> str:
    """A name can hold nothing that would end a header; the joiners of Persian and Hindi stay."""
    return " ".join("".join(" " if category(letter) in _BREAKS else letter for letter in name).split())


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _mailto(address: str) -> Markup:
    return Markup('<a class="link" href="mailto:{0}" style="color:#0b4f9e">{0}</a>').format(address)


_FILTERS: dict[str, Callable[[str], Markup]] = {
    "bdi": Markup("<bdi>{}</bdi>").format,
    "strong": Markup("<strong>{}</strong>").format,
    "mailto": _mailto,
}
