"""State AwaitSeat: the run sleeps until a seat becomes free, or the registration ends."""

from typing import Any

from functions import wiring
from functions.domain.registration import Status
from functions.waiting import await_change


def handler(event: dict[str, Any], _context: object) -> dict[str, bool]:
    waits = await_change(
        event["reference"],
        int(event["attempt"]),
        event["token"],
        Status.WAITLISTED,
        registrations=wiring.registrations(),
        waits=wiring.waits(),
        runs=wiring.runs(),
    )
    wiring.logger().info("waits", reference=event["reference"], status=Status.WAITLISTED, waits=waits)
    return {"waits": waits}
