"""Statuses change along the table's roads only, and a reference is one person's."""

import re

import pytest

from functions.domain.errors import TransitionError
from functions.domain.registration import ENDS, TRANSITIONS, Status, reference_for, shard_of, shards
from tests.samples import a_registration


@pytest.mark.parametrize("end", sorted(ENDS - {Status.ERASED}))
def test_a_status_that_has_ended_leads_to_erasure_and_nowhere_else(end: Status) -> None:
    assert TRANSITIONS[end] == {Status.ERASED}


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
    [
        (Status.SUBMITTED, Status.CONFIRMED),
        (Status.IN_REVIEW, Status.PROVISIONING),
        (Status.DECLINED, Status.VERIFIED),
        (Status.CANCELLED, Status.CONFIRMED),
        (Status.WAITLISTED, Status.CONFIRMED),
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
