"""Who took part is thanked, who did not is missed, and who is not known yet is asked in words that fit both."""

import pytest

from functions.domain.events import Event, MailKind
from functions.domain.questions import FeedbackForm, Question, QuestionKind
from functions.domain.registration import Status
from tests.samples import a_registration, an_event
from tests.unit.mails.test_compose import LINK, both, mail, sent, text_of

FIRST, AGAIN = MailKind.FEEDBACK_REQUEST, MailKind.FEEDBACK_REMINDER
TITLE = "Parliamentary solidarity: Supporting MPs under threat"
RECORDING = "https://assembly.example/recordings/solidarity?from=mail&part=1"
OWN = FeedbackForm((Question("speakers", QuestionKind.RATING, {"en": "How were the speakers?"}),))


def bodies(kind: MailKind, status: Status, event: Event | None = None) -> list[str]:
    """The two bodies as they are read."""
    return both(mail(kind, a_registration(status=status), event))


@pytest.mark.parametrize(
    ("kind", "status", "subject", "words"),
    [
        (FIRST, Status.ATTENDED, "How was it?", f"Thank you for taking part in “{TITLE}”."),
        (FIRST, Status.CONFIRMED, "How was it?", f"Thank you for registering for “{TITLE}”."),
        (FIRST, Status.ABSENT, "We missed you:", f"We missed you at “{TITLE}”."),
        (AGAIN, Status.ATTENDED, "Still time to tell us how it was:", f"We asked you how “{TITLE}” was"),
        (AGAIN, Status.CONFIRMED, "Still time to tell us how it was:", f"We asked you how “{TITLE}” was"),
        (AGAIN, Status.ABSENT, "Still time to tell us what you think:", f"We missed you at “{TITLE}”."),
    ],
)
def test_the_words_fit_who_was_there_who_was_not_and_who_is_not_known_yet(
    kind: MailKind, status: Status, subject: str, words: str
) -> None:
    assert mail(kind, a_registration(status=status))["Subject"] == f"{subject} {TITLE}"
    for body in bodies(kind, status):
        assert words in body
        assert LINK in body
        assert "until Tuesday 13 October 2026, 15:00, Geneva time" in body
        assert "PS26-7K3M9Q" in body


@pytest.mark.parametrize("kind", [FIRST, AGAIN])
def test_somebody_who_was_not_there_is_neither_thanked_nor_asked_how_it_was(kind: MailKind) -> None:
    for body in bodies(kind, Status.ABSENT):
        assert not any(words in body for words in ("Thank you", "How was it", "how “"))
        assert "Were you there after all, perhaps under another name? Then please tell us" in body
    for body in bodies(kind, Status.ATTENDED):
        assert "We missed you" not in body
        assert "Were you there after all" not in body


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.ATTENDED, Status.ABSENT])
def test_only_the_second_request_promises_to_be_the_last(status: Status) -> None:
    assert all("We will not ask again" not in body for body in bodies(FIRST, status))
    assert all("We will not ask again" in body for body in bodies(AGAIN, status))


@pytest.mark.parametrize("kind", [FIRST, AGAIN])
@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.ATTENDED, Status.ABSENT])
def test_everybody_who_had_a_place_is_told_where_the_recording_is_if_there_is_one(
    kind: MailKind, status: Status
) -> None:
    assert all("recording" not in body for body in bodies(kind, status))
    for body in bodies(kind, status, an_event(recording_url=RECORDING)):
        assert "You can watch the recording:" in body
        assert RECORDING in body
        # It is all that there is for who was not there; the others are asked first.
        assert (body.index(RECORDING) < body.index(LINK)) == (status is Status.ABSENT)


@pytest.mark.parametrize("kind", [FIRST, AGAIN])
def test_an_event_that_asks_questions_of_its_own_does_not_announce_the_usual_ones(kind: MailKind) -> None:
    for body in bodies(kind, Status.ATTENDED, an_event(feedback=OWN)):
        assert "Every question is optional" in body
        assert not any(words in body for words in ("interpretation", "an example", "two minutes"))
    assert all("two minutes" in body for body in bodies(kind, Status.ATTENDED))


@pytest.mark.parametrize("kind", [FIRST, AGAIN])
def test_the_mail_says_that_answers_are_anonymous_only_where_they_are(kind: MailKind) -> None:
    anonymous = an_event(feedback=FeedbackForm(anonymous=True))
    assert all("Your answers are anonymous" in body for body in bodies(kind, Status.ABSENT, anonymous))
    assert all("anonymous" not in body for body in bodies(kind, Status.ABSENT))


def test_the_request_reads_well_as_plain_text() -> None:
    text = text_of(mail(FIRST, a_registration(status=Status.ABSENT), an_event(recording_url=RECORDING)))
    assert (
        text.replace("\r\n", "\n").partition("\nQuestions?")[0]
        == f"""\
Dear Ms Anna Ñandú O'Brien,

We missed you at “Parliamentary solidarity: Supporting MPs under
threat”.

You can watch the recording:

  {RECORDING}

You may still tell us what you think. Every question is optional, so
leave out what only those who were there can answer:

  {LINK}

This link is yours alone. You can change your answers until Tuesday 13
October 2026, 15:00, Geneva time.

Were you there after all, perhaps under another name? Then please tell
us, so that we can put it right.

Your reference: PS26-7K3M9Q
"""
    )


def test_the_first_request_can_be_answered_by_a_mail_program_that_no_other_is_wanted() -> None:
    """RFC 8058: an address that takes one post. It is neither broken nor encoded, however long it is."""
    message = mail(FIRST, a_registration(status=Status.ATTENDED))
    assert message["List-Unsubscribe"] == f"<{LINK}/stop>"
    assert f"List-Unsubscribe: <{LINK}/stop>\r\n".encode() in sent(FIRST, a_registration(status=Status.ATTENDED))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert all(f"{LINK}/stop" in body for body in both(message))


@pytest.mark.parametrize("kind", [kind for kind in MailKind if kind is not FIRST])
def test_no_other_mail_can_be_unsubscribed_from(kind: MailKind) -> None:
    """All others belong to the registration, or are the last of their kind: who wants none of them cancels."""
    message = mail(kind)
    assert message["List-Unsubscribe"] is None
    assert not any("/stop" in body for body in both(message))
