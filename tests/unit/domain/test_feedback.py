"""What is said of an event is kept under the reference, or so that it says nothing of who said it and when."""

from datetime import UTC, datetime, timedelta

from functions.domain.feedback import Answers, Feedback
from tests.samples import STARTS, a_feedback

SAID: dict[str, int | str] = {"event_rating": 5, "interpretation_rating": 4, "interpretation_language": "fr"}


def test_answers_are_saved_under_the_reference_with_their_time() -> None:
    at = STARTS + timedelta(hours=3)

    assert Answers(SAID).named("PS26-7K3M9Q", "solidarity", at) == a_feedback(saved_at=at)


def test_an_anonymous_answer_has_neither_reference_nor_time_of_day() -> None:
    late = datetime.fromisoformat("2026-09-30T01:59:58.123456+02:00")

    assert Answers(SAID, may_quote=True).anonymous("a ballot", "solidarity", late) == Feedback(
        "a ballot", "solidarity", SAID, may_quote=True, saved_at=datetime(2026, 9, 29, tzinfo=UTC), reference=""
    )
