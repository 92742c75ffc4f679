"""The queue for Zoom: who leaves goes before who comes, and what cannot be done now comes back alone."""

from typing import Any

import pytest

from functions.domain.registration import Status
from functions.queues.provision_registrants import handler
from local.zoom.faults import Fault
from tests.unit.queues.conftest import CONTEXT, MEETING, Plant


def ask(work: str, reference: str, **changes: Any) -> dict[str, Any]:
    return {"work": work, "reference": reference, "event": "solidarity", "attempt": 1} | changes


def failed(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def registrants(plant: Plant) -> list[str]:
    return [entry.email for entry in plant.sandbox.meetings[MEETING].active()]


def test_who_leaves_makes_room_for_who_comes_in_the_same_batch(plant: Plant) -> None:
    plant.sandbox.meetings[MEETING].settings["registrants_restrict_number"] = 1
    leaving = plant.holds("PS26-000001", status=Status.PROVISIONING)
    handler(plant.delivers(ask("provision", leaving.reference)), CONTEXT)
    confirmed = plant.registrations.get(leaving.reference)
    cancelled = confirmed.moved(Status.CANCELLED)
    plant.registrations.save(cancelled, was=confirmed, actor="delegate", at=plant.event.opens)
    coming = plant.holds("PS26-000002", status=Status.PROVISIONING)
    jobs = plant.delivers(ask("provision", coming.reference), ask("withdraw", leaving.reference))
    assert failed(handler(jobs, CONTEXT)) == []
    assert registrants(plant) == [coming.email]
    assert plant.registrations.get(coming.reference).status is Status.CONFIRMED


@pytest.mark.parametrize(
    "senseless",
    [
        "not JSON",
        "[]",
        {},
        ask("dance", "PS26-000001"),
        ask("provision", "PS26-000001", attempt="first"),
        {"work": "provision", "reference": "PS26-000001", "event": "solidarity"},
    ],
)
def test_a_message_that_says_nothing_goes_back_alone(plant: Plant, senseless: Any) -> None:
    plant.holds("PS26-000001", status=Status.PROVISIONING)
    jobs = plant.delivers(senseless, ask("provision", "PS26-000001"))
    assert failed(handler(jobs, CONTEXT)) == ["0"]
    assert plant.registrations.get("PS26-000001").status is Status.CONFIRMED


def test_what_zoom_cannot_do_now_comes_back_after_a_while(plant: Plant) -> None:
    plant.holds("PS26-000001", status=Status.PROVISIONING)
    plant.sandbox.faults.set(Fault("5xx", times=1))
    jobs = plant.delivers(ask("provision", "PS26-000001"))
    waits: list[int] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        waits.append(params["VisibilityTimeout"])

    plant.listen("ChangeMessageVisibility", note)
    assert failed(handler(jobs, CONTEXT)) == ["0"]
    assert waits == [31]
    assert plant.registrations.get("PS26-000001").status is Status.PROVISIONING
