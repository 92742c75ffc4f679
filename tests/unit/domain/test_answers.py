"""Feedback answers the questions that the event asks, says something, and keeps the rules of every text."""

import pytest

from functions.domain.answers import NOT_LISTED, NOTHING_SAID, AnswersRefusedError, checked_answers
from functions.domain.feedback import Answers
from functions.domain.questions import FeedbackForm, Question, QuestionKind
from functions.domain.submission import NOT_CHOSEN, UNKNOWN_FIELD, FieldProblem
from functions.domain.text import CONTROL_IN_LINES, HIDDEN, LONG_PARAGRAPHS
from tests.unit.web.filled_in import TEXTS_TO_KEEP

USUAL = FeedbackForm()
LANGUAGES = ("en", "fr", "es")
PARTS = Question(
    "useful", QuestionKind.CHOICE, {"en": "Most useful?"}, {"panel": {"en": "Panel"}, "talk": {"en": "Talk"}}
)
OWN = FeedbackForm(
    (
        PARTS,
        Question("sign", QuestionKind.INTERPRETATION, {"en": "Sign language?"}),
        Question("speakers", QuestionKind.RATING, {"en": "Speakers?"}),
    )
)


def checked(form: FeedbackForm = USUAL, /, **typed: str) -> Answers:
    return checked_answers(typed, form, LANGUAGES)


def refused(form: FeedbackForm = USUAL, /, **typed: str) -> list[FieldProblem]:
    with pytest.raises(AnswersRefusedError) as error:
        checked(form, **typed)
    return error.value.problems


def test_ratings_are_numbers_and_what_is_left_empty_is_not_an_answer() -> None:
    typed = {"event_rating": "5", "interpretation_language": "", "interpretation_rating": "4", "example": ""}

    assert checked(**typed, challenge="Time\r\nand money", recommendation=" \u200b ", may_quote="yes") == Answers(
        {"event_rating": 5, "interpretation_rating": 4, "challenge": "Time\nand money"}, may_quote=True
    )


@pytest.mark.parametrize("typed", [{"event_rating": "1"}, {"interpretation_rating": "3"}, {"challenge": "Time"}])
def test_one_answer_is_enough(typed: dict[str, str]) -> None:
    assert len(checked(**typed).said) == 1


@pytest.mark.parametrize("typed", [{}, {"interpretation_language": "fr"}, {"may_quote": "yes"}, {"example": " \u200b"}])
def test_feedback_that_says_nothing_is_refused(typed: dict[str, str]) -> None:
    assert refused(**typed) == [FieldProblem("", NOTHING_SAID)]


@pytest.mark.parametrize("rating", ["0", "6", "-1", "2.5", "٣", "five", "5 ", "true"])
def test_a_rating_is_one_to_five(rating: str) -> None:
    assert refused(event_rating=rating) == [FieldProblem("event_rating", NOT_CHOSEN)]
    assert refused(interpretation_rating=rating) == [FieldProblem("interpretation_rating", NOT_CHOSEN)]


@pytest.mark.parametrize(
    ("text", "message"), [("a\x00b", CONTROL_IN_LINES), ("\u202eb", HIDDEN), ("x" * 2_001, LONG_PARAGRAPHS)]
)
def test_texts_keep_the_rules_of_the_registration_form(text: str, message: str) -> None:
    assert refused(recommendation=text) == [FieldProblem("recommendation", message)]


@pytest.mark.parametrize("text", [*TEXTS_TO_KEEP, "First\nSecond", "👍"])
def test_a_text_of_any_script_and_any_markup_is_kept_as_it_is(text: str) -> None:
    assert checked(recommendation=text).said == {"recommendation": text}


def test_a_choice_is_one_of_its_answers_and_the_language_one_of_the_events() -> None:
    assert checked(OWN, useful="talk", sign="2", sign_language="es").said == {
        "useful": "talk", "sign": 2, "sign_language": "es",
    }  # fmt: skip
    assert refused(OWN, useful="Talk", sign_language="de") == [
        FieldProblem("useful", NOT_CHOSEN),
        FieldProblem("sign_language", NOT_LISTED),
    ]


def test_a_field_that_is_not_asked_for_is_named_unless_its_name_is_unsafe_to_repeat() -> None:
    assert refused(event_rating="5", saved_at="now") == [FieldProblem("saved_at", UNKNOWN_FIELD)]
    assert refused(**{"event_rating": "5", "<b>": ""}) == [FieldProblem("", UNKNOWN_FIELD)]
    assert refused(OWN, speakers="5", event_rating="5") == [FieldProblem("event_rating", UNKNOWN_FIELD)]


def test_quoting_is_agreed_to_only_where_there_is_a_text_to_quote() -> None:
    assert refused(OWN, speakers="5", may_quote="yes") == [FieldProblem("may_quote", UNKNOWN_FIELD)]
    assert refused(event_rating="5", may_quote="true") == [FieldProblem("may_quote", NOT_CHOSEN)]


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_form() -> None:
    wrong = {"unknown": "1", "recommendation": "\x00", "interpretation_language": "xx", "event_rating": "9"}

    assert [problem.field for problem in refused(**wrong)] == [
        "event_rating", "interpretation_language", "recommendation", "unknown",
    ]  # fmt: skip
