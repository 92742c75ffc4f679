"""The rows of the mail ledger, as values and as items of the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self

from functions.adapters.dynamo import Values, from_iso, from_item, to_item
from functions.domain.events import MailKind
from functions.domain.registration import Registration, shard_of

ROWS = "MAIL#"
#: What the index sorts the unsent by, before the time.
UNSENT = "UNSENT#"


class MailState(StrEnum):
    SENDING = "SENDING"
    """Handed over, and we do not know yet that it left."""
    SENT = "SENT"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class MailKey:
    """Which mail: each leaves at most once for one attempt and one version of the event, and that of a changed link
    once for the registration's version that has it."""

    reference: str
    kind: MailKind
    event_version: int
    attempt: int

    @classmethod
    def of(cls, registration: Registration, kind: MailKind, event_version: int) -> Self:
        return cls(registration.reference, kind, event_version, registration.attempt)

    @property
    def item(self) -> Values:
        return {"pk": self.reference, "sk": f"{ROWS}{self.kind}#{self.event_version}#{self.attempt}"}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    reference: str
    kind: MailKind
    event_version: int
    attempt: int
    state: MailState
    at: datetime
    """When it came into this state."""

    @property
    def key(self) -> MailKey:
        return MailKey(self.reference, self.kind, self.event_version, self.attempt)


NAMES = {"#state": "state", "#at": "at"}
# The time too: a row may have been released and claimed anew since somebody saw it.
AS_SEEN = "#state = :seen AND #at = :since"


def new_row(mail: MailKey, registration: Registration, at: datetime) -> Values:
    return {
        **mail.item,
        "state": MailState.SENDING.value,
        "at": iso(at),
        "event_shard": shard_of(registration.event, mail.reference),
        "stands": unsent_since(at),
    }


def seen(row: LedgerRow) -> Values:
    return {":seen": row.state.value, ":since": iso(row.at)}


def as_sent(at: datetime) -> dict[str, Any]:
    """The update that takes a row out of the index of the unsent."""
    return {
        "UpdateExpression": "SET #state = :state, #at = :at REMOVE event_shard, stands",
        "ExpressionAttributeNames": NAMES,
        "ExpressionAttributeValues": to_item({":state": MailState.SENT.value, ":at": iso(at)}),
    }


def unsent_since(at: datetime) -> str:
    return f"{UNSENT}{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def read(item: Values) -> LedgerRow:
    values = from_item(item)
    _, kind, event_version, attempt = values["sk"].split("#")
    return LedgerRow(
        values["pk"],
        MailKind(kind),
        int(event_version),
        int(attempt),
        MailState(values["state"]),
        from_iso(values["at"]),
    )


def in_order(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    return sorted(rows, key=lambda row: row.at)
