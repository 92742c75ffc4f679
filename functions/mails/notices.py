"""The mails that say where a registration has come to: one layout, and for each what it says. All are message ids."""

from dataclasses import dataclass

from functions.domain.events import MailKind
from functions.domain.registration import Registration, Status
from functions.domain.wording import N_
from functions.mails.reasons import Told, cancellation, expiry


@dataclass(frozen=True, slots=True)
class Notice:
    """`happened` stands before the event's title and time, each text of `then` is a paragraph after them, and `link`
    is the sentence before the link to the registration's page; without one the mail has no link."""

    subject: str
    happened: str
    then: tuple[str, ...] = ()
    link: str = ""


_SEE = N_("See where your registration stands at any time, with this link, which is yours alone:")
_GIVE_UP_SEAT = N_(
    "Can you not come at that time? Then please cancel on the page of your registration, so that somebody else gets "
    "the seat. This link is yours alone:"
)
_STOP_WAITING = N_(
    "If you no longer wish to attend, please cancel on the page of your registration. This link is yours alone:"
)

_REVIEW = Notice(
    N_("We have received your registration: %(title)s"),
    N_("We have received your registration for:"),
    (
        N_(
            "It could not be confirmed automatically, so a person in our team is looking at it. You do not need to do "
            "anything: we write to you as soon as it is decided."
        ),
    ),
    _SEE,
)
_WAITING = Notice(
    N_("You are on the waiting list: %(title)s"),
    N_("All seats are taken at the moment. You are on the waiting list for:"),
    (
        N_(
            "You do not need to do anything. When a seat becomes free, it goes to whoever has waited longest, and we "
            "send you your link to join at once. If none does, we write to you when registration closes: %(closes)s."
        ),
    ),
    _STOP_WAITING,
)

_STANDS = {
    Status.CONFIRMED: N_(
        "You are registered, and your link to join stays the same: it is in the mail that confirmed "
        "your registration. The attached file puts the new time into your calendar."
    ),
    Status.WAITLISTED: N_("You are still on the waiting list: we write to you as soon as there is a seat for you."),
    Status.IN_REVIEW: N_(
        "A person in our team is still looking at your registration: we write to you as soon as it is decided."
    ),
}
_BEING_PREPARED = N_("We are still working on your registration: we send you your link to join as soon as we have it.")

_LINK_ENDED = N_("Your link to join no longer works. The attached file takes the event out of your calendar.")


def notice(kind: MailKind, registration: Registration) -> Notice | None:
    """What a mail of this kind says; None for the kinds that have a layout of their own."""
    match kind:
        case MailKind.REVIEW_NOTICE:
            return _REVIEW
        case MailKind.WAITLIST_NOTICE:
            return _WAITING
        case MailKind.POSTPONEMENT:
            return _postponement(registration)
        case MailKind.EXPIRY:
            return _ended(expiry(registration.reason))
        case MailKind.CANCELLATION:
            had_link = (_LINK_ENDED,) if registration.registrant_id else ()
            return _ended(cancellation(registration.reason), *had_link)
        case _:
            return None


def _postponement(registration: Registration) -> Notice:
    stands = _STANDS.get(registration.status, _BEING_PREPARED)
    link = _GIVE_UP_SEAT if registration.status is Status.CONFIRMED else _STOP_WAITING
    return Notice(
        N_("New time: %(title)s"), N_("The time of this event has changed. It now takes place:"), (stands,), link
    )


def _ended(told: Told, *before: str) -> Notice:
    return Notice(told.subject, told.happened, (*before, told.then))
