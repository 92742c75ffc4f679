"""State SendReviewNotice: the delegate hears that a person will look."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def send_review_notice(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.REVIEW_NOTICE, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = send_review_notice(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.REVIEW_NOTICE, outcome=outcome)
    return {"outcome": outcome}
