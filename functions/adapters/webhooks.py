"""What is kept of Zoom's webhooks: one row each, which its stream acts upon and which goes after a month."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.adapters.dynamo import to_item, translated
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(days=30)
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
    """When a participant came or went, ISO 8601."""

    @property
    def what(self) -> str:
        """The type without its `meeting.` or `webinar.`."""
        return self.type.partition(".")[2]


class WebhookTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, notice: Notice, now: datetime) -> bool:
        """Keeps the notice for a month; says whether it is new."""
        values = {name: value for name, value in asdict(notice).items() if value != ""}
        key = {"pk": f"{ROW}#{values.pop('digest')}", "sk": ROW, "expires_at": int((now + KEPT).timestamp())}
        try:
            with translated(notice.digest):
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item({**values, **key}),
                    ConditionExpression="attribute_not_exists(pk)",
                )
        except ConflictError:
            return False
        return True


def read_notice(row: Mapping[str, Any]) -> Notice:
    """The notice of a row of the table, as its stream shows it."""
    kept = {field.name: row[field.name] for field in fields(Notice) if field.name in row}
    return Notice(**{**kept, "digest": str(row["pk"]).partition("#")[2], "event_ts": int(row["event_ts"])})
