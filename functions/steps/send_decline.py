"""State SendDecline: the delegate hears why, and whom to write to."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def send_decline(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.DECLINE, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = send_decline(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.DECLINE, outcome=outcome)
    return {"outcome": outcome}
