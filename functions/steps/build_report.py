"""State BuildReport: the event's report is made and kept, and the secretariat is told that it is there."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions import wiring
from functions.adapters import clock
from functions.adapters.reports import fingerprint
from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    SenderMisconfiguredError,
)
from functions.domain.events import Event
from functions.domain.report import Report
from functions.mails.report_ready import compose_report_ready
from functions.reporting import build_report

if TYPE_CHECKING:
    from functions.adapters.mailer import Mailer
    from functions.adapters.reports import ReportTable


@dataclass(frozen=True, slots=True)
class Telling:
    reports: "ReportTable"
    mailer: "Mailer"
    sender: str
    base_url: str

    def tell(self, event: Event, report: Report, now: datetime) -> bool:
        """Writes to the event's contact, unless a report that says the same was told before; True if this call did.

        Raises `MailThrottledError` and `SenderMisconfiguredError`: the next call tries again. A mail that was refused,
        or whose fate is unknown, is not repeated: the report stands on the event's page.
        """
        address = f"{self.base_url}/secretariat/events/{event.id}/report"
        message = compose_report_ready(event, report, address=address, sender=self.sender, now=now)
        if not self.reports.claim_telling(event.id, fingerprint(report)):
            return False
        try:
            self.mailer.send(message)
        except (MailThrottledError, SenderMisconfiguredError):
            self.reports.release_telling(event.id)
            raise
        except (MailRefusedError, MailOutcomeUnknownError):
            return False
        return True


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    held, now = wiring.events().get(event["event"]), clock.now()
    report = build_report(held, wiring, now)
    wiring.reports().keep(report)
    telling = Telling(wiring.reports(), wiring.mailer(), wiring.setting("SENDER"), wiring.setting("BASE_URL"))
    told = telling.tell(held, report, now)
    rate = report.response_rate
    wiring.logger().info("report built", event_id=held.id, registered=report.figures.registered, told=told)
    return {"event": held.id, "told": told, "response_rate": rate}
