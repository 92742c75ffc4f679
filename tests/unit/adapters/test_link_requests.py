"""A link that is asked for is mailed once in ten minutes, and not to whoever was erased."""

from datetime import timedelta
from typing import TYPE_CHECKING

from functions.adapters.link_requests import LinkRequests
from functions.adapters.registrations import RegistrationTable
from functions.domain.events import MailKind
from functions.domain.registration import Status
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


def test_one_link_is_mailed_in_ten_minutes_and_another_after_them(dynamodb: "DynamoDBClient") -> None:
    requests, anna = LinkRequests(dynamodb, TABLE), a_registration()
    RegistrationTable(dynamodb, TABLE).add(anna)
    asked = [requests.ask(anna, MailKind.DATA_LINK, STARTS + timedelta(minutes=late)) for late in (0, 1, 9.9, 10, 11)]
    assert asked == [True, False, False, True, False]


def test_whoever_was_erased_is_sent_no_link(dynamodb: "DynamoDBClient") -> None:
    erased = a_registration(status=Status.ERASING).erased(STARTS, "delegate", "salt", bounced=False)
    RegistrationTable(dynamodb, TABLE).add(erased)
    assert not LinkRequests(dynamodb, TABLE).ask(erased, MailKind.DATA_LINK, STARTS)
    assert len(dynamodb.scan(TableName=TABLE)["Items"]) == 1
