"""The roll, the events, the feedback and the idempotency keys, each as its adapter promises."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.attendance import AttendanceTable
from functions.adapters.events import EventTable
from functions.adapters.feedback import FeedbackTable
from functions.adapters.idempotency import KEPT, IdempotencyKeys
from functions.adapters.roll import RollTable
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.errors import ConflictError, UnknownEventError
from functions.domain.events import Category
from functions.domain.held_roll import HeldRoll, RollImport
from functions.domain.questions import FeedbackForm, Question, QuestionKind, UsedAs
from tests.samples import STARTS, a_feedback, an_event, an_organisation
from tests.unit.conftest import TABLE, create_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

HOUR = timedelta(hours=1)


def test_an_event_is_read_back_as_it_was_published(dynamodb: "DynamoDBClient") -> None:
    events = EventTable(dynamodb, TABLE)
    events.put(an_event(), None)
    assert events.get("solidarity") == an_event()


def test_an_event_is_replaced_only_on_the_version_that_was_read(dynamodb: "DynamoDBClient") -> None:
    events = EventTable(dynamodb, TABLE)
    events.put(an_event(), None)
    events.put(an_event(version=2), 1)
    for stale in (None, 1):
        with pytest.raises(ConflictError):
            events.put(an_event(version=3), stale)
    assert events.get("solidarity").version == 2


def test_a_new_version_keeps_the_names_of_the_schedules(dynamodb: "DynamoDBClient") -> None:
    events = EventTable(dynamodb, TABLE)
    events.put(an_event(), None)
    events.save_schedules("solidarity", {"reminder-1": "k3j2"})
    events.put(an_event(version=2), 1)
    assert events.schedules("solidarity") == {"reminder-1": "k3j2"}


def test_an_unknown_event_is_said_to_be_unknown(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(UnknownEventError):
        EventTable(dynamodb, TABLE).get("nothing")


def test_a_new_roll_replaces_the_old_one_whole(dynamodb: "DynamoDBClient") -> None:
    roll = RollTable(dynamodb, TABLE)
    roll.replace([an_organisation("aruvia"), an_organisation("belmar")], "1")
    roll.replace([an_organisation("belmar"), an_organisation("corvo", category=Category.PERMANENT_OBSERVER)], "2")
    assert [entry.id for entry in roll.organisations()] == ["belmar", "corvo"]
    assert roll.organisation("aruvia") is None
    assert roll.owner_of("parliament.aruvia.example") is None


def test_the_roll_keeps_the_region_of_an_organisation_that_has_one(dynamodb: "DynamoDBClient") -> None:
    roll = RollTable(dynamodb, TABLE)
    held = [an_organisation("aruvia", region="Africa"), an_organisation("belmar")]
    roll.replace(held, "1")
    assert roll.organisations() == held


def test_a_roll_of_hundreds_is_written_whole(dynamodb: "DynamoDBClient") -> None:
    roll = RollTable(dynamodb, TABLE)
    roll.replace([an_organisation(f"o{number}") for number in range(230)], "1")
    assert len(roll.organisations()) == 230


def test_every_import_is_on_record_and_the_last_one_holds(dynamodb: "DynamoDBClient") -> None:
    roll = RollTable(dynamodb, TABLE)
    assert (roll.current(), roll.imports(5)) == (HeldRoll("", []), [])
    first, second = [an_organisation("aruvia")], [an_organisation("aruvia"), an_organisation("belmar")]
    roll.replace(first, "20260801T000000.000000Z", over="")
    roll.replace(second, "20260802T000000.000000Z", by="secretariat:fatima@x.example", over="20260801T000000.000000Z")
    assert roll.current() == HeldRoll("20260802T000000.000000Z", second)
    assert roll.imports(5) == [
        RollImport("20260802T000000.000000Z", "secretariat:fatima@x.example", 2),
        RollImport("20260801T000000.000000Z", "operator", 1),
    ]
    assert roll.imports(1) == roll.imports(5)[:1]


@pytest.mark.parametrize("over", ["", "1"])
def test_of_two_imports_over_the_same_roll_one_holds_and_is_on_record(over: str, dynamodb: "DynamoDBClient") -> None:
    roll = RollTable(dynamodb, TABLE)
    if over:
        roll.replace([an_organisation("aruvia")], over)
    roll.replace([an_organisation("belmar")], "2", over=over)
    with pytest.raises(ConflictError):
        roll.replace([an_organisation("corvo")], "3", over=over)
    assert [entry.id for entry in roll.current().organisations] == ["belmar"]
    assert "3" not in [entry.version for entry in roll.imports(5)]


def test_an_import_is_compared_with_what_holds_and_not_with_what_was_listed(dynamodb: "DynamoDBClient") -> None:
    here, elsewhere = RollTable(dynamodb, TABLE), RollTable(dynamodb, TABLE)
    here.replace([an_organisation("aruvia")], "1")
    here.organisations()
    elsewhere.replace([an_organisation("belmar")], "2")
    assert [entry.id for entry in here.current().organisations] == ["belmar"]


def test_an_organisation_owns_its_domains_and_what_is_below_them(dynamodb: "DynamoDBClient") -> None:
    roll = RollTable(dynamodb, TABLE)
    roll.replace([an_organisation("aruvia", domains=("aruvia.example", "aruvia.parl.example"))], "1")
    for domain in ("aruvia.example", "aruvia.parl.example", "senate.aruvia.example"):
        assert roll.owner_of(domain) == roll.organisation("aruvia")
    for domain in ("example", "notaruvia.example", "parl.example", "aruvia.example.evil.example"):
        assert roll.owner_of(domain) is None


def test_one_idempotency_key_stands_for_one_body_for_a_day(dynamodb: "DynamoDBClient") -> None:
    now = [STARTS]

    def clock() -> datetime:
        return now[0]

    keys = IdempotencyKeys(dynamodb, TABLE, clock)
    assert keys.claim("a key", "body 1")
    assert keys.claim("a key", "body 1")
    assert not keys.claim("a key", "body 2")
    assert keys.claim("another key", "body 2")
    now[0] = STARTS + KEPT + timedelta(seconds=1)
    assert keys.claim("a key", "body 2")


def test_feedback_is_one_answer_a_delegate_and_the_last_one_holds(dynamodb: "DynamoDBClient") -> None:
    table = FeedbackTable(dynamodb, TABLE)
    assert table.get("PS26-7K3M9Q") is None
    table.put(a_feedback(answers={"event_rating": 2}))
    table.put(a_feedback(answers={"recommendation": "Train the staff"}))
    assert table.get("PS26-7K3M9Q") == a_feedback(answers={"recommendation": "Train the staff"})


def test_all_that_was_said_of_an_event_is_found_and_nothing_of_another(dynamodb: "DynamoDBClient") -> None:
    create_table(dynamodb, "feedback", by_event="pk")
    table = FeedbackTable(dynamodb, "feedback")
    said = [a_feedback(ballot=f"PS26-{number:06d}") for number in range(130)]
    for feedback in [*said, a_feedback(ballot="other", event="another")]:
        table.put(feedback)
    assert sorted(table.of_event("solidarity"), key=lambda each: each.ballot) == said


def test_an_event_with_everything_in_it_is_read_back_as_it_was_published(dynamodb: "DynamoDBClient") -> None:
    choices = {"zoom": {"en": "Zoom"}, "audio": {"en": "Sound", "fr": "Son"}}
    asked = (
        Question("worked", QuestionKind.CHOICE, {"en": "What worked?"}, choices),
        Question("more", QuestionKind.TEXT, {"en": "More?"}, used_as=UsedAs.EXAMPLE),
    )
    event = an_event(
        feedback=FeedbackForm(asked, anonymous=True),
        recording_url="https://assembly.example/recording",
        least_presence=timedelta(minutes=20),
        certificates=True,
        asks_gender=True,
        retention=timedelta(days=30),
        officers=("officer@assembly.example",),
        relay="protected@assembly.example",
    )
    EventTable(dynamodb, TABLE).put(event, None)
    assert EventTable(dynamodb, TABLE).get("solidarity") == event


def test_attendance_is_kept_beside_each_registration_and_read_for_many_at_once(dynamodb: "DynamoDBClient") -> None:
    table = AttendanceTable(dynamodb, TABLE)
    stays = (Stay(STARTS, STARTS + timedelta(minutes=30)), Stay(STARTS + timedelta(minutes=40), STARTS + HOUR))
    settled = {ref: Attendance(ref, stays, Source.REPORT) for ref in (f"PS26-{number:06d}" for number in range(120))}
    for attendance in settled.values():
        table.put(attendance)
    assert table.many([*settled, "PS26-ABSENT"]) == settled
    corrected = Attendance("PS26-000000", (), Source.SECRETARIAT)
    table.put(corrected)
    assert (table.get("PS26-000000"), table.get("PS26-ABSENT")) == (corrected, None)
