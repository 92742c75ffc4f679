"""Where feedback is anonymous, nothing that the two tables hold leads from an answer back to whoever gave it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.ballots import Ballots
from functions.adapters.dynamo import from_item
from functions.adapters.feedback import FeedbackTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.respondents import RespondentTable
from functions.balloting import Balloting
from functions.domain.feedback import Answers
from functions.domain.questions import FeedbackForm
from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_feedback, a_registration, an_event
from tests.unit.conftest import create_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

type Row = dict[str, Any]

NAMED, ANONYMOUS = an_event(), an_event(feedback=FeedbackForm(anonymous=True))
AFTER = STARTS + timedelta(hours=3)
DELEGATES = tuple(
    a_registration(reference=f"PS26-{name.upper()}00", email=f"{name}@x.example", status=Status.ATTENDED)
    for name in ("anna", "bela", "cleo")
)
ANNA = DELEGATES[0]
SAID = (
    Answers({"event_rating": 5, "challenge": "Time"}, may_quote=True),
    Answers({"event_rating": 1, "recommendation": "Less of it"}),
    Answers({"interpretation_rating": 3, "interpretation_language": "es"}),
)


class World:
    """A registrations table with three delegates and a feedback table, under one secret."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self._client, self.tables = client, (f"registrations-{name}", f"feedback-{name}")
        create_table(client, self.tables[0])
        create_table(client, self.tables[1], by_event="pk")
        registrations = RegistrationTable(client, self.tables[0])
        for delegate in DELEGATES:
            registrations.add(delegate)
        self.feedback = FeedbackTable(client, self.tables[1])
        self.respondents = RespondentTable(client, self.tables[0])
        self.balloting = Balloting(self.feedback, Ballots(["the secret"]), self.respondents)

    def hears(self, said: Mapping[Registration, Answers]) -> None:
        """One after the other, an hour between each and the next."""
        for hours, (delegate, answers) in enumerate(said.items()):
            self.balloting.keep(answers, delegate, ANONYMOUS, AFTER + timedelta(hours=hours))

    @property
    def registration_rows(self) -> list[Row]:
        return self._rows(self.tables[0])

    @property
    def feedback_rows(self) -> list[Row]:
        return self._rows(self.tables[1])

    def _rows(self, table: str) -> list[Row]:
        rows = [from_item(item) for item in self._client.scan(TableName=table)["Items"]]
        return sorted(rows, key=str)


@pytest.fixture
def world(dynamodb: "DynamoDBClient") -> World:
    return World(dynamodb, "one")


def test_whoever_said_what_and_in_which_order_the_tables_look_the_same_but_for_the_ballots(
    dynamodb: "DynamoDBClient",
) -> None:
    seen = []
    for number, (delegates, said) in enumerate(zip(permutations(DELEGATES), permutations(SAID), strict=True)):
        world = World(dynamodb, str(number))
        world.hears(dict(zip(delegates, reversed(said), strict=True)))
        assert len({row["pk"] for row in world.feedback_rows}) == 3
        seen.append((world.registration_rows, sorted(map(_without_ballot, world.feedback_rows), key=str)))
    assert len(seen) == 6
    assert all(each == seen[0] for each in seen)


def test_nothing_in_a_row_of_the_answers_stands_in_any_row_of_the_registrations(world: World) -> None:
    world.hears(dict(zip(DELEGATES, SAID, strict=True)))
    registered = {value for row in world.registration_rows for value in _texts(row)}
    for row in world.feedback_rows:
        # Its event all rows have, and the part of the index in which it stands follows from the ballot alone.
        said = set(_texts({name: value for name, value in row.items() if name not in ("event", "event_shard", "sk")}))
        assert {row["pk"], row["saved_at"]} <= said
        assert not said & registered


def test_without_the_secret_no_ballot_can_be_worked_out(world: World) -> None:
    world.hears(dict(zip(DELEGATES, SAID, strict=True)))
    guesses = {
        guess for delegate in DELEGATES for guess in Ballots(["", "another secret", ANONYMOUS.salt]).of(delegate)
    }
    assert not guesses & {row["pk"] for row in world.feedback_rows}


def test_times_do_not_put_the_answers_in_order(world: World) -> None:
    world.hears(dict(zip(DELEGATES, SAID, strict=True)))
    assert {row["saved_at"] for row in world.feedback_rows} == {"2026-09-29T00:00:00+00:00"}
    notes = [row for row in world.registration_rows if row["sk"] == "RESPONDENT"]
    assert notes == [{"pk": delegate.reference, "sk": "RESPONDENT"} for delegate in DELEGATES]


def test_each_delegate_finds_their_own_answers_and_changes_those(world: World) -> None:
    world.hears(dict(zip(DELEGATES, SAID, strict=True)))
    changed = Answers({"event_rating": 2})
    world.balloting.keep(changed, ANNA, ANONYMOUS, AFTER + timedelta(days=2))
    found = [world.balloting.said(delegate, ANONYMOUS) for delegate in DELEGATES]
    assert [each and each.answers for each in found] == [changed.said, SAID[1].said, SAID[2].said]
    assert len(world.feedback_rows) == 3


def test_the_answers_are_all_found_by_their_event(world: World) -> None:
    world.hears(dict(zip(DELEGATES, SAID, strict=True)))
    heard = list(world.feedback.of_event("solidarity"))
    assert sorted(str(each.answers) for each in heard) == sorted(str(each.said) for each in SAID)
    assert {(each.reference, each.saved_at) for each in heard} == {("", datetime(2026, 9, 29, tzinfo=UTC))}


def test_where_it_is_not_anonymous_feedback_is_kept_with_its_registration(world: World) -> None:
    said: dict[str, int | str] = {"event_rating": 5, "interpretation_rating": 4, "interpretation_language": "fr"}
    delegate = a_registration()
    assert world.balloting.said(delegate, NAMED) is None
    world.balloting.keep(Answers(said), delegate, NAMED, AFTER)
    assert world.balloting.said(delegate, NAMED) == a_feedback(saved_at=AFTER)
    assert not world.respondents.has(delegate.reference)


def _without_ballot(row: Row) -> Row:
    """The part of the index in which it stands follows from the ballot alone."""
    return {name: value for name, value in row.items() if name not in ("pk", "event_shard")}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (text for inner in value.values() for text in _texts(inner))
    elif isinstance(value, str):
        yield value
