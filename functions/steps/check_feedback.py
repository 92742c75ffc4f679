"""State CheckFeedback: may feedback still be given? The event is read anew, for its times may have been changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.adapters.runs import timestamp
from functions.domain.closeout import is_over
from functions.domain.events import Event


class Outcome(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    OUTDATED = "outdated"
    """The event was cancelled, or moved into the future."""


def check_feedback(event: Event, now: datetime) -> Outcome:
    if not is_over(event, now):
        return Outcome.OUTDATED
    return Outcome.OPEN if now < event.feedback_closes else Outcome.CLOSED


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    happening = wiring.events().get(event["event"])
    outcome = check_feedback(happening, clock.now())
    wiring.logger().info("feedback", event_id=happening.id, outcome=outcome)
    return {"outcome": outcome, "until": timestamp(happening.feedback_closes)}
