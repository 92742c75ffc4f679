"""State ListAudience: one page of an event's confirmed delegates goes into the mail queue."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from functions import wiring
from functions.domain.events import MailKind
from functions.domain.registration import Status

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.mail_queue import MailQueue
    from functions.adapters.registrations import RegistrationTable


class Outcome(StrEnum):
    MORE = "more"
    DONE = "done"
    OUTDATED = "outdated"
    """The event has a newer version: these mails were planned for a time that no longer holds."""


def list_audience(
    event_id: str,
    kind: MailKind,
    version: int,
    cursor: str,
    *,
    events: "EventTable",
    registrations: "RegistrationTable",
    mail_queue: "MailQueue",
) -> tuple[Outcome, int, str]:
    """Queues one page. Returns what is left to do, how many were queued, and the cursor of the next page."""
    if events.get(event_id).version != version:
        return Outcome.OUTDATED, 0, ""
    references, following = registrations.audience(event_id, Status.CONFIRMED, cursor)
    mail_queue.put(references, kind, version)
    return (Outcome.MORE if following else Outcome.DONE), len(references), following


def handler(event: dict[str, Any], _context: object) -> dict[str, str | int]:
    outcome, queued, cursor = list_audience(
        event["event"],
        MailKind(event["kind"]),
        int(event["version"]),
        event["cursor"],
        events=wiring.events(),
        registrations=wiring.registrations(),
        mail_queue=wiring.mail_queue(),
    )
    wiring.logger().info("audience", event_id=event["event"], kind=event["kind"], outcome=outcome, queued=queued)
    return {"outcome": outcome, "queued": queued, "cursor": cursor}
