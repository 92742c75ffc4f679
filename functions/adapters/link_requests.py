"""Requests for a link by mail: a row beside the registration, whose stream has the mail written."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.adapters.registration_items import key_of
from functions.adapters.transactions import put, transact, unless_erased
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.domain.events import MailKind
    from functions.domain.registration import Registration

ROWS = "ASKED#"
APART = timedelta(minutes=10)


class LinkRequests:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def ask(self, registration: "Registration", kind: "MailKind", now: datetime) -> bool:
        """Has a mail of this kind written, unless one was asked for within ten minutes; says whether it has."""
        moment = int(now.timestamp())
        row = {"pk": registration.reference, "sk": f"{ROWS}{kind}", "kind": kind.value, "asked_at": moment}
        refusal = ConflictError(f"{registration.reference}: asked for before, or erased")
        before = moment - int(APART.total_seconds())
        parts = [
            put(
                self._table,
                row,
                only_if="attribute_not_exists(pk) OR asked_at <= :before",
                having={":before": before},
                refusal=refusal,
            ),
            unless_erased(self._table, key_of(registration.reference), refusal=refusal),
        ]
        try:
            transact(self._client, parts, registration.reference)
        except ConflictError:
            return False
        return True
