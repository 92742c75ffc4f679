"""Files that spreadsheet programs show as they were written, and compute nothing of."""

import csv
import gzip
import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from openpyxl import load_workbook

from functions.spreadsheets import FileTooLargeError, Row, csv_file, sheet_name, xlsx_file

FORMULAS = [
    '=HYPERLINK("https://evil.example","Click")',
    "+41 22 919 41 50",
    "-1+1|cmd",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
]
LITERAL = ["O'Brien", "Ñandú", "李", "عمر", 'She said "no", twice', "one\ntwo", "a=b", "https://x.example", "007", " "]
HEADING = ["Name", "Minutes", "When"]
NOON = datetime(2026, 9, 29, 12, 0, tzinfo=UTC)


def as_csv(*rows: Row) -> str:
    return csv_file([HEADING, *rows], compressed=False).decode("utf-8")


def sheet(*rows: Row) -> Any:
    return load_workbook(io.BytesIO(xlsx_file([HEADING, *rows], "People"))).active


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_csv_is_utf_8_that_excel_knows_with_the_line_ends_of_rfc_4180() -> None:
    assert as_csv(["Anna", 90, NOON]) == "\ufeffName,Minutes,When\r\nAnna,90,2026-09-29 12:00:00\r\n"


@pytest.mark.parametrize("text", LITERAL)
def test_any_script_and_any_punctuation_is_read_back_unchanged(text: str) -> None:
    assert read_csv(as_csv([text]))[1] == [text]
    assert sheet([text])["A2"].value == text


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_a_text_in_csv(text: str) -> None:
    assert read_csv(as_csv([text]))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_or_a_link_is_a_text_in_xlsx(text: str) -> None:
    cell = sheet([text])["A2"]
    # XML has no carriage return of its own.
    assert cell.value.replace("_x000D_", "\r") == text
    assert (cell.data_type, cell.hyperlink, cell.quotePrefix) == ("s", None, True)


def test_a_web_address_is_no_link_in_xlsx() -> None:
    cell = sheet(["https://evil.example"])["A2"]
    assert (cell.hyperlink, cell.data_type) == (None, "s")


def test_numbers_and_moments_are_numbers_and_moments_of_utc_in_xlsx() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=2)))
    found = sheet(["", 90, there])
    assert [found[cell].value for cell in ("A2", "B2", "C2")] == [None, 90, NOON.replace(tzinfo=None)]
    assert (found.title, found.freeze_panes) == ("People", "A2")


def test_a_sheets_name_is_one_that_excel_takes() -> None:
    assert sheet_name("Who: came/did not?") == "Who  came did not "
    assert len(sheet_name("Delegates who were there at any time")) == 31


def test_compressed_it_is_the_same_file() -> None:
    rows: list[Row] = [HEADING, ["Anna", 90, NOON]]
    assert gzip.decompress(csv_file(rows, compressed=True)) == csv_file(rows, compressed=False)


@pytest.mark.parametrize("compressed", [True, False])
def test_a_csv_that_grows_too_large_is_given_up_at_once(compressed: bool) -> None:
    taken = 0

    def rows() -> Iterator[Row]:
        nonlocal taken
        for taken in range(1_000_000):
            yield [str(taken * 7919)] * 20

    with pytest.raises(FileTooLargeError):
        csv_file(rows(), compressed=compressed, limit=10_000)
    assert taken < 20_000


def test_an_xlsx_that_is_too_large_is_given_up() -> None:
    with pytest.raises(FileTooLargeError):
        xlsx_file([HEADING, *(["x", number, None] for number in range(2_000))], "People", limit=10_000)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_row_is_held_when_the_next_is_written(kind: str) -> None:
    few, many = peak(kind, 1_000), peak(kind, 10_000)
    assert many < few + 1_500_000, f"{few:,} bytes for a thousand rows, {many:,} for ten thousand"


def peak(kind: str, number: int) -> int:
    """The most memory at a time, in bytes, beyond that of the file itself."""
    rows: Iterator[Row] = ([f"{row} {'long ' * 100}", row, NOON] for row in range(number))
    tracemalloc.start()
    try:
        file = csv_file(rows, compressed=True) if kind == "csv" else xlsx_file(rows, "People")
        return tracemalloc.get_traced_memory()[1] - len(file)
    finally:
        tracemalloc.stop()
