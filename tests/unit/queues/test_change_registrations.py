"""Each message of the change queue does what is still due of its event as it is now, and stands alone."""

from typing import Any

from functions.domain.registration import Status
from functions.queues.change_registrations import handler
from tests.unit.queues.conftest import CONTEXT, Plant


def change(reference: str, occasion: str = "deadline", version: int = 2) -> dict[str, Any]:
    return {"reference": reference, "occasion": occasion, "version": version}


def failed(answer: Any) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_what_the_occasion_asks_for_is_done(plant: Plant) -> None:
    plant.holds("PS26-000001", status=Status.IN_REVIEW)
    assert failed(handler(plant.delivers(change("PS26-000001")), CONTEXT)) == []
    assert plant.registrations.get("PS26-000001").status is Status.EXPIRED


def test_a_job_of_an_older_version_is_judged_by_the_event_as_it_is_now(plant: Plant) -> None:
    due = plant.holds("PS26-000001", status=Status.IN_REVIEW)
    not_due = plant.holds("PS26-000002", status=Status.CONFIRMED)
    jobs = plant.delivers(change(due.reference, version=1), change(not_due.reference, "event-cancelled", version=1))
    assert failed(handler(jobs, CONTEXT)) == []
    assert plant.registrations.get(due.reference).status is Status.EXPIRED
    assert plant.registrations.get(not_due.reference) == not_due


def test_a_message_that_cannot_be_worked_off_goes_back_alone(plant: Plant) -> None:
    for number in (1, 2):
        plant.holds(f"PS26-00000{number}", status=Status.WAITLISTED)
    jobs = plant.delivers(
        change("PS26-000001"),
        change("PS26-NOBODY"),
        change("PS26-000001", "no such occasion"),
        change("PS26-000002"),
    )
    assert failed(handler(jobs, CONTEXT)) == ["1", "2"]
    for number in (1, 2):
        assert plant.registrations.get(f"PS26-00000{number}").status is Status.EXPIRED


def test_after_the_event_its_participants_are_looked_up(plant: Plant) -> None:
    held = plant.holds("PS26-000001", status=Status.CONFIRMED)
    handler(plant.delivers(change("PS26-000001", "closeout")), CONTEXT)
    assert plant.registrations.get("PS26-000001") == held
