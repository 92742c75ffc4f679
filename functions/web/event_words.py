"""What the secretariat reads of an event's fields, and of a publication and how far it is. All are message ids."""

from functions.domain.events import MeetingKind
from functions.domain.publication import Deed
from functions.domain.wording import N_

LABELS = {
    "event": N_("Id"),
    "code": N_("Code"),
    "title_en": N_("Title in English"),
    "title_fr": N_("Title in French"),
    "title_es": N_("Title in Spanish"),
    "title_ar": N_("Title in Arabic"),
    "summary_en": N_("Summary in English"),
    "summary_fr": N_("Summary in French"),
    "summary_es": N_("Summary in Spanish"),
    "summary_ar": N_("Summary in Arabic"),
    "starts": N_("Start"),
    "ends": N_("End"),
    "time_zone": N_("Time zone"),
    "place_en": N_("Place in English"),
    "place_fr": N_("Place in French"),
    "place_es": N_("Place in Spanish"),
    "place_ar": N_("Place in Arabic"),
    "opens": N_("Registration opens"),
    "closes": N_("Registration closes"),
    "capacity": N_("Seats"),
    "categories": N_("Who may register"),
    "ask_gender": N_("Gender"),
    "meeting": N_("Number in Zoom"),
    "kind": N_("Kind in Zoom"),
    "languages": N_("Languages of interpretation"),
    "organiser": N_("Organiser"),
    "contact": N_("Address for questions"),
    "privacy_notice": N_("Privacy notice"),
    "reminder_1": N_("First reminder"),
    "reminder_2": N_("Second reminder"),
    "reminder_3": N_("Third reminder"),
    "feedback_after": N_("Feedback is asked for"),
    "retention": N_("Personal data is kept"),
    "certificates": N_("Certificates"),
    "recording": N_("Recording"),
}
"""The form's fields, in the form's order."""

KINDS = {MeetingKind.MEETING: N_("Meeting"), MeetingKind.WEBINAR: N_("Webinar")}
YES_OR_NO = {True: N_("yes"), False: N_("no")}

#: What the page that asks once more is headed with, and its button.
QUESTIONS = {
    Deed.PUBLISH: (N_("Do you want to publish this event?"), N_("Yes, publish it")),
    Deed.CHANGE: (N_("Do you want to change this event?"), N_("Yes, change it")),
    Deed.POSTPONE: (N_("Do you want to give this event another time?"), N_("Yes, give it this time")),
    Deed.CANCEL: (N_("Do you want to cancel this event?"), N_("Yes, cancel the event")),
}

_ASKING = N_("Zoom is being asked whether the meeting is set up for it.")
_BECOMING = N_("The event becomes what you sent, and its reminders are scheduled.")
_LISTING = N_("Whomever it concerns is being put in the queue.")
_SEATING = N_("Whoever waits gets a seat, if there are more now.")
_ENDING = N_("It is nearly done.")

BEGINNING = N_("It is about to begin.")
#: What is being done in each state of a publication's run.
STEPS = {
    "CheckMeeting": _ASKING,
    "Usable?": _ASKING,
    "PublishEvent": _BECOMING,
    "What?": _BECOMING,
    "ListAudience": _LISTING,
    "More?": _LISTING,
    "ClearAlerts": _SEATING,
    "PromoteWaiting": _SEATING,
    "FinishPublication": _ENDING,
    "Done?": _ENDING,
}
UNDER_WAY = N_("This is being done")
#: What each state means in which such a run ends: what was done, and what comes of it or what is to be done.
ENDS = {
    "Published": (N_("The event is published"), N_("Its page takes registrations from the moment that you gave.")),
    "Changed": (N_("The event is changed"), N_("Nobody was written to.")),
    "Unchanged": (
        N_("Nothing was to be changed"),
        N_("The event stood so already. Whatever an earlier publication had left undone is done now."),
    ),
    "Postponed": (
        N_("The event has its new time"),
        N_("Everybody’s mail is in the queue and leaves within minutes. The reminders have moved."),
    ),
    "Cancelled": (
        N_("The event is cancelled"),
        N_("Every registration is being cancelled, and everybody is told within minutes."),
    ),
    "NeedsChange": (
        N_("Nothing was changed: the meeting in Zoom must be changed first"),
        N_("Change in Zoom what stands below, or change the event. Then try again."),
    ),
    "Unchecked": (
        N_("Nothing was changed: Zoom could not be asked"),
        N_("Zoom did not answer, in spite of several tries. Try again in some minutes."),
    ),
    "Superseded": (
        N_("Somebody else published this event meanwhile"),
        N_("Theirs stands. Open the event, and if yours is to stand, change it once more."),
    ),
}
BROKE_OFF = (
    N_("The publication broke off"),
    N_("A part of it may be done. Try again: that finishes whatever was left undone, and nobody is told twice."),
)
NOT_KNOWN = (
    N_("The run of this publication is not known"),
    N_("It never began, or it ended so long ago that it is not kept any more. The event’s page shows what stands."),
)
