"""Each look at who a protected delegate is stays on record, and is no change of the registration."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.looks import Look, LookTable
from functions.adapters.registrations import RegistrationTable
from functions.domain.errors import ConflictError
from functions.domain.registration import Status
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


def test_looks_are_kept_in_their_order_beside_the_registration_alone(dynamodb: "DynamoDBClient") -> None:
    looks, registrations = LookTable(dynamodb, TABLE), RegistrationTable(dynamodb, TABLE)
    registration = registrations.add(a_registration())
    later, earlier = Look(STARTS, "aa", "visa"), Look(STARTS - timedelta(seconds=1), "bb", "a call")
    looks.add(registration.reference, later)
    looks.add(registration.reference, earlier)
    looks.add("PS26-AAAAAA", later)
    assert looks.of(registration.reference) == [earlier, later]
    assert registrations.audit(registration.reference) == []


def test_two_officers_who_look_at_one_moment_are_both_on_record(dynamodb: "DynamoDBClient") -> None:
    looks = LookTable(dynamodb, TABLE)
    for officer in ("aa", "bb"):
        looks.add("PS26-7K3M9Q", Look(STARTS, officer, "visa"))
    assert [look.officer for look in looks.of("PS26-7K3M9Q")] == ["aa", "bb"]


def test_of_whoever_was_erased_no_look_is_kept(dynamodb: "DynamoDBClient") -> None:
    erased = a_registration(status=Status.ERASING).erased(STARTS, "delegate", "salt", bounced=False)
    RegistrationTable(dynamodb, TABLE).add(erased)
    looks = LookTable(dynamodb, TABLE)
    with pytest.raises(ConflictError):
        looks.add(erased.reference, Look(STARTS, "aa", "visa"))
    assert looks.of(erased.reference) == []
