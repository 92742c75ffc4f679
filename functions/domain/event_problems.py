"""What is wrong with an event file, field by field, in words for whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.domain.errors import PermanentError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

type Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    where: Where
    """Path to the field, such as ("registration", "closes") or ("reminders", 2)."""
    what: str

    @property
    def field(self) -> str:
        """As it is written in sentences: `registration.closes`; entries of a list count from 1."""
        return ".".join(str(part + 1) if isinstance(part, int) else part for part in self.where)


class EventFileError(PermanentError):
    """The file describes no event that could be published: `problems` lists all that could be found."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.what}" for problem in problems))
        self.problems = problems


def repeated(where: Where, entries: Sequence[object]) -> list[FieldProblem]:
    """A problem for each entry of a list that stands further up in it already."""
    return [
        FieldProblem((*where, place), "stands in the list already")
        for place, entry in enumerate(entries)
        if entry in entries[:place]
    ]


def found(error: "ErrorDetails") -> FieldProblem:
    """One of pydantic's findings as ours."""
    return FieldProblem(tuple(part for part in error["loc"] if part != "[key]"), _words(error))


_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of an event file",
    "too_short": "must have at least one entry",
    "model_type": "must be a group of fields",
    "dict_type": "must have a text for each language, such as “en: …”",
    "list_type": "must be a list",
    "string_type": "must be a text",
}


def _words(error: "ErrorDetails") -> str:
    """Pydantic's findings in our words; those of our own fields are whole sentences already."""
    if error["type"] == "enum":
        return f"must be {error['ctx']['expected'].replace("'", '')}"
    if error["type"] == "too_long":
        return f"must have at most {error['ctx']['max_length']} entries"
    return _SENTENCES.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
