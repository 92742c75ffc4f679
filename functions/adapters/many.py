"""Many items of a table, read a hundred at a time."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import TYPE_CHECKING, Any

from functions.adapters.dynamo import Values, from_item, to_item, translated

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_TOGETHER = 100


def get_many(client: "DynamoDBClient", table: str, keys: Iterable[Values]) -> Iterator[Values]:
    """The items of those keys that exist, in no order. Raises `TableThrottledError`."""
    for some in batched(keys, _TOGETHER, strict=False):
        asked: Any = [to_item(key) for key in some]
        while asked:
            with translated(table):
                answer = client.batch_get_item(RequestItems={table: {"Keys": asked, "ConsistentRead": True}})
            yield from (from_item(item) for item in answer["Responses"].get(table, []))
            left: Any = answer.get("UnprocessedKeys", {})
            asked = left[table]["Keys"] if table in left else []
