"""State EraseRegistration: everything that is held of the delegate is deleted, but for the tombstone."""

from typing import Any

from functions import wiring
from functions.adapters import clock


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    status = wiring.erasing().finish(event["reference"], clock.now())
    wiring.logger().info("erased", reference=event["reference"], status=status)
    return {"status": status}
