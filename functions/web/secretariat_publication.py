"""A publication after it was asked for: how far it is, what is to be done, trying it again; and cancelling an event."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aws_lambda_powertools.event_handler import Response

from functions.adapters.events import Draft, Published
from functions.adapters.run_history import UnknownRunError
from functions.domain.publication import Deed
from functions.domain.wording import N_
from functions.publishing import Wish, start_publication
from functions.web.access import HOME
from functions.web.event_changes import consequences
from functions.web.event_words import BEGINNING, BROKE_OFF, ENDS, NOT_KNOWN, QUESTIONS, STEPS, UNDER_WAY
from functions.web.responses import redirect
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_event_form import address_of, refuse_cancelled
from functions.web.secretariat_words import actor_name
from functions.web.submitted import known_event, known_id

CANCEL_TEXT = N_("This cannot be undone. To hold the event after all, publish a new one.")
DISCARD = "discard"
ASK_DISCARD = N_("Do you want to discard this draft?")
DISCARD_TEXT = N_("What was typed is deleted. Nobody has seen it, and nobody is written to.")
YES_DISCARD = N_("Yes, discard it")
WAITS = (
    N_("This is a draft"),
    N_("Nobody sees it yet. When you publish it, Zoom is asked first whether its meeting is set up."),
)
_IN_VAIN = {"NeedsChange", "Unchecked"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a publication is; texts are message ids."""

    heading: str
    text: str
    goes_on: bool = False
    problems: Sequence[str] = ()
    """What is to be changed in Zoom, as the look at the meeting put it."""
    in_vain: bool = False
    """Whether it is to be tried again."""


def show_publication(event_id: str, visit: Visit) -> Response[str]:
    """The last publication of an event that was ever drafted. Raises `UnknownEventError`."""
    events = visit.office.events()
    drafted, held = events.draft(known_id(event_id)), events.published(event_id)
    return visit.page(
        "publication",
        event=drafted.event,
        title=drafted.event.title(visit.locale),
        published=held is not None,
        run=drafted.run,
        by=actor_name(drafted.by),
        progress=_progress(drafted, held, visit),
        stands=_may_be_tried(drafted, held),
    )


def publish_again(event_id: str, visit: Visit) -> Response[str]:
    """Publishes what was last sent: 303 to how far it is; or asks, then takes the draft away.

    Raises `UnknownEventError`, `RequestRefusedError`.
    """
    typed, events = visit.request.form(), visit.office.events()
    drafted, held = events.draft(known_id(event_id)), events.published(event_id)
    if typed.get("act") == DISCARD and held is None:
        if typed.get(SURE) != "yes":
            question = Question(ASK_DISCARD, DISCARD_TEXT, YES_DISCARD, address_of(drafted.event, "publication"))
            return visit.ask(question, {"act": DISCARD}, [drafted.event.title(visit.locale)])
        events.discard(drafted.event.id)
        return redirect(HOME)
    if _may_be_tried(drafted, held):
        _start(drafted.event.id, lambda _: drafted.event, visit)
    return redirect(address_of(drafted.event, "publication"))


def accept_event_cancellation(event_id: str, visit: Visit) -> Response[str]:
    """200: asks, then 303 to how far it is; 409 where it is cancelled. Raises `UnknownEventError`."""
    typed = visit.request.form()
    event = known_event(event_id, visit.office.events())
    if event.cancelled:
        return refuse_cancelled(event, visit)
    after = replace(event, cancelled=True)
    if typed.get(SURE) != "yes":
        standing = visit.office.registrations().standing(event.id)
        said = consequences(Deed.CANCEL, event, after, standing, visit.locale, visit.now)
        heading, button = QUESTIONS[Deed.CANCEL]
        question = Question(heading, CANCEL_TEXT, button, address_of(event))
        return visit.ask(question, {}, [event.title(visit.locale), *said.sentences])
    _start(event.id, lambda before: replace(before or event, cancelled=True), visit)
    return redirect(address_of(event, "publication"))


def _start(event_id: str, wish: Wish, visit: Visit) -> None:
    events, runs = visit.office.events(), visit.office.event_runs()
    start_publication(event_id, wish, events=events, runs=runs, by=visit.member.actor, now=visit.now)


def _may_be_tried(drafted: Draft, held: Published | None) -> bool:
    """Whether what was drafted follows what stands: nobody else has published meanwhile."""
    event = drafted.event
    return held is None or held.event == event or (held.event.version == event.version - 1 and not held.event.cancelled)


def _progress(drafted: Draft, held: Published | None, visit: Visit) -> Progress:
    if not drafted.run:
        return Progress(*WAITS, in_vain=True)
    try:
        run, steps, _ = visit.office.history().read(visit.office.setting("EVENT_MACHINE_ARN"), drafted.run)
    except UnknownRunError:
        return Progress(*NOT_KNOWN, in_vain=held is None or held.event != drafted.event)
    state = steps[-1].state if steps else ""
    if run.status in ("RUNNING", "PENDING_REDRIVE"):
        return Progress(UNDER_WAY, STEPS.get(state, BEGINNING), goes_on=True)
    if state not in ENDS:
        return Progress(*BROKE_OFF, in_vain=True)
    problems = visit.office.events().problems(drafted.event.id) if state == "NeedsChange" else ()
    return Progress(*ENDS[state], problems=problems, in_vain=state in _IN_VAIN)
