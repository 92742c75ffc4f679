"""State SendConfirmation: the delegate gets the join link."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def send_confirmation(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.CONFIRMATION, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = send_confirmation(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.CONFIRMATION, outcome=outcome)
    return {"outcome": outcome}
