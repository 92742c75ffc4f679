"""State ListOpenEvents: the events whose registrants in Zoom are worth a look."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import Event

_AFTERWARDS = timedelta(days=1)
"""Withdrawals that Zoom did not take in time may be made good for so long after the end."""


def list_open_events(events: Iterable[Event], now: datetime) -> list[str]:
    """Ids of the events that are not over for more than a day; of those that are cancelled nobody may be let in."""
    return [event.id for event in events if now < event.ends + _AFTERWARDS]


def handler(_event: dict[str, Any], _context: object) -> dict[str, list[str]]:
    found = list_open_events(wiring.events().list(), clock.now())
    wiring.logger().info("open events", events=len(found))
    return {"events": found}
