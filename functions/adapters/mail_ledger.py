"""The mail ledger: a row is written before a mail is handed over, so that no mail leaves twice."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.domain.errors import ConflictError
from functions.domain.events import MailKind

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class MailState(StrEnum):
    SENDING = "SENDING"
    """Handed over, and we do not know yet that it left."""
    SENT = "SENT"
    REFUSED = "REFUSED"


class MailLedger:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def claim(self, reference: str, kind: MailKind, event_version: int, at: datetime) -> MailState | None:
        """Writes the row as SENDING and returns None; where there is a row already, returns its state instead."""
        row = {**_key(reference, kind, event_version), "state": MailState.SENDING.value, "at": at.isoformat()}
        try:
            with translated(reference):
                self._client.put_item(
                    TableName=self._table, Item=to_item(row), ConditionExpression="attribute_not_exists(pk)"
                )
        except ConflictError:
            return self.state(reference, kind, event_version)
        return None

    def state(self, reference: str, kind: MailKind, event_version: int) -> MailState | None:
        with translated(reference):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item(_key(reference, kind, event_version)), ConsistentRead=True
            )
        return MailState(from_item(answer["Item"])["state"]) if "Item" in answer else None

    def sent(self, reference: str, kind: MailKind, event_version: int, at: datetime) -> None:
        self._settle(reference, kind, event_version, MailState.SENT, at)

    def refused(self, reference: str, kind: MailKind, event_version: int, at: datetime) -> None:
        self._settle(reference, kind, event_version, MailState.REFUSED, at)

    def release(self, reference: str, kind: MailKind, event_version: int) -> None:
        """Takes the row back: the mail surely did not leave, and may be tried again."""
        with translated(reference):
            self._client.delete_item(
                TableName=self._table,
                Key=to_item(_key(reference, kind, event_version)),
                ConditionExpression="#state = :sending",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=to_item({":sending": MailState.SENDING.value}),
            )

    def _settle(self, reference: str, kind: MailKind, event_version: int, state: MailState, at: datetime) -> None:
        with translated(reference):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(_key(reference, kind, event_version)),
                UpdateExpression="SET #state = :state, #at = :at",
                ExpressionAttributeNames={"#state": "state", "#at": "at"},
                ExpressionAttributeValues=to_item({":state": state.value, ":at": at.isoformat()}),
            )


def _key(reference: str, kind: MailKind, event_version: int) -> Values:
    return {"pk": reference, "sk": f"MAIL#{kind}#{event_version}"}
