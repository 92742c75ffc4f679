"""Codes that can be typed from paper, and that nobody outside can make."""

import re

import pytest

from functions.adapters.certificate_codes import CertificateCodes
from functions.adapters.links import LinkForgedError

BASE = "https://events.example"
CODES = CertificateCodes(BASE, ["old key", "new key"])
REFERENCE = "SOIL-7K3M9Q"
CODE = CODES.code(REFERENCE)


def test_a_code_is_the_reference_and_eighty_bits_that_can_be_read_out() -> None:
    assert re.fullmatch(rf"{REFERENCE}(-[0-9A-HJKMNP-TV-Z]{{4}}){{4}}", CODE)
    assert CODES.read(CODE) == REFERENCE


def test_its_address_is_below_the_configured_one_and_has_no_query() -> None:
    assert CODES.address(CODE) == f"{BASE}/verify/{CODE}"


@pytest.mark.parametrize("typed", [CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), f" {CODE} "])
def test_case_hyphens_and_spaces_do_not_count(typed: str) -> None:
    assert CODES.read(typed) == REFERENCE


def test_letters_that_look_like_digits_are_read_as_these() -> None:
    codes = [CODES.code(f"SOIL-10{number:04}") for number in range(20)]
    assert any("0" in code[12:] and "1" in code[12:] for code in codes)
    for code in codes:
        reference, tag = code[:11], code[11:]
        assert CODES.read(reference + tag.replace("0", "O").replace("1", "l")) == reference
        assert CODES.read(reference.replace("-10", "-IO") + tag) == reference


@pytest.mark.parametrize("place", [place for place, letter in enumerate(CODE) if letter != "-"])
def test_a_code_with_any_one_letter_changed_is_forged(place: int) -> None:
    other = "2" if CODE[place] != "2" else "3"
    with pytest.raises(LinkForgedError):
        CODES.read(CODE[:place] + other + CODE[place + 1 :])


@pytest.mark.parametrize(
    "code",
    ["", "-", REFERENCE, CODE[:-1], CODE[1:], CODE + "0", CODE[:-5], "É" * 30, "\ud800", "A" * 100_000, "⁰" * 40],
)
def test_what_is_no_code_is_forged(code: str) -> None:
    with pytest.raises(LinkForgedError):
        CODES.read(code)


def test_a_code_of_another_registration_does_not_fit() -> None:
    other = CODES.code("SOIL-7K3M9R")
    assert other[11:] != CODE[11:]
    with pytest.raises(LinkForgedError):
        CODES.read(REFERENCE + other[11:])


def test_a_code_from_before_the_key_was_changed_is_true_until_that_key_is_withdrawn() -> None:
    code = CertificateCodes(BASE, ["old key"]).code(REFERENCE)
    assert code != CODE
    assert CODES.read(code) == REFERENCE
    with pytest.raises(LinkForgedError):
        CertificateCodes(BASE, ["new key"]).read(code)
