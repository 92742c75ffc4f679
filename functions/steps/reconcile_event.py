"""State ReconcileEvent: one pass over Zoom's list of an event's meeting, held against ours."""

from dataclasses import asdict
from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.reconciling import reconcile


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    drift = reconcile(
        wiring.events().get(event["event"]),
        zoom=wiring.zoom(),
        registrations=wiring.registrations(),
        roll=wiring.roll(),
        queue=wiring.provisioning_queue(),
        alerting=wiring.alerting(),
        now=clock.now(),
    )
    wiring.logger().info("reconciled", event_id=event["event"], **asdict(drift))
    return {"outcome": "readable" if drift.readable else "unreadable"}
