"""What a feedback form asks: the questions of an event's file, or those that stand in where it names none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from functions.domain.wording import N_

RATINGS = (1, 2, 3, 4, 5)
"""From poor to excellent."""


class QuestionKind(StrEnum):
    RATING = "rating"
    CHOICE = "choice"
    TEXT = "text"
    INTERPRETATION = "interpretation"
    """A rating of the interpretation, with the language that was listened to beside it: two answers."""


class UsedAs(StrEnum):
    """What the report does with a text, beyond showing it."""

    EXAMPLE = "example"
    """National examples, grouped by organisation."""
    CHALLENGE = "challenge"
    RECOMMENDATION = "recommendation"
    """Recommendations, grouped by organisation."""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    """Names the answer; of an interpretation's rating, `language_id` names the language's."""
    kind: QuestionKind
    labels: Mapping[str, str] = field(default_factory=dict)
    """By locale, from the event's file; of the questions that stand in, `en` is a message id."""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of a choice: the text of each answer by locale."""
    used_as: UsedAs | None = None

    @property
    def language_id(self) -> str:
        return "interpretation_language" if self.id == "interpretation_rating" else f"{self.id}_language"

    def label(self, locale: str) -> str:
        return self.labels.get(locale) or self.labels["en"]

    def choice_labels(self, locale: str) -> dict[str, str]:
        return {key: texts.get(locale) or texts["en"] for key, texts in self.choices.items()}


@dataclass(frozen=True, slots=True)
class FeedbackForm:
    questions: tuple[Question, ...] = ()
    """Empty: those that stand in."""
    anonymous: bool = False
    """Whether nothing that is kept leads from an answer back to its delegate."""

    @property
    def asked(self) -> tuple[Question, ...]:
        return self.questions or STANDING_IN

    @property
    def asks_text(self) -> bool:
        """Whether something is said that might be quoted."""
        return any(question.kind is QuestionKind.TEXT for question in self.asked)


STANDING_IN = (
    Question("event_rating", QuestionKind.RATING, {"en": N_("How was the event?")}),
    Question("interpretation_rating", QuestionKind.INTERPRETATION, {"en": N_("How was the interpretation?")}),
    Question(
        "example",
        QuestionKind.TEXT,
        {"en": N_("Is there an example from your country that you would share?")},
        used_as=UsedAs.EXAMPLE,
    ),
    Question("challenge", QuestionKind.TEXT, {"en": N_("What is your greatest challenge?")}, used_as=UsedAs.CHALLENGE),
    Question("recommendation", QuestionKind.TEXT, {"en": N_("What do you recommend?")}, used_as=UsedAs.RECOMMENDATION),
)
