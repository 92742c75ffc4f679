"""State VerifyMember: may this delegate attend?"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions import wiring
from functions.adapters import clock
from functions.cancelling import cancel_with_event
from functions.domain.errors import NoPlaceError
from functions.domain.events import Event
from functions.domain.membership import Organisation, Verdict, domain_of, verify
from functions.domain.registration import Reason, Registration, Status

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.roll import RollTable

_ACTOR = "roll"


def verify_member(
    reference: str,
    attempt: int,
    *,
    registrations: "RegistrationTable",
    events: "EventTable",
    roll: "RollTable",
    now: datetime,
) -> Status:
    """Decides a registration that was just submitted, and returns the status in which it stands.

    One that was decided before keeps its status: this step may be repeated. An attempt that another one has followed
    was cancelled, or ended otherwise: whatever becomes of the other is not its run's. Raises `ConflictError`.
    """
    registration = registrations.get(reference)
    if registration.attempt != attempt:
        return Status.CANCELLED
    if registration.status is not Status.SUBMITTED:
        return registration.status
    event = events.get(registration.event)
    if event.cancelled:  # it was called off while this form was on its way
        return cancel_with_event(registration, registrations, now)
    chosen = roll.organisation(registration.organisation)
    owner = roll.owner_of(domain_of(registration.email))
    verdict = verify(registration, event, chosen, owner, now.astimezone(event.zone).date())
    if verdict.status is Status.VERIFIED:
        try:
            return _admit(registration, _limit(registration, event, chosen), registrations, now)
        except NoPlaceError:
            verdict = Verdict(Status.IN_REVIEW, Reason.LIMIT_REACHED)
    decided = registration.moved(verdict.status, reason=verdict.reason)
    registrations.save(decided, was=registration, actor=_ACTOR, at=now, note=verdict.reason or "")
    return decided.status


def _admit(registration: Registration, limit: int | None, registrations: "RegistrationTable", now: datetime) -> Status:
    """Every place that is taken is counted, also where there is no limit: one may be set later."""
    admitted = registration.moved(Status.VERIFIED, place=True)
    registrations.save_with_place(admitted, was=registration, actor=_ACTOR, at=now, limit=limit)
    return admitted.status


def _limit(registration: Registration, event: Event, chosen: Organisation | None) -> int | None:
    return None if registration.invited or chosen is None else event.rules.limit(chosen.category)


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    status = verify_member(
        event["reference"],
        int(event["attempt"]),
        registrations=wiring.registrations(),
        events=wiring.events(),
        roll=wiring.roll(),
        now=clock.now(),
    )
    wiring.logger().info("decided from the roll", reference=event["reference"], status=status)
    return {"status": status}
