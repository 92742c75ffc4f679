"""The roll as its keepers hand it in: a CSV file, taken whole or refused with everything that is wrong with it.

UTF-8 with or without a byte order mark, `,` or `;` between the cells, any line ends. The columns, in any order:
organisation (its id), name, category, standing, domains (separated by spaces), focal_point, valid_from, valid_until;
and, if the reports are to group by it, region.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from functions.domain.errors import PermanentError
from functions.domain.membership import Organisation
from functions.domain.roll_cells import COLUMNS, OPTIONAL, CellError, organisation
from functions.domain.wording import N_

MAX_ROWS = 5_000
MAX_BYTES = 4 * 1024 * 1024

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, order=True)
class RollProblem:
    line: int
    """Counted from 1, as an editor does. Line 0 is the file as a whole."""
    column: str
    what: str
    """A message id."""
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What is filled in."""

    def told(self, translate: Callable[[str], str]) -> str:
        """What is wrong, without where."""
        return translate(self.what) % self.values

    def __str__(self) -> str:
        """In English, as the command line prints it."""
        where = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.column) if part)
        return f"{where}: {self.told(str)}" if where else self.told(str)


class RollRefusedError(PermanentError):
    """The file is not a roll: `problems` lists all that could be found, in order of their lines."""

    def __init__(self, problems: list[RollProblem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class RollTooLargeError(PermanentError):
    """Over the row limit: found before anything is parsed."""


def read_roll(data: bytes) -> list[Organisation]:
    """The organisations of a roll. Raises `RollTooLargeError` or `RollRefusedError`."""
    _measure(data)
    text = _decode(data)
    separator, columns = _header(text)
    problems: list[RollProblem] = []
    taken = [
        (line, entry)
        for line, cells in _records(text, separator, problems.append)
        if (entry := _row(line, cells, columns, problems.append))
    ]
    _doubles(taken, problems.append)
    if not taken and not problems:
        problems.append(RollProblem(0, "", N_("the file holds no organisation")))
    if problems:
        raise RollRefusedError(sorted(problems))
    return [entry for _, entry in taken]


def _measure(data: bytes) -> None:
    rows = max(data.count(b"\n"), data.count(b"\r"))
    if rows > MAX_ROWS + 1 or len(data) > MAX_BYTES:
        raise RollTooLargeError(f"a roll has at most {MAX_ROWS:,} rows and {MAX_BYTES // 1024**2} MiB")


def _decode(data: bytes) -> str:
    if data.startswith(_SPREADSHEETS):
        raise _whole(N_("the file is a spreadsheet, not CSV: save it as “CSV UTF-8”"))
    if data.startswith(_UTF_16) or data[:200].count(0) > len(data[:200]) // 4:
        raise _whole(N_("the file is written in UTF-16: save it as UTF-8"))
    if 0 in data:
        raise RollRefusedError([RollProblem(_line_at(data, data.index(0)), "", N_("holds a NUL byte"))])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = N_("is not UTF-8; the file looks like Windows-1252: save it as UTF-8")
        raise RollRefusedError([RollProblem(_line_at(data, error.start), "", what)]) from None


def _header(text: str) -> tuple[str, list[str]]:
    """The separator and the names of the columns, each once and all of them there but for optional ones."""
    first = text.splitlines()[0] if text.strip() else ""
    separator = ";" if first.count(";") > first.count(",") else ","
    names = [cell.strip().strip('"').lower() for cell in first.split(separator)] if first else []
    needed = [name for name in COLUMNS if name not in OPTIONAL]
    problems = [RollProblem(1, name, N_("the column is missing")) for name in needed if name not in names]
    problems += [RollProblem(1, name, N_("the column stands twice")) for name in COLUMNS if names.count(name) > 1]
    problems += [RollProblem(1, name, N_("a roll has no such column")) for name in names if name not in COLUMNS]
    if problems:
        raise RollRefusedError(problems)
    return separator, names


def _records(text: str, separator: str, tell: Callable[[RollProblem], None]) -> Iterator[tuple[int, list[str]]]:
    """Each record below the header with the line on which it begins. Blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            if begins > 1 and any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        tell(RollProblem(begins, "", N_("a quotation mark is not closed, or something follows it")))


def _row(line: int, cells: list[str], columns: list[str], tell: Callable[[RollProblem], None]) -> Organisation | None:
    if len(cells) != len(columns):
        wrong = N_("has %(cells)s cells where the header has %(columns)s")
        tell(RollProblem(line, "", wrong, {"cells": len(cells), "columns": len(columns)}))
        return None
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column] = COLUMNS[column](cell)
        except CellError as error:
            tell(RollProblem(line, column, error.what, error.values))
    if len(values) < len(columns):
        return None
    try:
        return organisation(values)
    except CellError as error:
        tell(RollProblem(line, "valid_until", error.what, error.values))
        return None


def _doubles(taken: list[tuple[int, Organisation]], tell: Callable[[RollProblem], None]) -> None:
    """An id, a name or a domain belongs to one organisation only."""
    seen: dict[tuple[str, str], int] = {}
    for line, entry in taken:
        keys = [("organisation", entry.id), ("name", entry.name.casefold())]
        for key in [*keys, *(("domains", domain) for domain in entry.domains)]:
            if key in seen:
                wrong = N_("“%(what)s” already stands on line %(line)s")
                tell(RollProblem(line, key[0], wrong, {"what": key[1], "line": seen[key]}))
            seen.setdefault(key, line)


def _line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _whole(what: str) -> RollRefusedError:
    return RollRefusedError([RollProblem(0, "", what)])
