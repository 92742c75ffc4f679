"""The events table: which events there are, whose a meeting is, the draft beside an event, what is left to do."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.event_runs import run_name
from functions.adapters.events import Draft, EventTable
from functions.domain.errors import ConflictError, UnknownEventError
from functions.domain.publication import Deed
from tests.samples import STARTS, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def events(dynamodb: "DynamoDBClient") -> EventTable:
    return EventTable(dynamodb, TABLE)


def test_every_published_event_is_listed_once_as_it_stands(events: EventTable) -> None:
    events.put(an_event(id="b"), None)
    events.put(an_event(id="a"), None)
    events.put(an_event(id="b", version=2), 1)
    events.save_draft(an_event(id="c"), "c-v1", by="operator")
    assert [(event.id, event.version) for event in events.list()] == [("a", 1), ("b", 2)]


def test_what_was_drafted_is_known_until_it_is_discarded(events: EventTable) -> None:
    events.put(an_event(), None)
    for event in (an_event(version=2), an_event(id="peace"), an_event(id="peace")):
        events.save_draft(event, "", by="operator")
    assert events.drafted() == ["peace", "solidarity"]
    events.discard("peace")
    assert events.drafted() == ["solidarity"]
    with pytest.raises(UnknownEventError):
        events.draft("peace")
    events.discard("solidarity")
    assert events.get("solidarity") == an_event()


def test_a_publication_that_lost_leaves_no_trace_in_the_registries(events: EventTable) -> None:
    events.put(an_event(), None)
    with pytest.raises(ConflictError):
        events.put(an_event(meeting_id="777", version=2), 7)
    assert events.of_meeting("777") is None
    assert events.of_meeting(an_event().meeting_id) == "solidarity"


def test_a_meeting_is_of_the_newest_event_unless_the_one_before_still_lies_ahead(events: EventTable) -> None:
    later = {"starts": STARTS + timedelta(days=90), "ends": STARTS + timedelta(days=90, hours=1)}
    events.put(an_event(id="first"), None)
    events.put(an_event(id="second", **later, published_at=STARTS - timedelta(days=1)), None)
    assert events.of_meeting(an_event().meeting_id) == "first"
    events.put(an_event(id="second", **later, published_at=STARTS + timedelta(days=1), version=2), 1)
    assert events.of_meeting(an_event().meeting_id) == "second"


def test_a_cancelled_event_does_not_keep_its_meeting(events: EventTable) -> None:
    events.put(an_event(id="first", cancelled=True), None)
    events.put(an_event(id="second"), None)
    assert events.of_meeting(an_event().meeting_id) == "second"


def test_a_draft_is_read_back_and_the_event_stays_what_it_was(events: EventTable) -> None:
    events.put(an_event(), None)
    events.save_draft(an_event(version=2, place="Bern"), "solidarity-v2-1", by="operator")
    drafted = events.draft("solidarity")
    assert drafted == Draft(an_event(version=2, place="Bern"), "solidarity-v2-1", "operator")
    assert events.get("solidarity") == an_event()


def test_problems_are_those_of_the_last_draft(events: EventTable) -> None:
    assert events.problems("solidarity") == []
    events.save_draft(an_event(), "run-1", by="operator")
    events.save_problems("solidarity", ["Choose “Manually Approve”."])
    assert events.problems("solidarity") == ["Choose “Manually Approve”."]
    assert events.draft("solidarity").event == an_event()
    events.save_draft(an_event(), "run-2", by="operator")
    assert events.problems("solidarity") == []


def test_problems_that_were_found_without_a_draft_make_none(events: EventTable) -> None:
    events.save_problems("solidarity", ["Choose “Manually Approve”."])
    with pytest.raises(UnknownEventError):
        events.draft("solidarity")


def test_what_is_left_to_do_is_remembered_until_that_version_is_finished(events: EventTable) -> None:
    assert events.published("solidarity") is None
    events.put(an_event(), None, schedules={"reminder-1": "k3j2"}, unfinished=Deed.PUBLISH)
    held = events.published("solidarity")
    assert held is not None
    assert (held.event, held.schedules, held.unfinished) == (an_event(), {"reminder-1": "k3j2"}, Deed.PUBLISH)
    with pytest.raises(ConflictError):
        events.finish("solidarity", 2)
    events.finish("solidarity", 1)
    held = events.published("solidarity")
    assert held is not None
    assert held.unfinished is None


def test_the_name_of_a_run_is_new_each_time_and_short_enough() -> None:
    assert run_name("solidarity", "v3").startswith("solidarity-v3-")
    assert run_name("solidarity", "v3") != run_name("solidarity", "v3")
    assert len(run_name("a" * 79, "resume")) == 80
