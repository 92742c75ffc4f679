"""Arabic letters join as they are written, and are read back as they were typed."""

import pytest

from functions.certificates.arabic import UnjoinableError, joined, read_back

NAMES = ["عمر", "بن الخطّاب", "مُحَمَّد", "الاسلام", "گلزار پژمان", "سؤدد", "O'Brien 李"]


def test_each_letter_has_the_form_of_its_place() -> None:
    assert [f"{ord(form):04X}" for form in joined("عمر")] == ["FECB", "FEE4", "FEAE"]


def test_a_letter_that_joins_to_the_right_alone_parts_the_word() -> None:
    assert [f"{ord(form):04X}" for form in joined("دار")] == ["FEA9", "FE8D", "FEAD"]


def test_a_mark_above_a_letter_does_not_part_it_from_the_next() -> None:
    assert [form for form in joined("مُحَمَّد") if read_back(form) != form] == list(joined("محمد"))


def test_lam_and_alef_are_written_as_one() -> None:
    assert joined("لا") == "\ufefb"
    assert joined("بلا")[-1] == "\ufefc"


def test_letters_do_not_join_across_a_space_or_a_non_joiner() -> None:
    assert joined("عم عم") == f"{joined('عم')} {joined('عم')}"
    assert joined("عم\u200cعم") == f"{joined('عم')}\u200c{joined('عم')}"


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_read_back_as_it_was_typed(name: str) -> None:
    assert "".join(map(read_back, joined(name))) == name


def test_a_letter_whose_joined_forms_unicode_lacks_is_refused_not_written_apart() -> None:
    with pytest.raises(UnjoinableError):
        joined("\u069a\u0647")
