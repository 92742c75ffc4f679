"""A kept report keeps no words of whoever is erased, and in the end none but those that may be quoted."""

from dataclasses import replace

from functions.domain.report import Report, Said, TextResult, Voices
from tests.unit.adapters.test_reports import REPORT

QUOTABLE, PRIVATE = Said("Train the staff.", True), Said("Our office was attacked.", False)


def a_report(voices: tuple[Voices, ...]) -> Report:
    return replace(REPORT, texts=(TextResult("idea", {"en": "Your idea"}, None, voices),))


def test_the_words_of_one_person_go_and_an_organisation_that_said_nothing_else_with_them() -> None:
    voices = (Voices("Aruvia", (QUOTABLE, PRIVATE)), Voices("Calderra", (PRIVATE,)))
    left = a_report(voices).without({PRIVATE.text, 5})
    assert left.texts[0].voices == (Voices("Aruvia", (QUOTABLE,)),)
    assert (left.figures, left.answered, left.ratings) == (REPORT.figures, REPORT.answered, REPORT.ratings)


def test_when_everybody_is_forgotten_what_may_be_quoted_is_left() -> None:
    voices = (Voices("", (QUOTABLE, PRIVATE)), Voices("Calderra", (PRIVATE,)))
    assert a_report(voices).quotable().texts[0].voices == (Voices("", (QUOTABLE,)),)
