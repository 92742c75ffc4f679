"""Every mail about a registration: plain text that reads well alone, the same as HTML, and a calendar entry."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from functions.domain.events import ON_REQUEST, REMINDERS, Event, MailKind
from functions.domain.registration import Registration, Status
from functions.domain.wording import N_
from functions.language import (
    choose_locale,
    direction,
    format_moment,
    format_when,
    language_name,
    translator,
)
from functions.mails.envelope import envelope
from functions.mails.feedback_requests import feedback_request
from functions.mails.notices import Notice, notice
from functions.mails.reasons import reason_for
from functions.mails.rendering import write
from functions.mails.starting import in_time

if TYPE_CHECKING:
    from functions.domain.membership import Organisation

_SUBJECTS = {
    MailKind.CONFIRMATION: N_("Your link to join: %(title)s"),
    MailKind.LINK_CHANGED: N_("Your new link to join: %(title)s"),
    MailKind.DECLINE: N_("Your registration: %(title)s"),
    MailKind.FOCAL_REQUEST: N_("Do you know this person? %(title)s"),
}
_STARTS = N_("Starts %(in_time)s: %(title)s")
_STARTING = N_("Starting now: %(title)s")
#: For how long what cannot be erased is still there.
_KEPT = {"logs": timedelta(days=30), "backups": timedelta(days=35), "runs": timedelta(days=90)}
#: These are nothing without the join link.
_JOINING = {MailKind.CONFIRMATION, MailKind.LINK_CHANGED, *REMINDERS}
_FEEDBACK = {MailKind.FEEDBACK_REQUEST, MailKind.FEEDBACK_REMINDER}


class NoJoinLinkError(ValueError):
    """A mail that holds the join link was asked for and there is none, or for somebody who may not have it."""


def compose(
    kind: MailKind,
    registration: Registration,
    event: Event,
    organisation: "Organisation | None",
    *,
    link: str,
    sender: str,
    now: datetime,
) -> EmailMessage:
    """The mail of this kind, in its reader's locale, ready to be handed over.

    `organisation` is the one that the delegate named, if the roll has it; a `FOCAL_REQUEST` goes to its focal point.
    `link` is the signed one that this kind holds, if any. `sender` is our own bare address. Raises `NoJoinLinkError`.
    """
    # From here on there is a join link only if this very mail may hold it.
    person = replace(registration, join_url=_join_url(kind, registration), locale=_locale(kind, registration, event))
    said = notice(kind, person)
    to_focal_point = kind is MailKind.FOCAL_REQUEST and organisation is not None
    message = envelope(
        organiser=event.organiser,
        sender=sender,
        to=organisation.focal_point if to_focal_point and organisation else person.email,
        name="" if to_focal_point else person.name,
        reply_to=event.contact,
        subject=_subject(kind, said, person, event, now),
        identity=f"{person.reference}.{kind}.{_version(kind, person, event, now)}.{person.attempt}",
        now=now,
    )
    values = {
        **_words(person, event, now),
        **(_notice_words(said, person, event, now) if said else {}),
        **(_feedback_words(kind, person, event) if kind in _FEEDBACK else {}),
        "subject": message["Subject"],
        "organisation": organisation.name if organisation else "",
        "link": link,
    }
    if kind is MailKind.FEEDBACK_REQUEST:
        message["List-Unsubscribe"] = f"<{link}/stop>"
        # RFC 8058: the mail program itself may post to that address, and nobody is asked anything.
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    write(message, person.locale, _template(kind, said), values)
    if _has_calendar(kind, person):
        # Few mails pay for this import: the library takes longer to load than all the rest here.
        from functions.mails.attachment import attach_calendar

        attach_calendar(message, kind, person, event, sender, now)
    message["Content-Language"] = person.locale  # last: what is set before moves into the first part
    return message


def _join_url(kind: MailKind, registration: Registration) -> str:
    if kind not in _JOINING and kind is not MailKind.POSTPONEMENT:
        return ""
    if registration.status is Status.CONFIRMED and registration.join_url:
        return registration.join_url
    if kind is MailKind.POSTPONEMENT and (registration.status is not Status.CONFIRMED or registration.changes_link):
        return ""
    raise NoJoinLinkError(f"{registration.reference}: no join link to send")


def _locale(kind: MailKind, registration: Registration, event: Event) -> str:
    """The focal point has not chosen a language, and theirs need not be the delegate's: it is the event's."""
    return choose_locale("", otherwise=event.languages) if kind is MailKind.FOCAL_REQUEST else registration.locale


def _has_calendar(kind: MailKind, person: Registration) -> bool:
    if kind in (MailKind.CANCELLATION, MailKind.ERASURE_RECEIPT):
        return person.had_link
    return kind in {MailKind.CONFIRMATION, MailKind.LINK_CHANGED, MailKind.POSTPONEMENT} and bool(person.join_url)


def _version(kind: MailKind, person: Registration, event: Event, now: datetime) -> int:
    """What tells the mail from others of its kind: some come more than once while the event stays as it is."""
    if kind in ON_REQUEST:
        return int(now.timestamp())
    return person.version if kind is MailKind.LINK_CHANGED else event.version


def _template(kind: MailKind, said: Notice | None) -> str:
    if said:
        return "notice"
    if kind in _FEEDBACK:
        return "feedback_request"
    return "reminder" if kind in REMINDERS else kind.replace("-", "_")


def _subject(kind: MailKind, said: Notice | None, person: Registration, event: Event, now: datetime) -> str:
    until = in_time(event.starts, now, person.locale)
    if said:
        message = said.subject
    elif kind in REMINDERS:
        message = _STARTS if until else _STARTING
    elif kind in _FEEDBACK:
        message = feedback_request(kind, person, event).subject
    else:
        message = _SUBJECTS[kind]
    return translator(person.locale).gettext(message) % {"title": event.title(person.locale), "in_time": until}


def _words(person: Registration, event: Event, now: datetime) -> dict[str, Any]:
    locale = person.locale
    return {
        "reference": person.reference,
        "join_url": person.join_url,
        "email": person.email,
        "event": event,
        "locale": locale,
        "direction": direction(locale),
        "title": event.title(locale),
        "name": f"{person.title} {person.name}".strip(),
        "protected": person.protected,
        "alias": person.alias,
        "when": format_when(event.starts, event.ends, event.zone, locale, event.place_in(locale)),
        "closes": format_moment(event.closes, event.zone, locale, event.place_in(locale)),
        "until": format_moment(event.feedback_closes, event.zone, locale, event.place_in(locale)),
        "in_time": in_time(event.starts, now, locale),
        "language": language_name(person.language, locale),
        "reason": translator(locale).gettext(reason_for(person.reason)),
    }


def _feedback_words(kind: MailKind, person: Registration, event: Event) -> dict[str, Any]:
    gettext = translator(person.locale).gettext
    asks = feedback_request(kind, person, event)
    title = {"title": event.title(person.locale)}
    return {
        "opening": gettext(asks.opening) % title if asks.opening else "",
        "invitation": gettext(asks.invitation) % title,
        "missed": asks.missed,
        # Nothing follows the second request.
        "stops": kind is MailKind.FEEDBACK_REQUEST,
    }


def _notice_words(said: Notice, person: Registration, event: Event, now: datetime) -> dict[str, Any]:
    gettext = translator(person.locale).gettext
    moments = {"closes": event.closes, **{name: now + kept for name, kept in _KEPT.items()}}
    told = {
        name: format_moment(at, event.zone, person.locale, event.place_in(person.locale))
        for name, at in moments.items()
    }
    return {
        "happened": gettext(said.happened),
        "then": [gettext(text) % {**told, "contact": event.contact} for text in said.then],
        "before_link": gettext(said.link) if said.link else "",
        "page": gettext(said.page),
    }
