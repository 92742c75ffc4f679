"""Lines of a certificate as they are seen, from left to right."""

import pytest

from functions.certificates.lettering import Lettering, blank_page


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Parliament (Al-Rimal) «x»", "()«»"),
        # Of what is read from the right, what was written first stands last.
        ("ا (ب) «ج»", "«»()"),
        ("ا (Al-Rimal)", "()"),
    ],
)
def test_brackets_and_quotes_open_towards_what_they_hold_in_either_direction(written: str, seen: str) -> None:
    lettering = Lettering(blank_page("A certificate", "The Secretariat", "ar"))
    [line] = lettering.lines(written, 12, 200)
    lettering.close()
    assert "".join(letter for letter in line if letter in "()«»") == seen
