"""The mail ledger: a row is written before a mail is handed over, so that no mail leaves twice.

Rows lie beside their registration. Those that did not surely leave also stand in the by-event index, for a person.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.adapters.ledger_rows import (
    AS_SEEN,
    NAMES,
    ROWS,
    UNSENT,
    LedgerRow,
    MailKey,
    MailState,
    as_sent,
    in_order,
    iso,
    new_row,
    read,
    seen,
    unsent_since,
)
from functions.adapters.registration_items import key_of
from functions.adapters.transactions import Part, changed_meanwhile, put, transact
from functions.domain.errors import ConflictError
from functions.domain.registration import Registration, shards

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

__all__ = ["LedgerRow", "MailKey", "MailLedger", "MailState"]


class _HeldError(ConflictError):
    """The mail has a row already."""


class MailLedger:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def claim(self, mail: MailKey, registration: Registration, at: datetime) -> MailState | None:
        """Writes the row as SENDING and returns None; where there is a row already, returns its state instead.

        Raises `ConflictError` if `registration` is not as it was read any more: the mail may no longer be due.
        """
        row = new_row(mail, registration, at)
        try:
            transact(self._client, [self._new(row), self._unchanged(registration)], mail.reference)
        except _HeldError:
            if held := self._row(mail.item):
                return held.state
            raise  # released since: as good as new for the next try
        return None

    def state(self, mail: MailKey) -> MailState | None:
        row = self._row(mail.item)
        return row.state if row else None

    def rows(self, reference: str) -> list[LedgerRow]:
        """All mails of a registration, in the order in which they came into their states."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :rows)",
            ExpressionAttributeValues=to_item({":pk": reference, ":rows": ROWS}),
            ConsistentRead=True,
        )
        with translated(reference):
            return in_order(read(item) for page in pages for item in page["Items"])

    def unsent(self, event: str, before: datetime) -> list[LedgerRow]:
        """The mails of an event that have been SENDING or REFUSED since `before` or longer: a person decides."""
        keys = [key for shard in shards(event) for key in self._unsent_keys(shard, before)]
        rows = [row for key in keys if (row := self._row(key))]
        return in_order(row for row in rows if row.state is not MailState.SENT)

    def sent(self, mail: MailKey, at: datetime) -> None:
        """Of a mail whose registration was erased meanwhile nothing is noted."""
        with suppress(ConflictError), translated(mail.reference):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(mail.item),
                ConditionExpression="attribute_exists(pk)",
                **as_sent(at),
            )

    def refused(self, mail: MailKey, at: datetime) -> None:
        """As `sent`."""
        values = {":state": MailState.REFUSED.value, ":at": iso(at), ":stands": unsent_since(at)}
        with suppress(ConflictError), translated(mail.reference):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(mail.item),
                UpdateExpression="SET #state = :state, #at = :at, stands = :stands",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames=NAMES,
                ExpressionAttributeValues=to_item(values),
            )

    def release(self, mail: MailKey) -> None:
        """Takes the row back: the mail surely did not leave, and may be tried again."""
        self._delete(mail, "#state = :sending", {":sending": MailState.SENDING.value}, {"#state": "state"})

    def settle_as_sent(self, row: LedgerRow, at: datetime) -> None:
        """A person found that the mail has left. Raises `ConflictError` unless the row still is as it was seen."""
        change = as_sent(at)
        change["ExpressionAttributeValues"] |= to_item(seen(row))
        with translated(row.reference):
            self._client.update_item(
                TableName=self._table, Key=to_item(row.key.item), ConditionExpression=AS_SEEN, **change
            )

    def allow_again(self, row: LedgerRow) -> None:
        """A person decided that an unsent mail may be sent once more. Raises `ConflictError` unless the row still is
        as it was seen, and for a mail that has left."""
        if row.state is MailState.SENT:
            raise ConflictError(f"{row.reference}: the {row.kind} mail has left")
        self._delete(row.key, AS_SEEN, seen(row), NAMES)

    def _new(self, row: Values) -> Part:
        return put(
            self._table, row, only_if="attribute_not_exists(pk)", refusal=_HeldError(f"{row['pk']}: the mail has a row")
        )

    def _unchanged(self, registration: Registration) -> Part:
        check: dict[str, Any] = {
            "TableName": self._table,
            "Key": to_item(key_of(registration.reference)),
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": to_item({":version": registration.version}),
        }
        return Part({"ConditionCheck": check}, changed_meanwhile(registration.reference))  # type: ignore[typeddict-item]

    def _row(self, key: Values) -> LedgerRow | None:
        with translated(key["pk"]):
            answer = self._client.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True)
        return read(answer["Item"]) if "Item" in answer else None

    def _unsent_keys(self, shard: str, before: datetime) -> list[Values]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName="by_event",
            KeyConditionExpression="event_shard = :shard AND stands BETWEEN :first AND :last",
            ExpressionAttributeValues=to_item({":shard": shard, ":first": UNSENT, ":last": unsent_since(before)}),
        )
        with translated(shard):
            found = [from_item(item) for page in pages for item in page["Items"]]
        return [{"pk": item["pk"], "sk": item["sk"]} for item in found]

    def _delete(self, mail: MailKey, only_if: str, having: Values, names: Mapping[str, str]) -> None:
        with translated(mail.reference):
            self._client.delete_item(
                TableName=self._table,
                Key=to_item(mail.item),
                ConditionExpression=only_if,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=to_item(having),
            )
