"""The focal point's page: an organisation says whether it knows the person who registered in its name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from aws_lambda_powertools.event_handler import Response

from functions.adapters.links import Purpose
from functions.deciding import decide
from functions.domain.errors import AlreadyDecidedError
from functions.domain.events import Event
from functions.domain.registration import Reason, Registration, Status
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.language import format_when
from functions.web.chosen_language import AGAIN, locale_for
from functions.web.filled import Filled
from functions.web.guards import check_origin
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import form_page, message_page
from functions.web.words import ROLES

_ANSWERS = {
    "yes": N_("I know this person: they may attend"),
    "no": N_("I do not know this person"),
}
_DECISIONS: dict[str, tuple[Status, Reason | None]] = {
    "yes": (Status.VERIFIED, None),
    "no": (Status.DECLINED, Reason.NOT_VOUCHED_FOR),
}
NO_ANSWER = N_("Choose whether you know this person")
THANKS = N_("Thank you for your answer")
TOLD = {
    "yes": N_("We will tell the person that they may attend. There is nothing more that you need to do."),
    "no": N_("We will tell the person that they cannot attend. There is nothing more that you need to do."),
}
DECIDED = N_("This has been decided already")
BY_SECRETARIAT = N_("The secretariat decides on this registration itself")
_HOW = {
    Status.DECLINED: N_("The decision was that this person does not attend."),
    Status.EXPIRED: N_("Registration closed before anybody had decided."),
    Status.CANCELLED: N_("The registration was withdrawn."),
    Status.ERASING: N_("The registration was withdrawn."),
    Status.ERASED: N_("The registration was withdrawn."),
}
_APPROVED = N_("The decision was that this person may attend.")
_OUTDATED = N_("The registration that you were asked about has ended.")
NOTHING_TO_DO = N_("There is nothing more that you need to do.")


@dataclass(frozen=True, slots=True)
class Question:
    """What a focal point is asked: the registration as it is now, and the attempt that the question was about."""

    event: Event
    registration: Registration
    attempt: int
    locale: str

    @classmethod
    def of(cls, token: str, request: Request, parts: Parts, now: datetime) -> Self:
        """Raises `LinkForgedError`, `LinkExpiredError`, `UnknownEventError`, `UnknownRegistrationError`."""
        claim = parts.links().read(token, Purpose.VOUCH, now)
        event = parts.events().get(claim.event)
        registration = parts.registrations().get(claim.reference)
        return cls(event, registration, claim.attempt, locale_for(request, event=event))

    @property
    def still_the_same(self) -> bool:
        return self.registration.attempt == self.attempt

    @property
    def open(self) -> bool:
        undecided = self.still_the_same and self.registration.status is Status.IN_REVIEW
        # Whoever asked to be protected since the question was sent is the secretariat's alone to decide on.
        return undecided and not self.registration.protected

    def ask(self, organisation: str, *, status: int = 200, problems: tuple[FieldProblem, ...] = ()) -> Response[str]:
        event = self.event
        return form_page(
            "vouch.html",
            self.locale,
            status,
            event=event,
            event_title=event.title(self.locale),
            when=format_when(event.starts, event.ends, event.zone, self.locale, event.place_in(self.locale)),
            registration=self.registration,
            organisation=organisation,
            role=ROLES[self.registration.role],
            answers=_ANSWERS,
            filled=Filled({}, problems),
        )

    def thanks(self, answer: str) -> Response[str]:
        return message_page(self.locale, 200, THANKS, TOLD[answer], again=answer)

    def decided(self, status: int) -> Response[str]:
        """How it was decided, in words that say nothing of who decided, or why."""
        if self.still_the_same and self.registration.status is Status.IN_REVIEW:
            return message_page(self.locale, status, BY_SECRETARIAT, NOTHING_TO_DO)
        how = _HOW.get(self.registration.status, _APPROVED) if self.still_the_same else _OUTDATED
        return message_page(self.locale, status, DECIDED, how, NOTHING_TO_DO)


def show_question(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200: asks, and changes nothing; says so where it was decided already."""
    question = Question.of(token, request, parts, now)
    return question.ask(_organisation(question, parts)) if question.open else question.decided(200)


def accept_answer(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 once it is decided by this answer, 409 where somebody was first, 422 where nothing was chosen."""
    check_origin(request, parts.setting("BASE_URL"))
    typed = request.form()
    answer, again = typed.get("answer", ""), typed.get(AGAIN, "")
    question = Question.of(token, request, parts, now)
    if again in TOLD and not question.open:
        return question.thanks(again)
    if not question.open:
        return question.decided(409)
    if answer not in _DECISIONS:
        problem = FieldProblem("answer", NO_ANSWER)
        return question.ask(_organisation(question, parts), status=422, problems=(problem,))
    to, reason = _DECISIONS[answer]
    try:
        decide(
            question.registration.reference,
            to,
            reason,
            actor="focal-point",
            registrations=parts.registrations(),
            now=now,
            attempt=question.attempt,
        )
    except AlreadyDecidedError:
        return Question.of(token, request, parts, now).decided(409)
    return question.thanks(answer)


def _organisation(question: Question, parts: Parts) -> str:
    found = parts.roll().organisation(question.registration.organisation)
    return found.name if found else question.registration.organisation
