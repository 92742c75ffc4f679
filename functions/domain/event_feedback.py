"""The part of an event file about feedback: when it is asked for, and what."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from functions.domain.event_fields import Duration, Language, Text, YesOrNo, matching
from functions.domain.event_parts import Part
from functions.domain.event_problems import FieldProblem, repeated
from functions.domain.questions import FeedbackForm, Question, QuestionKind, UsedAs

MAX_QUESTIONS = 20
MAX_CHOICES = 12
#: Names of the form's own fields, and of what else has a name on its page.
_TAKEN = frozenset({"may_quote", "website", "started", "later", "lang", "again", "form", "main", "summary"})

_Id = Annotated[
    str, matching(r"[a-z][a-z0-9_]{0,39}", "must be an id of small letters, digits and _, such as speakers")
]


def english(texts: dict[Language, str]) -> dict[Language, str]:
    if "en" not in texts:
        raise ValueError("must have a text for en, which stands in where a language is missing")
    return texts


Texts = Annotated[dict[Language, Text], AfterValidator(english)]
OneOrTexts = Annotated[Texts, BeforeValidator(lambda given: {"en": given} if isinstance(given, str) else given)]
"""One text that does for every language, or one for each."""


class AskedQuestion(Part):
    id: _Id
    kind: QuestionKind
    label: Texts
    choices: Annotated[dict[_Id, Texts], Field(max_length=MAX_CHOICES)] = Field(default_factory=dict)
    used_as: UsedAs | None = None

    def question(self) -> Question:
        return Question(self.id, self.kind, dict(self.label), dict(self.choices), self.used_as)


class FeedbackPart(Part):
    asked_after: Duration = timedelta(hours=1)
    asked_again_after: Duration = timedelta(days=3)
    """After the first request; left out where feedback is closed by then."""
    closes_after: Duration = timedelta(days=14)
    anonymous: YesOrNo = False
    questions: Annotated[list[AskedQuestion], Field(max_length=MAX_QUESTIONS)] = Field(default_factory=list)

    @property
    def asks_again_in_time(self) -> bool:
        """What nobody wrote is not complained of: then nobody is asked again."""
        written = "asked_again_after" in self.model_fields_set
        return not written or self.asked_after + self.asked_again_after < self.closes_after

    def form(self) -> FeedbackForm:
        return FeedbackForm(tuple(asked.question() for asked in self.questions), self.anonymous)

    def problems(self) -> list[FieldProblem]:
        """What no single field shows: names that are taken, choices without answers, answers without a choice."""
        found = repeated(("feedback", "questions"), [asked.id for asked in self.questions])
        heard = [asked.question() for asked in self.questions if asked.kind is QuestionKind.INTERPRETATION]
        taken = _TAKEN | {question.language_id for question in heard}
        for place, asked in enumerate(self.questions):
            where = ("feedback", "questions", place)
            if asked.id in taken:
                found.append(FieldProblem((*where, "id"), "is the name of a field of the form itself"))
            if asked.kind is QuestionKind.CHOICE and len(asked.choices) < 2:
                found.append(FieldProblem((*where, "choices"), "must have two answers at least"))
            if asked.kind is not QuestionKind.CHOICE and asked.choices:
                found.append(FieldProblem((*where, "choices"), "belongs to questions of the kind choice"))
            if asked.kind is not QuestionKind.TEXT and asked.used_as:
                found.append(FieldProblem((*where, "used_as"), "belongs to questions of the kind text"))
        return found
