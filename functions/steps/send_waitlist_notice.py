"""State SendWaitlistNotice: the delegate hears that all seats are taken for now."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def send_waitlist_notice(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.WAITLIST_NOTICE, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = send_waitlist_notice(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.WAITLIST_NOTICE, outcome=outcome)
    return {"outcome": outcome}
