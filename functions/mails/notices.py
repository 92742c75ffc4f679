"""The mails that say where a registration has come to: one layout, and for each what it says. All are message ids."""

from dataclasses import dataclass, replace

from functions.domain.events import MailKind
from functions.domain.registration import Registration, Status
from functions.domain.wording import N_
from functions.mails.reasons import Told, cancellation, expiry


@dataclass(frozen=True, slots=True)
class Notice:
    """`happened` stands before the event's title and time, each text of `then` is a paragraph after them, and `link`
    is the sentence before the link to the page that `page` names; without one the mail has no link."""

    subject: str
    happened: str
    then: tuple[str, ...] = ()
    link: str = ""
    page: str = N_("Your registration")


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


_DATA = Notice(
    N_("What we hold about you: %(title)s"),
    N_("You asked to see, or to erase, what we hold about you for this event:"),
    (
        N_(
            "The link below works for one hour. If you did not ask for it, there is nothing that you need to do: "
            "without this link nothing is shown, and nothing is erased."
        ),
    ),
    N_("See it, download it or erase it on this page, whose link is yours alone:"),
    N_("What we hold about you"),
)
_NEW_LINK = Notice(
    N_("Your new link: %(title)s"),
    N_("You asked for a new link to the page of your registration for:"),
    (N_("If you did not ask for it, there is nothing that you need to do."),),
    _SEE,
)
_RECEIPT = Notice(
    N_("Your details are erased: %(title)s"),
    N_("What we hold about you for this event is now being erased:"),
    (
        N_(
            "Registrations: your name, address, organisation and answers, your link to join, and whatever was noted of "
            "your registration and attendance are deleted. What stays says that a registration with this reference was "
            "erased, when, and whether you or the secretariat asked for it."
        ),
        N_(
            "Feedback: what you said under your name is deleted. Anonymous feedback cannot be found, because nothing "
            "leads from it to you."
        ),
        N_(
            "Mails: our list of the mails that we sent to you is deleted, and no other follows this one. If mails to "
            "you had bounced, your address is taken off the list on which our mail service had put it."
        ),
        N_(
            "Zoom: your registration for the meeting is withdrawn and deleted. If you were in the meeting, Zoom keeps "
            "that in its own reports for as long as its terms say: we cannot delete it there."
        ),
        N_("Schedules: none of them holds anything about you."),
        N_(
            "Logs and what Zoom has told us, until %(logs)s, and the histories of our workflows, until %(runs)s: they "
            "hold your reference and the number that Zoom gave you, and neither name nor address nor answer. Then they "
            "are deleted by themselves."
        ),
        N_(
            "Backups: our tables can be restored as they were until %(backups)s. After that, what was erased cannot be "
            "brought back."
        ),
        N_(
            "Lists that the secretariat has downloaded are outside this system, and it must delete them itself: ask "
            "%(contact)s."
        ),
    ),
)


def notice(kind: MailKind, registration: Registration) -> Notice | None:
    """What a mail of this kind says; None for the kinds that have a layout of their own."""
    match kind:
        case MailKind.REVIEW_NOTICE:
            return _REVIEW
        case MailKind.WAITLIST_NOTICE:
            return _WAITING
        case MailKind.DATA_LINK:
            return _DATA
        case MailKind.NEW_LINK:
            return _NEW_LINK
        case MailKind.ERASURE_RECEIPT:
            return replace(_RECEIPT, then=(*_had_link(registration), *_RECEIPT.then))
        case MailKind.POSTPONEMENT:
            return _postponement(registration)
        case MailKind.EXPIRY:
            return _ended(expiry(registration.reason))
        case MailKind.CANCELLATION:
            return _ended(cancellation(registration.reason), *_had_link(registration))
        case _:
            return None


def _had_link(registration: Registration) -> tuple[str, ...]:
    return (_LINK_ENDED,) if registration.had_link else ()


def _postponement(registration: Registration) -> Notice:
    stands = _BEING_PREPARED if registration.changes_link else _STANDS.get(registration.status, _BEING_PREPARED)
    link = _GIVE_UP_SEAT if registration.status is Status.CONFIRMED else _STOP_WAITING
    return Notice(
        N_("New time: %(title)s"), N_("The time of this event has changed. It now takes place:"), (stands,), link
    )


def _ended(told: Told, *before: str) -> Notice:
    return Notice(told.subject, told.happened, (*before, told.then))
