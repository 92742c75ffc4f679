"""What a delegate says of an event afterwards."""

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
    reference: str
    event: str
    event_rating: int | None
    """From 1, poor, to 5, excellent; None where the delegate gave none."""
    interpretation_rating: int | None
    interpretation_language: str
    """The language listened to; empty for the floor, without interpretation."""
    example: str
    challenge: str
    recommendation: str
    may_quote: bool
    saved_at: datetime


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
        return Feedback(reference=reference, event=event, saved_at=at, **self.model_dump())
