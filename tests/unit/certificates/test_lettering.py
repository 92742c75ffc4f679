"""Lines of a certificate as they are seen, from left to right."""

import pytest

from functions.certificates.lettering import _as_seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Parliament (Al-Rimal) «x»", "Parliament (Al-Rimal) «x»"),
        # Of what is read from the right, the first letter stands last.
        ("ا (ب) «ج»", "«ج» (ب) ا"),
        ("ا (Al-Rimal)", "(Al-Rimal) ا"),
    ],
)
def test_brackets_and_quotes_open_towards_what_they_hold_in_either_direction(written: str, seen: str) -> None:
    assert _as_seen(written, written) == seen
