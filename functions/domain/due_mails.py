"""Which mail is due to whom, and when: asked anew each time just before one leaves."""

from datetime import datetime, timedelta

from functions.domain.events import ON_REQUEST, REMINDERS, Event, MailKind, Occasion
from functions.domain.registration import DOUBTS_OF_IDENTITY, FORGOTTEN, HAD_PLACE, Registration, Status

#: Mails that tell a delegate where the registration has come to.
_ANSWERS = {
    MailKind.DECLINE: Status.DECLINED,
    MailKind.REVIEW_NOTICE: Status.IN_REVIEW,
    MailKind.WAITLIST_NOTICE: Status.WAITLISTED,
    MailKind.EXPIRY: Status.EXPIRED,
    MailKind.CANCELLATION: Status.CANCELLED,
    MailKind.ERASURE_RECEIPT: Status.ERASING,
}
_FEEDBACK = {MailKind.FEEDBACK_REQUEST, MailKind.FEEDBACK_REMINDER}
_ON_REQUEST_UNTIL = timedelta(hours=1)
#: Whoever still expects the event hears of its new time.
_EXPECTING = frozenset(
    {
        Status.SUBMITTED,
        Status.IN_REVIEW,
        Status.VERIFIED,
        Status.WAITLISTED,
        Status.PROVISIONING,
        Status.IN_REPAIR,
        Status.CONFIRMED,
    }
)


def due(kind: MailKind, registration: Registration, event: Event, planned_for: int | None, now: datetime) -> bool:
    """Whether this mail is to leave at `now`. `planned_for` is the version of the event that a moment belongs to, or
    the second, since 1970, in which a mail was asked for."""
    if kind is MailKind.FOCAL_REQUEST:
        # Who asks to be protected may fear their own organisation: the secretariat alone decides on them.
        asked = registration.status is Status.IN_REVIEW and not registration.protected
        return asked and registration.reason in DOUBTS_OF_IDENTITY
    if kind in ON_REQUEST:
        ago = timedelta(seconds=now.timestamp() - (planned_for or 0))
        return abs(ago) < _ON_REQUEST_UNTIL and registration.status not in FORGOTTEN
    if kind in _ANSWERS:
        return registration.status is _ANSWERS[kind]
    if kind in (MailKind.CONFIRMATION, MailKind.LINK_CHANGED):
        # While the link is being changed there is none: the mail that follows brings the other one.
        return registration.status is Status.CONFIRMED and not registration.changes_link and _ahead(event, now)
    if kind is MailKind.POSTPONEMENT:
        # A later version of the same times tells nothing else; one of other times has a notice of its own.
        told = event.moved_in <= (planned_for or 0) <= event.version and _told_of_new_time(registration, event)
        return told and _ahead(event, now)
    if planned_for != event.version:
        return False
    if kind in _FEEDBACK:
        return registration.status in HAD_PLACE and not event.cancelled and event.ends <= now < event.feedback_closes
    return _reminded(kind, registration, event) and now < event.starts


def _ahead(event: Event, now: datetime) -> bool:
    return now < event.ends and not event.cancelled


def _told_of_new_time(registration: Registration, event: Event) -> bool:
    """Who registered after it was published has seen the new time already."""
    return registration.status in _EXPECTING and registration.submitted_at < event.published_at


def _reminded(kind: MailKind, registration: Registration, event: Event) -> bool:
    """Nobody is reminded at a moment that had passed before they registered, or while their link is being changed: the
    mail with the other one follows. A cancelled event has no moments."""
    if registration.changes_link:
        return False
    moments = [moment.at for moment in event.moments() if kind in REMINDERS and moment.kind == Occasion(kind.value)]
    return registration.status is Status.CONFIRMED and any(registration.submitted_at <= at for at in moments)
