"""Join links, participants, webhooks and pages of the sandbox."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from tests.unit.local.zoom_client import MEETING, WEBINAR, World

REPORT = "/v2/report/meetings/91234567890/participants"
PAST = "/v2/past_meetings/91234567890/participants"
SECRET = "sandbox-webhook-secret"


@dataclass
class Receiver:
    """Stands where a program takes Zoom's webhooks."""

    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    broken: bool = False

    def __call__(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self.calls.append((url, headers, body))
        if self.broken:
            raise httpx.ConnectError("nobody is there")
        plain = json.loads(body)["payload"].get("plainToken", "")
        encrypted = hmac.new(SECRET.encode(), plain.encode(), hashlib.sha256).hexdigest()
        return 200, json.dumps({"plainToken": plain, "encryptedToken": encrypted}).encode()

    def events(self) -> list[str]:
        return [json.loads(body)["event"] for _, _, body in self.calls]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def world(receiver: Receiver) -> World:
    return World({"webhook_url": "http://receiver.example/zoom", "webhook_post": receiver})


def test_a_join_link_lets_its_holder_in_and_the_report_names_the_registrant(world: World) -> None:
    reply = world.add().json()
    assert "You have joined Sandbox meeting 91234567890 as Anna Núñez" in world.http.get(reply["join_url"]).text
    (participant,) = world.http.get(REPORT).json()["participants"]
    assert participant["registrant_id"] == reply["registrant_id"]


def test_a_link_checker_that_asks_for_the_head_joins_nobody(world: World) -> None:
    assert world.http.head(world.add().json()["join_url"]).status_code == 200
    assert world.http.get(REPORT).json()["participants"] == []


def test_a_link_that_was_never_given_out_or_was_withdrawn_opens_nothing(world: World) -> None:
    registrant = world.add().json()
    assert world.http.get("/w/91234567890?tk=guess").status_code == 404
    assert world.http.get("/w/91234567890").status_code == 404
    assert world.http.get("/w/97777777777?tk=guess").status_code == 404
    world.change(MEETING, "cancel", registrant["registrant_id"])
    assert world.http.get(registrant["join_url"]).status_code == 404


def test_past_participants_are_empty_until_there_are_two(world: World) -> None:
    people = "/sandbox/meetings/91234567890/participants"
    world.http.get(MEETING)
    world.http.post(people, json={"name": "Guest", "email": "guest@elsewhere.example"})
    assert world.http.get(PAST).json()["participants"] == []
    world.http.post(people, json={"name": "Other", "left": True})
    assert [one["name"] for one in world.http.get(PAST).json()["participants"]] == ["Guest", "Other"]


def test_a_uuid_that_begins_with_a_slash_must_be_encoded_twice(world: World) -> None:
    world.http.get(MEETING)
    world.sandbox.meetings[91234567890].uuid = "/ajXp112QmuoKj4854875=="
    once = quote("/ajXp112QmuoKj4854875==", safe="")
    assert world.http.get(f"/v2/past_meetings/{quote(once, safe='')}/participants").status_code == 200
    assert world.http.get(f"/v2/past_meetings/{once}/participants").status_code != 200


def test_when_a_meeting_ends_everybody_leaves_and_nobody_registers(world: World) -> None:
    world.http.get(world.add().json()["join_url"])
    world.now += timedelta(minutes=90)
    world.http.post("/sandbox/meetings/91234567890/end")
    world.sign_in()
    assert world.http.get(REPORT).json()["participants"][0]["duration"] == 5400
    assert world.add(email="late@parliament.example").json()["code"] == 3038


def test_every_step_of_a_registration_is_told_in_order(world: World, receiver: Receiver) -> None:
    registrant = world.add(WEBINAR).json()["registrant_id"]
    for action in ("approve", "deny", "cancel"):
        world.change(WEBINAR, action, registrant)
    steps = ("created", "approved", "denied", "cancelled")
    assert receiver.events() == [f"webinar.registration_{step}" for step in steps]


def test_joining_is_told_with_the_registrants_id_and_the_meetings_id_as_text(world: World, receiver: Receiver) -> None:
    registrant = world.add().json()
    world.http.get(registrant["join_url"])
    told = json.loads(receiver.calls[-1][2])
    assert told["event"] == "meeting.participant_joined"
    assert told["payload"]["object"]["participant"]["registrant_id"] == registrant["registrant_id"]
    assert told["payload"]["object"]["id"] == "91234567890"
    assert json.loads(receiver.calls[0][2])["payload"]["object"]["id"] == 91234567890


def test_webhooks_are_signed_over_the_raw_body(world: World, receiver: Receiver) -> None:
    world.add()
    url, headers, body = receiver.calls[0]
    signed = f"v0:{headers['x-zm-request-timestamp']}:".encode() + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert (url, headers["x-zm-signature"]) == ("http://receiver.example/zoom", f"v0={expected}")
    assert headers["x-zm-request-timestamp"] == str(int(world.now.timestamp()))


def test_an_event_can_be_sent_again_with_the_same_body_and_a_new_signature(world: World, receiver: Receiver) -> None:
    world.add()
    world.now += timedelta(minutes=5)
    world.http.post("/sandbox/webhooks/0/repeat")
    first, again = receiver.calls[0], receiver.calls[-1]
    assert first[2] == again[2]
    assert first[1]["x-zm-signature"] != again[1]["x-zm-signature"]


def test_a_receiver_is_asked_to_prove_that_it_knows_the_secret(world: World, receiver: Receiver) -> None:
    assert world.http.post("/sandbox/webhooks/validate").json() == {"valid": True}
    assert receiver.events() == ["endpoint.url_validation"]
    world.sandbox.webhook_secret = "another"
    assert world.http.post("/sandbox/webhooks/validate").json() == {"valid": False}


def test_a_receiver_that_is_down_hinders_nobody(world: World, receiver: Receiver) -> None:
    receiver.broken = True
    assert world.add().status_code == 201
    assert world.http.get("/sandbox/state").json()["webhooks"][0]["answers"] == ["ConnectError"]


def test_the_pages_show_people_as_text_and_never_their_links(world: World) -> None:
    world.add(first_name="<script>alert(1)</script>", org="{{7*7}}")
    page = world.http.get("/sandbox/meetings/91234567890").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{7*7}}" in page
    assert "<script>" not in page
    assert "tk=" not in page
    assert 'href="/sandbox/meetings/91234567890"' in world.http.get("/").text
    assert world.http.get("/sandbox/meetings/1").status_code == 404


def test_the_state_is_there_as_json(world: World) -> None:
    world.add()
    (meeting,) = world.http.get("/sandbox/state").json()["meetings"]
    assert [one["email"] for one in meeting["registrants"]] == ["anna@parliament.example"]
