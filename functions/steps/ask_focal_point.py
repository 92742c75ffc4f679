"""State AskFocalPoint: the focal point of the delegate's organisation, if it has one, is asked to vouch."""

from typing import Any

from functions import wiring
from functions.adapters import clock
from functions.domain.events import MailKind
from functions.mailing import Outcome


def ask_focal_point(reference: str) -> Outcome:
    return wiring.mailing().send(reference, MailKind.FOCAL_REQUEST, clock.now())


def handler(event: dict[str, Any], _context: object) -> dict[str, str]:
    outcome = ask_focal_point(event["reference"])
    wiring.logger().info("mail", reference=event["reference"], kind=MailKind.FOCAL_REQUEST, outcome=outcome)
    return {"outcome": outcome}
