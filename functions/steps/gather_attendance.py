"""State GatherAttendance: who was there, as Zoom's report and its webhooks tell; or when to ask Zoom again."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.adapters.runs import timestamp
from functions.alerting import Alert
from functions.gathering import Outcome


def handler(event: dict[str, Any], _context: object) -> dict[str, str | int]:
    happening = wiring.events().get(event["event"])
    gathered = wiring.gathering().gather(happening, clock.now())
    if gathered.outcome is Outcome.SETTLED:
        wiring.alerts().clear(happening.id, Alert.NO_ATTENDANCE)
    wiring.logger().info(
        "attendance",
        event_id=happening.id,
        outcome=gathered.outcome,
        source=gathered.source,
        delegates=gathered.delegates,
        unmatched=gathered.unmatched,
        problem=gathered.problem,
    )
    return {
        "version": happening.version,
        "outcome": gathered.outcome,
        "until": timestamp(gathered.until) if gathered.until else "",
        "problem": gathered.problem,
    }
