"""Mails that did not surely leave: a person finds out, and says so."""

from collections.abc import Mapping

from aws_lambda_powertools.event_handler import Response

from functions.adapters.ledger_rows import LedgerRow
from functions.domain.errors import ConflictError
from functions.domain.events import Event
from functions.domain.wording import N_
from functions.web.request import UNREADABLE, RequestRefusedError
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_events import SETTLED
from functions.web.submitted import known_event

ARRIVED, AGAIN = "arrived", "again"
MEANWHILE = N_("This mail is not as it was when you opened the page")
LOOK_AGAIN = N_("Somebody else has dealt with it, or it was sent meanwhile:")
MARKED = N_("Marked as sent")
QUEUED = N_("It is being sent again")
ASK = N_("Do you want to send this mail again?")
ASK_TEXT = N_("If the first one did leave, the delegate gets it twice.")
YES = N_("Yes, send it again")


def show_unsent(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`."""
    event = known_event(event_id, visit.office.events())
    return visit.page(
        "unsent",
        event=event,
        event_title=event.title(visit.locale),
        rows=[(row, key_of(row)) for row in _rows(event, visit)],
    )


def accept_unsent(event_id: str, visit: Visit) -> Response[str]:
    """200 and what was done: a mail is marked as sent, or, once that was asked for twice, queued again.

    Raises `UnknownEventError`, `RequestRefusedError`.
    """
    typed = visit.request.form()
    event = known_event(event_id, visit.office.events())
    back = f"/secretariat/events/{event.id}/unsent"
    if typed.get("act") not in (ARRIVED, AGAIN):
        raise RequestRefusedError(422, UNREADABLE)
    row = next((row for row in _rows(event, visit) if key_of(row) == typed.get("mail")), None)
    if row is None:
        return visit.done(MEANWHILE, back)
    if typed["act"] == AGAIN and typed.get(SURE) != "yes":
        return visit.ask(Question(ASK, ASK_TEXT, YES, back), typed, [row.reference])
    try:
        return visit.done(_deal_with(row, typed, visit), back)
    except ConflictError:
        return visit.done(MEANWHILE, back, (LOOK_AGAIN, [row.reference]))


def _deal_with(row: LedgerRow, typed: Mapping[str, str], visit: Visit) -> str:
    ledger = visit.office.ledger()
    if typed["act"] == ARRIVED:
        ledger.settle_as_sent(row, visit.now)
        return MARKED
    # Queued first: until the row is gone the message finds it and comes back, so that neither can be lost.
    visit.office.mail_queue().put([row.reference], row.kind, row.event_version)
    ledger.allow_again(row)
    return QUEUED


def key_of(row: LedgerRow) -> str:
    """Names the row as it was seen: one that was tried again since is another."""
    return "|".join((row.reference, row.kind, str(row.event_version), str(row.attempt), row.state, row.at.isoformat()))


def _rows(event: Event, visit: Visit) -> list[LedgerRow]:
    return visit.office.ledger().unsent(event.id, before=visit.now - SETTLED)
