"""Only the secret leads from a delegate to an anonymous answer, and only a note without time says who has answered."""

from typing import TYPE_CHECKING

from functions.adapters.ballots import Ballots
from functions.adapters.dynamo import from_item
from functions.adapters.registrations import RegistrationTable
from functions.adapters.respondents import RespondentTable
from functions.domain.registration import Status
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ANNA = a_registration()


def test_a_delegate_has_the_same_ballot_each_time_and_nobody_else_has_it() -> None:
    ballots = Ballots(["secret"])
    others = [
        a_registration(reference="PS26-7K3M9R"),
        a_registration(attempt=2),
        a_registration(event="another"),
    ]

    assert ballots.of(ANNA) == ballots.of(a_registration(given_names="Anne", email="anne@x.example"))
    assert len({ballot for each in (ANNA, *others) for ballot in ballots.of(each)}) == 4
    assert Ballots(["another secret"]).of(ANNA) != ballots.of(ANNA)


def test_the_current_secret_draws_the_ballot_and_the_retired_ones_find_what_was_drawn_before() -> None:
    assert Ballots(["old", "new"]).of(ANNA) == [*Ballots(["new"]).of(ANNA), *Ballots(["old"]).of(ANNA)]


def test_who_has_answered_is_noted_without_when_and_what(dynamodb: "DynamoDBClient") -> None:
    respondents = RespondentTable(dynamodb, TABLE)
    assert not respondents.has(ANNA.reference)
    for _ in range(2):
        respondents.add(ANNA.reference)

    assert respondents.has(ANNA.reference)
    assert not respondents.has("PS26-OTHERS")
    rows = [from_item(item) for item in dynamodb.scan(TableName=TABLE)["Items"]]
    assert rows == [{"pk": ANNA.reference, "sk": "RESPONDENT"}]


def test_of_whoever_was_erased_it_is_not_noted_that_they_answered(dynamodb: "DynamoDBClient") -> None:
    erased = a_registration(status=Status.ERASING).erased(STARTS, "delegate", "salt", bounced=False)
    RegistrationTable(dynamodb, TABLE).add(erased)
    RespondentTable(dynamodb, TABLE).add(erased.reference)

    assert not RespondentTable(dynamodb, TABLE).has(erased.reference)
