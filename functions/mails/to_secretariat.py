"""The frame of a mail to an event's secretariat: English, plain text, from Rollcall itself."""

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage

from functions.domain.events import Event
from functions.language import LOCALES, format_when
from functions.mails.envelope import envelope
from functions.mails.plain_text import wrapped

_ORGANISER = "Rollcall"
_LOCALE = LOCALES[0]


def to_secretariat(
    event: Event, subject: str, lines: Iterable[str], *, identity: str, sender: str, now: datetime
) -> EmailMessage:
    """To the event's contact; mails of one `identity` are one mail."""
    message = envelope(
        organiser=_ORGANISER,
        sender=sender,
        to=event.contact,
        name="",
        reply_to=event.contact,
        subject=f"{subject}: {event.title(_LOCALE)}",
        identity=identity,
        now=now,
    )
    message.set_content(wrapped("\n".join(lines)), cte="quoted-printable")
    message["Content-Language"] = _LOCALE
    return message


def event_lines(event: Event) -> Iterable[str]:
    """Which event the mail is about, and when that is."""
    yield f"  {event.title(_LOCALE)}"
    yield f"  {format_when(event.starts, event.ends, event.zone, _LOCALE, event.place_in(_LOCALE))}"
