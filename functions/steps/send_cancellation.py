"""State SendCancellation: the delegate hears that the registration is over, and their calendar too."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def send_cancellation(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.CANCELLATION, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = send_cancellation(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.CANCELLATION, outcome=outcome)
    return {"outcome": outcome}
