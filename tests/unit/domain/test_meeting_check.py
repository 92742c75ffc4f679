"""What somebody is told to change in Zoom, and when there is nothing to change."""

from datetime import timedelta
from typing import Any

import pytest

from functions.domain.events import MeetingKind
from functions.domain.meeting_check import MeetingDetails, check, languages
from tests.samples import STARTS, an_event


def a_meeting(**changes: Any) -> MeetingDetails:
    ready: dict[str, Any] = {
        "topic": "Panel",
        "type": 2,
        "approval_type": 1,
        "registrants_confirmation_email": False,
        "interpretation": True,
        "interpreters": frozenset({"US", "FR", "ES"}),
        "starts": STARTS,
        "host_id": "host",
        "capacity": 500,
    }
    return MeetingDetails(**(ready | changes))


def test_a_meeting_that_is_set_up_needs_no_change() -> None:
    assert check(a_meeting(), an_event(capacity=500)) == []


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ({"approval_type": 2}, "tick “Required” under Registration"),
        ({"approval_type": 0}, "choose “Manually Approve”"),
        ({"registrants_confirmation_email": True}, "untick “Send confirmation email to registrants”"),
        ({"type": 3, "starts": None}, "choose a recurrence other than “No Fixed Time”"),
        ({"interpretation": False}, "tick “Enable language interpretation”"),
        ({"interpreters": frozenset({"US", "FR"})}, "nobody there interprets Spanish"),
        ({"starts": STARTS + timedelta(hours=1)}, "set the start to 2026-09-29 15:00 (Europe/Zurich)"),
        ({"capacity": 300}, "allows 300 participants, and the event has 400 seats"),
        ({"restrict_number": 100}, "raise “Restrict number of registrants” from 100 to 400"),
        ({"type": 5}, "is a webinar in Zoom"),
    ],
)
def test_each_wrong_setting_is_named_where_zoom_shows_it(setting: dict[str, Any], named: str) -> None:
    sentences = check(a_meeting(**setting), an_event(capacity=400))
    assert [sentence for sentence in sentences if named in sentence]
    assert all("93812345678" in sentence or "plan" in sentence for sentence in sentences)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_plan_that_zoom_does_not_tell_us_of_keeps_nobody_from_publishing() -> None:
    assert check(a_meeting(capacity=None), an_event(capacity=400)) == []


def test_registration_that_is_off_is_two_changes() -> None:
    assert len(check(a_meeting(approval_type=2), an_event())) == 2


@pytest.mark.parametrize("setting", [{"interpretation": False}, {"interpreters": frozenset()}])
def test_an_event_in_one_language_needs_no_interpreter(setting: dict[str, Any]) -> None:
    assert check(a_meeting(**setting), an_event(languages=("en",))) == []


def test_an_event_without_capacity_does_not_ask_for_the_plans() -> None:
    assert check(a_meeting(capacity=None, restrict_number=10), an_event(capacity=None)) == []


@pytest.mark.parametrize("starts", [None, STARTS + timedelta(seconds=60)])
def test_a_start_that_zoom_does_not_have_or_rounds_is_no_difference(starts: Any) -> None:
    assert check(a_meeting(starts=starts), an_event()) == []


def test_a_webinar_is_held_against_an_event_that_is_one() -> None:
    assert check(a_meeting(type=5), an_event(meeting_kind=MeetingKind.WEBINAR)) == []
    assert check(a_meeting(type=2), an_event(meeting_kind=MeetingKind.WEBINAR)) != []


@pytest.mark.parametrize("written", ["en", "EN", "en-US", "en_US", "US", "English", " english "])
def test_a_language_is_known_however_zoom_writes_it(written: str) -> None:
    assert languages([written]) == {"en"}


def test_a_word_that_is_no_language_is_none() -> None:
    assert languages(["", "XX", "Klingon"]) == set()
