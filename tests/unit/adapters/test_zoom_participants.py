"""Zoom's report of a meeting's participants, against the sandbox Zoom and in forms that it may take."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.zoom import Meeting
from functions.adapters.zoom_records import read_participation
from functions.domain.errors import MeetingMisconfiguredError, ZoomOutcomeUnknownError, ZoomRateLimitedError
from functions.domain.participation import Participant, Participation
from local.zoom import registrants as rules
from local.zoom.faults import Fault
from tests.unit.adapters.zoom_world import ANNA, MEETING, WEBINAR, World

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return World()


def come(world: World, meeting: Meeting, number: int = 1) -> None:
    held = world.sandbox.open(meeting.kind, meeting.id)
    for one in range(number):
        rules.come_in(world.sandbox, held, f"Guest {one}", f"guest{one}@else.example", "")


@pytest.mark.parametrize("meeting", [MEETING, WEBINAR])
def test_who_came_is_told_with_registrant_address_name_and_times(world: World, meeting: Meeting) -> None:
    registrant = world.zoom.add(meeting, ANNA)
    held = world.sandbox.meetings[int(meeting.id)]
    came = rules.join(world.sandbox, held, held.registrants[registrant.id], "Ñandú 李")
    world.now += timedelta(minutes=30)
    rules.leave(world.sandbox, held, came)
    who = Participant(registrant.id, ANNA.email, "Ñandú 李")
    assert list(world.zoom.participants(meeting)) == [Participation(who, NOON, NOON + timedelta(minutes=30))]


def test_a_report_of_several_pages_is_read_whole(world: World) -> None:
    come(world, MEETING, 650)
    assert len({each.who.email for each in world.zoom.participants(MEETING)}) == 650
    assert [path for path in world.paths() if "report" in path] == [f"/v2/report/{MEETING.path}/participants"] * 3


def test_a_meeting_to_which_nobody_came_has_an_empty_report(world: World) -> None:
    assert list(world.zoom.participants(MEETING)) == []


def test_until_zoom_has_made_the_report_it_knows_of_no_such_meeting(world: World) -> None:
    come(world, MEETING)
    world.sandbox.report_ready_after = 600
    held = world.sandbox.meetings[int(MEETING.id)]
    for minutes, ready in ((0, False), (9, False), (10, True)):
        held.ended, world.now = NOON, NOON + timedelta(minutes=minutes)
        if ready:
            assert len(list(world.zoom.participants(MEETING))) == 1
        else:
            with pytest.raises(MeetingMisconfiguredError):
                list(world.zoom.participants(MEETING))


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("5xx", ZoomOutcomeUnknownError),
        ("reply-lost", ZoomOutcomeUnknownError),
        ("slow", ZoomOutcomeUnknownError),
        ("429-daily", ZoomRateLimitedError),
        ("scope-missing", MeetingMisconfiguredError),
    ],
)
def test_what_goes_wrong_is_told_in_our_words(world: World, mode: str, error: type[Exception]) -> None:
    world.sandbox.faults.set(Fault(mode, on="report"))
    with pytest.raises(error):
        list(world.zoom.participants(MEETING))


NOBODY = Participant()


@pytest.mark.parametrize(
    ("entry", "read"),
    [
        ({}, Participation(NOBODY, None, None)),
        ({"join_time": "2026-09-01T12:00:00Z"}, Participation(NOBODY, NOON, None)),
        ({"join_time": "2026-09-01T14:00:00+02:00", "leave_time": ""}, Participation(NOBODY, NOON, None)),
        ({"join_time": "soon", "leave_time": 5, "name": None}, Participation(NOBODY, None, None)),
        (
            {"user_email": " Anna@A.EXAMPLE ", "score": {}},
            Participation(Participant(email="anna@a.example"), None, None),
        ),
        ({"name": "x" * 5_000}, Participation(Participant(name="x" * 320), None, None)),
        ({"name": "\ud83d"}, Participation(Participant(name="?"), None, None)),
    ],
)
def test_nothing_in_an_entry_is_taken_for_granted(entry: dict[str, Any], read: Participation) -> None:
    assert read_participation(entry) == read
