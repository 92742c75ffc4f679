"""No figure tells of a group under five people: not by itself, and not by what the others and the total leave over."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from functions.domain.small_groups import SMALLEST_GROUP, Groups, fold

_COUNTS = st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 9), min_size=1)


def test_where_every_group_is_large_or_empty_all_are_shown() -> None:
    assert fold({"A": 5, "B": 120, "C": 0}) == Groups({"A": 5, "B": 120, "C": 0}, 0)


def test_small_groups_are_told_together() -> None:
    assert fold({"A": 90, "B": 3, "C": 4}) == Groups({"A": 90}, 7)


def test_one_small_group_takes_the_next_larger_along_since_the_total_would_tell_it() -> None:
    assert fold({"A": 90, "B": 30, "C": 2}) == Groups({"A": 90}, 32)


def test_small_groups_that_are_few_people_together_are_no_group_either() -> None:
    assert fold({"A": 90, "B": 30, "C": 2, "D": 2}) == Groups({"A": 90}, 34)


def test_groups_that_can_only_be_of_four_take_a_larger_one_along() -> None:
    assert fold({"A": 90, "B": 30, "C": 4, "D": 4}) == Groups({"A": 90}, 38)


def test_of_two_that_are_equal_neither_is_chosen_by_its_name() -> None:
    assert fold({"A": 90, "B": 30, "C": 30, "D": 4}) == Groups({"A": 90}, 64)


def test_an_empty_group_is_hidden_with_the_small_ones() -> None:
    assert fold({"A": 90, "B": 30, "C": 4, "D": 3, "E": 0}) == Groups({"A": 90, "B": 30}, 7)


@pytest.mark.parametrize("counts", [{}, {"A": 0}, {"A": 3}, {"A": 4, "B": 1}])
def test_where_there_is_hardly_anybody_nothing_is_shown_apart(counts: dict[str, int]) -> None:
    assert not any(fold(counts).shown.values())


@settings(max_examples=300, deadline=None)
@given(_COUNTS)
def test_nobody_is_lost_and_no_small_group_is_shown(counts: dict[str, int]) -> None:
    groups = fold(counts)
    assert sum(groups.shown.values()) + groups.together == sum(counts.values())
    assert all(count == 0 or count >= SMALLEST_GROUP for count in groups.shown.values())


@settings(max_examples=300, deadline=None)
@given(_COUNTS)
@example({"A": 90, "B": 1, "C": 1, "D": 1, "E": 1, "F": 1, "G": 0})
def test_whoever_knows_how_it_is_done_still_finds_two_numbers_for_every_hidden_group(counts: dict[str, int]) -> None:
    """The reader knows the names of all groups, and tries every way in which the hidden ones could come to the sum."""
    groups = fold(counts)
    hidden = [name for name in counts if name not in groups.shown]
    possible: dict[str, set[int]] = {name: set() for name in hidden}
    for guess in _sums(hidden, groups.together):
        if fold({name: {**groups.shown, **guess}[name] for name in counts}) == groups:
            for name, count in guess.items():
                possible[name].add(count)
    # Of a single group, the total is all there is to tell.
    assert len(counts) == 1 or all(len(numbers) > 1 for numbers in possible.values()), possible


def _sums(names: list[str], total: int) -> Iterator[Mapping[str, int]]:
    if not names:
        if total == 0:
            yield {}
        return
    first, *others = names
    for count in range(total + 1) if others else (total,):
        for rest in _sums(others, total - count):
            yield {first: count, **rest}
