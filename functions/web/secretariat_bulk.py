"""What an officer does to several registrations at once, ticked in the list: they are cancelled."""

import re
from collections.abc import Mapping

from aws_lambda_powertools.event_handler import Response

from functions.cancelling import cancel
from functions.domain.events import Event
from functions.domain.registration import REFERENCE, Reason, Registration
from functions.domain.wording import N_
from functions.language import translator
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_several import NOT_FOUND, Several, do_to_each
from functions.web.submitted import known_event

PICKED = "pick-"
"""How the names of the boxes begin; a reference follows."""

NOBODY = N_("Nobody was ticked")
NOBODY_TEXT = N_("Go back to the list and tick whom you mean.")
ASK_TEXT = N_(
    "Each delegate gets a mail that says so. The links to join stop working, and the seats go to whoever has waited "
    "longest. A cancelled registration cannot be taken up again: the delegates would have to register anew."
)
YES = N_("Yes, cancel them")
CANCELLED = N_("The registrations are cancelled")
NONE_CANCELLED = N_("No registration was cancelled")
THESE = N_("These are cancelled:")
ENDED = N_("These had ended before, and are as they were:")
NOT_SAVED = N_("These were changed at the same moment, and are not cancelled. Please try again:")


def cancel_picked(event_id: str, visit: Visit) -> Response[str]:
    """200: asks, with who they are, then cancels them one by one and says what became of each; 422 where nobody was
    ticked. Raises `UnknownEventError`, `RequestRefusedError`.
    """
    typed = visit.request.form()
    event = known_event(event_id, visit.office.events())
    back = f"/secretariat/events/{event.id}/registrations"
    boxes = (name.removeprefix(PICKED) for name in typed if name.startswith(PICKED))
    picked = sorted(reference for reference in boxes if re.fullmatch(REFERENCE, reference))
    if not picked:
        return visit.page("done", 422, heading=NOBODY, back=back, lists=[(NOBODY_TEXT, [])])
    if typed.get(SURE) != "yes":
        ask = translator(visit.locale).ngettext(
            "Do you want to cancel this registration?",
            "Do you want to cancel these %(num)s registrations?",
            len(picked),
        )
        question = Question(ask % {"num": len(picked)}, ASK_TEXT, YES, back)
        return visit.ask(question, typed, called(picked, event, visit))
    done = _cancel(picked, event, visit)
    return visit.done(
        CANCELLED if done.done else NONE_CANCELLED,
        back,
        (THESE, done.done),
        (ENDED, done.over),
        (NOT_SAVED, done.not_saved),
        (NOT_FOUND, done.not_found),
    )


def called(picked: list[str], event: Event, visit: Visit) -> list[str]:
    """Who they are, for the question; whoever is not of this event has a reference alone."""
    found = {each.reference: each for each in visit.office.registrations().many(picked) if each.event == event.id}
    return [_line(reference, found) for reference in picked]


def _line(reference: str, found: Mapping[str, Registration]) -> str:
    return f"{reference}, {found[reference].shown_as}" if reference in found else reference


def _cancel(picked: list[str], event: Event, visit: Visit) -> Several:
    registrations, actor = visit.office.registrations(), visit.member.actor

    def cancel_one(reference: str) -> bool:
        done = cancel(reference, Reason.BY_SECRETARIAT, actor=actor, registrations=registrations, now=visit.now)
        return not done.already

    return do_to_each(picked, event.id, cancel_one, visit)
