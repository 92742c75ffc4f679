"""A saved submission starts its run, once; nothing else in the table starts anything."""

from typing import cast

import pytest

from functions.adapters.runs import Runs
from functions.streams.start_registration import start_registration

IMAGE = {"pk": "PS26-7K3M9Q", "sk": "REGISTRATION", "status": "SUBMITTED", "event": "solidarity", "attempt": 1}


class FakeRuns:
    def __init__(self) -> None:
        self.started: dict[str, object] = {}

    def start(self, machine: str, name: str, ids: object) -> bool:
        if name in self.started:
            return False
        self.started[name] = ids
        return True


def test_the_run_is_named_by_reference_and_attempt_and_is_given_ids_only() -> None:
    runs = FakeRuns()
    start_registration(IMAGE | {"email": "anna@a.example"}, runs=cast(Runs, runs), machine="arn")
    assert runs.started == {"PS26-7K3M9Q-1": {"reference": "PS26-7K3M9Q", "event": "solidarity", "attempt": 1}}


def test_a_record_that_is_delivered_again_starts_nothing() -> None:
    runs = FakeRuns()
    assert start_registration(IMAGE, runs=cast(Runs, runs), machine="arn")
    assert not start_registration(IMAGE, runs=cast(Runs, runs), machine="arn")


@pytest.mark.parametrize(
    "image",
    [{}, IMAGE | {"sk": "AUDIT#000002"}, IMAGE | {"sk": "MAIL#confirmation#1"}, IMAGE | {"status": "VERIFIED"}],
)
def test_no_other_change_starts_a_run(image: dict[str, object]) -> None:
    runs = FakeRuns()
    assert not start_registration(image, runs=cast(Runs, runs), machine="arn")
    assert runs.started == {}
