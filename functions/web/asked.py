"""A feedback form's questions in the words of the delegate who reads them."""

from collections.abc import Iterator
from dataclasses import dataclass

from functions.domain.questions import FeedbackForm, QuestionKind
from functions.domain.wording import N_
from functions.language import translator

#: How the summary of errors names the questions that stand in. All are message ids.
_SHORT = {
    "event_rating": N_("The event"),
    "interpretation_rating": N_("The interpretation"),
    "example": N_("An example"),
    "challenge": N_("A challenge"),
    "recommendation": N_("A recommendation"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    id: str
    kind: QuestionKind
    label: str
    short: str
    """As the summary of errors names it."""
    spoken: str
    """The language of both: the reader's, or English."""
    choices: dict[str, tuple[str, str]]
    """Of a choice: each answer with its language."""
    language_id: str
    """Of an interpretation: the field beside its rating."""


def asked(form: FeedbackForm, locale: str) -> Iterator[Asked]:
    """In the order of the form. What the event's file says is shown as it stands there."""
    gettext = translator(locale).gettext
    for question in form.asked:
        label = question.label(locale) if form.questions else gettext(question.labels["en"])
        yield Asked(
            id=question.id,
            kind=question.kind,
            label=label,
            short=label if form.questions else gettext(_SHORT[question.id]),
            spoken=locale if locale in question.labels or not form.questions else "en",
            choices={
                key: (text, locale if locale in question.choices[key] else "en")
                for key, text in question.choice_labels(locale).items()
            },
            language_id=question.language_id,
        )
