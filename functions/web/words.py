"""Statuses, reasons, roles and categories in words that a delegate reads. All of them are message ids.

Why a registration ended is worded in functions.mails.reasons: page and mail say the same.
"""

from functions.domain.events import Category
from functions.domain.registration import Reason, Role, Status
from functions.domain.wording import N_

CATEGORIES = {
    Category.MEMBER_PARLIAMENT: N_("Member Parliaments"),
    Category.ASSOCIATE_MEMBER: N_("Associate Members"),
    Category.PERMANENT_OBSERVER: N_("Permanent observers"),
}

ROLES = {
    Role.MEMBER: N_("Member of Parliament"),
    Role.STAFF: N_("Parliamentary staff"),
    Role.REPRESENTATIVE: N_("Representative of an Associate Member or permanent observer"),
}

GENDERS = {
    "woman": N_("Woman"),
    "man": N_("Man"),
    "other": N_("Other"),
    "": N_("Prefer not to say"),
}

#: Heading and explanation of each status.
STATUSES = {
    Status.SUBMITTED: (
        N_("We are checking your registration"),
        N_("We have received it. We will write to you as soon as it is checked, usually within minutes."),
    ),
    Status.IN_REVIEW: (
        N_("A person is looking at your registration"),
        N_("We will write to you when the secretariat has decided. There is nothing that you need to do."),
    ),
    Status.VERIFIED: (
        N_("Your registration is accepted"),
        N_("We are preparing your personal join link and will send it to you by mail."),
    ),
    Status.WAITLISTED: (
        N_("You are on the waiting list"),
        N_("The event is full. We will write to you if a place becomes free."),
    ),
    Status.PROVISIONING: (
        N_("Your registration is accepted"),
        N_("We are preparing your personal join link and will send it to you by mail."),
    ),
    Status.IN_REPAIR: (
        N_("Your registration is accepted"),
        N_("Your join link is delayed by a fault on our side. The secretariat is working on it and will write to you."),
    ),
    Status.CONFIRMED: (
        N_("Your place is confirmed"),
        N_("Your personal join link is in the confirmation that we sent you by mail. Please do not pass it on."),
    ),
    Status.ATTENDED: (
        N_("Thank you for taking part"),
        N_("The event is over, and you were there."),
    ),
    Status.ABSENT: (
        N_("The event is over"),
        N_("Your place was confirmed, but we did not see you join."),
    ),
    Status.DECLINED: (
        N_("We could not accept your registration"),
        N_("If you think that this is a mistake, please write to the organiser."),
    ),
    Status.EXPIRED: (
        N_("Your registration has lapsed"),
        N_("You have no place at this event."),
    ),
    Status.CANCELLED: (
        N_("Your registration is cancelled"),
        N_("You have no place at this event, and we will not write to you about it any more."),
    ),
    Status.ERASING: (
        N_("Your details are being erased"),
        N_("We will write to you once more when it is done, usually within minutes."),
    ),
    Status.ERASED: (
        N_("Your details have been erased"),
        N_("Nothing about you is kept for this event."),
    ),
}

READDRESSED = N_("Your registration goes on under another address")

#: Why a person looks at a registration.
DOUBTS = {
    Reason.FREE_MAIL: N_("Your address is with a public mail service, so we check with your organisation."),
    Reason.UNKNOWN_DOMAIN: N_("We do not know the domain of your address, so we check with your organisation."),
    Reason.OTHER_ORGANISATION: N_("Your address belongs to another organisation than the one that you chose."),
    Reason.INTERNATIONALISED_DOMAIN: N_("The domain of your address has letters that a person must compare."),
    Reason.ORGANISATION_UNKNOWN: N_("We do not find the organisation that you chose on our list."),
    Reason.ORGANISATION_SUSPENDED: N_("The organisation that you chose cannot take part in events at present."),
    Reason.LIMIT_REACHED: N_("Your organisation already has all the places that it can have."),
    Reason.ALWAYS_REVIEWED: N_("A person looks at every registration of the organisation that you chose."),
}
