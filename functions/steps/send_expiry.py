"""State SendExpiry: the delegate hears that there will be no decision, or no seat, any more."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def send_expiry(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.EXPIRY, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = send_expiry(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.EXPIRY, outcome=outcome)
    return {"outcome": outcome}
