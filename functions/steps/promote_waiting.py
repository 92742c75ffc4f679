"""State PromoteWaiting: seats that have become free go to those who have waited longest."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.seating import promote


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """With a `reference`, that registration was withdrawn: where Zoom was full, that makes room for one."""
    registrations, happening = wiring.registrations(), wiring.events().get(event["event"])
    one_by_one = "reference" in event and registrations.counts(happening.id).zoom_full
    registrations.reopen(happening.id)
    promoted = promote(
        happening, registrations=registrations, roll=wiring.roll(), now=clock.now(), at_most=1 if one_by_one else None
    )
    wiring.logger().info("promoted", event_id=happening.id, promoted=len(promoted))
    return {"promoted": len(promoted)}
