"""What the registrations table promises: nothing is saved twice, nothing is moved on an old reading."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ReadTimeoutError

from functions.adapters.dynamo import from_item, to_item
from functions.adapters.registrations import RegistrationTable
from functions.domain.errors import ConflictError, TableThrottledError, UnknownRegistrationError
from functions.domain.registration import Reason, Status
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SOON = STARTS + timedelta(minutes=1)


@pytest.fixture
def table(dynamodb: "DynamoDBClient") -> RegistrationTable:
    return RegistrationTable(dynamodb, TABLE)


def test_what_was_saved_is_read_back_unchanged(table: RegistrationTable) -> None:
    registration = a_registration(given_names="李", family_names="عمر O'Brien", reason=Reason.FREE_MAIL)
    table.add(registration)
    assert table.get(registration.reference) == registration


def test_a_reference_that_is_taken_keeps_its_first_registration(table: RegistrationTable) -> None:
    first = a_registration()
    table.add(first)
    assert table.add(a_registration(given_names="Mallory")) == first
    assert table.get(first.reference) == first


def test_an_unknown_reference_is_said_to_be_unknown(table: RegistrationTable) -> None:
    with pytest.raises(UnknownRegistrationError):
        table.get("PS26-000000")


def test_a_move_has_its_audit_entry(table: RegistrationTable, dynamodb: "DynamoDBClient") -> None:
    registration = a_registration()
    table.add(registration)
    table.save(registration.moved(Status.VERIFIED), was=registration, actor="roll", at=STARTS)
    key = to_item({"pk": registration.reference, "sk": "AUDIT#000002"})
    audit = from_item(dynamodb.get_item(TableName=TABLE, Key=key)["Item"])
    assert (audit["was"], audit["became"], audit["actor"]) == ("SUBMITTED", "VERIFIED", "roll")


def test_a_move_on_an_old_reading_is_a_conflict_and_changes_nothing(
    table: RegistrationTable, dynamodb: "DynamoDBClient"
) -> None:
    registration = a_registration()
    table.add(registration)
    declined = registration.moved(Status.DECLINED)
    table.save(declined, was=registration, actor="roll", at=STARTS)
    with pytest.raises(ConflictError):
        table.save(registration.moved(Status.VERIFIED), was=registration, actor="roll", at=STARTS)
    assert table.get(registration.reference) == declined


def test_a_move_whose_answer_was_lost_is_not_a_conflict(table: RegistrationTable) -> None:
    registration = a_registration()
    table.add(registration)
    verified = registration.moved(Status.VERIFIED)
    table.save(verified, was=registration, actor="roll", at=STARTS)
    table.save(verified, was=registration, actor="roll", at=STARTS)
    assert table.get(registration.reference) == verified


def test_a_submission_whose_answer_was_lost_is_saved_once(table: RegistrationTable, dynamodb: "DynamoDBClient") -> None:
    lost = [True]

    def lose_one(**_: Any) -> None:
        if lost.pop() if lost else False:
            raise ReadTimeoutError(endpoint_url="dynamodb")

    dynamodb.meta.events.register("after-call.dynamodb.PutItem", lose_one)
    registration = a_registration()
    with pytest.raises(ReadTimeoutError):
        table.add(registration)
    assert table.add(registration) == registration


def test_a_throttled_table_asks_to_come_back(table: RegistrationTable, dynamodb: "DynamoDBClient") -> None:
    def throttle(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Error"] = {"Code": "ProvisionedThroughputExceededException", "Message": "slow down"}

    def refuse(http_response: Any, parsed: dict[str, Any], **_: Any) -> None:
        http_response.status_code = 400
        throttle(parsed)

    dynamodb.meta.events.register("after-call.dynamodb.PutItem", refuse)
    with pytest.raises(TableThrottledError):
        table.add(a_registration())


def test_an_intent_is_one_workers_until_its_time_is_over(table: RegistrationTable) -> None:
    registration = a_registration(status=Status.VERIFIED)
    table.add(registration)
    begun = registration.moved(Status.PROVISIONING)
    table.begin_provisioning(begun, was=registration, at=STARTS, until=SOON)
    with pytest.raises(ConflictError):
        table.take_over_provisioning(begun.reference, at=SOON - timedelta(seconds=1), until=SOON)
    table.take_over_provisioning(begun.reference, at=SOON, until=SOON + timedelta(minutes=1))


def test_an_intent_that_was_let_go_can_be_taken_up_at_once(table: RegistrationTable) -> None:
    registration = a_registration(status=Status.VERIFIED)
    table.add(registration)
    begun = registration.moved(Status.PROVISIONING)
    table.begin_provisioning(begun, was=registration, at=STARTS, until=SOON)
    table.leave_provisioning(begun.reference, until=STARTS)
    table.take_over_provisioning(begun.reference, at=STARTS, until=SOON)


@pytest.mark.parametrize("count", [0, 1, 20, 90])
def test_the_audience_is_everybody_in_the_status_once_page_by_page(dynamodb: "DynamoDBClient", count: int) -> None:
    table = RegistrationTable(dynamodb, TABLE, page=4)
    confirmed = {f"PS26-{number:06d}" for number in range(count)}
    for reference in confirmed:
        table.add(a_registration(reference=reference, status=Status.CONFIRMED))
    table.add(a_registration(reference="PS26-AAAAAA", status=Status.DECLINED))
    table.add(replace(a_registration(reference="PS26-BBBBBB", status=Status.CONFIRMED), event="another"))
    listed: list[str] = []
    cursor = ""
    while True:
        page, cursor = table.audience("solidarity", Status.CONFIRMED, cursor)
        assert len(page) <= 4
        listed += page
        if not cursor:
            break
    assert sorted(listed) == sorted(confirmed)
