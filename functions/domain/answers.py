"""A feedback form as it was sent, against the questions that the event asks."""

from collections.abc import Callable, Collection, Iterator, Mapping

from pydantic import TypeAdapter, ValidationError

from functions.domain.errors import PermanentError
from functions.domain.feedback import Answers
from functions.domain.questions import RATINGS, FeedbackForm, Question, QuestionKind
from functions.domain.submission import NOT_CHOSEN, FieldProblem, problems, unknown_field
from functions.domain.text import Paragraphs, empty
from functions.domain.wording import N_

MAY_QUOTE = "may_quote"
YES = "yes"
NOTHING_SAID = N_("Answer at least one question")
NOT_LISTED = N_("Choose one of the languages that this event offered")

type _Rule = Callable[[str], int | str | None]
"""Gives the answer that a text stands for, None for none. Raises `_RefusedError`."""

_TEXT = TypeAdapter(Paragraphs)


class AnswersRefusedError(PermanentError):
    """Feedback that cannot be saved as it is; `problems` say what to change, and never hold what was sent."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(f"{len(problems)} fields were refused")
        self.problems = problems


class _RefusedError(ValueError):
    """Its text is a message id."""


def checked_answers(typed: Mapping[str, str], form: FeedbackForm, languages: Collection[str]) -> Answers:
    """What was sent, by the names of the form's fields. Every question is optional, but one must be answered.

    `languages` are those that the event was interpreted into. Raises `AnswersRefusedError` with every problem of every
    field at once, in the order of the form.
    """
    rules = {name: rule for question in form.asked for name, rule in _rules(question, languages)}
    ticks = {MAY_QUOTE: _tick} if form.asks_text else {}
    said: dict[str, int | str] = {}
    found: list[FieldProblem] = []
    for name, rule in {**rules, **ticks}.items():
        try:
            answer = rule(typed.get(name, ""))
        except _RefusedError as refused:
            found.append(FieldProblem(name, str(refused)))
        else:
            said |= {} if answer is None else {name: answer}
    found += [unknown_field(name) for name in typed if name not in rules and name not in ticks]
    may_quote = said.pop(MAY_QUOTE, None) == YES
    if not found and not any(question.id in said for question in form.asked):
        found = [FieldProblem("", NOTHING_SAID)]
    if found:
        raise AnswersRefusedError(found)
    return Answers(said, may_quote)


def _rules(question: Question, languages: Collection[str]) -> Iterator[tuple[str, _Rule]]:
    """The question's fields, in the order in which the form has them."""
    match question.kind:
        case QuestionKind.RATING:
            yield question.id, _rating
        case QuestionKind.INTERPRETATION:
            yield question.language_id, _one_of(languages, NOT_LISTED)
            yield question.id, _rating
        case QuestionKind.CHOICE:
            yield question.id, _one_of(question.choices, NOT_CHOSEN)
        case QuestionKind.TEXT:
            yield question.id, _text


def _rating(text: str) -> int | None:
    chosen = _one_of([str(rating) for rating in RATINGS], NOT_CHOSEN)(text)
    return int(chosen) if chosen else None


def _one_of(keys: Collection[str], otherwise: str) -> _Rule:
    def rule(text: str) -> str | None:
        if text and text not in keys:
            raise _RefusedError(otherwise)
        return text or None

    return rule


def _text(text: str) -> str | None:
    try:
        kept = _TEXT.validate_python(text)
    except ValidationError as error:
        raise _RefusedError(problems(error)[0].message) from None
    return None if empty(kept) else kept


_tick = _one_of([YES], NOT_CHOSEN)
