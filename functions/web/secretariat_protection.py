"""Protected delegates at the secretariat: one is marked, or no longer; and a named officer sees who it is.

Until officers sign in, the page believes who they say they are: it exists on stage local only.
"""

from collections.abc import Mapping

from aws_lambda_powertools.event_handler import Response
from pydantic_core import PydanticCustomError

from functions.adapters.looks import Look
from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.protection import ENDED, PROTECTED, officer_of, protection
from functions.domain.registration import Registration, Status
from functions.domain.submission import FieldProblem
from functions.domain.text import LINE, LONG_LINE, checked, empty
from functions.domain.wording import N_
from functions.web.filled import Filled
from functions.web.guards import check_origin
from functions.web.request import RequestRefusedError
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_registration import checked_reference, registration_page
from functions.web.secretariat_unsent import UNREADABLE

PROTECT, END = "protect", "end"

NO_OFFICER = N_("Choose which of the named officers you are")
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

    409 where there is nothing to mark, 422 where an officer did not say who they are or why. Raises
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
    problems = [] if wanted else _problems(typed, event)
    if problems:
        return registration_page(registration, visit, status=422, filled=Filled(typed, tuple(problems)))
    if typed.get(SURE) != "yes":
        texts = (ASK, ASK_TEXT, YES) if wanted else (ASK_END, ASK_END_TEXT, YES_END)
        return visit.ask(Question(*texts, _page_of(registration)), typed, [reference, registration.shown_as])
    if not wanted:  # what the pages then show is a look as well, and is written down before it can be seen
        _note_look(registration, typed, visit)
    changed = registration.changed(**protection(registration, event, visit.now, wanted=wanted))
    note = PROTECTED if wanted else ENDED
    visit.office.registrations().save(changed, was=registration, actor="secretariat", at=visit.now, note=note)
    return visit.done(DONE if wanted else DONE_END, _page_of(registration))


def reveal(reference: str, visit: Visit) -> Response[str]:
    """200 with who a protected delegate is, once it is written down who looks and why; 409 for any other delegate.

    422 where an officer did not say who they are or why. Raises `UnknownRegistrationError`, `RequestRefusedError`, and
    `ConflictError` where the delegate is erased just now.
    """
    typed, registration, event = _asked(reference, visit)
    if not registration.protected:
        return _refusal(NOT_PROTECTED, registration, visit)
    if problems := _problems(typed, event):
        return registration_page(registration, visit, status=422, filled=Filled(typed, tuple(problems)))
    _note_look(registration, typed, visit)
    return visit.page("revealed", registration=registration, event=event, event_title=event.title(visit.locale))


def _asked(reference: str, visit: Visit) -> tuple[Mapping[str, str], Registration, Event]:
    check_origin(visit.request, visit.office.setting("BASE_URL"))
    typed = visit.request.form()
    registration = visit.office.registrations().get(checked_reference(reference))
    if registration.status is Status.ERASED:
        raise UnknownRegistrationError("nothing is known of it any more")
    return typed, registration, visit.office.events().get(registration.event)


def _problems(typed: Mapping[str, str], event: Event) -> list[FieldProblem]:
    found = []
    if not officer_of(event, typed.get("officer", "")):
        found.append(FieldProblem("officer", NO_OFFICER))
    if wrong := _wrong(typed.get("why", "")):
        found.append(FieldProblem("why", wrong))
    return found


def _wrong(reason: str) -> str:
    """Message id of what is wrong with a reason, empty where nothing is."""
    try:
        text = checked(reason)
    except PydanticCustomError as error:
        return str((error.context or {})["message"])
    if empty(text):
        return NO_REASON
    return LONG_LINE if len(text) > LINE else ""


def _note_look(registration: Registration, typed: Mapping[str, str], visit: Visit) -> None:
    look = Look(visit.now, typed["officer"], typed["why"].strip())
    visit.office.looks().add(registration.reference, look)


def _refusal(heading: str, registration: Registration, visit: Visit) -> Response[str]:
    return visit.page("done", 409, heading=heading, back=_page_of(registration), lists=[])


def _page_of(registration: Registration) -> str:
    return f"/secretariat/registrations/{registration.reference}"
