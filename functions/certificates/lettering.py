"""Text on the page in any script that our fonts have, in the order in which it is seen, and readable to machines."""

import unicodedata
import warnings
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from functions.certificates.arabic import UnjoinableError, joined, read_back
from functions.domain.errors import PermanentError

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

FONTS = Path(__file__).parent / "fonts"
SERIF = "serif"
#: Looked through in this order for the letters that the serif lacks, and read only once one of them is needed.
FURTHER = ("sans", "han", "hangul", "ethiopic", "thai")


class UnprintableError(PermanentError):
    """The text has letters that no font of ours has, or that only a shaping engine could join."""


def blank_page(title: str, author: str, language: str) -> "FPDF":
    """An A4 page, landscape, on which nothing stands yet."""
    with warnings.catch_warnings():
        # Without Pillow it says that it cannot place pictures: there are none.
        warnings.simplefilter("ignore", UserWarning)
        from fpdf import FPDF, ViewerPreferences

    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_lang(language)
    pdf.set_creator("Rollcall")
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    pdf.add_page()
    return pdf


class Lettering:
    """Writes on `pdf`, regular and in bold where the serif has the letters. Sizes are in points, lengths in mm."""

    def __init__(self, pdf: "FPDF") -> None:
        self._pdf = pdf
        self._letters: dict[str, Container[int]] = {}
        """By font that is read: the letters that it has."""
        self._widths: dict[tuple[str, bool], float] = {}
        pdf.add_font(SERIF, "B", FONTS / f"{SERIF}-bold.woff")
        self._read_font(SERIF)

    def lines(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """The text as it is seen, in lines no longer than `width`, broken between words if that is possible.

        Raises `UnprintableError`.
        """
        try:
            shaped = joined(unicodedata.normalize("NFC", text))
        except UnjoinableError as error:
            raise UnprintableError("a letter cannot be joined") from error
        self._read_fonts(shaped)
        return [_as_seen(line, shaped) for line in self._broken(shaped, width / size, bold=bold)]

    def write(self, line: str, size: float, *, middle: float, baseline: float, bold: bool = False) -> None:
        """One of the lines that `lines` gave, its middle at `middle`."""
        left = middle - self.width(line, size, bold=bold) / 2
        for font, run in self._runs(line):
            self._choose(font, size, bold=bold)
            self._pdf.text(left, baseline, run)
            left += self._pdf.get_string_width(run)

    def width(self, line: str, size: float, *, bold: bool = False) -> float:
        total = 0.0
        for font, run in self._runs(line):
            self._choose(font, size, bold=bold)
            total += self._pdf.get_string_width(run)
        return total

    def read_back(self) -> None:
        """Whoever copies or searches the text finds the letters that were typed, not the forms in which they join."""
        for font in self._pdf.fonts.values():
            for glyph, _ in cast("TTFFont", font).subset.items():
                if glyph and isinstance(glyph.unicode, tuple):
                    glyph.unicode = tuple(ord(letter) for form in glyph.unicode for letter in read_back(chr(form)))

    def close(self) -> None:
        """Closes the files of the fonts."""
        for font in self._pdf.fonts.values():
            cast("TTFFont", font).close()

    def _broken(self, text: str, room: float, *, bold: bool) -> Iterator[str]:
        """`room` is the width of a line in letters of one point."""
        line, used = "", 0.0
        for word in (piece for whole in text.split(" ") for piece in self._pieces(whole, room, bold=bold)):
            more = self._at_one_point(word, bold=bold)
            if line and used + more > room:
                yield line
                line, used = "", 0.0
            line, used = (f"{line} {word}", used + more) if line else (word, more)
            used += self._at_one_point(" ", bold=bold)
        yield line

    def _pieces(self, word: str, room: float, *, bold: bool) -> Iterator[str]:
        """The word, or where no line has room for it, parts of it that have."""
        if sum(self._at_one_point(letter, bold=bold) for letter in word) <= room:
            yield word
            return
        piece, used = "", 0.0
        for letter in word:
            more = self._at_one_point(letter, bold=bold)
            if piece and used + more > room:
                yield piece
                piece, used = "", 0.0
            piece, used = piece + letter, used + more
        yield piece

    def _at_one_point(self, word: str, *, bold: bool) -> float:
        if (word, bold) not in self._widths:
            self._widths[word, bold] = self.width(word, 1, bold=bold)
        return self._widths[word, bold]

    def _runs(self, line: str) -> Iterator[tuple[str, str]]:
        """The line in parts of one font each. What is no letter stays with the part before it."""
        font, run = SERIF, ""
        for character in line:
            having = self._having(character)
            if not having:  # a mark or joiner, which nobody sees
                continue
            kept = font in having and unicodedata.category(character)[0] != "L"
            if not kept and having[0] != font:
                if run:
                    yield font, run
                font, run = having[0], ""
            run += character
        if run:
            yield font, run

    def _read_fonts(self, text: str) -> None:
        for font in FURTHER:
            if font not in self._letters and self._lacking(text):
                self._read_font(font)
        if self._lacking(text):
            raise UnprintableError("no font has a letter of the text")

    def _read_font(self, name: str) -> None:
        self._pdf.add_font(name, "", FONTS / f"{name}.woff")
        self._letters[name] = cast("TTFFont", self._pdf.fonts[name]).cmap

    def _lacking(self, text: str) -> bool:
        seen = {character for character in text if unicodedata.category(character) != "Cf"}
        return any(not self._having(character) for character in seen)

    def _having(self, character: str) -> list[str]:
        """The fonts that have it, the one to be preferred first."""
        return [font for font, letters in self._letters.items() if ord(character) in letters]

    def _choose(self, font: str, size: float, *, bold: bool) -> None:
        self._pdf.set_font(font, "B" if bold and font == SERIF else "", size)


_QUOTES = {"«": "»", "»": "«", "‹": "›", "›": "‹", "<": ">", ">": "<"}


def _as_seen(line: str, paragraph: str) -> str:
    """The line from left to right, by Unicode's bidirectional algorithm; what cannot be seen is left out."""
    from fpdf.bidi import BIDI_BRACKETS, BidiParagraph, auto_detect_base_direction

    def seen(letter: str, level: int) -> str:
        """What opens on the right opens to the left: fpdf2 leaves brackets as they were written."""
        if level % 2 and unicodedata.mirrored(letter):
            return _QUOTES.get(letter) or BIDI_BRACKETS.get(letter, {}).get("pair", letter)
        return letter

    letters = BidiParagraph(line, auto_detect_base_direction(paragraph)).get_reordered_characters()
    shown = (seen(each.character, each.embedding_level) for each in letters)
    return "".join(letter for letter in shown if unicodedata.category(letter) != "Cf")
