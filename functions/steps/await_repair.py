"""State AwaitRepair: the run sleeps until somebody has put Zoom right, or the registration ends."""

from typing import Any

from functions import wiring
from functions.domain.registration import Status
from functions.waiting import await_change


def handler(event: dict[str, Any], _context: object) -> dict[str, bool]:
    waits = await_change(
        event["reference"],
        int(event["attempt"]),
        event["token"],
        Status.IN_REPAIR,
        registrations=wiring.registrations(),
        waits=wiring.waits(),
        runs=wiring.runs(),
    )
    wiring.logger().info("waits", reference=event["reference"], status=Status.IN_REPAIR, waits=waits)
    return {"waits": waits}
