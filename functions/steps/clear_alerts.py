"""State ClearAlerts: Zoom was looked at and is in order, so its next fault is told again."""

from typing import Any

from functions import wiring
from functions.alerting import Alert


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    for alert in (Alert.MEETING_NEEDS_REPAIR, Alert.MEETING_FULL):
        wiring.alerting().clear(event["event"], alert)
    wiring.logger().info("alerts cleared", event_id=event["event"])
    return {"event": event["event"]}
