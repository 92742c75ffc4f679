"""Protected delegates at the secretariat: one is marked, or no longer; and a named officer sees who it is."""

from collections.abc import Mapping

from aws_lambda_powertools.event_handler import Response
from pydantic_core import PydanticCustomError

from functions.adapters.looks import Look
from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.protection import ENDED, PROTECTED, names_officer, officer_mark, protection
from functions.domain.registration import Registration, Status
from functions.domain.submission import FieldProblem
from functions.domain.text import LINE, LONG_LINE, checked, empty
from functions.domain.wording import N_
from functions.web.filled import Filled
from functions.web.request import UNREADABLE, RequestRefusedError
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_registration import checked_reference, registration_page

PROTECT, END = "protect", "end"

NOT_NAMED = N_("Only the officers whom the event’s file names may see who a protected delegate is")
NO_REASON = N_("Say in a few words why you need to know")
ASK = N_("Do you want to protect this delegate?")
ASK_TEXT = N_(
    "From then on Zoom and these pages show an alias. If the delegate has a link to join already, it stops working, "
    "and another one is sent to them by mail."
)
YES = N_("Yes, protect this delegate")
ASK_END = N_("Do you want to end the protection of this delegate?")
ASK_END_TEXT = N_(
    "From then on Zoom and these pages show name and address. If the delegate has a link to join already, it stops "
    "working, and another one is sent to them by mail."
)
YES_END = N_("Yes, end the protection")
DONE = N_("The delegate is protected")
DONE_END = N_("The delegate is no longer protected")
NOT_PROTECTED = N_("This delegate is not protected: the page of the registration shows who it is")
NOT_OFFERED = N_("This event protects nobody: its file names no officers and no relay")


def accept_protection(reference: str, visit: Visit) -> Response[str]:
    """200: asks, then marks the delegate as protected, or no longer, which a named officer alone may do.

    403 for any other officer, 409 where there is nothing to mark, 422 where it is not said why. Raises
    `UnknownRegistrationError`, `RequestRefusedError`, `ConflictError`.
    """
    typed, registration, event = _asked(reference, visit)
    if typed.get("act") not in (PROTECT, END):
        raise RequestRefusedError(422, UNREADABLE)
    wanted = typed["act"] == PROTECT
    if registration.protected is wanted:
        return _refusal(DONE if wanted else NOT_PROTECTED, registration, visit)
    if wanted and not event.protects:
        return _refusal(NOT_OFFERED, registration, visit)
    if not wanted and (refusal := _may_not_know(typed, registration, event, visit)):
        return refusal
    if typed.get(SURE) != "yes":
        texts = (ASK, ASK_TEXT, YES) if wanted else (ASK_END, ASK_END_TEXT, YES_END)
        return visit.ask(Question(*texts, _page_of(registration)), typed, [reference, registration.shown_as])
    if not wanted:  # what the pages then show is a look as well, and is written down before it can be seen
        _note_look(registration, event, typed, visit)
    changed = registration.changed(**protection(registration, event, visit.now, wanted=wanted))
    note = PROTECTED if wanted else ENDED
    visit.office.registrations().save(changed, was=registration, actor=visit.member.actor, at=visit.now, note=note)
    return visit.done(DONE if wanted else DONE_END, _page_of(registration))


def reveal(reference: str, visit: Visit) -> Response[str]:
    """200 with who a protected delegate is, once it is written down who looks and why; 409 for any other delegate.

    403 for an officer whom the event's file does not name, 422 where it is not said why. Raises
    `UnknownRegistrationError`, `RequestRefusedError`, and `ConflictError` where the delegate is erased just now.
    """
    typed, registration, event = _asked(reference, visit)
    if not registration.protected:
        return _refusal(NOT_PROTECTED, registration, visit)
    if refusal := _may_not_know(typed, registration, event, visit):
        return refusal
    _note_look(registration, event, typed, visit)
    return visit.page("revealed", registration=registration, event=event, event_title=event.title(visit.locale))


def _asked(reference: str, visit: Visit) -> tuple[Mapping[str, str], Registration, Event]:
    typed = visit.request.form()
    registration = visit.office.registrations().get(checked_reference(reference))
    if registration.status is Status.ERASED:
        raise UnknownRegistrationError("nothing is known of it any more")
    return typed, registration, visit.office.events().get(registration.event)


def _may_not_know(
    typed: Mapping[str, str], registration: Registration, event: Event, visit: Visit
) -> Response[str] | None:
    """The answer to whoever may not see who this is, or has not said why they need to."""
    if not names_officer(event, visit.member.address):
        return _refusal(NOT_NAMED, registration, visit, status=403)
    if wrong := _wrong(typed.get("why", "")):
        filled = Filled(typed, (FieldProblem("why", wrong),))
        return registration_page(registration, visit, status=422, filled=filled)
    return None


def _wrong(reason: str) -> str:
    """Message id of what is wrong with a reason, empty where nothing is."""
    try:
        text = checked(reason)
    except PydanticCustomError as error:
        return str((error.context or {})["message"])
    if empty(text):
        return NO_REASON
    return LONG_LINE if len(text) > LINE else ""


def _note_look(registration: Registration, event: Event, typed: Mapping[str, str], visit: Visit) -> None:
    look = Look(visit.now, officer_mark(event, visit.member.address), typed["why"].strip())
    visit.office.looks().add(registration.reference, look)


def _refusal(heading: str, registration: Registration, visit: Visit, status: int = 409) -> Response[str]:
    return visit.page("done", status, heading=heading, back=_page_of(registration), lists=[])


def _page_of(registration: Registration) -> str:
    return f"/secretariat/registrations/{registration.reference}"
