"""The report of an event: figures and texts, with nothing in them that leads to a person.

It is kept when everything personal is forgotten. The modules beside this one count; this one says what is told.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from functions.domain.questions import UsedAs


@dataclass(frozen=True, slots=True)
class Figures:
    """How many registrations there are, each counted once by its reference."""

    registered: int = 0
    """Every reference that was ever submitted, whatever became of it."""
    verified: int = 0
    """Those of them who were found, or decided, to be entitled to attend, whether or not they cancelled later."""
    confirmed: int = 0
    """Those who were given a link to join and did not cancel: whether they attended or not."""
    attended: int = 0
    absent: int = 0
    """Confirmed, and not seen at the event."""


class Dimension(StrEnum):
    """By what people are grouped."""

    CATEGORY = "category"
    REGION = "region"
    ROLE = "role"
    GENDER = "gender"
    LANGUAGE = "language"
    """Of the interpretation that they said they would listen to."""


#: What each group is counted by; the names are those of `Figures`.
COUNTED = ("registered", "verified", "confirmed", "attended")


@dataclass(frozen=True, slots=True)
class Row:
    group: str
    """Such as `permanent-observer`; empty for those of whom it is not known."""
    counts: tuple[int | None, ...]
    """In the order of `COUNTED`; None where the group is not shown apart."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    dimension: Dimension
    rows: tuple[Row, ...]
    together: tuple[int, ...]
    """How many are in the groups that are not shown apart."""


@dataclass(frozen=True, slots=True)
class Present:
    at: datetime
    """Where the interval begins."""
    people: int
    """Delegates who were there at any time within it."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Answers to a rating."""

    counts: tuple[int, ...]
    """How many gave 1, 2, 3, 4 and 5."""

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float:
        """Of at least one answer."""
        return sum(mark * count for mark, count in enumerate(self.counts, 1)) / self.answers


@dataclass(frozen=True, slots=True)
class LanguageMarks:
    language: str
    """ISO 639-1 code; empty where it was not said."""
    marks: Marks


@dataclass(frozen=True, slots=True)
class RatingResult:
    question: str
    """Id of the question."""
    labels: dict[str, str]
    """Its text by locale; `en` is a message id where the question stands in."""
    answers: int | None
    """None where they are fewer than `SMALLEST_GROUP`, and nothing of them is told; 0 where nobody answered."""
    marks: Marks | None
    languages: tuple[LanguageMarks, ...] = ()
    """Of an interpretation's rating: the languages that are shown apart."""
    together: Marks | None = None
    """The other languages; None where there are none."""


@dataclass(frozen=True, slots=True)
class Choice:
    labels: dict[str, str]
    count: int


@dataclass(frozen=True, slots=True)
class ChoiceResult:
    question: str
    labels: dict[str, str]
    answers: int | None
    """As in `RatingResult`."""
    choices: tuple[Choice, ...]
    together: int
    """Answers that are not shown apart."""


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    may_quote: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """What one organisation's delegates wrote; never by whom it was written."""

    organisation: str
    """Its name; empty for everybody whose organisation is not told: feedback is anonymous, or the author protected."""
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class TextResult:
    question: str
    labels: dict[str, str]
    used_as: UsedAs | None
    voices: tuple[Voices, ...]

    @property
    def quotable(self) -> tuple[Voices, ...]:
        """What may be quoted of it, with the organisations that said any of it."""
        return self.where(lambda said: said.may_quote)

    def where(self, kept: Callable[[Said], bool]) -> tuple[Voices, ...]:
        """What is left when only these texts are, with the organisations that said any of them."""
        left = (Voices(v.organisation, tuple(said for said in v.said if kept(said))) for v in self.voices)
        return tuple(voices for voices in left if voices.said)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of failure at Zoom."""

    problem: str
    """Name of the error."""
    times: int
    """How often a registration came into repair by it."""
    repaired: int
    """After how many of these the delegate got a link."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    reason: str
    count: int
    """Registrations that are cancelled for this reason."""


@dataclass(frozen=True, slots=True)
class Faults:
    troubles: tuple[Trouble, ...] = ()
    unsent: int = 0
    """Mails that did not surely leave, and that nobody has settled."""
    withdrawals: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    event: str
    built_at: datetime
    figures: Figures
    breakdowns: tuple[Breakdown, ...]
    presence: tuple[Present, ...]
    asked: int
    """How many could be asked for feedback: the confirmed."""
    answered: int
    anonymous: bool
    ratings: tuple[RatingResult, ...] = ()
    choices: tuple[ChoiceResult, ...] = ()
    texts: tuple[TextResult, ...] = ()
    faults: Faults = field(default_factory=Faults)

    @property
    def response_rate(self) -> int | None:
        """Whole per cent of those asked who answered; None where nobody could be asked."""
        return round(100 * self.answered / self.asked) if self.asked else None

    def without(self, words: Collection[object]) -> "Report":
        """When a person is erased: none of these words is left, also where others wrote the very same. Figures stay."""
        texts = (replace(text, voices=text.where(lambda said: said.text not in words)) for text in self.texts)
        return replace(self, texts=tuple(texts))

    def quotable(self) -> "Report":
        """When everybody is forgotten: of the texts, those are left that may be quoted."""
        return replace(self, texts=tuple(replace(text, voices=text.quotable) for text in self.texts))
