"""Zoom's webhooks are believed when Zoom signed them, kept once, and without anything personal."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from functions import wiring
from functions.webhooks.receive_zoom import respond
from functions.webhooks.signature import is_signed
from tests.unit.conftest import TABLE
from tests.unit.webhooks.zoom_says import EVENT, NOW, SECRET, Office, participant, posted, registration, told

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def office(dynamodb: "DynamoDBClient") -> Office:
    return Office(dynamodb)


def test_what_zoom_signed_is_kept(office: Office) -> None:
    assert office.receive(posted(registration())) == (200, {})
    (row,) = office.rows()
    assert (row["type"]["S"], row["event"]["S"], row["registrant"]["S"]) == (
        "meeting.registration_cancelled",
        EVENT.id,
        "R1",
    )


def test_bytes_that_come_coded_are_read_as_they_were_signed(office: Office) -> None:
    body = json.dumps(registration(first_name="Ñandú"), ensure_ascii=False).encode()
    assert office.receive(posted(body, coded=True)) == (200, {})
    assert len(office.rows()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"x-zm-signature": "v0=" + "0" * 64},
        {"x-zm-signature": ""},
        {"x-zm-signature": "v0=é"},
        {"X-Zm-Request-Timestamp": ""},
        {"X-Zm-Request-Timestamp": "9" * 30},
        {"X-Zm-Request-Timestamp": "-5"},
        {"X-Zm-Request-Timestamp": "٣"},
    ],
)
def test_whoever_does_not_know_the_secret_is_refused_before_any_table_is_touched(
    office: Office, headers: dict[str, str]
) -> None:
    assert office.receive(posted(registration(), headers)) == (401, {})
    assert (office.rows(), office.asked) == ([], 0)


def test_a_body_that_was_changed_on_the_way_is_refused(office: Office) -> None:
    request = posted(registration())
    request["body"] = request["body"].replace("R1", "R2")
    assert office.receive(request) == (401, {})


@pytest.mark.parametrize(("late", "status"), [(299, 200), (301, 401), (-299, 200), (-301, 401)])
def test_a_webhook_is_good_for_five_minutes_both_ways(office: Office, late: int, status: int) -> None:
    assert office.receive(posted(registration(), late=late))[0] == status


@pytest.mark.parametrize("timestamp", ["nan", "1e9", "9" * 13, "9" * 5000, "1790000000.5", "\ud800"])
def test_a_time_that_is_no_number_of_seconds_is_refused_though_it_is_signed(timestamp: str) -> None:
    message = b":".join((b"v0", timestamp.encode(errors="replace"), b"{}"))
    signature = "v0=" + hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest()
    assert not is_signed(SECRET, timestamp, signature, b"{}", NOW)


def test_zoom_is_proven_that_we_know_the_secret(office: Office) -> None:
    asked = {"event": "endpoint.url_validation", "payload": {"plainToken": "token"}}
    expected = hmac.new(SECRET.encode(), b"token", hashlib.sha256).hexdigest()
    assert office.receive(posted(asked)) == (200, {"plainToken": "token", "encryptedToken": expected})
    assert office.receive(posted(asked, late=400)) == (401, {})


@pytest.mark.parametrize("payload", [None, {}, {"plainToken": 5}, "text"])
def test_a_question_without_a_token_has_no_answer(office: Office, payload: object) -> None:
    assert office.receive(posted({"event": "endpoint.url_validation", "payload": payload})) == (400, {})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        {},
        {"event": 5, "payload": 5},
        told("meeting.started"),
        told("recording.completed"),
        told("user.updated"),
        told("meeting.updated", id=None),
        told("meeting.updated", id=True),
        told("meeting.updated", id="9" * 200),
        told("meeting.updated", id=99999999999),
        {"event": "meeting.updated", "payload": {"object": []}},
    ],
)
def test_what_does_not_concern_us_is_thanked_for_and_has_no_effect(office: Office, body: Any) -> None:
    assert office.receive(posted(body)) == (200, {})
    assert office.rows() == []


def test_a_body_that_is_larger_than_any_of_zooms_is_not_read(office: Office) -> None:
    assert office.receive(posted(b"{" + b" " * 70_000))[0] == 413


def test_the_same_webhook_twice_is_one_row(office: Office) -> None:
    for late in (0, 60):
        assert office.receive(posted(registration(), late=late)) == (200, {})
    assert len(office.rows()) == 1


@pytest.mark.parametrize("body", [registration(), participant(), participant(registrant_id="", email="a@b.example")])
def test_no_name_and_no_address_is_kept_and_the_row_has_an_end(office: Office, body: Any) -> None:
    office.receive(posted(body))
    (row,) = office.rows()
    assert "Anna" not in json.dumps(row)
    assert "@" not in json.dumps(row)
    assert int(row["expires_at"]["N"]) == int(NOW.timestamp()) + 30 * 24 * 3600


def test_a_participant_without_a_registrant_is_known_by_the_address(office: Office) -> None:
    reference = office.enrol()
    for body in (
        participant(registrant_id="", email="Anna@Parliament.Aruvia.EXAMPLE"),
        participant("left", registrant_id="", email="anna@parliament.aruvia.example"),
    ):
        office.receive(posted(body))
    assert [row["reference"]["S"] for row in office.rows()] == [reference, reference]


def test_an_address_whose_first_reference_somebody_else_has_is_still_known(office: Office) -> None:
    from functions.domain.registration import reference_for
    from tests.samples import a_registration

    email = "anna@parliament.aruvia.example"
    first = reference_for(EVENT.code, EVENT.salt, email)
    office.registrations().add(a_registration(reference=first, email="ben@parliament.aruvia.example"))
    second = office.enrol(email, probe=1)
    office.receive(posted(participant(registrant_id="", email=email)))
    assert [row["reference"]["S"] for row in office.rows()] == [second]


def test_the_registrant_goes_before_the_address(office: Office) -> None:
    office.enrol()
    other = office.enrol("ben@parliament.aruvia.example", registrant="R1")
    office.receive(posted(participant(registrant_id="R1", email="anna@parliament.aruvia.example")))
    (row,) = office.rows()
    assert row["reference"]["S"] == other


def test_a_registrant_whom_we_do_not_have_may_still_be_known_by_the_address(office: Office) -> None:
    reference = office.enrol()
    office.receive(posted(participant(registrant_id="R9", email="anna@parliament.aruvia.example")))
    (row,) = office.rows()
    assert row["reference"]["S"] == reference


@pytest.mark.parametrize("body", [participant(), participant("left", registrant_id="", email="Eve@Else.example")])
def test_who_is_not_recognised_is_kept_for_a_person_apart_from_the_notice(office: Office, body: Any) -> None:
    for late in (0, 60):
        office.receive(posted(body, late=late))
    (sighting,) = office.presence().sightings(EVENT.id, NOW)
    told = body["payload"]["object"]["participant"]
    assert (sighting.who.name, sighting.who.email) == ("Anna", told["email"].lower())
    assert (sighting.who.registrant, sighting.device) == (told["registrant_id"], "16778240")
    assert office.presence().sightings(EVENT.id, NOW + timedelta(days=31)) == [], "its end has come"
    (row,) = office.rows()
    assert "Anna" not in json.dumps(row)


def test_who_is_recognised_leaves_no_name_and_no_address_anywhere_else(office: Office) -> None:
    office.enrol(registrant="R1")
    office.receive(posted(participant(email="anna@parliament.aruvia.example")))
    assert office.presence().sightings(EVENT.id, NOW) == []


def test_of_whoever_was_erased_zoom_brings_no_name_back(office: Office) -> None:
    office.forget(office.enrol())
    office.receive(posted(participant("left", registrant_id="R1", email="anna@parliament.aruvia.example")))
    assert office.presence().sightings(EVENT.id, NOW) == []


@pytest.mark.parametrize("name", ["\ud800", "x" * 5_000, 5, None, "\u202egnp.exe"])
def test_a_name_that_no_table_could_keep_stops_nothing(office: Office, name: object) -> None:
    assert office.receive(posted(participant(user_name=name))) == (200, {})
    (sighting,) = office.presence().sightings(EVENT.id, NOW)
    assert len(sighting.who.name) <= 320


def test_the_end_of_a_meeting_is_kept(office: Office) -> None:
    office.receive(posted(told("meeting.ended", end_time="2026-09-29T14:41:00Z")))
    (row,) = office.rows()
    assert row["time"]["S"] == "2026-09-29T14:41:00Z"


@pytest.mark.parametrize(("when", "kept"), [("2026-09-29T15:01:02+02:00", "2026-09-29T13:01:02Z"), ("", None)])
def test_a_participants_time_is_kept_or_else_zooms(office: Office, when: str, kept: str | None) -> None:
    office.receive(posted(participant(join_time=when)))
    (row,) = office.rows()
    assert row["time"]["S"] == (kept or "2026-09-21T14:13:20Z")


def test_when_the_table_is_out_of_order_zoom_is_asked_to_send_again(office: Office, dynamodb: "DynamoDBClient") -> None:
    dynamodb.delete_table(TableName=TABLE)
    answer = respond(posted(participant(registrant_id="", email="anna@a.example")), parts=office, now=NOW)
    assert (answer["statusCode"], answer["body"]) == (500, "{}")


def test_a_body_that_is_no_code_although_it_says_so_is_refused(office: Office) -> None:
    answer = respond(posted(registration()) | {"isBase64Encoded": True}, parts=office, now=NOW)
    assert answer["statusCode"] == 400


@pytest.mark.parametrize("value", ["", None])
def test_without_a_secret_nothing_is_believed_until_there_is_one(
    dynamodb: "DynamoDBClient", monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    wiring.forget()
    secrets = boto3.client("secretsmanager", region_name="eu-central-1")
    arn = secrets.create_secret(Name="zoom", SecretString=json.dumps({"webhook_secret": value}))["ARN"]
    monkeypatch.setenv("ZOOM_SECRET_ARN", arn)
    with pytest.raises(wiring.MissingSettingError, match="webhook_secret"):
        wiring.webhook_secret()
    secrets.put_secret_value(SecretId=arn, SecretString=json.dumps({"webhook_secret": SECRET}))
    assert wiring.webhook_secret() == SECRET
    wiring.forget()
