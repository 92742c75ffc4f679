"""Arabic letters in the forms by which they join, as a font's plain characters: no shaping engine is needed.

The forms are those of Unicode's Arabic Presentation Forms, so its own data are the table.
"""

import functools
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

_BLOCKS = (range(0x0600, 0x0700), range(0x0750, 0x0780))
_FORMS = (range(0xFB50, 0xFDD0), range(0xFE70, 0xFEFD))
_LAM, _TATWEEL = "\u0644", "\u0640"


class UnjoinableError(Exception):
    """A letter of Arabic script that Unicode has no joined forms of, such as some of Pashto's and Sindhi's."""


def joined(text: str) -> str:
    """The text, in the order in which it is read, with every Arabic letter in its form. Raises `UnjoinableError`."""
    return "".join(_forms(_with_ligatures(text)))


def read_back(form: str) -> str:
    """The letters that a form stands for; any other character unchanged."""
    return unicodedata.normalize("NFKC", form) if _is_form(form) else form


def _forms(text: list[str]) -> Iterator[str]:
    for place, letter in enumerate(text):
        forms = _table().get(letter)
        if forms is None:
            if _is_letter(letter):
                raise UnjoinableError
            yield letter
            continue
        before = _joins_onwards(_neighbour(text, place, -1))
        after = _joins_onwards(letter) and _joins_backwards(_neighbour(text, place, 1))
        wanted = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get((before, after))
        yield forms.get(wanted or "isolated") or forms.get("isolated", letter)


def _with_ligatures(text: str) -> list[str]:
    """Letter by letter; lam and the alef that follows it are always written as one."""
    letters: list[str] = []
    for letter in text:
        if letters and letters[-1] == _LAM and _LAM + letter in _table():
            letters[-1] += letter
        else:
            letters.append(letter)
    return letters


def _neighbour(text: list[str], place: int, step: int) -> str:
    """The next letter that way: marks above and below do not part two letters."""
    place += step
    while 0 <= place < len(text):
        if unicodedata.category(text[place][0]) != "Mn":
            return text[place]
        place += step
    return ""


def _joins_onwards(letter: str) -> bool:
    return letter == _TATWEEL or "initial" in _table().get(letter, {})


def _joins_backwards(letter: str) -> bool:
    return letter == _TATWEEL or "final" in _table().get(letter, {})


def _is_letter(character: str) -> bool:
    return unicodedata.category(character) == "Lo" and any(ord(character) in block for block in _BLOCKS)


def _is_form(character: str) -> bool:
    return any(ord(character) in block for block in _FORMS)


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    """By letter, or by lam with an alef: its forms, by name."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for block in _FORMS:
        for number in block:
            name, *letters = unicodedata.decomposition(chr(number)).split() or [""]
            letter = "".join(chr(int(each, 16)) for each in letters)
            if name.startswith("<") and (len(letter) == 1 or 0xFEF5 <= number <= 0xFEFC):
                table[letter].setdefault(name.strip("<>"), chr(number))
    return dict(table)
