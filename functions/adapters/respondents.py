"""Who is not asked for feedback again: a row beside the registration that says so, and nothing else.

It is of those who answered where answers are anonymous, and of those who asked to be left alone.

It has no time and no ballot: either would lead from the answers to whoever gave them.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, to_item, translated
from functions.adapters.registration_items import key_of
from functions.adapters.transactions import put, transact, unless_erased
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class RespondentTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, reference: str) -> None:
        """Of somebody who was erased meanwhile nothing is kept."""
        erased = ConflictError(f"{reference} was erased")
        row = put(self._table, _key(reference), refusal=erased)
        with suppress(ConflictError):
            transact(self._client, [row, unless_erased(self._table, key_of(reference), refusal=erased)], reference)

    def has(self, reference: str) -> bool:
        with translated(reference):
            answer = self._client.get_item(TableName=self._table, Key=to_item(_key(reference)), ConsistentRead=True)
        return "Item" in answer


def _key(reference: str) -> Values:
    return {"pk": reference, "sk": "RESPONDENT"}
