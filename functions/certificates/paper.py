"""The certificate as a page: what stands on it, one below the other, as large as there is room for."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from functions.certificates.lettering import Lettering, blank_page

if TYPE_CHECKING:
    from fpdf import FPDF

_WIDTH, _HEIGHT = 297.0, 210.0
_TOP, _BOTTOM, _ACROSS = 26.0, 190.0, 232.0
_MM_PER_POINT = 25.4 / 72
_LEADING = 1.3
_SMALLEST = 0.3
"""Of the size that a text should have: a name of 200 letters is smaller, and never cut."""

INK, QUIET, ACCENT = (20, 33, 61), (74, 85, 104), (29, 78, 137)


@dataclass(frozen=True, slots=True)
class Line:
    """One text; it may take several lines. `size` is in points, `above` the empty space in millimetres."""

    text: str
    size: float
    above: float
    colour: tuple[int, int, int] = INK
    bold: bool = False
    rows: int = 1
    """Lines that it may take before it grows smaller."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`body` from the top, `foot` at the bottom edge; `at` is the moment that the file says it was made."""

    title: str
    author: str
    locale: str
    body: Sequence[Line]
    foot: Sequence[Line]
    at: datetime

    def drawn(self) -> bytes:
        """A PDF; the same paper is the same file, byte for byte. Raises `UnprintableError`."""
        pdf = blank_page(self.title, self.author, self.locale)
        pdf.set_creation_date(self.at)
        with closing(Lettering(pdf)) as lettering:
            self._draw(pdf, lettering)
            lettering.read_back()
            return bytes(pdf.output())

    def _draw(self, pdf: "FPDF", lettering: Lettering) -> None:
        _frame(pdf)
        foot = [_Block.fitted(line, lettering) for line in self.foot]
        edge = _BOTTOM - sum(block.height for block in foot)
        body = _body(self.body, lettering, edge - _TOP)
        spare = max(edge - _TOP - sum(block.height for block in body), 0.0)
        _write(body, _TOP + spare / 2, pdf, lettering)
        _write(foot, edge, pdf, lettering)


@dataclass(frozen=True, slots=True)
class _Block:
    line: Line
    size: float
    rows: list[str]

    @classmethod
    def fitted(cls, line: Line, lettering: Lettering, scale: float = 1.0) -> "_Block":
        """As large as it may be in the rows that it may take; at its smallest it takes as many as it needs."""
        size = line.size * scale
        while True:
            rows = lettering.lines(line.text, size, _ACROSS, bold=line.bold)
            if len(rows) <= line.rows or size <= line.size * _SMALLEST:
                return cls(line, size, rows)
            size *= 0.92

    @property
    def row(self) -> float:
        return self.size * _MM_PER_POINT * _LEADING

    @property
    def height(self) -> float:
        return self.line.above + self.row * len(self.rows)


def _body(lines: Sequence[Line], lettering: Lettering, room: float) -> list[_Block]:
    """All of it in the room that there is: smaller where titles are long."""
    scale = 1.0
    while True:
        blocks = [_Block.fitted(line, lettering, scale) for line in lines]
        if sum(block.height for block in blocks) <= room or scale < _SMALLEST:
            return blocks
        scale *= 0.92


def _write(blocks: Sequence[_Block], top: float, pdf: "FPDF", lettering: Lettering) -> None:
    for block in blocks:
        top += block.line.above
        pdf.set_text_color(*block.line.colour)
        for row in block.rows:
            baseline = top + block.row * 0.75
            lettering.write(row, block.size, middle=_WIDTH / 2, baseline=baseline, bold=block.line.bold)
            top += block.row


def _frame(pdf: "FPDF") -> None:
    for inset, width, colour in ((9.0, 1.1, INK), (11.5, 0.3, ACCENT)):
        pdf.set_draw_color(*colour)
        pdf.set_line_width(width)
        pdf.rect(inset, inset, _WIDTH - 2 * inset, _HEIGHT - 2 * inset)
