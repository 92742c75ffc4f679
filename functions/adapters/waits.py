"""The task tokens of runs that wait for a registration to move on: one an attempt, beside its registration."""

from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_item, to_item, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class Waits:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def put(self, reference: str, attempt: int, token: str) -> None:
        """Keeps the token on which this attempt's run waits now, in place of any before it."""
        with translated(reference):
            self._client.put_item(TableName=self._table, Item=to_item({**_key(reference, attempt), "token": token}))

    def get(self, reference: str, attempt: int) -> str | None:
        """The token that this attempt's run waits on, or waited on last."""
        with translated(reference):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item(_key(reference, attempt)), ConsistentRead=True
            )
        token: str | None = from_item(answer.get("Item", {})).get("token")
        return token

    def drop(self, reference: str, attempt: int) -> None:
        """The run does not wait: its token is of no use to anybody."""
        with translated(reference):
            self._client.delete_item(TableName=self._table, Key=to_item(_key(reference, attempt)))


def _key(reference: str, attempt: int) -> Values:
    return {"pk": reference, "sk": f"WAIT#{attempt}"}
