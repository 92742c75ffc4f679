"""A session is known by what its cookie holds alone, and ends."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.sessions import LASTS, SessionTable
from functions.domain.staff import StaffMember, StaffRole
from tests.samples import STARTS
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

JEAN = StaffMember("jean@assembly.example", StaffRole.OFFICER)


@pytest.fixture
def sessions(dynamodb: "DynamoDBClient") -> SessionTable:
    return SessionTable(dynamodb, TABLE)


def test_a_session_says_who_signed_in_until_a_working_day_is_over(sessions: SessionTable) -> None:
    token = sessions.open(JEAN, STARTS)
    assert sessions.member(token, STARTS + LASTS - timedelta(seconds=1)) == JEAN
    assert sessions.member(token, STARTS + LASTS) is None


def test_two_sessions_are_apart_and_one_is_closed_alone(sessions: SessionTable) -> None:
    one, other = sessions.open(JEAN, STARTS), sessions.open(JEAN, STARTS)
    sessions.close(one)
    assert sessions.member(one, STARTS) is None
    assert sessions.member(other, STARTS) == JEAN


def test_whoever_reads_the_table_finds_nothing_to_sign_in_with(
    sessions: SessionTable, dynamodb: "DynamoDBClient"
) -> None:
    token = sessions.open(JEAN, STARTS)
    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    assert token not in repr(item)
    assert sessions.member(item["pk"]["S"].removeprefix("SESSION#"), STARTS) is None
