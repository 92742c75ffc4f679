"""State RaiseAlert: the secretariat is told, once an event, that Zoom needs a person."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.alerting import Alert, meaning


def handler(event: dict[str, Any], _context: object) -> dict[str, bool]:
    alert = Alert(event["alert"])
    happening, problem = wiring.events().get(event["event"]), event["problem"]
    told = wiring.alerting().tell(happening, alert, clock.now(), meaning(problem))
    wiring.logger().warning("alert", event_id=happening.id, alert=alert, told=told, problem=problem)
    return {"told": told}
