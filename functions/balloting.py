"""Keeping what a delegate says of an event: named under the reference, or so that nothing leads back to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.events import Event
from functions.domain.feedback import Answers, Feedback
from functions.domain.registration import Registration


class FeedbackAnswers(Protocol):
    def get(self, ballot: str, /) -> Feedback | None: ...

    def put(self, feedback: Feedback, /) -> None: ...


class Ballots(Protocol):
    def of(self, registration: Registration, /) -> Sequence[str]: ...


class Respondents(Protocol):
    def add(self, reference: str, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Balloting:
    feedback: FeedbackAnswers
    ballots: Ballots
    respondents: Respondents

    def said(self, registration: Registration, event: Event) -> Feedback | None:
        """What this delegate has said so far."""
        if event.feedback.anonymous:
            return self._cast(self.ballots.of(registration))
        return self.feedback.get(registration.reference)

    def keep(self, answers: Answers, registration: Registration, event: Event, now: datetime) -> None:
        """In place of what the delegate has said before."""
        if not event.feedback.anonymous:
            self.feedback.put(answers.named(registration.reference, event.id, now))
            return
        drawn = self.ballots.of(registration)
        cast = self._cast(drawn)
        # The answer goes first: without the other row the delegate is asked once more, and answers on the same ballot.
        self.feedback.put(answers.anonymous(cast.ballot if cast else drawn[0], event.id, now))
        self.respondents.add(registration.reference)

    def ask_no_more(self, registration: Registration) -> None:
        """As of whoever has answered: no second request goes to them."""
        self.respondents.add(registration.reference)

    def _cast(self, drawn: Sequence[str]) -> Feedback | None:
        return next((cast for ballot in drawn if (cast := self.feedback.get(ballot))), None)
