"""What an event is to be is made from how it stands; versions are counted in one place."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pytest

from functions.domain.event_file import read_event
from functions.domain.events import Event
from functions.domain.publication import Deed
from functions.publishing import EventCancelledError, start_publication, wish_of
from tests.unit.domain.test_event_file import NOW, with_changes
from tests.unit.test_publishing import EVENT, World

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def world(dynamodb: "DynamoDBClient") -> World:
    return World(dynamodb)


def test_what_an_event_is_to_be_may_be_made_from_how_it_stands(world: World) -> None:
    world.publish({"audience.invitation_codes": ["PANEL-2026"]})
    before = world.event
    later = NOW + timedelta(days=1)
    drafted = world.wish(lambda stands: replace(_there(stands), place="Bern"), now=later)
    assert world.run(drafted, now=later) is Deed.CHANGE
    assert world.event == replace(before, place="Bern", version=2, published_at=later)


def test_a_wish_counts_no_versions_of_its_own(world: World) -> None:
    world.publish()
    before = world.event
    unchanged = world.wish(lambda stands: replace(_there(stands), version=7, moved_in=7, published_at=before.ends))
    assert (unchanged.event, unchanged.changed) == (before, False)
    moved = world.wish(lambda stands: replace(_there(stands), ends=before.ends + timedelta(hours=1), version=7))
    assert (moved.event.version, moved.event.moved_in) == (2, 2)


def test_an_event_is_cancelled_as_it_stands_and_not_taken_up_again(world: World) -> None:
    world.publish()
    assert world.run(world.wish(lambda stands: replace(_there(stands), cancelled=True))) is Deed.CANCEL
    with pytest.raises(EventCancelledError):
        world.wish(lambda stands: replace(_there(stands), cancelled=False))


def test_the_run_that_is_started_is_that_of_the_draft(world: World) -> None:
    class Started:
        held: ClassVar[list[tuple[Event, str]]] = []

        def publication_of(self, event: Event, /) -> str:
            return f"{event.id}-v{event.version}"

        def publish(self, event: Event, name: str, /) -> None:
            self.held.append((event, name))

    file = read_event(with_changes({}), NOW)
    wish = wish_of(file, random=world.random, now=NOW)
    drafted = start_publication(EVENT, wish, events=world.events, runs=Started(), by="operator", now=NOW)
    assert Started.held == [(drafted.event, drafted.run)] == [(world.events.draft(EVENT).event, f"{EVENT}-v1")]


def _there(event: Event | None) -> Event:
    assert event
    return event
