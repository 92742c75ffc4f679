"""State FinishPublication: it is noted that nothing of the publication is left to do."""

from typing import Any

from functions import wiring


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    event_id, version = event["event"], int(event["version"])
    wiring.events().finish(event_id, version)
    wiring.logger().info("publication finished", event_id=event_id, version=version)
    return {"version": version}
