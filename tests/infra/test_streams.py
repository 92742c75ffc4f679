"""What the registrations table's stream sets off: each change reaches whoever it concerns, and nobody else."""

import json
from typing import Any

import pytest

from functions.domain.registration import Status
from local.event_filter import passes
from tests.infra.synthesis import Properties, Synthesised

REGISTRATIONS, ZOOM = "FollowRegistration", "FollowZoom"
#: What else lies in the table: its sort key, or how it begins.
BESIDE = (
    *("AUDIT#000002", "ZOOM", "WAIT", "MAIL#confirmation#1#1", "PRESENCE#joined#2026-11-28T10:00:00Z#1"),
    *("PARTICIPANT#", "ENDED", "ATTENDANCE", "SETTLED", "4f2a9c"),
    *("COUNT", "REGISTRANT", "REGISTRANT#8f3a", "ERASED", "KEY", "ANYBODY"),
)


def test_a_registration_that_was_submitted_cancelled_or_is_to_be_erased_starts_its_run_and_whoever_waited_is_woken(
    stage: Synthesised,
) -> None:
    item = {"Keys": {"sk": {"S": ["REGISTRATION"]}}}
    begins = {
        "eventName": ["INSERT", "MODIFY"],
        "dynamodb": {**item, "NewImage": {"status": {"S": ["SUBMITTED", "CANCELLED", "ERASING"]}}},
    }
    waited = {
        "eventName": ["MODIFY"],
        "dynamodb": {**item, "OldImage": {"status": {"S": ["IN_REPAIR", "IN_REVIEW", "WAITLISTED"]}}},
    }
    confirmed = {"status": {"S": ["CONFIRMED"]}}
    relinked = {"eventName": ["MODIFY"], "dynamodb": {**item, "OldImage": confirmed, "NewImage": confirmed}}
    asked = {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "ASKED#"}]}}}}
    assert patterns(stage, REGISTRATIONS) == [begins, waited, relinked, asked]


@pytest.mark.parametrize("event", ["INSERT", "MODIFY"])
def test_a_link_that_was_asked_for_is_mailed_also_when_it_is_asked_for_again(prod: Synthesised, event: str) -> None:
    assert reached(prod, change(event, "ASKED#data-link", None, None)) == {REGISTRATIONS}
    assert reached(prod, change("REMOVE", "ASKED#data-link", None, None)) == set()


def test_a_webhook_that_was_kept_is_followed(stage: Synthesised) -> None:
    told = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": ["WEBHOOK"]}}}}
    assert patterns(stage, ZOOM) == [told]


@pytest.mark.parametrize(
    ("was", "became"),
    [
        pytest.param(None, "SUBMITTED", id="a first submission"),
        pytest.param("DECLINED", "SUBMITTED", id="a new attempt"),
        pytest.param("CONFIRMED", "CANCELLED", id="a cancellation"),
        pytest.param("IN_REVIEW", "VERIFIED", id="an approval"),
        pytest.param("IN_REVIEW", "EXPIRED", id="a deadline"),
        pytest.param("WAITLISTED", "PROVISIONING", id="a seat that became free"),
        pytest.param("IN_REPAIR", "PROVISIONING", id="a repair"),
        pytest.param("ATTENDED", "ERASING", id="an erasure"),
        pytest.param("IN_REPAIR", "ERASED", id="an erasure at once"),
        pytest.param("CONFIRMED", "CONFIRMED", id="a link that was given up for another"),
    ],
)
def test_what_a_run_must_know_of_reaches_it(prod: Synthesised, was: str | None, became: str) -> None:
    assert reached(prod, change("MODIFY" if was else "INSERT", "REGISTRATION", was, became)) == {REGISTRATIONS}


@pytest.mark.parametrize(
    ("was", "became"),
    [("SUBMITTED", "VERIFIED"), ("PROVISIONING", "CONFIRMED"), ("CONFIRMED", "ATTENDED"), ("ERASING", "ERASED")],
)
def test_what_a_run_did_itself_wakes_nobody(prod: Synthesised, was: str, became: str) -> None:
    assert reached(prod, change("MODIFY", "REGISTRATION", was, became)) == set()


@pytest.mark.parametrize("sort_key", BESIDE)
@pytest.mark.parametrize("event", ["INSERT", "MODIFY", "REMOVE"])
def test_what_lies_beside_a_registration_sets_nothing_off(prod: Synthesised, event: str, sort_key: str) -> None:
    assert reached(prod, change(event, sort_key, "IN_REVIEW", "SUBMITTED")) == set()


def test_a_webhook_sets_off_what_follows_zoom_and_its_expiry_nothing(prod: Synthesised) -> None:
    assert reached(prod, change("INSERT", "WEBHOOK", None, None)) == {ZOOM}
    assert reached(prod, change("REMOVE", "WEBHOOK", None, None)) == set()


def test_a_registration_that_is_taken_out_of_the_table_sets_nothing_off(prod: Synthesised) -> None:
    for status in Status:
        assert reached(prod, change("REMOVE", "REGISTRATION", status, None)) == set()


def test_the_stream_shows_both_what_was_and_what_became(stage: Synthesised) -> None:
    tables = stage.resources("AWS::DynamoDB::Table").values()
    views = [table["StreamSpecification"]["StreamViewType"] for table in tables if "StreamSpecification" in table]
    assert views == ["NEW_AND_OLD_IMAGES"]


def test_no_more_than_two_functions_read_the_stream_as_aws_advises(stage: Synthesised) -> None:
    read = [mapping for mapping in mappings(stage) if "StreamArn" in json.dumps(mapping["EventSourceArn"])]
    assert len(read) == 2
    for mapping in read:
        assert (mapping["BatchSize"], mapping["BisectBatchOnFunctionError"]) == (10, True)
        assert 0 < mapping["MaximumRetryAttempts"] <= 5
        assert mapping["StartingPosition"] == "TRIM_HORIZON"


def change(event: str, sort_key: str, was: str | None, became: str | None) -> dict[str, Any]:
    """A record of the stream, with the statuses of its item before and after."""
    images = {"OldImage": was, "NewImage": became}
    shown = {name: {"status": {"S": status}} for name, status in images.items() if status}
    return {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": "PS26-7K3M9Q"}, "sk": {"S": sort_key}}, **shown}}


def reached(stage: Synthesised, record: dict[str, Any]) -> set[str]:
    return {name for name in (REGISTRATIONS, ZOOM) if passes(map(json.dumps, patterns(stage, name)), record)}


def patterns(stage: Synthesised, function: str) -> list[dict[str, Any]]:
    (mapping,) = (each for each in mappings(stage) if function in each["FunctionName"]["Ref"])
    return [json.loads(each["Pattern"]) for each in mapping["FilterCriteria"]["Filters"]]


def mappings(stage: Synthesised) -> list[Properties]:
    return list(stage.resources("AWS::Lambda::EventSourceMapping").values())
