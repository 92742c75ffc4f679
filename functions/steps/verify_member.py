"""State VerifyMember: may this delegate attend?"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions import wiring
from functions.adapters import clock
from functions.domain.membership import domain_of, verify
from functions.domain.registration import Status

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.roll import RollTable


def verify_member(
    reference: str, *, registrations: "RegistrationTable", events: "EventTable", roll: "RollTable", now: datetime
) -> Status:
    """Decides a registration that was just submitted, and returns the status in which it stands.

    One that was decided before keeps its status: this step may be repeated. Raises `ConflictError`.
    """
    registration = registrations.get(reference)
    if registration.status is not Status.SUBMITTED:
        return registration.status
    event = events.get(registration.event)
    verdict = verify(
        registration,
        event,
        roll.organisation(registration.organisation),
        roll.owner_of(domain_of(registration.email)),
        now.astimezone(event.zone).date(),
    )
    decided = registration.moved(verdict.status, reason=verdict.reason)
    registrations.save(decided, was=registration, actor="roll", at=now, note=verdict.reason or "")
    return decided.status


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    status = verify_member(
        event["reference"],
        registrations=wiring.registrations(),
        events=wiring.events(),
        roll=wiring.roll(),
        now=clock.now(),
    )
    wiring.logger().info("decided from the roll", reference=event["reference"], status=status)
    return {"status": status}
