"""State SendReceipt: the last mail to whoever is erased says what goes, what cannot go yet, and until when."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def send_receipt(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.ERASURE_RECEIPT, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = send_receipt(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.ERASURE_RECEIPT, outcome=outcome)
    return {"outcome": outcome}
