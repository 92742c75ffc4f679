"""Of two who decide on the same case the first is obeyed and the second is told; and it is known who decided."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.registrations import RegistrationTable
from functions.deciding import decide
from functions.domain.errors import AlreadyDecidedError, ConflictError, NoPlaceError, UnknownRegistrationError
from functions.domain.registration import Reason, Registration, Status
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = STARTS - timedelta(days=20)
REFERENCE = a_registration().reference
CASE = a_registration(status=Status.IN_REVIEW, reason=Reason.FREE_MAIL, version=2)


@pytest.fixture
def table(dynamodb: "DynamoDBClient") -> RegistrationTable:
    return RegistrationTable(dynamodb, TABLE)


class MeanwhileEdited(RegistrationTable):
    """The delegate corrects something so many times while somebody decides."""

    edits = 0

    def get(self, reference: str) -> Registration:
        read = super().get(reference)
        if self.edits:
            self.edits -= 1
            self.save(read.changed(given_names=f"Anna {self.edits}"), was=read, actor="delegate", at=NOW)
        return read


def approve(table: RegistrationTable, actor: str = "secretariat", attempt: int | None = None) -> Registration:
    return decide(REFERENCE, Status.VERIFIED, None, actor=actor, registrations=table, now=NOW, attempt=attempt)


def decline(table: RegistrationTable, actor: str = "focal-point", attempt: int | None = None) -> Registration:
    reason = Reason.NOT_VOUCHED_FOR
    return decide(REFERENCE, Status.DECLINED, reason, actor=actor, registrations=table, now=NOW, attempt=attempt)


@pytest.mark.parametrize("actor", ["secretariat", "focal-point"])
def test_an_approval_lets_the_delegate_on_and_says_who_gave_it(table: RegistrationTable, actor: str) -> None:
    table.add(CASE)
    approved = approve(table, actor)
    assert table.get(REFERENCE) == approved
    assert (approved.status, approved.reason) == (Status.VERIFIED, Reason.FREE_MAIL)
    [entry] = table.audit(REFERENCE)
    assert (entry.was, entry.became, entry.actor, entry.at) == ("IN_REVIEW", "VERIFIED", actor, NOW)


@pytest.mark.parametrize("actor", ["secretariat", "focal-point"])
def test_a_refusal_ends_the_registration_with_its_reason_and_says_who_gave_it(
    table: RegistrationTable, actor: str
) -> None:
    table.add(CASE)
    declined = decline(table, actor)
    assert table.get(REFERENCE) == declined
    assert (declined.status, declined.reason) == (Status.DECLINED, Reason.NOT_VOUCHED_FOR)
    [entry] = table.audit(REFERENCE)
    assert (entry.became, entry.actor, entry.note) == ("DECLINED", actor, Reason.NOT_VOUCHED_FOR)


def test_the_first_decision_stands_and_the_second_is_told(table: RegistrationTable) -> None:
    table.add(CASE)
    approved = approve(table)
    with pytest.raises(AlreadyDecidedError):
        decline(table)
    with pytest.raises(AlreadyDecidedError):
        approve(table)
    assert table.get(REFERENCE) == approved
    assert len(table.audit(REFERENCE)) == 1


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.IN_REVIEW}))
def test_nothing_is_decided_where_nobody_waits_for_a_decision(table: RegistrationTable, status: Status) -> None:
    held = table.add(a_registration(status=status))
    for answer in (approve, decline):
        with pytest.raises(AlreadyDecidedError):
            answer(table)
    assert table.get(REFERENCE) == held


def test_an_answer_about_an_attempt_that_is_over_does_not_decide_the_next(table: RegistrationTable) -> None:
    case = table.add(a_registration(status=Status.IN_REVIEW, attempt=2))
    with pytest.raises(AlreadyDecidedError):
        decline(table, attempt=1)
    assert table.get(REFERENCE) == case
    assert decline(table, attempt=2).status is Status.DECLINED


def test_a_person_may_let_one_more_in_than_the_organisation_may_send_and_that_one_is_counted(
    table: RegistrationTable,
) -> None:
    first = table.add(a_registration(reference="PS26-000001"))
    table.save_with_place(first.moved(Status.VERIFIED, place=True), was=first, actor="roll", at=NOW, limit=1)
    table.add(CASE)
    assert approve(table).place
    # Two are in now, so that a machine lets nobody in below a limit of three.
    third = table.add(a_registration(reference="PS26-000003"))
    admitted = third.moved(Status.VERIFIED, place=True)
    with pytest.raises(NoPlaceError):
        table.save_with_place(admitted, was=third, actor="roll", at=NOW, limit=2)
    table.save_with_place(admitted, was=third, actor="roll", at=NOW, limit=3)


def test_a_decision_is_not_lost_to_a_correction_of_the_delegate_at_the_same_moment(
    dynamodb: "DynamoDBClient",
) -> None:
    table = MeanwhileEdited(dynamodb, TABLE)
    table.add(CASE)
    table.edits = 2
    assert approve(table).given_names == "Anna 0"
    assert table.get(REFERENCE).status is Status.VERIFIED


def test_whoever_decides_on_a_case_that_changes_again_and_again_is_asked_to_repeat_it(
    dynamodb: "DynamoDBClient",
) -> None:
    table = MeanwhileEdited(dynamodb, TABLE)
    table.add(CASE)
    table.edits = 100
    with pytest.raises(ConflictError):
        decline(table)
    table.edits = 0
    assert table.get(REFERENCE).status is Status.IN_REVIEW


def test_a_reference_that_nobody_has_is_said_to_be_unknown(table: RegistrationTable) -> None:
    with pytest.raises(UnknownRegistrationError):
        approve(table)
