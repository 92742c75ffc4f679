"""The cases that a machine leaves to a person: seen with their evidence, and decided one or many at a time."""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.abreast import abreast
from functions.deciding import decide
from functions.domain.events import Event
from functions.domain.registration import DECLINE_REASONS, Reason, Status
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.language import translator
from functions.web.filled import Filled
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_bulk import called
from functions.web.secretariat_cases import case_of, with_question
from functions.web.secretariat_events import of_status
from functions.web.secretariat_several import NOT_FOUND, Several, do_to_each
from functions.web.secretariat_words import REASON_NAMES
from functions.web.submitted import known_event

PAGE = 40
"""Cases on a page."""
_CASE = "case-"
APPROVE, DECLINE = "approve", "decline"
ANSWERS = {APPROVE: N_("Approve: they may attend"), DECLINE: N_("Decline")}

NO_CASE = N_("Choose at least one case")
NO_DECISION = N_("Choose whether to approve or to decline")
NO_REASON = N_("Choose the reason that the delegates are told")
DECIDED_MEANWHILE = N_("These were decided by somebody else meanwhile. The first decision stands:")
NOT_SAVED = N_("These were changed at the same moment, and are not decided. Please try again:")


def show_review(event_id: str, visit: Visit) -> Response[str]:
    """200 with a page of the cases, each with its evidence. Raises `UnknownEventError`."""
    return _review(known_event(event_id, visit.office.events()), visit)


def accept_review(event_id: str, visit: Visit) -> Response[str]:
    """200: a decline is asked for once more, then what became of each is said; 422 where something was not chosen.

    Raises `UnknownEventError`, `RequestRefusedError`.
    """
    typed = _alone(visit.request.form())
    event = known_event(event_id, visit.office.events())
    chosen = _chosen(typed)
    if problems := _problems(typed, chosen):
        return _review(event, visit, status=422, filled=Filled(typed, tuple(problems)))
    back = f"/secretariat/events/{event.id}/review"
    if typed["decision"] == DECLINE and typed.get(SURE) != "yes":
        return visit.ask(_question(len(chosen), typed, back, visit), typed, called(sorted(chosen), event, visit))
    decided = _decide(chosen, typed, event, visit)
    return visit.done(
        _heading(typed["decision"], len(decided.done), visit.locale),
        back,
        (DECIDED_MEANWHILE, decided.over),
        (NOT_SAVED, decided.not_saved),
        (NOT_FOUND, decided.not_found),
    )


def _heading(decision: str, count: int, locale: str) -> str:
    """How many were decided so, in words."""
    ngettext = translator(locale).ngettext
    if decision == APPROVE:
        words = ngettext("%(count)s approved", "%(count)s approved", count)
    else:
        words = ngettext("%(count)s declined", "%(count)s declined", count)
    return words % {"count": count}


def _question(count: int, typed: Mapping[str, str], back: str, visit: Visit) -> Question:
    ngettext = translator(visit.locale).ngettext
    heading = ngettext(
        "Do you want to decline this registration?", "Do you want to decline these %(num)s registrations?", count
    )
    text = ngettext(
        "The delegate gets a mail with the reason. A registration that is declined cannot be taken up again.",
        "Each delegate gets a mail with the reason. A registration that is declined cannot be taken up again.",
        count,
    )
    yes = ngettext("Yes, decline it", "Yes, decline them", count)
    return Question(heading % {"num": count}, text, yes, back, REASON_NAMES[Reason(typed["reason"])])


def _alone(typed: dict[str, str]) -> dict[str, str]:
    """What was sent; by the button of one case, that case alone is approved, whatever else was chosen."""
    reference, _, attempt = typed.get(APPROVE, "").partition("/")
    return {f"{_CASE}{reference}": attempt, "decision": APPROVE} if reference else typed


def _chosen(typed: Mapping[str, str]) -> dict[str, int]:
    """The references that were ticked, each with the attempt that the officer saw."""
    ticked = {name.removeprefix(_CASE): value for name, value in typed.items() if name.startswith(_CASE)}
    return {reference: int(value) for reference, value in ticked.items() if value in set("123456789")}


def _problems(typed: Mapping[str, str], chosen: Mapping[str, int]) -> list[FieldProblem]:
    problems = [] if chosen else [FieldProblem("cases", NO_CASE)]
    if typed.get("decision") not in ANSWERS:
        problems.append(FieldProblem("decision", NO_DECISION))
    elif typed["decision"] == DECLINE and typed.get("reason") not in list(DECLINE_REASONS):
        problems.append(FieldProblem("reason", NO_REASON))
    return problems


def _decide(chosen: Mapping[str, int], typed: Mapping[str, str], event: Event, visit: Visit) -> Several:
    approve = typed["decision"] == APPROVE
    to = Status.VERIFIED if approve else Status.DECLINED
    reason = None if approve else Reason(typed["reason"])

    def decide_one(reference: str) -> bool:
        decide(
            reference,
            to,
            reason,
            actor=visit.member.actor,
            registrations=visit.office.registrations(),
            now=visit.now,
            attempt=chosen[reference],
        )
        return True

    return do_to_each(chosen, event.id, decide_one, visit)


def _review(event: Event, visit: Visit, *, status: int = 200, filled: Filled | None = None) -> Response[str]:
    references = of_status(event.id, Status.IN_REVIEW, visit)
    number = _number(visit.request.query.get("page", ""))
    shown = references[PAGE * (number - 1) : PAGE * number]
    values: dict[str, Any] = {
        "cases": list(abreast(lambda reference: with_question(case_of(reference, visit), visit), shown)),
        "count": len(references),
        "number": number,
        "pages": -(-len(references) // PAGE),
        "decline_reasons": DECLINE_REASONS,
        "answers": ANSWERS,
        "filled": filled or Filled(),
    }
    return visit.page("review", status, event=event, event_title=event.title(visit.locale), **values)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) else 1
