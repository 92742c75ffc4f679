"""What stands wrong with an event, beside it in the events table: one row an alert, until it is cleared."""

from datetime import datetime
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_ROWS = "ALERT#"
_SENDING, _SENT = "SENDING", "SENT"


class AlertTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def claim(self, event_id: str, alert: str, at: datetime) -> bool:
        """Writes the row as SENDING; False where the alert stands already."""
        row = {**_key(event_id, alert), "state": _SENDING, "at": at.isoformat()}
        try:
            with translated(event_id):
                self._client.put_item(
                    TableName=self._table, Item=to_item(row), ConditionExpression="attribute_not_exists(pk)"
                )
        except ConflictError:
            return False
        return True

    def sent(self, event_id: str, alert: str, at: datetime) -> None:
        """Notes that the mail has left. An alert that was cleared meanwhile stays cleared."""
        try:
            with translated(event_id):
                self._client.update_item(
                    TableName=self._table,
                    Key=to_item(_key(event_id, alert)),
                    UpdateExpression="SET #state = :sent, #at = :at",
                    ConditionExpression="attribute_exists(pk)",
                    ExpressionAttributeNames={"#state": "state", "#at": "at"},
                    ExpressionAttributeValues=to_item({":sent": _SENT, ":at": at.isoformat()}),
                )
        except ConflictError:
            return

    def clear(self, event_id: str, alert: str) -> None:
        with translated(event_id):
            self._client.delete_item(TableName=self._table, Key=to_item(_key(event_id, alert)))

    def standing(self, event_id: str) -> list[str]:
        """The alerts of an event that were not cleared, by name."""
        with translated(event_id):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk AND begins_with(sk, :rows)",
                ExpressionAttributeValues=to_item({":pk": event_id, ":rows": _ROWS}),
                ConsistentRead=True,
            )
        return [from_item(item)["sk"].removeprefix(_ROWS) for item in answer["Items"]]


def _key(event_id: str, alert: str) -> Values:
    return {"pk": event_id, "sk": f"{_ROWS}{alert}"}
