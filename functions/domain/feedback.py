"""What a delegate says of an event afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


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


@dataclass(frozen=True, slots=True)
class Answers:
    """A feedback form that was filled in, checked: see `functions.domain.answers`."""

    said: Mapping[str, int | str]
    """As `Feedback.answers`."""
    may_quote: bool = False

    def named(self, reference: str, event: str, at: datetime) -> Feedback:
        return Feedback(reference, event, self.said, self.may_quote, at, reference)

    def anonymous(self, ballot: str, event: str, at: datetime) -> Feedback:
        """Nothing of it says who answered, nor in which order people did."""
        day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return Feedback(ballot, event, self.said, self.may_quote, day)
