"""What the report tells of the feedback, and of whom it does not tell."""

import random

from functions.domain.feedback import Feedback
from functions.domain.questions import STANDING_IN, Question, QuestionKind
from functions.domain.report import Marks, Said, Voices
from functions.domain.report_answers import choices, ratings, texts
from tests.samples import a_feedback

EVENT_RATING, INTERPRETATION = STANDING_IN[0], STANDING_IN[1]
RECOMMENDATION = STANDING_IN[4]
NEXT = Question(
    "next_topic",
    QuestionKind.CHOICE,
    {"en": "What next?"},
    {key: {"en": key.title()} for key in ("climate", "youth", "peace", "sport")},
)


def saying(number: int, may_quote: bool = False, **answers: int | str) -> list[Feedback]:
    return [a_feedback(answers=answers, may_quote=may_quote, reference=f"R{each}") for each in range(number)]


def test_a_rating_is_told_with_how_many_gave_each_mark_and_with_their_mean() -> None:
    said = [*saying(3, event_rating=5), *saying(2, event_rating=2), *saying(9, recommendation="More time.")]
    [result] = ratings([EVENT_RATING], said)
    assert (result.answers, result.marks) == (5, Marks((0, 2, 0, 0, 3)))
    assert result.marks
    assert result.marks.mean == 19 / 5


def test_a_rating_by_fewer_than_five_is_not_told() -> None:
    [few] = ratings([EVENT_RATING], saying(4, event_rating=1))
    [none] = ratings([EVENT_RATING], saying(4, recommendation="More time."))
    assert (few.answers, few.marks, few.languages) == (None, None, ())
    assert none.answers == 0


def test_interpretation_is_told_by_language_and_small_languages_together() -> None:
    said = [
        *saying(8, interpretation_rating=5, interpretation_language="fr"),
        *saying(6, interpretation_rating=4, interpretation_language="en"),
        *saying(2, interpretation_rating=1, interpretation_language="es"),
        *saying(3, interpretation_rating=3),
    ]
    [result] = ratings([INTERPRETATION], said)
    assert result.marks == Marks((2, 0, 3, 6, 8))
    assert [(each.language, each.marks) for each in result.languages] == [
        ("en", Marks((0, 0, 0, 6, 0))),
        ("fr", Marks((0, 0, 0, 0, 8))),
    ]
    assert result.together == Marks((2, 0, 3, 0, 0))


def test_one_small_language_is_not_the_difference_between_all_and_the_others() -> None:
    said = [
        *saying(9, interpretation_rating=5, interpretation_language="fr"),
        *saying(8, interpretation_rating=4, interpretation_language="en"),
        *saying(2, interpretation_rating=1, interpretation_language="es"),
    ]
    [result] = ratings([INTERPRETATION], said)
    assert [each.language for each in result.languages] == ["fr"]
    assert result.together == Marks((2, 0, 0, 8, 0))


def test_choices_are_told_in_the_order_of_the_form_and_rare_ones_together() -> None:
    chosen = {"youth": 7, "climate": 9, "peace": 3, "sport": 3, "what is not offered any more": 5}
    said = [feedback for key, times in chosen.items() for feedback in saying(times, next_topic=key)]
    [result] = choices([NEXT], said)
    assert [(each.labels["en"], each.count) for each in result.choices] == [("Climate", 9), ("Youth", 7)]
    assert (result.answers, result.together) == (22, 6)
    [few] = choices([NEXT], saying(4, next_topic="youth"))
    assert (few.answers, few.choices, few.together) == (None, (), 0)


def test_texts_are_grouped_by_organisation_and_never_by_person() -> None:
    said = [
        a_feedback(reference="R1", answers={"recommendation": "Write to the speaker."}, may_quote=True),
        a_feedback(reference="R2", answers={"recommendation": "A hotline."}),
        a_feedback(reference="R3", answers={"recommendation": "Meet in person."}, may_quote=True),
        a_feedback(reference="R4", answers={"event_rating": 3}),
    ]
    organisations = {"R1": "Parliament of Belmar", "R2": "Parliament of Aruvia"}
    [result] = texts([RECOMMENDATION], said, organisations)
    assert result.voices == (
        Voices("Parliament of Aruvia", (Said("A hotline.", may_quote=False),)),
        Voices("Parliament of Belmar", (Said("Write to the speaker.", may_quote=True),)),
        Voices("", (Said("Meet in person.", may_quote=True),)),
    )
    assert [voices.organisation for voices in result.quotable] == ["Parliament of Belmar", ""]


def test_the_order_of_anonymous_texts_is_no_trace_of_who_wrote_them() -> None:
    said = [a_feedback(reference="", answers={"recommendation": text}) for text in ("c", "B", "a", "d")]
    told = []
    for seed in range(3):
        random.Random(seed).shuffle(said)
        told.append(texts([RECOMMENDATION], said, {}))
    assert told[0] == told[1] == told[2]
    assert [each.text for each in told[0][0].voices[0].said] == ["a", "B", "c", "d"]
