"""Whoever Zoom does not take stands in repair, with the problem's name, until a person has seen it."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.registrations import RegistrationTable
from functions.domain.registration import Status
from functions.steps.mark_for_repair import mark_for_repair
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = STARTS - timedelta(days=30)
REFERENCE = a_registration().reference
PROBLEM = "MeetingMisconfiguredError"


@pytest.fixture
def registrations(dynamodb: "DynamoDBClient") -> RegistrationTable:
    return RegistrationTable(dynamodb, TABLE)


def test_what_zoom_did_not_take_is_marked_for_repair_with_the_name_of_the_problem(
    registrations: RegistrationTable,
) -> None:
    registrations.add(a_registration(status=Status.PROVISIONING, seat=True))
    assert mark_for_repair(REFERENCE, PROBLEM, registrations=registrations, now=NOW) is Status.IN_REPAIR
    marked = registrations.get(REFERENCE)
    assert (marked.status, marked.problem, marked.seat) == (Status.IN_REPAIR, PROBLEM, True)
    assert [(entry.actor, entry.note) for entry in registrations.audit(REFERENCE)] == [("workflow", PROBLEM)]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PROVISIONING}))
def test_a_registration_that_moved_on_meanwhile_is_not_marked(registrations: RegistrationTable, status: Status) -> None:
    stands = registrations.add(a_registration(status=status))
    assert mark_for_repair(REFERENCE, "States.Timeout", registrations=registrations, now=NOW) is status
    assert registrations.get(REFERENCE) == stands
