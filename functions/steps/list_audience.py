"""State ListAudience: one page of those whom an occasion concerns goes into the queue that works it off."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from functions import wiring
from functions.domain.audiences import statuses
from functions.domain.events import MailKind, Occasion

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.registrations import RegistrationTable


class Outcome(StrEnum):
    MORE = "more"
    DONE = "done"
    OUTDATED = "outdated"
    """The event has a newer version: what was planned was planned for one that no longer holds."""


class Mails(Protocol):
    def put(self, references: Sequence[str], kind: MailKind, event_version: int) -> None: ...


class Changes(Protocol):
    def put(self, references: Sequence[str], occasion: Occasion, event_version: int) -> None: ...


def list_audience(
    event_id: str,
    occasion: Occasion,
    version: int,
    cursor: str,
    *,
    events: "EventTable",
    registrations: "RegistrationTable",
    mails: Mails,
    changes: Changes,
) -> tuple[Outcome, int, str]:
    """Queues one page. Returns what is left to do, how many were queued, and the cursor of the next page."""
    if events.get(event_id).version != version:
        return Outcome.OUTDATED, 0, ""
    references, following = _page(event_id, occasion, cursor, registrations)
    if occasion.mail:
        mails.put(references, occasion.mail, version)
    else:
        changes.put(references, occasion, version)
    return (Outcome.MORE if following else Outcome.DONE), len(references), following


def _page(event_id: str, occasion: Occasion, cursor: str, registrations: "RegistrationTable") -> tuple[list[str], str]:
    """The first page from the cursor on that has somebody on it, and the cursor after it, empty at the end.

    A cursor is the place of a status in the occasion's order, and the cursor within that status: `3/5:PS26-7K3M9Q`.
    """
    order = statuses(occasion)
    start, _, within = cursor.partition("/")
    for place in range(int(start or 0), len(order)):
        references, following = registrations.audience(event_id, order[place], within)
        within = ""
        after = f"{place}/{following}" if following else f"{place + 1}/" if place + 1 < len(order) else ""
        if references or not after:
            return references, after
    return [], ""


def handler(event: dict[str, Any], _context: object) -> dict[str, str | int]:
    outcome, queued, cursor = list_audience(
        event["event"],
        Occasion(event["kind"]),
        int(event["version"]),
        event["cursor"],
        events=wiring.events(),
        registrations=wiring.registrations(),
        mails=wiring.mail_queue(),
        changes=wiring.change_queue(),
    )
    wiring.logger().info("audience", event_id=event["event"], kind=event["kind"], outcome=outcome, queued=queued)
    return {"outcome": outcome, "queued": queued, "cursor": cursor}
