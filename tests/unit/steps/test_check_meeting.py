"""State CheckMeeting: Zoom is asked about the draft, or about the event as it stands, and what it lacks is noted."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.domain.errors import ConflictError, MeetingMisconfiguredError, RollcallError, ZoomOutcomeUnknownError
from functions.domain.events import AudienceRules
from functions.domain.meeting_check import MeetingDetails
from functions.domain.publication import Ask
from functions.steps.check_meeting import check_meeting
from tests.samples import STARTS, an_event, an_organisation
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.zoom import Meeting, Zoom

NOW = STARTS - timedelta(days=30)
RUN = "solidarity-v2-1"
GOOD = MeetingDetails(
    topic="",
    type=2,
    approval_type=1,
    registrants_confirmation_email=False,
    interpretation=True,
    interpreters=frozenset({"US", "FR", "ES"}),
    starts=STARTS,
    capacity=1000,
)


class FakeZoom:
    def __init__(self) -> None:
        self.meetings = {"93812345678": GOOD}
        self.asked: list[str] = []
        self.error: RollcallError | None = None

    def examined(self, meeting: "Meeting") -> MeetingDetails:
        self.asked.append(meeting.id)
        if self.error:
            raise self.error
        return self.meetings[meeting.id]


class World:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.events = EventTable(client, TABLE)
        self.events.put(an_event(), None)
        self.registrations = RegistrationTable(client, TABLE)
        self.roll = RollTable(client, TABLE)
        self.zoom = FakeZoom()

    def check(self, ask: Ask = Ask.PUBLISH, now: datetime = NOW) -> tuple[int, int]:
        return check_meeting(
            "solidarity",
            ask,
            RUN,
            events=self.events,
            registrations=self.registrations,
            roll=self.roll,
            zoom=cast("Zoom", self.zoom),
            now=now,
        )


@pytest.fixture
def world(dynamodb: "DynamoDBClient") -> World:
    return World(dynamodb)


def test_before_a_publication_the_drafts_meeting_is_looked_at(world: World) -> None:
    world.zoom.meetings["777"] = replace(GOOD, approval_type=0)
    world.events.save_draft(an_event(version=2, meeting_id="777"), RUN, by="operator")
    assert world.check() == (2, 1)
    assert world.zoom.asked == ["777"]
    [problem] = world.events.problems("solidarity")
    assert "Manually Approve" in problem


def test_before_registrations_go_on_the_meeting_of_the_event_as_it_stands_is_looked_at(world: World) -> None:
    world.zoom.meetings["777"] = replace(GOOD, approval_type=0)
    world.events.save_draft(an_event(version=2, meeting_id="777"), "somebody's draft", by="operator")
    assert world.check(Ask.RESUME) == (1, 0)
    assert world.zoom.asked == ["93812345678"]


def test_a_meeting_that_zoom_does_not_give_is_a_problem_in_words_with_its_number(world: World) -> None:
    world.events.save_draft(an_event(version=2), RUN, by="operator")
    world.zoom.error = MeetingMisconfiguredError("GET meetings/93812345678: not found or expired (code 3001)")
    assert world.check() == (2, 1)
    [problem] = world.events.problems("solidarity")
    assert "93812345678" in problem
    assert "not found or expired" in problem


def test_what_may_pass_is_left_to_the_run_to_try_again(world: World) -> None:
    world.events.save_draft(an_event(version=2), RUN, by="operator")
    world.zoom.error = ZoomOutcomeUnknownError("no answer")
    with pytest.raises(ZoomOutcomeUnknownError):
        world.check()


@pytest.mark.parametrize("days", [0, 1])
def test_zoom_is_not_asked_about_an_event_that_is_cancelled_or_over(world: World, days: int) -> None:
    world.events.save_draft(an_event(version=2, cancelled=not days), RUN, by="operator")
    assert world.check(now=STARTS + timedelta(days=days)) == (2, 0)
    assert world.zoom.asked == []


def test_a_run_whose_draft_was_replaced_checks_nothing(world: World) -> None:
    world.events.save_draft(an_event(version=2), "somebody else's run", by="operator")
    with pytest.raises(ConflictError):
        world.check()
    assert world.zoom.asked == []


@pytest.mark.parametrize(
    ("other", "problems"),
    [({}, 1), ({"cancelled": True}, 0), ({"starts": NOW - timedelta(days=2), "ends": NOW - timedelta(days=1)}, 0)],
)
def test_two_events_that_are_not_over_cannot_be_held_in_one_meeting(
    other: dict[str, Any], problems: int, world: World
) -> None:
    world.zoom.meetings["777"] = GOOD
    world.events.put(an_event(id="other", meeting_id="777", **other), None)
    world.events.save_draft(an_event(version=2, meeting_id="777"), RUN, by="operator")
    assert world.check() == (2, problems)
    assert all("“other” is held in meeting 777 too" in each for each in world.events.problems("solidarity"))


def test_an_organisation_that_the_file_names_and_the_roll_does_not_know_is_named(world: World) -> None:
    world.roll.replace([an_organisation("aruvia")], "1")
    rules = AudienceRules(excluded=frozenset({"aruvia", "aruwia"}), always_review=frozenset({"nowhere"}))
    world.events.save_draft(an_event(version=2, rules=rules), RUN, by="operator")
    assert world.check() == (2, 2)
    excluded, reviewed = world.events.problems("solidarity")
    assert "“aruwia” under excluded" in excluded
    assert "“nowhere” under always_review" in reviewed
