"""The mails that ask for feedback: who took part is thanked, who did not is missed, and who is not known yet is asked
in words that fit both. All are message ids."""

from dataclasses import dataclass

from functions.domain.events import Event, MailKind
from functions.domain.registration import Registration, Status
from functions.domain.wording import N_


@dataclass(frozen=True, slots=True)
class FeedbackRequest:
    """`opening` names the event, and is empty where `invitation` does. The invitation leads to the link."""

    subject: str
    opening: str
    invitation: str
    missed: bool = False
    """Whether it goes to somebody who was not there."""


_SUBJECT = N_("How was it? %(title)s")
_SUBJECT_AGAIN = N_("Still time to tell us how it was: %(title)s")
_MISSED_SUBJECT = N_("We missed you: %(title)s")
_MISSED_SUBJECT_AGAIN = N_("Still time to tell us what you think: %(title)s")

_THANKS = {
    Status.ATTENDED: N_("Thank you for taking part in “%(title)s”."),
    Status.CONFIRMED: N_("Thank you for registering for “%(title)s”."),
}
_MISSED = N_("We missed you at “%(title)s”.")

_INVITATION = N_(
    "How was it, and how was the interpretation? Do you have an example to share, a challenge to name or a "
    "recommendation to make? Every question is optional, and it takes about two minutes:"
)
_OWN_INVITATION = N_("We would like to know how it was for you. Every question is optional:")
_MISSED_INVITATION = N_(
    "You may still tell us what you think. Every question is optional, so leave out what only those who were there can "
    "answer:"
)

_INVITATION_AGAIN = N_(
    "We asked you how “%(title)s” was, and we would still like to know. Every question is optional, and it takes about "
    "two minutes. We will not ask again:"
)
_OWN_INVITATION_AGAIN = N_(
    "We asked you how “%(title)s” was, and we would still like to know. Every question is optional. We will not ask "
    "again:"
)
_MISSED_INVITATION_AGAIN = N_(
    "We would still like to know what you think. Every question is optional, so leave out what only those who were "
    "there can answer. We will not ask again:"
)


def feedback_request(kind: MailKind, person: Registration, event: Event) -> FeedbackRequest:
    """What a request of this kind says to this delegate. Where an event asks questions of its own, nothing is said of
    what is asked."""
    again, missed, own = kind is MailKind.FEEDBACK_REMINDER, person.status is Status.ABSENT, event.feedback.questions
    if missed and again:
        return FeedbackRequest(_MISSED_SUBJECT_AGAIN, _MISSED, _MISSED_INVITATION_AGAIN, missed=True)
    if missed:
        return FeedbackRequest(_MISSED_SUBJECT, _MISSED, _MISSED_INVITATION, missed=True)
    if again:
        return FeedbackRequest(_SUBJECT_AGAIN, "", _OWN_INVITATION_AGAIN if own else _INVITATION_AGAIN)
    thanks = _THANKS.get(person.status, _THANKS[Status.CONFIRMED])
    return FeedbackRequest(_SUBJECT, thanks, _OWN_INVITATION if own else _INVITATION)
