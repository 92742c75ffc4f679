"""Several are asked at once, and no more than there is room for."""

from threading import Barrier

import pytest

from functions.abreast import AT_ONCE, abreast


def test_answers_come_in_the_order_of_the_questions_however_many() -> None:
    assert list(abreast(lambda number: number * 2, range(100))) == [number * 2 for number in range(100)]
    assert list(abreast(str, [])) == []


def test_they_are_asked_at_the_same_time() -> None:
    together = Barrier(AT_ONCE)
    assert len(list(abreast(lambda _: together.wait(timeout=5), range(AT_ONCE)))) == AT_ONCE


def test_no_more_is_asked_than_is_read_and_a_few_ahead() -> None:
    questions = iter(range(1_000))
    answers = abreast(lambda number: number, questions)
    assert [next(answers) for _ in range(5)] == [0, 1, 2, 3, 4]
    assert next(questions) <= AT_ONCE + 5


def test_what_fails_fails_for_whoever_reads() -> None:
    with pytest.raises(ZeroDivisionError):
        list(abreast(lambda number: 1 // number, [1, 0, 2]))
