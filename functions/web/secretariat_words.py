"""What the secretariat reads of statuses, reasons, mails and alerts. All of them are message ids."""

from collections.abc import Callable
from datetime import datetime

from babel.dates import format_date, format_time

from functions.adapters.ledger_rows import MailState
from functions.alerting import Alert
from functions.domain.attendance import Source
from functions.domain.events import Category, MailKind, Occasion
from functions.domain.membership import Standing
from functions.domain.registration import Reason, Status
from functions.domain.staff import OPERATOR, SECRETARIAT, StaffRole
from functions.domain.wording import N_
from functions.language import translator

STATUS_NAMES = {
    Status.SUBMITTED: N_("Being checked"),
    Status.IN_REVIEW: N_("To be decided"),
    Status.VERIFIED: N_("May attend"),
    Status.WAITLISTED: N_("On the waiting list"),
    Status.PROVISIONING: N_("Zoom is being asked"),
    Status.IN_REPAIR: N_("In repair"),
    Status.CONFIRMED: N_("Confirmed"),
    Status.ATTENDED: N_("Attended"),
    Status.ABSENT: N_("Absent"),
    Status.DECLINED: N_("Declined"),
    Status.EXPIRED: N_("Lapsed"),
    Status.CANCELLED: N_("Cancelled"),
    Status.ERASING: N_("Being erased"),
    Status.ERASED: N_("Erased"),
}

REASON_NAMES = {
    Reason.FREE_MAIL: N_("The address is with a public mail service."),
    Reason.UNKNOWN_DOMAIN: N_("No organisation on the roll has the domain of the address."),
    Reason.OTHER_ORGANISATION: N_("The domain of the address belongs to another organisation than the one chosen."),
    Reason.INTERNATIONALISED_DOMAIN: N_("The domain of the address has letters that may imitate others: compare them."),
    Reason.ORGANISATION_UNKNOWN: N_("The organisation that was chosen is not on the roll."),
    Reason.ORGANISATION_SUSPENDED: N_("The organisation is suspended, or a former member."),
    Reason.NOT_IN_AUDIENCE: N_("The event is not open to this organisation."),
    Reason.LIMIT_REACHED: N_("The organisation has as many delegates as it may send."),
    Reason.ZOOM_REFUSED: N_("Zoom did not take the details as they were."),
    Reason.ALWAYS_REVIEWED: N_("The event's file asks for a decision on everybody of this organisation."),
    Reason.NOT_VOUCHED_FOR: N_("The organisation does not know this person."),
    Reason.NOT_INVITED: N_("The secretariat decided so, for no reason that is named."),
    Reason.UNDECIDED: N_("Nobody had decided when registration closed."),
    Reason.NO_SEAT: N_("No seat had become free when registration closed."),
    Reason.BY_DELEGATE: N_("The delegate cancelled."),
    Reason.BY_SECRETARIAT: N_("The secretariat cancelled."),
    Reason.BY_ZOOM_HOST: N_("Somebody cancelled it inside Zoom."),
    Reason.ADDRESS_CHANGED: N_("The delegate goes on under another address, with another reference."),
    Reason.EVENT_CANCELLED: N_("The event was cancelled."),
}

CATEGORY_NAMES = {
    Category.MEMBER_PARLIAMENT: N_("Member Parliament"),
    Category.ASSOCIATE_MEMBER: N_("Associate Member"),
    Category.PERMANENT_OBSERVER: N_("Permanent observer"),
}

STANDINGS = {
    Standing.ACTIVE: N_("active"),
    Standing.MEMBER_SUSPENDED: N_("membership suspended"),
    Standing.RIGHTS_SUSPENDED: N_("rights suspended"),
    Standing.FORMER: N_("former member"),
}

STAFF_ROLES = {
    StaffRole.VIEWER: N_("viewer"),
    StaffRole.OFFICER: N_("officer"),
    StaffRole.ADMINISTRATOR: N_("administrator"),
}

_ACTORS = {
    "delegate": N_("The delegate"),
    "roll": N_("The check against the roll"),
    "workflow": N_("Rollcall"),
    "zoom": N_("Zoom"),
    SECRETARIAT: N_("The secretariat"),
    "focal-point": N_("The organisation’s focal point"),
    OPERATOR: N_("The command line"),
}

MAILS = {
    MailKind.CONFIRMATION: N_("Confirmation with the link to join"),
    MailKind.DECLINE: N_("Decline"),
    MailKind.REVIEW_NOTICE: N_("Notice that a person decides"),
    MailKind.WAITLIST_NOTICE: N_("Notice of the waiting list"),
    MailKind.EXPIRY: N_("Notice that the registration has lapsed"),
    MailKind.CANCELLATION: N_("Cancellation"),
    MailKind.POSTPONEMENT: N_("Notice of the new time"),
    MailKind.LINK_CHANGED: N_("Another link to join"),
    MailKind.REMINDER_1: N_("First reminder"),
    MailKind.REMINDER_2: N_("Second reminder"),
    MailKind.REMINDER_3: N_("Third reminder"),
    MailKind.FEEDBACK_REQUEST: N_("Request for feedback"),
    MailKind.FEEDBACK_REMINDER: N_("Second request for feedback"),
    MailKind.FOCAL_REQUEST: N_("Question to the organisation’s focal point"),
    MailKind.ERASURE_RECEIPT: N_("Receipt of the erasure"),
    MailKind.DATA_LINK: N_("Link to what is held about the delegate"),
    MailKind.NEW_LINK: N_("New link to the registration’s page"),
}

MAIL_STATES = {
    MailState.SENDING: N_("It was handed over, and we cannot know whether it left."),
    MailState.SENT: N_("Sent"),
    MailState.REFUSED: N_("The address cannot be mailed: it was refused."),
}

OCCASIONS = {
    Occasion.REMINDER_1: N_("first reminder"),
    Occasion.REMINDER_2: N_("second reminder"),
    Occasion.REMINDER_3: N_("third reminder"),
    Occasion.DEADLINE: N_("registration closes"),
    Occasion.CLOSEOUT: N_("who was there"),
    Occasion.FEEDBACK_REQUEST: N_("request for feedback"),
    Occasion.FEEDBACK_REMINDER: N_("second request for feedback"),
    Occasion.POSTPONEMENT: N_("notice of the new time"),
    Occasion.EVENT_CANCELLED: N_("event cancelled"),
    Occasion.REPAIRED: N_("resumed after a repair"),
    Occasion.RETENTION: N_("personal data erased"),
}

SOURCES = {
    Source.WEBHOOKS: N_("What Zoom told during the event"),
    Source.REPORT: N_("Zoom’s report of the meeting"),
    Source.SECRETARIAT: N_("The secretariat"),
}

#: Each alert: what is the matter, and what to do.
ALERTS = {
    Alert.MEETING_NEEDS_REPAIR: (
        N_("Zoom did not take somebody."),
        N_("Open the list of what is in repair, do what stands beside each delegate there, then resume."),
    ),
    Alert.MEETING_FULL: (
        N_("The Zoom meeting is full."),
        N_("Those who register now wait. Raise the meeting’s capacity in Zoom, or leave them on the waiting list."),
    ),
    Alert.DRIFT: (
        N_("Zoom’s list of registrants and ours are not the same."),
        N_("Look at the last reconciliation among the runs. Change registrations here and never inside Zoom."),
    ),
    Alert.NO_ATTENDANCE: (
        N_("Zoom has told us of nobody who attended."),
        N_(
            "Look in Zoom whether the meeting was held under this number, then open “Who was there” and have the "
            "report read again. Nobody is counted as absent until then."
        ),
    ),
}

#: What is wrong with a registration in repair, by the name of its error.
PROBLEMS = {
    "MeetingMisconfiguredError": N_("The Zoom meeting, or Rollcall’s access to it, is not set up as it must be."),
    "MeetingOverError": N_("Zoom says that the meeting is over."),
    "RegistrantRefusedError": N_("Zoom does not take this person’s details."),
    "RegistrantIsHostError": N_("This person is the meeting’s host, who joins by the host’s own link."),
    "UnexpectedZoomReplyError": N_("Zoom gave an answer that Rollcall does not know."),
    "UnknownEventError": N_("The event was not found."),
    "States.Timeout": N_("Zoom could not be asked for a whole day."),
}
OTHER_PROBLEM = N_("Something failed that nobody foresaw.")

_MEND = N_("Mend the meeting in Zoom as it says on the event’s page, then resume.")
#: What to do about each.
REMEDIES = {
    "MeetingMisconfiguredError": _MEND,
    "MeetingOverError": _MEND,
    "RegistrantRefusedError": N_(
        "Resuming helps only once the details are others: ask the delegate to change them on the page of the "
        "registration, or cancel it."
    ),
    "RegistrantIsHostError": N_("Ask for another address, or cancel the registration: a host joins without it."),
    "States.Timeout": N_("Resume once Zoom answers again."),
}
OTHER_REMEDY = N_("Resume. If it comes back, tell whoever keeps Rollcall running for you.")


def actor_name(actor: str) -> str:
    """Who did something, by the audit's word for it: a message id, or the address of who of the secretariat it was."""
    return actor.removeprefix(f"{SECRETARIAT}:") if actor not in _ACTORS else _ACTORS[actor]


def moment(locale: str) -> Callable[[datetime | None], str]:
    """Writes a moment to the second, in UTC; nothing for one that has not come."""

    def write(at: datetime | None) -> str:
        if not at:
            return ""
        day, clock = format_date(at, "d MMM y", locale=locale), format_time(at, "HH:mm:ss", locale=locale)
        return translator(locale).gettext("%(date)s, %(time)s") % {"date": day, "time": f"{clock} UTC"}

    return write
