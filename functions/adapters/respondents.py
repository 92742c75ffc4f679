"""Who has answered where the answers are anonymous: a row beside the registration that says so, and nothing else.

It has no time and no ballot: either would lead from the answers to whoever gave them.
"""

from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, to_item, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class RespondentTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, reference: str) -> None:
        with translated(reference):
            self._client.put_item(TableName=self._table, Item=to_item(_key(reference)))

    def has(self, reference: str) -> bool:
        with translated(reference):
            answer = self._client.get_item(TableName=self._table, Key=to_item(_key(reference)), ConsistentRead=True)
        return "Item" in answer


def _key(reference: str) -> Values:
    return {"pk": reference, "sk": "RESPONDENT"}
