"""One registration: its details, its whole story, the mails, the runs; and its end by the secretariat."""

import re

from aws_lambda_powertools.event_handler import Response

from functions.cancelling import cancel
from functions.domain.errors import TransitionError, UnknownRegistrationError
from functions.domain.protection import names_officer
from functions.domain.registration import (
    DECLINE_REASONS,
    ENDS,
    FORGOTTEN,
    HAD_PLACE,
    REFERENCE,
    Reason,
    Registration,
    Status,
)
from functions.domain.wording import N_
from functions.erasing import By, begin_erasure
from functions.web.filled import Filled
from functions.web.secretariat_answers import SURE, Question, Visit
from functions.web.secretariat_cases import case_of, with_looks, with_question
from functions.web.secretariat_review import ANSWERS

ASK = N_("Do you want to cancel this registration?")
ASK_TEXT = N_(
    "The delegate gets a mail that says so. The link to join stops working, and the seat goes to whoever has waited "
    "longest. A cancelled registration cannot be taken up again: the delegate would have to register anew."
)
YES = N_("Yes, cancel the registration")
DONE = N_("The registration is cancelled")
ALREADY = N_("The registration was cancelled already")
ENDED = N_("The registration has ended, and cannot be cancelled any more")


_STILL_MATTERS = frozenset({Status.IN_REVIEW, Status.DECLINED, Status.EXPIRED, Status.CANCELLED})
"""Statuses in which the reason says how it came to them."""
_ERASERS = {
    By.DELEGATE: N_("The delegate"),
    By.SECRETARIAT: N_("The secretariat"),
    By.RETENTION: N_("Rollcall: the time for which the event keeps personal data is over."),
}

ERASE = N_("Do you want to erase this person?")
ERASE_TEXT = N_(
    "Zoom deletes the registrant, the link to join stops working, and everything that is held about the delegate is "
    "deleted: details, answers, attendance, the list of mails. The delegate gets a last mail that says so. This cannot "
    "be undone. Backups hold it for 35 days more, and lists that you have downloaded you must delete yourselves."
)
YES_ERASE = N_("Yes, erase this person")
ERASING = N_("The erasure is under way")
ERASED_BEFORE = N_("The erasure was asked for already")


def show_registration(reference: str, visit: Visit) -> Response[str]:
    """Raises `UnknownRegistrationError`."""
    return registration_page(visit.office.registrations().get(checked_reference(reference)), visit)


def registration_page(
    registration: Registration, visit: Visit, *, status: int = 200, filled: Filled | None = None
) -> Response[str]:
    event = visit.office.events().get(registration.event)
    case = with_question(with_looks(case_of(registration.reference, visit), event, visit), visit)
    return visit.page(
        "registration",
        status,
        case=case,
        event=event,
        filled=filled or Filled(),
        named=names_officer(event, visit.member.address),
        event_title=event.title(visit.locale),
        rows=visit.office.ledger().rows(registration.reference),
        attendance=visit.office.attendance().get(registration.reference),
        still_matters=_STILL_MATTERS,
        joins=HAD_PLACE,
        erasers=_ERASERS,
        answers=ANSWERS,
        decline_reasons=DECLINE_REASONS,
        runs=[f"{registration.reference}-{attempt}" for attempt in range(1, registration.attempt + 1)],
        cancellations=_cancellations(registration),
        may_cancel=registration.status not in ENDS,
        may_erase=registration.status not in FORGOTTEN,
        erasures=[registration.run] if registration.status in FORGOTTEN else [],
    )


def accept_cancellation(reference: str, visit: Visit) -> Response[str]:
    """200: asks, then cancels; 409 where it has ended otherwise.

    Raises `UnknownRegistrationError`, `RequestRefusedError`.
    """
    typed = visit.request.form()
    registrations = visit.office.registrations()
    registration = registrations.get(checked_reference(reference))
    back = f"/secretariat/registrations/{registration.reference}"
    if typed.get(SURE) != "yes" and registration.status not in ENDS:
        return visit.ask(Question(ASK, ASK_TEXT, YES, back), {}, [registration.reference, registration.shown_as])
    try:
        done = cancel(
            registration.reference,
            Reason.BY_SECRETARIAT,
            actor=visit.member.actor,
            registrations=registrations,
            now=visit.now,
        )
    except TransitionError:
        return visit.page("done", 409, heading=ENDED, back=back, lists=[])
    return visit.done(ALREADY if done.already else DONE, back)


def accept_erasure(reference: str, visit: Visit) -> Response[str]:
    """200: asks, then lets the erasure begin. Raises `UnknownRegistrationError`, `RequestRefusedError`."""
    typed = visit.request.form()
    registrations = visit.office.registrations()
    registration = registrations.get(checked_reference(reference))
    back = f"/secretariat/registrations/{registration.reference}"
    if typed.get(SURE) != "yes" and registration.status not in FORGOTTEN:
        question = Question(ERASE, ERASE_TEXT, YES_ERASE, back)
        return visit.ask(question, {}, [registration.reference, registration.shown_as])
    begun = begin_erasure(
        registration.reference,
        By.SECRETARIAT,
        registrations=registrations,
        now=visit.now,
        actor=visit.member.actor,
    )
    return visit.done(ERASING if begun else ERASED_BEFORE, back)


def checked_reference(reference: str) -> str:
    """Raises `UnknownRegistrationError` for what cannot be one."""
    if not re.fullmatch(REFERENCE, reference):
        raise UnknownRegistrationError("not a reference")
    return reference


def _cancellations(registration: Registration) -> list[str]:
    """Names of the cancellation runs: of earlier attempts, those that were cancelled are not known here."""
    return [registration.run] if registration.status is Status.CANCELLED else []
