"""Statuses change along the table's roads only, and a reference is one person's."""

import re
from dataclasses import replace

import pytest

from functions.domain.errors import TransitionError
from functions.domain.registration import (
    ENDS,
    FORGOTTEN,
    MAX_ATTEMPTS,
    RENEWABLE,
    TRANSITIONS,
    WAITING,
    Status,
    reference_for,
    shard_of,
    shards,
)
from tests.samples import a_registration


def test_whoever_was_absent_may_turn_out_to_have_attended_and_not_the_other_way_round() -> None:
    assert TRANSITIONS[Status.ABSENT] == {Status.ATTENDED, Status.ERASING, Status.ERASED}


@pytest.mark.parametrize("end", sorted(ENDS - {Status.ABSENT, *FORGOTTEN}))
def test_a_status_that_has_ended_leads_to_erasure_and_nowhere_else(end: Status) -> None:
    assert TRANSITIONS[end] == FORGOTTEN


@pytest.mark.parametrize("status", sorted(set(Status) - FORGOTTEN))
def test_anybody_may_be_erased_and_an_erasure_that_has_begun_ends_in_nothing_else(status: Status) -> None:
    erasing = a_registration(status=status, seat=True, place=True).moved(Status.ERASING)
    assert (erasing.seat, erasing.place) == (False, False)
    assert TRANSITIONS[Status.ERASING] == {Status.ERASED}


def test_nothing_leads_out_of_erasure() -> None:
    assert TRANSITIONS[Status.ERASED] == frozenset()


@pytest.mark.parametrize("status", sorted(set(Status) - ENDS))
def test_everybody_who_has_not_ended_may_cancel(status: Status) -> None:
    assert a_registration(status=status).moved(Status.CANCELLED).status is Status.CANCELLED


def test_a_move_is_one_version_on() -> None:
    moved = a_registration(status=Status.SUBMITTED, version=1).moved(Status.VERIFIED)
    assert (moved.status, moved.version) == (Status.VERIFIED, 2)


@pytest.mark.parametrize(
    ("status", "to"),
    [(was, to) for was in Status for to in sorted(TRANSITIONS[was] & RENEWABLE)],
)
def test_whoever_ends_without_having_been_there_gives_seat_and_place_back(status: Status, to: Status) -> None:
    ended = a_registration(status=status, seat=True, place=True).moved(to)
    assert (ended.seat, ended.place) == (False, False)


@pytest.mark.parametrize("to", [Status.ATTENDED, Status.ABSENT])
def test_whoever_was_expected_to_the_end_has_used_seat_and_place(to: Status) -> None:
    over = a_registration(status=Status.CONFIRMED, seat=True, place=True).moved(to)
    assert (over.seat, over.place) == (True, True)


def test_whoever_waits_for_a_seat_has_none_and_keeps_the_place_of_the_organisation() -> None:
    waiting = a_registration(status=Status.PROVISIONING, seat=True, place=True).moved(Status.WAITLISTED)
    assert (waiting.seat, waiting.place) == (False, True)


def test_a_repair_keeps_the_seat_and_names_the_problem_for_as_long_as_it_lasts() -> None:
    repair = a_registration(status=Status.PROVISIONING, seat=True).moved(Status.IN_REPAIR, problem="MeetingOverError")
    assert (repair.seat, repair.problem) == (True, "MeetingOverError")
    assert repair.changed(given_names="Anne").problem == "MeetingOverError"
    resumed = repair.moved(Status.PROVISIONING)
    assert (resumed.seat, resumed.problem) == (True, "")


def test_a_change_of_details_is_one_version_on_in_the_same_status() -> None:
    held = a_registration(status=Status.CONFIRMED, version=4, seat=True, place=True)
    assert held.changed(language="es") == replace(held, language="es", version=5)


@pytest.mark.parametrize("status", sorted(RENEWABLE))
def test_a_new_submission_after_an_end_is_the_next_attempt_of_the_same_reference(status: Status) -> None:
    renewed = a_registration(given_names="Anne").renewed(a_registration(status=status, attempt=2, version=7))
    assert (renewed.status, renewed.attempt, renewed.version) == (Status.SUBMITTED, 3, 8)
    assert (renewed.given_names, renewed.run) == ("Anne", "PS26-7K3M9Q-3")


@pytest.mark.parametrize("status", sorted(set(Status) - RENEWABLE))
def test_whoever_has_not_ended_or_was_at_the_event_starts_nothing_afresh(status: Status) -> None:
    with pytest.raises(TransitionError):
        a_registration().renewed(a_registration(status=status))


def test_the_last_attempt_is_the_last() -> None:
    last = a_registration(status=Status.CANCELLED, attempt=MAX_ATTEMPTS)
    with pytest.raises(TransitionError):
        a_registration().renewed(last)
    assert a_registration().renewed(replace(last, attempt=MAX_ATTEMPTS - 1)).attempt == MAX_ATTEMPTS


@pytest.mark.parametrize("status", sorted(WAITING))
def test_whoever_waits_can_be_let_on(status: Status) -> None:
    assert TRANSITIONS[status] - RENEWABLE


@pytest.mark.parametrize(
    ("status", "to"),
    [
        (Status.SUBMITTED, Status.CONFIRMED),
        (Status.IN_REVIEW, Status.PROVISIONING),
        (Status.DECLINED, Status.VERIFIED),
        (Status.CANCELLED, Status.CONFIRMED),
        (Status.WAITLISTED, Status.CONFIRMED),
        (Status.VERIFIED, Status.CONFIRMED),
        (Status.VERIFIED, Status.IN_REPAIR),
        (Status.IN_REPAIR, Status.CONFIRMED),
        (Status.CONFIRMED, Status.EXPIRED),
        (Status.ABSENT, Status.CANCELLED),
    ],
)
def test_no_short_cut_is_taken(status: Status, to: Status) -> None:
    with pytest.raises(TransitionError, match=f"{status} does not lead to {to}"):
        a_registration(status=status).moved(to)


def test_a_reference_can_be_read_out_over_the_telephone() -> None:
    assert re.fullmatch(r"PS26-[0-9A-HJKMNP-TV-Z]{6}", reference_for("PS26", "salt", "anna@aruvia.example"))


def test_the_same_address_always_has_the_same_reference_at_an_event() -> None:
    assert reference_for("PS26", "salt", "anna@a.example") == reference_for("PS26", "salt", "anna@a.example")


@pytest.mark.parametrize(
    ("salt", "email", "probe"),
    [("other", "anna@a.example", 0), ("salt", "bea@a.example", 0), ("salt", "anna@a.example", 1)],
)
def test_another_event_person_or_probe_has_another_reference(salt: str, email: str, probe: int) -> None:
    assert reference_for("PS26", salt, email, probe) != reference_for("PS26", "salt", "anna@a.example")


def test_every_reference_is_in_one_of_the_shards_of_its_event() -> None:
    used = {shard_of("solidarity", f"PS26-{number:06d}") for number in range(500)}
    assert used == set(shards("solidarity"))
