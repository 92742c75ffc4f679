"""What a delegate says of an event afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, StrictBool, model_validator

from functions.domain.text import Line, Paragraphs, empty, refused
from functions.domain.wording import N_

NOTHING_SAID = N_("Answer at least one question")

Rating = Literal[1, 2, 3, 4, 5]


@dataclass(frozen=True, slots=True)
class Feedback:
    ballot: str
    """Under what it is kept: the reference, or where feedback is anonymous a text that leads nobody to it."""
    event: str
    answers: Mapping[str, int | str]
    """By the id of the question; a question without an answer is not there. Ratings are numbers from 1 to 5."""
    may_quote: bool
    saved_at: datetime
    """Where feedback is anonymous, the beginning of that day."""
    reference: str = ""
    """Empty where feedback is anonymous."""


class Answers(BaseModel):
    """The feedback form, checked. Every question is optional, but one must be answered."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    event_rating: Rating | None = None
    interpretation_rating: Rating | None = None
    interpretation_language: Line = ""
    example: Paragraphs = ""
    challenge: Paragraphs = ""
    recommendation: Paragraphs = ""
    may_quote: StrictBool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        texts = (self.example, self.challenge, self.recommendation)
        if self.event_rating is None and self.interpretation_rating is None and all(map(empty, texts)):
            raise refused(NOTHING_SAID)
        return self

    def saved(self, reference: str, event: str, at: datetime) -> Feedback:
        answers = {
            name: value for name, value in self.model_dump(exclude={"may_quote"}).items() if value not in (None, "")
        }
        return Feedback(reference, event, answers, self.may_quote, at, reference)
