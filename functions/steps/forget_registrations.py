"""State ForgetRegistrations: of events whose retention is over, whoever is left goes into the queue for changes."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.forgetting import forget_registrations


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    events, queued = forget_registrations(
        events=wiring.events(),
        registrations=wiring.registrations(),
        reports=wiring.reports(),
        changes=wiring.change_queue(),
        now=clock.now(),
    )
    wiring.logger().info("retention", events=events, queued=queued)
    return {"events": events, "queued": queued}
