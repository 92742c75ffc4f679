"""What the report tells of the feedback: ratings, choices and texts."""

from collections import Counter
from collections.abc import Mapping, Sequence

from functions.domain.feedback import Feedback
from functions.domain.questions import RATINGS, Question, QuestionKind
from functions.domain.report import (
    Choice,
    ChoiceResult,
    LanguageMarks,
    Marks,
    RatingResult,
    Said,
    TextResult,
    Voices,
)
from functions.domain.small_groups import SMALLEST_GROUP, fold

_RATINGS = frozenset({QuestionKind.RATING, QuestionKind.INTERPRETATION})


def ratings(asked: Sequence[Question], said: Sequence[Feedback]) -> tuple[RatingResult, ...]:
    return tuple(_rating(question, said) for question in asked if question.kind in _RATINGS)


def choices(asked: Sequence[Question], said: Sequence[Feedback]) -> tuple[ChoiceResult, ...]:
    return tuple(_choice(question, said) for question in asked if question.kind is QuestionKind.CHOICE)


def texts(
    asked: Sequence[Question], said: Sequence[Feedback], organisations: Mapping[str, str]
) -> tuple[TextResult, ...]:
    """`organisations` are their names by the references of those whose organisation may be told."""
    return tuple(_text(question, said, organisations) for question in asked if question.kind is QuestionKind.TEXT)


def _rating(question: Question, said: Sequence[Feedback]) -> RatingResult:
    given = [feedback for feedback in said if feedback.answers.get(question.id) in RATINGS]
    labels = dict(question.labels)
    if len(given) < SMALLEST_GROUP:
        return RatingResult(question.id, labels, None if given else 0, None)
    by_language: dict[str, list[Feedback]] = {}
    if question.kind is QuestionKind.INTERPRETATION:
        for feedback in given:
            by_language.setdefault(str(feedback.answers.get(question.language_id, "")), []).append(feedback)
    shown = fold({language: len(of_it) for language, of_it in by_language.items()}).shown
    others = [feedback for language, of_it in by_language.items() if language not in shown for feedback in of_it]
    return RatingResult(
        question.id,
        labels,
        len(given),
        _marks(question, given),
        tuple(
            LanguageMarks(language, _marks(question, by_language[language]))
            for language in sorted(shown, key=lambda language: (not language, language))
        ),
        _marks(question, others) if others and shown else None,
    )


def _marks(question: Question, given: Sequence[Feedback]) -> Marks:
    counted = Counter(feedback.answers[question.id] for feedback in given)
    return Marks(tuple(counted[mark] for mark in RATINGS))


def _choice(question: Question, said: Sequence[Feedback]) -> ChoiceResult:
    counted = Counter(answer for feedback in said if (answer := feedback.answers.get(question.id)) in question.choices)
    labels, answers = dict(question.labels), counted.total()
    if answers < SMALLEST_GROUP:
        return ChoiceResult(question.id, labels, None if answers else 0, (), 0)
    groups = fold({key: counted[key] for key in question.choices})
    shown = tuple(Choice(dict(question.choices[key]), count) for key, count in groups.shown.items())
    return ChoiceResult(question.id, labels, answers, shown, groups.together)


def _text(question: Question, said: Sequence[Feedback], organisations: Mapping[str, str]) -> TextResult:
    """Organisations by name, those that are not told at the end; texts by their letters: the order in which they came
    would be a trace of who wrote them."""
    by_organisation: dict[str, list[Said]] = {}
    for feedback in said:
        if text := feedback.answers.get(question.id):
            organisation = organisations.get(feedback.reference, "")
            by_organisation.setdefault(organisation, []).append(Said(str(text), feedback.may_quote))
    voices = (
        Voices(organisation, tuple(sorted(said, key=lambda each: (each.text.casefold(), each.may_quote))))
        for organisation, said in sorted(by_organisation.items(), key=lambda pair: (not pair[0], pair[0].casefold()))
    )
    return TextResult(question.id, dict(question.labels), question.used_as, tuple(voices))
