"""What is true of every mail, by what stood in the tables at the moment at which SES was given it."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from functions.domain.events import ON_REQUEST, MailKind, Occasion
from functions.domain.registration import FORGOTTEN, Status
from tests.integration.hand_over import HandOver
from tests.integration.office import Office, join_links_in

REMINDERS = frozenset({MailKind.REMINDER_1, MailKind.REMINDER_2, MailKind.REMINDER_3})
FEEDBACK = frozenset({MailKind.FEEDBACK_REQUEST, MailKind.FEEDBACK_REMINDER})
#: Whoever may be sent a mail of each kind; the notice of a postponement is for everybody who has not ended.
_RECIPIENTS = {
    MailKind.ERASURE_RECEIPT: {Status.ERASING},
    **{kind: set(Status) - FORGOTTEN for kind in ON_REQUEST},
    MailKind.CONFIRMATION: {Status.CONFIRMED},
    MailKind.DECLINE: {Status.DECLINED},
    MailKind.REVIEW_NOTICE: {Status.IN_REVIEW},
    MailKind.WAITLIST_NOTICE: {Status.WAITLISTED},
    MailKind.EXPIRY: {Status.EXPIRED},
    MailKind.CANCELLATION: {Status.CANCELLED},
    MailKind.FOCAL_REQUEST: {Status.IN_REVIEW},
    **{kind: {Status.CONFIRMED} for kind in REMINDERS},
    **{kind: {Status.CONFIRMED, Status.ATTENDED, Status.ABSENT} for kind in FEEDBACK},
}
_EXPECTING = {
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.VERIFIED,
    Status.WAITLISTED,
    Status.PROVISIONING,
    Status.IN_REPAIR,
    Status.CONFIRMED,
}
#: What is told of an event that lies ahead: never of one that was called off, or is over.
_AHEAD = frozenset({MailKind.CONFIRMATION, MailKind.POSTPONEMENT, *REMINDERS})
#: Their number is not the event's version: such a mail may come more than once while the event stays as it is.
_OF_THEIR_OWN = frozenset({MailKind.LINK_CHANGED, *ON_REQUEST})
_LATE = timedelta(minutes=15)


def broken_mails(office: Office) -> Iterator[str]:
    yield from _one_each(office)
    for mail in office.handed_over:
        yield from _recipient(mail)
        yield from _event(mail)


def _one_each(office: Office) -> Iterator[str]:
    """By what the mail is for, and by its id: either alone could be made to differ where nothing else does."""
    mails = office.handed_over
    sent = Counter(str(mail["Message-ID"]) for mail in office.cloud.mails())
    told = Counter((m.registration.reference, m.registration.attempt, m.kind, m.event.version) for m in mails)
    moved = Counter(
        (m.registration.reference, m.registration.attempt, str(m.event.starts))
        for m in mails
        if m.kind is MailKind.POSTPONEMENT
    )
    for found in (sent, told, moved):
        yield from (f"I4: {number} times {what}" for what, number in found.items() if number > 1)


def _recipient(mail: HandOver) -> Iterator[str]:
    who, status = mail.registration.reference, mail.registration.status
    if status not in _RECIPIENTS.get(mail.kind, _EXPECTING):
        number = "I7" if mail.kind in REMINDERS else "I3" if status is Status.CANCELLED else "I6"
        yield f"{number}: {who} was sent a mail of {mail.kind} as {status}"
    if join_links_in(mail.message) and status is not Status.CONFIRMED:
        yield f"I6: {who} was sent a join link as {status}"
    if mail.attempt != mail.registration.attempt:
        yield f"I3: {who} was sent a mail of {mail.kind} of attempt {mail.attempt}, after that had ended"


def _event(mail: HandOver) -> Iterator[str]:
    who, event = mail.registration.reference, mail.event
    if mail.kind not in _OF_THEIR_OWN and mail.version != event.version:
        yield f"I7: {who} was sent a mail of {mail.kind} for version {mail.version} of an event at {event.version}"
    if mail.kind in _AHEAD and (event.cancelled or mail.at >= event.ends):
        yield f"I7: {who} was sent a mail of {mail.kind} of an event that is not held any more"
    if mail.kind in FEEDBACK and (event.cancelled or not event.ends <= mail.at < event.feedback_closes):
        yield f"I7: {who} was asked for feedback at {mail.at}"
    if mail.kind is MailKind.POSTPONEMENT and mail.registration.submitted_at >= event.published_at:
        yield f"I7: {who} was told of a new time, and registered after it was published"
    if mail.kind in REMINDERS:
        [moment] = [each.at for each in event.moments() if each.kind == Occasion(mail.kind.value)] or [event.ends]
        if abs(mail.at - moment) > _LATE:
            yield f"I7: {who} was sent {mail.kind} at {mail.at}, which is due at {moment}"
        if mail.registration.submitted_at > moment:
            yield f"I7: {who} was sent {mail.kind}, and registered after its moment"
