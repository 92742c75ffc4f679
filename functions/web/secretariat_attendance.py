"""Who was at an event: how many, by which source, and the participants whom a person has to recognise."""

import re
from collections.abc import Mapping

from aws_lambda_powertools.event_handler import Response

from functions.adapters.unmatched import SET_ASIDE, UnmatchedRow
from functions.assigning import assign, set_aside
from functions.domain.closeout import is_over
from functions.domain.errors import ConflictError, TransitionError, UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.matching import EXPECTED
from functions.domain.registration import REFERENCE, Registration
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.web.filled import Filled
from functions.web.request import UNREADABLE, RequestRefusedError
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_events import of_status
from functions.web.secretariat_words import SOURCES
from functions.web.submitted import known_event

ASSIGN, ASIDE = "assign", "aside"
NOT_EXPECTED = N_("Enter the reference of a delegate who was expected at this event, such as PS26-7K3M9Q")
ASK = N_("Do you want to count this participant as this delegate?")
ASK_TEXT = N_("The time of the participant is added to that of the delegate. This cannot be undone.")
YES = N_("Yes, it is the same person")
COUNTED = N_("The participant is counted as this delegate")
PUT_ASIDE = N_("The participant is set aside")
MEANWHILE = N_("This participant is not as they were when you opened the page")
LOOK_AGAIN = N_("Somebody else has decided meanwhile, or Zoom’s report was read again:")
STARTED = N_("Zoom’s report is being read again")
NOT_OVER = N_("The event is not over yet")


def show_attendance(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`."""
    return _attendance(known_event(event_id, visit.office.events()), visit)


def accept_participant(event_id: str, visit: Visit) -> Response[str]:
    """200 and what was done: a participant is set aside, or, once that was asked for twice, counted as a delegate; 422
    for a reference that nobody has who was expected.

    Raises `UnknownEventError`, `RequestRefusedError`.
    """
    typed = visit.request.form()
    event = known_event(event_id, visit.office.events())
    if typed.get("act") not in (ASSIGN, ASIDE):
        raise RequestRefusedError(422, UNREADABLE)
    row = next((row for row in _rows(event, visit) if row.participant.key == typed.get("participant")), None)
    if row is None or row.reference:
        return visit.done(MEANWHILE, _page(event))
    if typed["act"] == ASSIGN:
        return _assign(row, typed, event, visit)
    try:
        set_aside(row, event, unmatched=visit.office.unmatched(), actor=visit.member.actor, now=visit.now)
    except ConflictError:
        return visit.done(MEANWHILE, _page(event))
    return visit.done(PUT_ASIDE, _page(event))


def gather_again(event_id: str, visit: Visit) -> Response[str]:
    """Starts a run that asks Zoom again; 409 while the event goes on, or where it is cancelled.

    Raises `UnknownEventError`, `RequestRefusedError`.
    """
    event = known_event(event_id, visit.office.events())
    if not is_over(event, visit.now):
        return visit.page("done", 409, heading=NOT_OVER, back=_page(event), lists=[])
    run = visit.office.closeout_runs().start(event.id)
    return visit.page("gathering", heading=STARTED, run=run, back=_page(event))


def _assign(row: UnmatchedRow, typed: Mapping[str, str], event: Event, visit: Visit) -> Response[str]:
    field = field_of(row)
    registration = _expected(typed.get(field, ""), event, visit)
    if registration is None:
        problem = FieldProblem(field, NOT_EXPECTED)
        return _attendance(event, visit, status=422, filled=Filled(typed, (problem,)))
    shown = registration.alias if registration.protected else registration.name
    if typed.get(SURE) != "yes":
        question = Question(ASK, ASK_TEXT, YES, _page(event))
        return visit.ask(question, typed, [_called(row), f"{registration.reference}, {shown}"])
    try:
        assign(
            row,
            registration.reference,
            event,
            registrations=visit.office.registrations(),
            attendance=visit.office.attendance(),
            unmatched=visit.office.unmatched(),
            actor=visit.member.actor,
            now=visit.now,
        )
    except (ConflictError, TransitionError):
        return visit.done(MEANWHILE, _page(event), (LOOK_AGAIN, [registration.reference]))
    return visit.done(COUNTED, f"/secretariat/registrations/{registration.reference}")


def _expected(typed: str, event: Event, visit: Visit) -> Registration | None:
    reference = typed.strip().upper()
    try:
        found = visit.office.registrations().get(reference) if re.fullmatch(REFERENCE, reference) else None
    except UnknownRegistrationError:
        return None
    return found if found and found.event == event.id and found.status in EXPECTED else None


def _attendance(event: Event, visit: Visit, *, status: int = 200, filled: Filled | None = None) -> Response[str]:
    rows = _rows(event, visit)
    return visit.page(
        "attendance",
        status,
        event=event,
        event_title=event.title(visit.locale),
        over=is_over(event, visit.now),
        counts={each: len(of_status(event.id, each, visit)) for each in EXPECTED},
        settled=visit.office.attendance().settled(event),
        sources=SOURCES,
        waiting=[row for row in rows if not row.decided],
        aside=[row for row in rows if row.decided == SET_ASIDE],
        assigned=[row for row in rows if row.reference],
        filled=filled or Filled(),
    )


def _called(row: UnmatchedRow) -> str:
    return row.participant.name or row.participant.email or "–"


def field_of(row: UnmatchedRow) -> str:
    """The field of the page for the reference of whoever this is."""
    return f"reference-{row.participant.key}"


def _rows(event: Event, visit: Visit) -> list[UnmatchedRow]:
    return visit.office.unmatched().of(event.id, visit.now)


def _page(event: Event) -> str:
    return f"/secretariat/events/{event.id}/attendance"
