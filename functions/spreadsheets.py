"""Tables as files for spreadsheet programs, written row by row: nothing in a cell is ever computed or followed."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from functions.domain.errors import PermanentError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

type Cell = str | int | float | datetime | None
type Row = Sequence[Cell]

#: What spreadsheet programs take for the beginning of a formula; the wide forms are what keyboards of East Asia write.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Bytes: Lambda answers with 6 MB at the most, in base 64, which makes four of three.
LIMIT = 4_500_000


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


_CONTENT_TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class FileTooLargeError(PermanentError):
    """The file has more bytes than one answer may have."""


def csv_file(rows: Iterable[Row], *, compressed: bool, limit: int = LIMIT) -> bytes:
    """RFC 4180 in UTF-8, with the byte order mark by which Excel knows it; gzip where `compressed`.

    Raises `FileTooLargeError` as soon as there are more than `limit` bytes.
    """
    file = io.BytesIO()
    if compressed:
        # Without a time: the same rows are the same bytes.
        with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
            _write_csv(_while_small(rows, file, limit), packed)
    else:
        _write_csv(_while_small(rows, file, limit), file)
    return _small(file, limit)


def xlsx_file(rows: Iterable[Row], title: str, *, limit: int = LIMIT) -> bytes:
    """A workbook with one sheet, whose first row stays in sight. Raises `FileTooLargeError`."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name(title))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 40, 18)
        formats = Formats.of(book)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                write_cell(sheet, number, column, cell, formats)
    return _small(file, limit)


def sheet_name(title: str) -> str:
    """Excel takes 31 characters, and some of them not at all."""
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:31]


@dataclass(frozen=True, slots=True)
class Formats:
    heading: "Format"
    moment: "Format"
    literal: "Format"
    """Keeps a text a text for whoever edits the cell."""

    @classmethod
    def of(cls, book: "Workbook") -> Self:
        return cls(
            heading=book.add_format({"bold": True}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            literal=book.add_format({"quote_prefix": True}),
        )


def write_cell(sheet: "Worksheet", row: int, column: int, cell: Cell, formats: Formats) -> None:
    """Each by the call for its kind: xlsxwriter's `write` would make formulas and links of texts. Row 0 is the
    heading; moments are in UTC."""
    match cell:
        case datetime():
            sheet.write_datetime(row, column, cell.astimezone(UTC).replace(tzinfo=None), formats.moment)
        case int() | float():
            sheet.write_number(row, column, cell)
        case str() if cell and not row:
            sheet.write_string(row, column, cell, formats.heading)
        case str() if cell:
            sheet.write_string(row, column, cell, formats.literal if cell.startswith(_FORMULA) else None)


def _write_csv(rows: Iterable[Row], file: io.BytesIO | gzip.GzipFile) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    try:
        csv.writer(text, lineterminator="\r\n").writerows([_csv_cell(cell) for cell in row] for row in rows)
    finally:
        text.detach()


def _csv_cell(cell: Cell) -> str:
    """A text that looks like a formula begins with an apostrophe, as one types it into a spreadsheet."""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text


def _while_small(rows: Iterable[Row], file: io.BytesIO, limit: int) -> Iterator[Row]:
    for row in rows:
        yield row
        if file.tell() > limit:
            raise FileTooLargeError(f"more than {limit:,} bytes")


def _small(file: io.BytesIO, limit: int) -> bytes:
    if file.tell() > limit:
        raise FileTooLargeError(f"more than {limit:,} bytes")
    return file.getvalue()
