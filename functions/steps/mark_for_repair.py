"""State MarkForRepair: Zoom did not take this registration, and a person must see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions import wiring
from functions.adapters import clock
from functions.domain.registration import Status

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable


def mark_for_repair(reference: str, problem: str, *, registrations: "RegistrationTable", now: datetime) -> Status:
    """Moves a registration that waits for Zoom to IN_REPAIR; `problem` is the name of the error that stopped it.

    Returns the status in which it stands: one that was cancelled or confirmed meanwhile is left alone.
    """
    registration = registrations.get(reference)
    if registration.status is Status.PROVISIONING:
        marked = registration.moved(Status.IN_REPAIR, problem=problem)
        registrations.save(marked, was=registration, actor="workflow", at=now, note=problem)
        registration = marked
    return registration.status


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    reference, problem = event["reference"], event["problem"]
    status = mark_for_repair(reference, problem, registrations=wiring.registrations(), now=clock.now())
    wiring.logger().warning("needs repair", reference=reference, status=status, problem=problem)
    return {"status": status}
