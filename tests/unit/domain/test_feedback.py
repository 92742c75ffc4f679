"""Feedback says something, rates from 1 to 5, and keeps the rules of every text."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from functions.domain.feedback import Answers
from functions.domain.submission import problems
from tests.samples import STARTS, a_feedback


def refused_fields(**answers: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        Answers.model_validate(answers)
    return [problem.field for problem in problems(refused.value)]


def test_answers_are_saved_under_the_reference_with_their_time() -> None:
    at = STARTS + timedelta(hours=3)
    answers = Answers(event_rating=5, interpretation_rating=4, interpretation_language="fr")

    assert answers.saved("PS26-7K3M9Q", "solidarity", at) == a_feedback(saved_at=at)


@pytest.mark.parametrize("answer", [{"event_rating": 1}, {"interpretation_rating": 3}, {"challenge": "Time"}])
def test_one_answer_is_enough(answer: dict[str, Any]) -> None:
    assert Answers.model_validate(answer)


@pytest.mark.parametrize(
    "answers", [{}, {"interpretation_language": "fr"}, {"may_quote": True}, {"example": " \u200b"}]
)
def test_feedback_that_says_nothing_is_refused(answers: dict[str, Any]) -> None:
    assert refused_fields(**answers) == [""]


@pytest.mark.parametrize("rating", [0, 6, -1, 2.5, "5", "five"])
def test_a_rating_is_one_to_five(rating: object) -> None:
    assert refused_fields(event_rating=rating) == ["event_rating"]


@pytest.mark.parametrize("text", ["a\x00b", "\u202eb", "x" * 2_001])
def test_texts_keep_the_rules_of_the_registration_form(text: str) -> None:
    assert refused_fields(recommendation=text) == ["recommendation"]


def test_an_unknown_field_is_named() -> None:
    assert refused_fields(event_rating=5, saved_at="now") == ["saved_at"]
