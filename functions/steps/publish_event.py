"""State PublishEvent: the draft becomes the event, and its moments are scheduled."""

import secrets
from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.publication import occasion
from functions.publishing import publish


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    did, published = publish(
        event["event"],
        event["run"],
        events=wiring.events(),
        schedules=wiring.schedules(),
        random=lambda: secrets.token_urlsafe(24),
        now=clock.now(),
    )
    wiring.logger().info("published", event_id=published.id, version=published.version, did=did)
    return {"did": did, "kind": occasion(did, published)}
