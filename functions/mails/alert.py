"""The mail that tells the secretariat what only a person can put right: English, plain text, nothing personal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from functions.alerting import Alert
from functions.domain.events import Event
from functions.mails.to_secretariat import event_lines, to_secretariat


@dataclass(frozen=True, slots=True)
class _Text:
    subject: str
    wrong: str
    do: str


_TEXTS = {
    Alert.MEETING_NEEDS_REPAIR: _Text(
        "Zoom needs to be put right",
        "Zoom does not take registrations for this event as its meeting is set up now.",
        "Put it right in Zoom, then open the event's page and press Resume. Delegates who wait then get their links by "
        "themselves: nobody has to register again.",
    ),
    Alert.MEETING_FULL: _Text(
        "The Zoom meeting is full",
        "Zoom takes no more registrants for this event's meeting. Whoever registers now goes to the waiting list.",
        "If more people are to attend, give the meeting more room in Zoom (a larger licence, or fewer registrants who "
        "are not ours), then open the event's page and press Resume. Those who have waited longest then move up.",
    ),
    Alert.DRIFT: _Text(
        "Zoom and the registrations differ",
        "Zoom's list of registrants for this event is not the one that Rollcall has.",
        "Compare the cases above in Zoom and on the event's page. If somebody changed them in Zoom on purpose, make "
        "the same change on the event's page; if not, put it right in Zoom, then open the event's page and press "
        "Resume.",
    ),
    Alert.NO_ATTENDANCE: _Text(
        "Zoom did not say who took part",
        "The event is over, and Zoom has given no list of those who took part.",
        "Look in Zoom whether the meeting was held under the number above. If it was, open “Who was there” on the "
        "event's page and have Zoom's report read again. Until then nobody is marked as present or absent.",
    ),
}


def compose_alert(
    event: Event, alert: Alert, details: Sequence[str], waiting: int | None, *, sender: str, now: datetime
) -> EmailMessage:
    """To the event's contact. Two alerts of one kind at different times are two mails."""
    text = _TEXTS[alert]
    lines = _paragraphs(text, event, details, waiting)
    identity = f"{event.id}.{alert}.{now:%Y%m%dT%H%M%S%f}"
    return to_secretariat(event, text.subject, lines, identity=identity, sender=sender, now=now)


def _paragraphs(text: _Text, event: Event, details: Sequence[str], waiting: int | None) -> Iterable[str]:
    yield from (text.wrong, "")
    yield from event_lines(event)
    yield from (f"  Zoom meeting {event.meeting_id}", "")
    if details:
        yield from ("What is wrong:", "", *(f"  - {detail}" for detail in details), "")
    if waiting:
        yield from (f"Waiting for this: {waiting:,} registration{'s' if waiting > 1 else ''}.", "")
    yield from ("What to do:", "", text.do, "")
    yield "Rollcall does not write again about this until it was put right and has gone wrong once more."
