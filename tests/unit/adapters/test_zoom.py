"""The adapter against the sandbox Zoom, in process."""

from datetime import timedelta

import httpx
import pytest

from functions.adapters.zoom import Meeting, Person, ZoomCredentials
from functions.adapters.zoom_records import read_capacity
from functions.domain.errors import ZoomOutcomeUnknownError
from functions.domain.events import MeetingKind
from functions.domain.meeting_check import check, languages
from local.zoom.app import create_app
from local.zoom.faults import Fault
from tests.samples import an_event
from tests.unit.adapters.zoom_world import ANNA, MEETING, WEBINAR, World


@pytest.fixture
def world() -> World:
    return World()


def people(number: int) -> list[Person]:
    return [Person(f"delegate{n}@parliament.example", "Delegate", str(n)) for n in range(number)]


@pytest.mark.parametrize("meeting", [MEETING, WEBINAR])
def test_someone_who_is_added_is_approved_and_has_a_link_that_zoom_knows(world: World, meeting: Meeting) -> None:
    registrant = world.zoom.add(meeting, ANNA)
    stored = world.sandbox.meetings[int(meeting.id)].registrants[registrant.id]
    assert (registrant.status, stored.status) == ("approved", "approved")
    assert registrant.join_url == stored.link


def test_names_organisation_and_language_reach_zoom_unchanged(world: World) -> None:
    registrant = world.zoom.add(MEETING, Person("li@parliament.example", "李", "O'Brien", org="عمر", language="es"))
    stored = world.sandbox.meetings[int(MEETING.id)].registrants[registrant.id]
    assert (stored.first_name, stored.last_name, stored.org, stored.language) == ("李", "O'Brien", "عمر", "es-ES")


def test_a_language_that_zoom_does_not_know_is_left_out_rather_than_refused(world: World) -> None:
    registrant = world.zoom.add(MEETING, Person("omar@parliament.example", "عمر", "Haddad", language="ar"))
    assert world.sandbox.meetings[int(MEETING.id)].registrants[registrant.id].language == ""


def test_addresses_are_compared_without_regard_to_case(world: World) -> None:
    added = world.zoom.add(MEETING, Person("Anna@Parliament.EXAMPLE", "Anna", "Núñez"))
    assert world.zoom.find(MEETING, ["ANNA@parliament.example"]) == {"anna@parliament.example": added}


def test_everyone_is_found_in_a_meeting_of_more_than_one_page(world: World) -> None:
    for start in range(0, 630, 30):
        world.zoom.add_batch(MEETING, people(630)[start : start + 30])
    assert len({registrant.id for registrant in world.zoom.registrants(MEETING)}) == 630
    assert world.zoom.find(MEETING, ["delegate629@parliament.example"]).keys() == {"delegate629@parliament.example"}


def test_looking_stops_at_the_page_that_has_the_last_one(world: World) -> None:
    for start in range(0, 630, 30):
        world.zoom.add_batch(MEETING, people(630)[start : start + 30])
    world.requests.clear()
    world.zoom.find(MEETING, ["delegate3@parliament.example"])
    assert len(world.requests) == 2, "one page of pending registrants, one of approved ones"


def test_looking_for_nobody_asks_zoom_nothing(world: World) -> None:
    assert world.zoom.find(MEETING, []) == {}
    assert not world.requests


def test_a_pending_registrant_is_found_and_approving_gives_the_link(world: World) -> None:
    world.sandbox.faults.set(Fault("5xx", on="status"))
    with pytest.raises(ZoomOutcomeUnknownError):
        world.zoom.add(WEBINAR, ANNA)
    world.sandbox.faults.clear()
    (pending,) = world.zoom.find(WEBINAR, [ANNA.email]).values()
    assert (pending.status, pending.join_url) == ("pending", "")
    approved = world.zoom.approve(WEBINAR, pending)
    assert approved.status == "approved"
    assert approved.join_url


def test_approving_the_approved_asks_zoom_nothing(world: World) -> None:
    registrant = world.zoom.add(MEETING, ANNA)
    world.requests.clear()
    assert world.zoom.approve(MEETING, registrant) == registrant
    assert not world.requests


@pytest.mark.parametrize("meeting", [MEETING, WEBINAR])
def test_a_batch_adds_thirty_people_in_one_request(world: World, meeting: Meeting) -> None:
    added = world.zoom.add_batch(meeting, people(30))
    assert len({registrant.join_url for registrant in added.values()}) == 30
    assert sum(path.endswith("batch_registrants") for path in world.paths()) == 1


@pytest.mark.parametrize("number", [0, 31])
def test_a_batch_of_none_or_more_than_thirty_is_our_mistake(world: World, number: int) -> None:
    with pytest.raises(ValueError, match="1 to 30"):
        world.zoom.add_batch(MEETING, people(number))
    assert not world.requests


def test_a_batch_that_zoom_answers_for_some_only_is_looked_up(world: World) -> None:
    world.sandbox.bad_address_in_batch = "skip"
    batch = [*people(29), Person("not-an-address", "N", "A")]
    with pytest.raises(ZoomOutcomeUnknownError, match="no answer for 1 of a batch of 30"):
        world.zoom.add_batch(MEETING, batch)
    assert len(world.zoom.find(MEETING, [person.email for person in batch])) == 29


@pytest.mark.parametrize("meeting", [MEETING, WEBINAR])
def test_a_cancelled_registrant_has_no_link_and_may_be_cancelled_again(world: World, meeting: Meeting) -> None:
    registrant = world.zoom.add(meeting, ANNA)
    for _ in range(2):
        world.zoom.cancel(meeting, registrant.id, registrant.email)
    assert world.zoom.find(meeting, [ANNA.email]) == {}
    with httpx.Client(transport=httpx.WSGITransport(create_app(world.sandbox))) as browser:
        assert browser.get(registrant.join_url).status_code == 404


def test_a_meeting_says_whether_it_takes_batches_and_who_approves(world: World) -> None:
    world.sandbox.make(91234567891, "meeting", type=8, settings={"registrants_confirmation_email": True})
    details = world.zoom.meeting(Meeting("91234567891", MeetingKind.MEETING))
    assert (details.takes_batches, details.approval_type, details.registrants_confirmation_email) == (False, 1, True)
    assert world.zoom.meeting(MEETING).takes_batches
    assert world.zoom.meeting(WEBINAR).takes_batches


def test_a_token_serves_many_requests_and_is_renewed_shortly_before_it_ends(world: World) -> None:
    world.zoom.meeting(MEETING)
    world.now += timedelta(minutes=58)
    world.zoom.meeting(MEETING)
    assert world.paths().count("/oauth/token") == 1
    world.now += timedelta(minutes=1, seconds=30)
    world.zoom.meeting(MEETING)
    assert world.paths().count("/oauth/token") == 2


def test_a_token_that_zoom_withdraws_is_renewed_once(world: World) -> None:
    world.zoom.meeting(MEETING)
    world.sandbox.tokens.expire()
    assert world.zoom.add(MEETING, ANNA).join_url
    assert world.paths().count("/oauth/token") == 2


def test_secrets_are_in_no_address_and_no_representation(world: World) -> None:
    world.zoom.meeting(MEETING)
    assert "account" not in str(world.requests[0].url)
    assert "sandbox-secret" not in repr(ZoomCredentials("sandbox-account", "sandbox-client", "sandbox-secret"))


@pytest.mark.parametrize(
    ("offered", "used"),
    [
        ("https://api-eu.zoom.us", "https://api-eu.zoom.us/v2"),
        ("http://api-eu.zoom.us", "https://zoom.example/v2"),
        ("https://zoom.us.attacker.example", "https://zoom.example/v2"),
        ("https://notzoom.us", "https://zoom.example/v2"),
        ("", "https://zoom.example/v2"),
    ],
)
def test_the_regional_address_is_used_when_it_is_zooms_own(world: World, offered: str, used: str) -> None:
    world.sandbox.api_url = offered
    world.zoom.meeting(MEETING)
    assert str(world.requests[-1].url) == f"{used}/meetings/{MEETING.id}"


def test_every_request_has_time_limits_of_its_own(world: World) -> None:
    world.zoom.add(MEETING, ANNA)
    assert all(
        request.extensions["timeout"] == {"connect": 3, "read": 10, "write": 10, "pool": 10}
        for request in world.requests
    )


def test_all_registrants_of_an_address_are_found_duplicates_included(world: World) -> None:
    world.sandbox.duplicates = True
    added = {world.zoom.add(MEETING, ANNA).id for _ in range(2)}
    world.zoom.add_batch(MEETING, people(30))
    found = world.zoom.find_all(MEETING, ["ANNA@parliament.example", "nobody@parliament.example"])
    assert {registrant.id for registrant in found["anna@parliament.example"]} == added
    assert found["nobody@parliament.example"] == []


def test_an_untouched_meeting_of_the_sandbox_passes_the_check(world: World) -> None:
    for meeting in (MEETING, WEBINAR):
        event = an_event(meeting_id=meeting.id, meeting_kind=meeting.kind, capacity=1000)
        assert check(world.zoom.examined(meeting), event) == []


def test_a_meeting_that_somebody_set_up_wrongly_does_not_pass(world: World) -> None:
    settings = {
        "approval_type": 0,
        "registrants_confirmation_email": True,
        "registrants_restrict_number": 50,
        "language_interpretation": {"enable": False, "interpreters": []},
    }
    world.sandbox.make(int(MEETING.id), "meeting", start_time="2026-09-29T12:00:00Z", settings=settings)
    world.sandbox.meeting_capacity = 100
    assert len(check(world.zoom.examined(MEETING), an_event(meeting_id=MEETING.id, capacity=200))) == 7


def test_interpreters_languages_are_read_in_every_form_that_zoom_is_said_to_use(world: World) -> None:
    interpreters = [{"languages": "US,FR"}, {"interpreter_languages": "English,Spanish"}, {"languages": ["de", "ru"]}]
    settings = {"language_interpretation": {"enable": True, "interpreters": interpreters}}
    world.sandbox.make(int(MEETING.id), "meeting", settings=settings)
    assert languages(world.zoom.meeting(MEETING).interpreters) == {"en", "fr", "es", "de", "ru"}


@pytest.mark.parametrize(
    ("feature", "allowed"),
    [
        ({"meeting_capacity": 300}, 300),
        ({"meeting_capacity": 300, "large_meeting": True, "large_meeting_capacity": 1000}, 1000),
        ({"meeting_capacity": 300, "large_meeting": False, "large_meeting_capacity": 1000}, 300),
        ({"meeting_capacity": "300"}, 300),
        ({}, None),
        (None, None),
    ],
)
def test_the_larger_of_a_hosts_licences_counts(feature: object, allowed: int | None) -> None:
    assert read_capacity({"feature": feature}, MeetingKind.MEETING) == allowed


def test_a_plan_without_webinars_has_no_room_for_any(world: World) -> None:
    world.sandbox.webinar_capacity = 0
    assert world.zoom.examined(WEBINAR).capacity == 0


def test_an_app_that_may_not_read_the_plan_still_reads_the_meeting(world: World) -> None:
    world.sandbox.faults.set(Fault("scope-missing", on="user"))
    assert world.zoom.examined(MEETING).capacity is None
