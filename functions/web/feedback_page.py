"""The feedback form behind the link in a delegate's mail: saved as far as it goes, changeable until it closes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.adapters.links import Purpose
from functions.balloting import Balloting
from functions.domain.answers import MAY_QUOTE, YES, AnswersRefusedError, checked_answers
from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.feedback import Feedback
from functions.domain.questions import QuestionKind
from functions.domain.registration import HAD_PLACE, Registration
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.language import format_moment, language_name, translator
from functions.web.asked import asked
from functions.web.chosen_language import AGAIN, WITH_ERRORS, locale_for
from functions.web.filled import Filled
from functions.web.form import SEND_AGAIN
from functions.web.guards import check_origin, first_shown, looks_automatic, without_guards
from functions.web.parts import Events, Links, Registrations
from functions.web.request import Request
from functions.web.responses import form_page, message_page

NOT_YET = N_("Feedback opens when the event begins")
CLOSED = N_("Feedback is closed")
OPENS = N_("It opens on %(moment)s.")
CLOSED_ON = N_("It closed on %(moment)s.")
QUESTIONS = N_("Questions? Write to %(contact)s.")

LATER = "later"
"""Name of the button for whoever goes on another time."""
SAVED = "saved"
"""By this name the page that gives thanks is shown again, in another language."""


@dataclass(frozen=True, slots=True)
class FeedbackDesk:
    """What one request for feedback needs."""

    links: Links
    events: Events
    registrations: Registrations
    balloting: Balloting
    now: datetime

    def admit(self, token: str, request: Request) -> "Visit":
        """The delegate whose link this is. Raises the links' errors; one without a place counts as unknown."""
        claim = self.links.read(token, Purpose.FEEDBACK, self.now)
        event = self.events.get(claim.event)
        registration = self.registrations.get(claim.reference)
        if registration.status not in HAD_PLACE:
            raise UnknownRegistrationError(f"{claim.reference} has no place to speak of")
        return Visit(event, registration, locale_for(request, registration.locale))


@dataclass(frozen=True, slots=True)
class Visit:
    event: Event
    registration: Registration
    locale: str

    def refusal(self, now: datetime) -> Response[str] | None:
        """409 before the event, 410 once feedback has closed; None between."""
        event = self.event
        if now < event.starts:
            return self._told(409, NOT_YET, OPENS, event.starts)
        if now >= event.feedback_closes:
            return self._told(410, CLOSED, CLOSED_ON, event.feedback_closes)
        return None

    def _told(self, status: int, heading: str, text: str, moment: datetime) -> Response[str]:
        gettext = translator(self.locale).gettext
        values = {"moment": self._moment(moment), "contact": self.event.contact}
        return message_page(self.locale, status, heading, gettext(text) % values, gettext(QUESTIONS) % values)

    def form(
        self,
        typed: Mapping[str, str],
        now: datetime,
        *,
        status: int = 200,
        refused: Iterable[FieldProblem] = (),
        notice: str = "",
        saved: bool = False,
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
            saved=saved,
            asked=list(asked(self.event.feedback, self.locale)),
            started=first_shown(typed, now),
            languages={code: language_name(code, self.locale) for code in self.event.languages},
        )

    def thanks(self) -> Response[str]:
        return form_page(
            "thanks.html",
            self.locale,
            event=self.event,
            event_title=self.event.title(self.locale),
            closes=self._moment(self.event.feedback_closes),
            again=SAVED,
        )

    def _moment(self, moment: datetime) -> str:
        return format_moment(moment, self.event.zone, self.locale, self.event.place_in(self.locale))


def show_feedback(token: str, request: Request, desk: FeedbackDesk) -> Response[str]:
    """200 with the form as it was last saved; 409 and 410 outside its time."""
    visit = desk.admit(token, request)
    if refusal := visit.refusal(desk.now):
        return refusal
    said = desk.balloting.said(visit.registration, visit.event)
    return visit.form(_typed(said) if said else _expected(visit), desk.now)


def accept_feedback(token: str, request: Request, desk: FeedbackDesk, base_url: str) -> Response[str]:
    """200 once saved over what was there before, with the form again for whoever goes on later; 422 with the form and
    its errors."""
    check_origin(request, base_url)
    typed = request.form()
    visit = desk.admit(token, request)
    if refusal := visit.refusal(desk.now):
        return refusal
    again = typed.pop(AGAIN, "")
    if again == SAVED:
        return visit.thanks()
    if again and again != WITH_ERRORS:
        return visit.form(typed, desk.now)
    if looks_automatic(typed, desk.now):
        return visit.form(typed, desk.now, status=202, notice=SEND_AGAIN)
    fields = without_guards(typed)
    goes_on = fields.pop(LATER, "") == YES
    try:
        answers = checked_answers(fields, visit.event.feedback, visit.event.languages)
    except AnswersRefusedError as refused:
        return visit.form(typed, desk.now, status=422, refused=refused.problems)
    if again:
        return visit.form(typed, desk.now)
    desk.balloting.keep(answers, visit.registration, visit.event, desk.now)
    return visit.form(typed, desk.now, saved=True) if goes_on else visit.thanks()


def _typed(said: Feedback) -> dict[str, str]:
    """What was saved, as the form's texts."""
    texts = {name: str(value) for name, value in said.answers.items()}
    return {**texts, MAY_QUOTE: YES if said.may_quote else ""}


def _expected(visit: Visit) -> dict[str, str]:
    """What is filled in already: the language that was asked for at registration.

    Not where feedback is anonymous: what is known of the delegate would then go into what they say.
    """
    if visit.event.feedback.anonymous:
        return {}
    questions = visit.event.feedback.asked
    heard = [question for question in questions if question.kind is QuestionKind.INTERPRETATION]
    return {question.language_id: visit.registration.language for question in heard}
