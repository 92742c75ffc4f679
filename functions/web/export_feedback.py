"""The export of the feedback: a row for each delegate's answers; of whom, only where feedback is not anonymous."""

from collections.abc import Iterator
from itertools import batched

from functions.domain.events import Event
from functions.domain.feedback import Feedback
from functions.domain.membership import Organisation
from functions.domain.questions import Question, QuestionKind
from functions.domain.registration import Registration
from functions.domain.wording import N_
from functions.language import language_name, translator
from functions.reporting import BATCH
from functions.spreadsheets import Cell, Row
from functions.web.export_people import name_of, organisations_of
from functions.web.report_words import question_text
from functions.web.secretariat_answers import Visit

_WHO = (N_("Reference"), N_("Name"), N_("Organisation"))
_SAVED, _SAVED_ON, _MAY_QUOTE = N_("Saved (UTC)"), N_("Saved on"), N_("May be quoted")
_LISTENED = N_("%(question)s Language listened to")
_YES, _NO = N_("yes"), N_("no")


def feedback_rows(event: Event, visit: Visit) -> Iterator[Row]:
    """Where feedback is anonymous, the day is all that is told beside the answers."""
    translate, anonymous = translator(visit.locale).gettext, event.feedback.anonymous
    asked = event.feedback.asked
    who = () if anonymous else _WHO
    yield [
        *(translate(name) for name in (*who, _SAVED_ON if anonymous else _SAVED, _MAY_QUOTE)),
        *(heading for question in asked for heading in _headings(question, visit)),
    ]
    organisations = organisations_of(visit)
    for some in batched(visit.office.feedback().of_event(event.id), BATCH, strict=False):
        people = {} if anonymous else _people(some, visit)
        for feedback in some:
            saved = f"{feedback.saved_at:%Y-%m-%d}" if anonymous else feedback.saved_at
            yield [
                *(() if anonymous else _who(feedback, people, organisations)),
                saved,
                translate(_YES if feedback.may_quote else _NO),
                *(cell for question in asked for cell in _cells(question, feedback, visit)),
            ]


def _headings(question: Question, visit: Visit) -> list[str]:
    text = question_text(question.labels, visit.locale)
    if question.kind is not QuestionKind.INTERPRETATION:
        return [text]
    return [text, translator(visit.locale).gettext(_LISTENED) % {"question": text}]


def _cells(question: Question, feedback: Feedback, visit: Visit) -> list[Cell]:
    answer = feedback.answers.get(question.id)
    if question.kind is QuestionKind.INTERPRETATION:
        language = str(feedback.answers.get(question.language_id, ""))
        return [answer, language_name(language, visit.locale) if language else ""]
    if question.kind is QuestionKind.CHOICE and answer in question.choices:
        return [question_text(question.choices[str(answer)], visit.locale)]
    return [answer]


def _people(said: tuple[Feedback, ...], visit: Visit) -> dict[str, Registration]:
    references = [feedback.reference for feedback in said if feedback.reference]
    return {found.reference: found for found in visit.office.registrations().many(references)}


def _who(feedback: Feedback, people: dict[str, Registration], organisations: dict[str, Organisation]) -> Row:
    registration = people.get(feedback.reference)
    if registration is None:
        return feedback.reference, "", ""
    organisation = organisations.get(registration.organisation)
    return (
        registration.reference,
        name_of(registration),
        organisation.name if organisation else registration.organisation,
    )
