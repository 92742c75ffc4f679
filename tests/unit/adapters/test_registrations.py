"""What the registrations table promises: nothing is saved twice, nothing is moved on an old reading."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ReadTimeoutError

from functions.adapters.registrations import AuditEntry, RegistrationTable
from functions.adapters.seat_counts import Seats
from functions.domain.errors import (
    ConflictError,
    NoPlaceError,
    NoSeatError,
    TableThrottledError,
    UnknownRegistrationError,
)
from functions.domain.registration import Reason, Registration, Status, shard_of
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SOON = STARTS + timedelta(minutes=1)
REFERENCE = a_registration().reference


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


def test_a_move_has_its_audit_entry(table: RegistrationTable) -> None:
    registration = a_registration()
    table.add(registration)
    table.save(registration.moved(Status.VERIFIED), was=registration, actor="roll", at=STARTS)
    assert table.audit(REFERENCE) == [AuditEntry(2, "SUBMITTED", "VERIFIED", "roll", STARTS, "")]


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


def test_only_one_at_a_time_asks_zoom_for_a_registration(table: RegistrationTable) -> None:
    assert not table.claim_zoom(REFERENCE, at=STARTS, until=SOON)
    with pytest.raises(ConflictError):
        table.claim_zoom(REFERENCE, at=SOON - timedelta(seconds=1), until=SOON)


def test_whoever_takes_over_from_a_worker_that_died_is_told_that_somebody_began(table: RegistrationTable) -> None:
    table.claim_zoom(REFERENCE, at=STARTS, until=SOON)
    assert table.claim_zoom(REFERENCE, at=SOON, until=SOON + timedelta(minutes=1))


def test_what_was_let_go_can_be_taken_up_at_once_and_what_must_settle_cannot(table: RegistrationTable) -> None:
    table.claim_zoom(REFERENCE, at=STARTS, until=SOON)
    table.leave_zoom(REFERENCE, until=STARTS)
    assert table.claim_zoom(REFERENCE, at=STARTS, until=SOON)
    table.leave_zoom(REFERENCE, until=STARTS + timedelta(seconds=30))
    with pytest.raises(ConflictError):
        table.claim_zoom(REFERENCE, at=STARTS + timedelta(seconds=29), until=SOON)
    assert table.claim_zoom(REFERENCE, at=STARTS + timedelta(seconds=30), until=SOON)


def test_a_registrant_of_zooms_is_known_by_its_id_within_its_event(table: RegistrationTable) -> None:
    registration = table.add(a_registration(status=Status.PROVISIONING))
    confirmed = registration.moved(Status.CONFIRMED, registrant_id="r1", join_url="https://zoom.example/j")
    table.save(confirmed, was=registration, actor="zoom", at=STARTS)
    assert table.by_registrant("solidarity", "r1") == REFERENCE
    assert table.by_registrant("another", "r1") is None
    assert table.by_registrant("solidarity", "r2") is None


def test_the_audit_tells_everything_that_was_done_in_its_order(table: RegistrationTable) -> None:
    registration = table.add(a_registration())
    reviewed = registration.moved(Status.IN_REVIEW, reason=Reason.FREE_MAIL)
    table.save(reviewed, was=registration, actor="roll", at=STARTS, note=Reason.FREE_MAIL)
    for step in range(8):
        edited = reviewed.changed(given_names=f"Anna {step}")
        table.save(edited, was=reviewed, actor="delegate", at=SOON, note="edited given_names")
        reviewed = edited
    table.save(reviewed.moved(Status.VERIFIED), was=reviewed, actor="secretariat", at=SOON)
    entries = table.audit(REFERENCE)
    assert [entry.version for entry in entries] == list(range(2, 12))
    assert entries[0] == AuditEntry(2, "SUBMITTED", "IN_REVIEW", "roll", STARTS, Reason.FREE_MAIL)
    assert entries[-1] == AuditEntry(11, "IN_REVIEW", "VERIFIED", "secretariat", SOON, "")


# The counts of seats and places


def test_an_event_that_nobody_came_to_has_nobody_counted(table: RegistrationTable) -> None:
    assert table.counts("solidarity") == Seats(0, 0, zoom_full=False)


def test_a_refused_seat_leaves_the_registration_as_it_was(table: RegistrationTable) -> None:
    verified = table.add(a_registration(status=Status.VERIFIED))
    seat(table, table.add(a_registration(reference="PS26-000000", status=Status.VERIFIED)), capacity=1)
    with pytest.raises(NoSeatError):
        seat(table, verified, capacity=1)
    assert table.get(REFERENCE) == verified
    assert table.audit(REFERENCE) == []
    assert table.counts("solidarity").taken == 1


def test_a_seat_whose_answer_was_lost_is_counted_once(table: RegistrationTable) -> None:
    verified = table.add(a_registration(status=Status.VERIFIED))
    seat(table, verified, capacity=1)
    seat(table, verified, capacity=1)
    assert table.counts("solidarity").taken == 1


def test_a_seat_given_on_an_old_reading_is_a_conflict_and_is_not_counted(table: RegistrationTable) -> None:
    verified = table.add(a_registration(status=Status.VERIFIED))
    table.save(verified.moved(Status.CANCELLED), was=verified, actor="delegate", at=STARTS)
    with pytest.raises(ConflictError):
        seat(table, verified, capacity=1)
    assert table.counts("solidarity").taken == 0


def test_nobody_joins_the_line_while_a_seat_is_free(table: RegistrationTable) -> None:
    verified = table.add(a_registration(status=Status.VERIFIED))
    waiting = verified.moved(Status.WAITLISTED)
    with pytest.raises(ConflictError):
        table.wait_for_seat(waiting, was=verified, actor="workflow", at=STARTS, capacity=1)
    assert table.get(REFERENCE) == verified
    assert table.counts("solidarity").waiting == 0


def test_an_organisations_places_end_at_its_limit_whoever_comes_at_the_same_time(table: RegistrationTable) -> None:
    cases = [table.add(a_registration(reference=f"PS26-{number:06d}")) for number in range(3)]
    for case in cases[:2]:
        table.save_with_place(place(case), was=case, actor="roll", at=STARTS, limit=2)
    with pytest.raises(NoPlaceError):
        table.save_with_place(place(cases[2]), was=cases[2], actor="roll", at=STARTS, limit=2)
    assert table.get(cases[2].reference) == cases[2]
    left = place(cases[0])
    table.save(left.moved(Status.CANCELLED), was=left, actor="delegate", at=STARTS)
    table.save_with_place(place(cases[2]), was=cases[2], actor="roll", at=STARTS, limit=2)


def test_another_organisation_has_its_own_places(table: RegistrationTable) -> None:
    for number, organisation in enumerate(["aruvia", "belmar"]):
        case = table.add(a_registration(reference=f"PS26-{number:06d}", organisation=organisation))
        table.save_with_place(place(case), was=case, actor="roll", at=STARTS, limit=1)


def place(registration: Registration) -> Registration:
    return registration.moved(Status.VERIFIED, place=True)


def seat(table: RegistrationTable, verified: Registration, capacity: int) -> None:
    seated = verified.moved(Status.PROVISIONING, seat=True)
    table.take_seat(seated, was=verified, actor="workflow", at=STARTS, capacity=capacity, next_in_line=False)


# Lists


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


def test_those_who_wait_are_listed_longest_waiting_first_over_all_shards_and_pages(dynamodb: "DynamoDBClient") -> None:
    table = RegistrationTable(dynamodb, TABLE, page=2)
    line = [f"PS26-{number * 27 % 40:06d}" for number in range(40)]
    for minutes, reference in enumerate(line):
        submitted = STARTS + timedelta(minutes=minutes)
        table.add(a_registration(reference=reference, status=Status.WAITLISTED, submitted_at=submitted))
    table.add(a_registration(reference="PS26-AAAAAA", status=Status.CONFIRMED))
    table.add(a_registration(reference="PS26-BBBBBB", status=Status.WAITLISTED, event="another"))
    assert table.waiting_line("solidarity") == line
    assert table.waiting_line("solidarity", 5) == line[:5]


def test_nobody_waits_where_nobody_came(table: RegistrationTable) -> None:
    assert table.waiting_line("solidarity") == []


def test_a_page_of_the_audience_has_the_oldest_submission_first(dynamodb: "DynamoDBClient") -> None:
    table = RegistrationTable(dynamodb, TABLE)
    late, early = "PS26-000001", "PS26-000003"
    assert shard_of("solidarity", late) == shard_of("solidarity", early)
    table.add(a_registration(reference=late, submitted_at=STARTS + timedelta(microseconds=1)))
    table.add(a_registration(reference=early, submitted_at=STARTS))
    assert table.audience("solidarity", Status.SUBMITTED)[0] == [early, late]


def test_everybody_of_the_event_is_counted_once_in_the_status_they_have(dynamodb: "DynamoDBClient") -> None:
    table = RegistrationTable(dynamodb, TABLE, page=4)
    for number in range(30):
        status = Status.CONFIRMED if number % 3 else Status.IN_REVIEW
        table.add(a_registration(reference=f"PS26-{number:06d}", status=status))
    table.add(replace(a_registration(reference="PS26-BBBBBB", status=Status.CONFIRMED), event="another"))

    found = table.standing("solidarity")

    assert {status: count for status, count in found.items() if count} == {Status.CONFIRMED: 20, Status.IN_REVIEW: 10}
    assert set(found) == set(Status)
