"""State ReserveSeat: a seat for whoever is verified, or a place in the line."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.seating import promote, reserve_seat


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    registrations, now = wiring.registrations(), clock.now()
    registration = registrations.get(event["reference"])
    happening = wiring.events().get(registration.event)
    status = reserve_seat(registration, happening, registrations=registrations, now=now)
    # A seat may have become free for the line while nobody stood in it.
    promoted = promote(happening, registrations=registrations, roll=wiring.roll(), now=now)
    wiring.logger().info("seat", reference=event["reference"], status=status, promoted=len(promoted))
    return {"status": registrations.get(event["reference"]).status if promoted else status}
