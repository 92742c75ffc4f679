"""Delegates with a place give feedback behind their link, and may change it until it closes."""

import html
import re
from datetime import timedelta

import pytest

from functions.domain.questions import FeedbackForm, Question, QuestionKind
from functions.domain.registration import Registration, Status
from functions.web.chosen_language import AGAIN
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeEvents, FakeParts
from tests.unit.web.gateway import Gateway

AFTER = STARTS + timedelta(hours=3)
ANSWERS = {
    "event_rating": "5",
    "interpretation_rating": "4",
    "interpretation_language": "fr",
    "example": "",
    "challenge": "Time\r\nand money",
    "recommendation": "<b>More</b>",
    "may_quote": "yes",
    "website": "",
    "started": "0",
}
OWN = FeedbackForm(
    (
        Question(
            "useful",
            QuestionKind.CHOICE,
            {"en": "Which part was most useful?", "fr": "Quelle partie ?"},
            {"panel": {"en": "The panel, 100 % of it"}, "talk": {"en": "<b>The talk</b>"}},
        ),
        Question("more", QuestionKind.TEXT, {"en": "Anything else? %(title)s {{ 7*7 }}"}),
        Question("signing", QuestionKind.INTERPRETATION, {"en": "How was the sign language?"}),
        Question("speakers", QuestionKind.RATING, {"en": "How were the speakers?"}),
    )
)


@pytest.fixture
def delegate(parts: FakeParts, time_of_day: Clock) -> Registration:
    time_of_day.now = AFTER
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED))


@pytest.fixture
def path(parts: FakeParts, delegate: Registration) -> str:
    return parts.held_links.feedback(delegate, STARTS + timedelta(days=99)).removeprefix(BASE_URL)


def test_the_language_asked_for_at_registration_is_filled_in_already(site: Gateway, path: str) -> None:
    assert re.search(r'name="interpretation_language" value="fr" checked', site.get(path).text)


def test_feedback_is_saved_under_the_reference(parts: FakeParts, site: Gateway, path: str) -> None:
    assert site.post(path, form=ANSWERS).status == 200

    saved = parts.held_feedback.held["PS26-7K3M9Q"]
    assert (saved.event, saved.saved_at, saved.may_quote) == ("solidarity", AFTER, True)
    assert (saved.answers["event_rating"], saved.answers["interpretation_rating"]) == (5, 4)
    assert (saved.answers["challenge"], saved.answers["recommendation"]) == ("Time\nand money", "<b>More</b>")


def test_feedback_comes_back_as_it_was_saved_and_may_be_changed(parts: FakeParts, site: Gateway, path: str) -> None:
    site.post(path, form=ANSWERS)
    page = site.get(path).text
    site.post(path, form={"event_rating": "2", "started": "0"})

    assert re.search(r'name="event_rating" value="5" checked', page)
    assert re.search(r'name="may_quote" value="yes" checked', page)
    assert "Time\nand money</textarea>" in page
    assert "&lt;b&gt;More&lt;/b&gt;</textarea>" in page
    saved = parts.held_feedback.held["PS26-7K3M9Q"]
    assert (saved.answers, saved.may_quote) == ({"event_rating": 2}, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"event_rating": "6"},
        {"event_rating": "five"},
        {"interpretation_language": "de"},
        {"challenge": "a\x00b"},
        {"may_quote": "maybe"},
        {"saved_at": "now"},
    ],
)
def test_what_cannot_be_saved_comes_back_with_its_error(
    changes: dict[str, str], parts: FakeParts, site: Gateway, path: str
) -> None:
    answer = site.post(path, form=ANSWERS | changes)

    (name,) = changes
    assert answer.status == 422
    assert f'href="#{name}"' in answer.text or f"{name} This field is not part of the form" in answer.text
    assert "Time\nand money</textarea>".replace("\n", "\r\n") in answer.text or name == "challenge"
    assert not parts.held_feedback.held


def asks(parts: FakeParts, form: FeedbackForm) -> None:
    parts.held_events = FakeEvents(an_event(feedback=form))


def names_on(page: str) -> list[str]:
    """The form's fields, each once, in the order in which they stand; without the languages of the page."""
    found = re.findall(r'<(?:input|textarea|button)[^>]* name="([^"]+)"', page)
    return [name for name in dict.fromkeys(found) if name != AGAIN]


def read(page: str) -> str:
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_without_questions_in_its_file_an_event_asks_the_usual_ones(site: Gateway, path: str) -> None:
    page = site.get(path).text

    assert names_on(page) == [
        "event_rating", "interpretation_language", "interpretation_rating", "example", "challenge", "recommendation",
        "may_quote", "website", "started", "later",
    ]  # fmt: skip
    labels = [label.strip() for label in re.findall(r"<(?:legend|label)[^>]*>([^<]+[?.])</", page)]
    assert labels == [
        "How was the event?", "Which language did you listen to?", "How was the interpretation?",
        "Is there an example from your country that you would share?", "What is your greatest challenge?",
        "What do you recommend?", "You may quote what I wrote.",
    ]  # fmt: skip


def test_the_questions_of_the_events_file_are_asked_in_its_order_and_in_its_words(
    parts: FakeParts, site: Gateway, path: str
) -> None:
    asks(parts, OWN)
    page = site.get(path).text

    assert names_on(page) == [
        "useful", "more", "signing_language", "signing", "speakers", "may_quote", "website", "started", "later",
    ]  # fmt: skip
    for words in (
        "Which part was most useful?",
        "The panel, 100 % of it",
        "<b>The talk</b>",
        "Anything else? %(title)s {{ 7*7 }}",
        "How was the sign language?",
    ):
        assert words in read(page)
    assert "<b>" not in page
    assert re.search(r'name="signing_language" value="fr" checked', page)


def test_a_question_that_lacks_the_readers_language_says_that_it_is_english(
    parts: FakeParts, site: Gateway, path: str
) -> None:
    asks(parts, OWN)
    page = site.get(f"{path}?lang=fr").text
    assert re.findall(r'<bdi lang="en">([^<]+)</bdi>', page)[1:] == [
        "The panel, 100 % of it", "&lt;b&gt;The talk&lt;/b&gt;", "Anything else? %(title)s {{ 7*7 }}",
        "How was the sign language?", "How were the speakers?",
    ]  # fmt: skip
    wrong = site.post(f"{path}?lang=fr", form={"speakers": "9", "useful": "9", "started": "0"}).text
    assert '<a href="#speakers"><bdi lang="en">How were the speakers?</bdi> –' in wrong
    assert '<a href="#useful">Quelle partie ? –' in wrong
    assert '<bdi lang="en">How' not in site.get(f"{path}?lang=en").text


def test_answers_to_the_events_own_questions_are_saved_and_come_back(
    parts: FakeParts, site: Gateway, path: str
) -> None:
    asks(parts, OWN)
    typed = {"useful": "talk", "more": "李", "signing_language": "", "signing": "3", "may_quote": "yes", "started": "0"}
    assert site.post(path, form=typed).status == 200

    saved = parts.held_feedback.held["PS26-7K3M9Q"]
    assert (saved.answers, saved.may_quote) == ({"useful": "talk", "more": "李", "signing": 3}, True)
    page = site.get(path).text
    assert re.findall(r'name="([^"]+)" value="([^"]*)" checked', page) == [
        ("useful", "talk"), ("signing_language", ""), ("signing", "3"), ("may_quote", "yes"),
    ]  # fmt: skip
    assert "李</textarea>" in page


def test_an_error_names_the_question_in_the_summary_and_stands_beside_its_field(
    parts: FakeParts, site: Gateway, path: str
) -> None:
    asks(parts, OWN)
    answer = site.post(path, form={"speakers": "9", "speakers_language": "fr", "more": "kept", "started": "0"})

    assert answer.status == 422
    assert '<a href="#speakers">How were the speakers? – Choose one of the answers</a>' in answer.text
    assert "speakers_language This field is not part of the form" in read(answer.text)
    assert re.search(r'id="speakers-error">.*Choose one of the answers', answer.text)
    assert "kept</textarea>" in answer.text
    assert not parts.held_feedback.held


def test_quoting_is_asked_about_only_where_there_is_a_text_to_quote(parts: FakeParts, site: Gateway, path: str) -> None:
    asks(parts, FeedbackForm(OWN.questions[2:]))

    assert "may_quote" not in names_on(site.get(path).text)


def test_whoever_goes_on_later_finds_what_is_there_saved_and_the_form_again(
    parts: FakeParts, site: Gateway, path: str
) -> None:
    answer = site.post(path, form={"challenge": "Half a thou", "started": "0", "later": "yes"})

    assert answer.status == 200
    assert "Your answers are saved." in read(answer.text)
    assert "until Tuesday 13 October 2026, 15:00, Geneva time" in read(answer.text)
    assert "Half a thou</textarea>" in answer.text
    assert 'name="started" value="0"' in answer.text
    assert parts.held_feedback.held["PS26-7K3M9Q"].answers == {"challenge": "Half a thou"}
    site.post(path, form={"challenge": "Half a thought", "started": "0"})
    assert parts.held_feedback.held["PS26-7K3M9Q"].answers == {"challenge": "Half a thought"}


@pytest.mark.parametrize("typed", [{}, {"challenge": "\x00"}, {"event_rating": "5", "may_quote": "maybe"}])
def test_what_cannot_be_saved_is_not_saved_for_later_either(
    typed: dict[str, str], parts: FakeParts, site: Gateway, path: str
) -> None:
    answer = site.post(path, form={**typed, "started": "0", "later": "yes"})

    assert answer.status == 422
    assert "Your answers are saved" not in answer.text
    assert not parts.held_feedback.held


def test_an_empty_form_asks_for_one_answer(parts: FakeParts, site: Gateway, path: str) -> None:
    answer = site.post(path, form={"started": "0"})

    assert answer.status == 422
    assert "Answer at least one question" in answer.text


def test_feedback_opens_when_the_event_begins(site: Gateway, path: str, time_of_day: Clock) -> None:
    time_of_day.now = STARTS - timedelta(seconds=1)

    assert site.get(path).status == 409
    assert "Tuesday 29 September 2026, 15:00" in site.get(path).text
    assert site.post(path, form=ANSWERS).status == 409


def test_feedback_closes_when_the_event_says(parts: FakeParts, site: Gateway, path: str, time_of_day: Clock) -> None:
    time_of_day.now = an_event().feedback_closes

    assert site.get(path).status == 410
    assert site.post(path, form=ANSWERS).status == 410
    assert not parts.held_feedback.held


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CONFIRMED, Status.ATTENDED, Status.ABSENT}))
def test_nobody_without_a_place_gives_feedback(
    status: Status, parts: FakeParts, site: Gateway, path: str, delegate: Registration
) -> None:
    parts.held_registrations.held[delegate.reference] = a_registration(status=status)

    assert site.get(path).status == 404
    assert site.post(path, form=ANSWERS).status == 404


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        (ANSWERS, {"Origin": "https://evil.example"}, 403),
        (ANSWERS | {"website": "x"}, {}, 202),
        (ANSWERS | {"started": str(int(AFTER.timestamp() * 1000))}, {}, 202),
        (ANSWERS | {"example": "x" * 70_000}, {}, 413),
    ],
)
def test_the_guards_of_the_registration_form_hold_here_too(
    form: dict[str, str], headers: dict[str, str], status: int, parts: FakeParts, site: Gateway, path: str
) -> None:
    assert site.post(path, form=form, headers=headers).status == status
    assert not parts.held_feedback.held


def test_a_status_link_opens_no_feedback(parts: FakeParts, site: Gateway, delegate: Registration) -> None:
    address = parts.held_links.status(delegate, AFTER + timedelta(days=1)).removeprefix(BASE_URL)

    assert site.get(address.replace("/r/", "/f/")).status == 404


def test_an_event_that_is_gone_has_no_page(parts: FakeParts, site: Gateway, path: str) -> None:
    parts.held_events = FakeEvents()

    assert site.get(path).status == 404
