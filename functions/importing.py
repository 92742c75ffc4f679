"""Importing a roll: a whole new version of it, unless that would strike most of today's organisations off unasked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.errors import PermanentError
from functions.domain.membership import Organisation


class Roll(Protocol):
    def organisations(self) -> list[Organisation]: ...
    def replace(self, organisations: Iterable[Organisation], version: str) -> None: ...


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


class MostMissingError(PermanentError):
    """Most of today's organisations are not in the file: it is imported only when that is confirmed."""

    def __init__(self, changes: Changes, today: int) -> None:
        super().__init__(f"{len(changes.missing)} of today's {today} organisations are missing from the file")
        self.changes = changes


def import_roll(organisations: list[Organisation], *, roll: Roll, confirmed: bool, now: datetime) -> Changes:
    """Replaces the roll. An identical one is left as it is. Raises `MostMissingError` unless `confirmed`."""
    today = roll.organisations()
    changes = compare(today, organisations)
    if len(changes.missing) * 2 > len(today) and not confirmed:
        raise MostMissingError(changes, len(today))
    if changes:
        roll.replace(organisations, f"{now:%Y%m%dT%H%M%S.%fZ}")
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
