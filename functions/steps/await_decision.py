"""State AwaitDecision: the run sleeps until the secretariat or the focal point decides, or the registration ends."""

from typing import Any

from functions import wiring
from functions.domain.registration import Status
from functions.waiting import await_change


def handler(event: dict[str, Any], _context: object) -> dict[str, bool]:
    waits = await_change(
        event["reference"],
        int(event["attempt"]),
        event["token"],
        Status.IN_REVIEW,
        registrations=wiring.registrations(),
        waits=wiring.waits(),
        runs=wiring.runs(),
    )
    wiring.logger().info("waits", reference=event["reference"], status=Status.IN_REVIEW, waits=waits)
    return {"waits": waits}
