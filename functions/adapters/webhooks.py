"""What is kept of Zoom's webhooks: one row each, which its stream acts upon and which goes after a month.

The name and the address of a participant whom nobody recognised are in a row beside it, which sets nothing off.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.adapters.presence import KEPT, other_values
from functions.adapters.transactions import put, transact
from functions.domain.errors import ConflictError
from functions.domain.participation import Sighting

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ROW = "WEBHOOK"


@dataclass(frozen=True, slots=True)
class Notice:
    """One webhook in ids and times: no name, no address."""

    digest: str
    """SHA-256 of its body: Zoom sends each event more than once."""
    type: str
    """Such as `meeting.registration_cancelled`."""
    meeting: str
    event: str
    """Id of our event."""
    event_ts: int
    """When Zoom says that it happened, in milliseconds since 1970."""
    registrant: str = ""
    reference: str = ""
    """Whose it is, where Zoom names no registrant and we know the address."""
    time: str = ""
    """When a participant came or went, or the meeting ended, ISO 8601."""
    device: str = ""
    """Zoom's id of the device that came or went."""

    @property
    def what(self) -> str:
        """The type without its `meeting.` or `webinar.`."""
        return self.type.partition(".")[2]


class WebhookTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, notice: Notice, now: datetime, other: Sighting | None = None) -> bool:
        """Keeps the notice for a month, with the sighting of somebody unknown; says whether it is new."""
        values = {name: value for name, value in asdict(notice).items() if value != ""}
        key = {"pk": f"{ROW}#{values.pop('digest')}", "sk": ROW, "expires_at": int((now + KEPT).timestamp())}
        refusal = ConflictError(f"{notice.digest} was told before")
        parts = [put(self._table, {**values, **key}, only_if="attribute_not_exists(pk)", refusal=refusal)]
        if other:
            parts.append(put(self._table, other_values(notice.event, notice.digest, other, now), refusal=refusal))
        try:
            transact(self._client, parts, notice.digest)
        except ConflictError:
            return False
        return True


def read_notice(row: Mapping[str, Any]) -> Notice:
    """The notice of a row of the table, as its stream shows it."""
    kept = {field.name: row[field.name] for field in fields(Notice) if field.name in row}
    return Notice(**{**kept, "digest": str(row["pk"]).partition("#")[2], "event_ts": int(row["event_ts"])})
