"""Idempotency keys of the JSON API: one key stands for one body, for a day."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.adapters.dynamo import to_item, translated
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(days=1)


class IdempotencyKeys:
    def __init__(self, client: "DynamoDBClient", table: str, now: Callable[[], datetime]) -> None:
        self._client = client
        self._table = table
        self._now = now

    def claim(self, key: str, fingerprint: str) -> bool:
        """Whether this key is new, out of date, or stands for this very body; `fingerprint` is the body's digest."""
        at = self._now()
        place = {"pk": f"IDEMPOTENCY#{hashlib.sha256(key.encode()).hexdigest()}", "sk": "KEY"}
        row = {**place, "fingerprint": fingerprint, "expires_at": int((at + KEPT).timestamp())}
        try:
            with translated("idempotency key"):
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item(row),
                    ConditionExpression="attribute_not_exists(pk) OR expires_at < :now OR fingerprint = :same",
                    ExpressionAttributeValues=to_item({":now": int(at.timestamp()), ":same": fingerprint}),
                )
        except ConflictError:
            return False
        return True
