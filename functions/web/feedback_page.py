"""The feedback form behind the link in a delegate's mail: filled in once, changeable until it closes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response
from pydantic import ValidationError

from functions.adapters.links import Purpose
from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.feedback import Answers, Feedback
from functions.domain.registration import Registration, Status
from functions.domain.submission import FieldProblem, problems
from functions.domain.wording import N_
from functions.language import format_moment, language_name
from functions.web.filled import Filled
from functions.web.form import SEND_AGAIN, locale_for
from functions.web.guards import check_origin, first_shown, looks_automatic, without_guards
from functions.web.parts import Events, FeedbackAnswers, Links, Registrations
from functions.web.request import Request
from functions.web.responses import form_page, message_page, page

NOT_YET = N_("Feedback opens when the event begins")
CLOSED = N_("Feedback is closed")
NOT_LISTED = N_("Choose one of the languages that this event offered")

_HEARD = frozenset({Status.CONFIRMED, Status.ATTENDED, Status.ABSENT})


@dataclass(frozen=True, slots=True)
class FeedbackDesk:
    """What one request for feedback needs."""

    links: Links
    events: Events
    registrations: Registrations
    feedback: FeedbackAnswers
    now: datetime

    def admit(self, token: str, request: Request) -> "Visit":
        """The delegate whose link this is. Raises the links' errors; one without a place counts as unknown."""
        claim = self.links.read(token, Purpose.FEEDBACK, self.now)
        event = self.events.get(claim.event)
        registration = self.registrations.get(claim.reference)
        if registration.status not in _HEARD:
            raise UnknownRegistrationError(f"{claim.reference} has no place to speak of")
        return Visit(event, registration, locale_for(event, request))


@dataclass(frozen=True, slots=True)
class Visit:
    event: Event
    registration: Registration
    locale: str

    def refusal(self, now: datetime) -> Response[str] | None:
        """409 before the event, 410 once feedback has closed; None between."""
        event = self.event
        if now < event.starts:
            return message_page(self.locale, 409, NOT_YET, self._moment(event.starts))
        if now >= event.feedback_closes:
            return message_page(self.locale, 410, CLOSED, self._moment(event.feedback_closes))
        return None

    def form(
        self,
        typed: Mapping[str, str],
        now: datetime,
        *,
        status: int = 200,
        refused: Iterable[FieldProblem] = (),
        notice: str = "",
    ) -> Response[str]:
        return form_page(
            "feedback.html",
            self.locale,
            status,
            event=self.event,
            event_title=self.event.title(self.locale),
            closes=self._moment(self.event.feedback_closes),
            filled=Filled(typed, tuple(refused)),
            notice=notice,
            started=first_shown(typed, now),
            languages={code: language_name(code, self.locale) for code in self.event.languages},
        )

    def thanks(self) -> Response[str]:
        return page(
            "thanks.html",
            self.locale,
            event=self.event,
            event_title=self.event.title(self.locale),
            closes=self._moment(self.event.feedback_closes),
        )

    def _moment(self, moment: datetime) -> str:
        return format_moment(moment, self.event.zone, self.locale, self.event.place)


def show_feedback(token: str, request: Request, desk: FeedbackDesk) -> Response[str]:
    """200 with the form as it was last saved; 409 and 410 outside its time."""
    visit = desk.admit(token, request)
    if refusal := visit.refusal(desk.now):
        return refusal
    saved = desk.feedback.get(visit.registration.reference)
    return visit.form(_typed(saved) if saved else {"interpretation_language": visit.registration.language}, desk.now)


def accept_feedback(token: str, request: Request, desk: FeedbackDesk, base_url: str) -> Response[str]:
    """200 once saved over what was there before; 422 with the form and its errors."""
    check_origin(request, base_url)
    typed = request.form()
    visit = desk.admit(token, request)
    if refusal := visit.refusal(desk.now):
        return refusal
    if looks_automatic(typed, desk.now):
        return visit.form(typed, desk.now, status=202, notice=SEND_AGAIN)
    try:
        answers = Answers.model_validate(_answers(typed))
    except ValidationError as error:
        return visit.form(typed, desk.now, status=422, refused=problems(error))
    if answers.interpretation_language not in ("", *visit.event.languages):
        return visit.form(typed, desk.now, status=422, refused=[FieldProblem("interpretation_language", NOT_LISTED)])
    desk.feedback.put(answers.saved(visit.registration.reference, visit.event.id, desk.now))
    return visit.thanks()


def _answers(typed: Mapping[str, str]) -> dict[str, object]:
    """The form's texts as `Answers` has them: ratings as numbers, the ticked box as a yes."""
    answers: dict[str, object] = dict(without_guards(typed))
    for name in ("event_rating", "interpretation_rating"):
        if (text := typed.get(name, "")) in ("", "1", "2", "3", "4", "5"):
            answers[name] = int(text) if text else None
    if answers.get("may_quote") == "yes":
        answers["may_quote"] = True
    return answers


def _typed(saved: Feedback) -> dict[str, str]:
    """What was saved, as the form's texts."""
    texts = {name: str(value) for name, value in saved.answers.items()}
    return {"interpretation_language": "", **texts, "may_quote": "yes" if saved.may_quote else ""}
