"""Importing a roll: a whole new version of it, unless that would strike most of today's organisations off unasked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.errors import ConflictError, PermanentError
from functions.domain.held_roll import HeldRoll, version_at
from functions.domain.membership import Organisation
from functions.domain.staff import OPERATOR


class Roll(Protocol):
    def current(self) -> HeldRoll: ...
    def replace(
        self, organisations: Iterable[Organisation], version: str, *, by: str = ..., over: str | None = ...
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import does to the roll, each list in order of names."""

    added: list[Organisation]
    altered: list[Organisation]
    missing: list[Organisation]
    """On the roll today, not in the file."""
    kept: int

    def __bool__(self) -> bool:
        return bool(self.added or self.altered or self.missing)

    @property
    def today(self) -> int:
        """How many organisations are on the roll that would be replaced."""
        return len(self.altered) + len(self.missing) + self.kept

    @property
    def most_missing(self) -> bool:
        return len(self.missing) * 2 > self.today


class MostMissingError(PermanentError):
    """Most of today's organisations are not in the file: it is imported only when that is confirmed."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(f"{len(changes.missing)} of today's {changes.today} organisations are missing from the file")
        self.changes = changes


def import_roll(
    organisations: list[Organisation],
    *,
    roll: Roll,
    confirmed: bool,
    now: datetime,
    by: str = OPERATOR,
    over: str | None = None,
) -> Changes:
    """Replaces the roll. An identical one is left as it is.

    `over` is the version that whoever imports it has seen; None stands for any. Raises `ConflictError` where another
    holds by now, and `MostMissingError` unless `confirmed`.
    """
    held = roll.current()
    changes = compare(held.organisations, organisations)
    if not changes:
        return changes
    if over not in (None, held.version):
        raise ConflictError("another roll was imported meanwhile")
    if changes.most_missing and not confirmed:
        raise MostMissingError(changes)
    roll.replace(organisations, version_at(now), by=by, over=held.version)
    return changes


def compare(today: list[Organisation], file: list[Organisation]) -> Changes:
    before = {entry.id: entry for entry in today}
    after = {entry.id: entry for entry in file}
    shared = before.keys() & after.keys()
    altered = [after[key] for key in shared if after[key] != before[key]]
    return Changes(
        added=_by_name(entry for key, entry in after.items() if key not in before),
        altered=_by_name(altered),
        missing=_by_name(entry for key, entry in before.items() if key not in after),
        kept=len(shared) - len(altered),
    )


def _by_name(entries: Iterable[Organisation]) -> list[Organisation]:
    return sorted(entries, key=lambda entry: entry.name.casefold())
