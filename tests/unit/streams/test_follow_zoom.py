"""What Zoom told is acted upon: a check of the registration, a note of who was there, a word to the secretariat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.presence import PresenceTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.webhooks import Notice, WebhookTable, read_notice
from functions.adapters.zoom import Zoom
from functions.alerting import Alert
from functions.domain.events import Event
from functions.domain.participation import Participant, Presence, Sighting
from functions.domain.registration import FORGOTTEN, Registration, Status
from functions.streams.follow_zoom import Followed, follow_zoom
from tests.samples import STARTS, a_registration, an_event
from tests.unit.adapters.zoom_world import World as ZoomWorld
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ANNA = a_registration(status=Status.PROVISIONING, version=4)
CONFIRMED = ANNA.moved(Status.CONFIRMED, registrant_id="R1", join_url="https://zoom.example/w/1")


class Office:
    """Parts of the function: tables in process, a sandbox Zoom, a queue and a secretariat that remember."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.client = client
        self.event = an_event()
        self.sandbox = ZoomWorld()
        self.checks: list[tuple[str, str, int]] = []
        self.told: list[tuple[Alert, Sequence[str]]] = []
        self.registrations().add(ANNA)

    def events(self) -> "Office":
        return self

    def get(self, event_id: str) -> Event:
        assert event_id == self.event.id
        return self.event

    def registrations(self) -> RegistrationTable:
        return RegistrationTable(self.client, TABLE)

    def provisioning_queue(self) -> "Office":
        return self

    def check(self, reference: str, event: str, attempt: int) -> None:
        self.checks.append((reference, event, attempt))

    def presence(self) -> PresenceTable:
        return PresenceTable(self.client, TABLE)

    def zoom(self) -> Zoom:
        return self.sandbox.zoom

    def alerting(self) -> "Office":
        return self

    def tell(self, event: Event, alert: Alert, now: datetime, details: Sequence[str] = ()) -> bool:
        self.told.append((alert, details))
        return True

    def confirm(self) -> None:
        self.registrations().save(CONFIRMED, was=ANNA, actor="zoom", at=STARTS)

    def cancel(self) -> Registration:
        cancelled = CONFIRMED.moved(Status.CANCELLED)
        self.registrations().save(cancelled, was=CONFIRMED, actor="delegate", at=STARTS)
        return cancelled

    def follow(self, what: str, now: datetime = STARTS - timedelta(days=3), **more: Any) -> Followed:
        notice = Notice("digest", f"meeting.{what}", self.event.meeting_id, self.event.id, 1_790_000_000_000, **more)
        return follow_zoom(notice, parts=self, now=now)

    def sightings(self) -> list[Sighting]:
        return self.presence().sightings(self.event.id, STARTS)

    def presence_rows(self) -> list[str]:
        items = self.client.scan(TableName=TABLE)["Items"]
        return sorted(item["sk"]["S"] for item in items if item["sk"]["S"].startswith("PRESENCE#"))


@pytest.fixture
def office(dynamodb: "DynamoDBClient") -> Office:
    return Office(dynamodb)


@pytest.mark.parametrize("what", ["cancelled", "denied"])
def test_a_confirmed_delegate_who_was_taken_out_in_zoom_is_checked(office: Office, what: str) -> None:
    office.confirm()
    assert office.follow(f"registration_{what}", registrant="R1") is Followed.CHECKED
    assert office.checks == [(ANNA.reference, "solidarity", 1)]


@pytest.mark.parametrize("what", ["created", "approved"])
def test_what_we_did_in_zoom_ourselves_is_not_checked(office: Office, what: str) -> None:
    assert office.follow(f"registration_{what}", registrant="R1") is Followed.NOTHING
    office.confirm()
    assert office.follow(f"registration_{what}", registrant="R1") is Followed.NOTHING
    office.cancel()
    assert office.follow("registration_cancelled", registrant="R1") is Followed.NOTHING
    assert office.checks == []


def test_somebody_who_was_let_in_again_after_a_cancellation_is_checked(office: Office) -> None:
    office.confirm()
    office.cancel()
    assert office.follow("registration_approved", registrant="R1") is Followed.CHECKED


def test_a_stranger_is_not_checked(office: Office) -> None:
    office.confirm()
    assert office.follow("registration_cancelled", registrant="R2") is Followed.NOTHING
    assert office.follow("registration_cancelled") is Followed.NOTHING
    assert office.checks == []


def test_a_delegates_coming_and_going_is_noted_once_however_often_zoom_tells_it(office: Office) -> None:
    office.confirm()
    for _ in range(2):
        office.follow("participant_joined", registrant="R1", time="2026-09-29T13:01:02Z", device="16778240")
        office.follow("participant_left", registrant="R1", time="2026-09-29T13:31:02Z", device="16778240")
    anna = Participant(reference=ANNA.reference)
    assert sorted(office.sightings(), key=lambda each: each.at) == [
        Sighting(anna, Presence.JOINED, datetime(2026, 9, 29, 13, 1, 2, tzinfo=UTC), "16778240"),
        Sighting(anna, Presence.LEFT, datetime(2026, 9, 29, 13, 31, 2, tzinfo=UTC), "16778240"),
    ]


def test_two_devices_that_come_in_the_same_second_are_two(office: Office) -> None:
    office.confirm()
    for device in ("16778240", "16779264"):
        office.follow("participant_joined", registrant="R1", time="2026-09-29T13:01:02Z", device=device)
    assert len(office.sightings()) == 2


def test_a_participant_whom_we_knew_by_the_address_was_there(office: Office) -> None:
    office.follow("participant_joined", reference=ANNA.reference, time="2026-09-29T13:01:02Z")
    assert [each.who.reference for each in office.sightings()] == [ANNA.reference]


def test_of_a_stranger_nothing_is_noted_beside_a_registration(office: Office) -> None:
    assert office.follow("participant_joined", registrant="R9", time="2026-09-29T13:01:02Z") is Followed.NOTHING
    assert office.presence_rows() == []


def test_whoever_was_at_the_rehearsal_was_not_therefore_at_the_event(office: Office) -> None:
    office.confirm()
    assert office.follow("participant_joined", registrant="R1", time="2026-09-28T13:00:00Z") is Followed.NOTHING
    assert office.follow("ended", time="2026-09-28T14:00:00Z") is Followed.NOTHING
    assert office.sightings() == []
    assert office.presence().end("solidarity") is None


@pytest.mark.parametrize("status", sorted(FORGOTTEN))
def test_of_whoever_was_erased_nothing_comes_back(office: Office, status: Status) -> None:
    office.confirm()
    office.registrations().save(
        replace(CONFIRMED, status=status, version=CONFIRMED.version + 1), was=CONFIRMED, actor="delegate", at=STARTS
    )
    assert office.follow("participant_left", registrant="R1", time="2026-09-29T13:31:02Z") is Followed.NOTHING
    assert office.presence_rows() == []


@pytest.mark.parametrize("order", [("14:40", "14:55"), ("14:55", "14:40")])
def test_the_meeting_ended_when_it_last_did_in_whatever_order_zoom_tells_it(
    office: Office, order: tuple[str, ...]
) -> None:
    for at in order:
        assert office.follow("ended", time=f"2026-09-29T{at}:00Z") is Followed.SEEN
    assert office.presence().end("solidarity") == datetime(2026, 9, 29, 14, 55, tzinfo=UTC)


def test_a_change_in_zoom_that_keeps_the_meeting_usable_troubles_nobody(office: Office) -> None:
    assert office.follow("updated") is Followed.NOTHING
    assert office.told == []


def test_a_change_in_zoom_by_which_delegates_cannot_be_registered_is_told(office: Office) -> None:
    office.sandbox.sandbox.make(int(office.event.meeting_id), "meeting", settings={"approval_type": 2})
    assert office.follow("updated") is Followed.TOLD
    ((alert, details),) = office.told
    assert alert is Alert.MEETING_NEEDS_REPAIR
    assert "tick “Required” under Registration" in details[0]


def test_a_deleted_meeting_is_told_even_if_zoom_still_shows_it(office: Office) -> None:
    assert office.follow("deleted") is Followed.TOLD
    assert "deleted meeting 93812345678" in office.told[0][1][0]


@pytest.mark.parametrize("what", ["updated", "deleted"])
def test_what_is_done_to_the_meeting_of_an_event_that_is_over_or_cancelled_is_nobodys_trouble(
    office: Office, what: str
) -> None:
    office.sandbox.sandbox.make(int(office.event.meeting_id), "meeting", settings={"approval_type": 2})
    assert office.follow(what, now=office.event.ends) is Followed.NOTHING
    office.event = an_event(cancelled=True)
    assert office.follow(what) is Followed.NOTHING
    assert office.told == []


def test_a_kept_notice_is_read_back_from_its_row(dynamodb: "DynamoDBClient") -> None:
    from functions.adapters.dynamo import from_item

    notice = Notice("d1", "meeting.participant_left", "938", "solidarity", 5, "R1", "", "2026-09-29T13:31:02Z", "167")
    table = WebhookTable(dynamodb, TABLE)
    assert table.add(notice, STARTS)
    assert not table.add(notice, STARTS)
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert read_notice(from_item(item)) == notice
