"""A form as it was filled in: what was typed in each field, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from functions.domain.submission import FieldProblem


@dataclass(frozen=True, slots=True)
class Filled:
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()

    def value(self, name: str) -> str:
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        """Message id of the field's first problem, empty where it has none."""
        return next((problem.message for problem in self.problems if problem.field == name), "")
