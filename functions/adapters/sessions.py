"""Who is signed in: a row for each session, beside the events, under the hash of what its cookie holds."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.domain.staff import StaffMember, StaffRole

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LASTS = timedelta(hours=8)
"""A working day. Whoever leaves a group of the user pool loses its role when their session is over."""


class SessionTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def open(self, member: StaffMember, now: datetime) -> str:
        """Begins a session; returns what its cookie holds, which is written down nowhere."""
        token = secrets.token_urlsafe(32)
        row = {
            **_key(token),
            "address": member.address,
            "role": member.role.value,
            "expires_at": int((now + LASTS).timestamp()),
        }
        with translated("a session"):
            self._client.put_item(TableName=self._table, Item=to_item(row))
        return token

    def member(self, token: str, now: datetime) -> StaffMember | None:
        """Whose session it is; None where it is over, or never was."""
        with translated("a session"):
            answer = self._client.get_item(TableName=self._table, Key=to_item(_key(token)), ConsistentRead=True)
        if not (item := answer.get("Item")):
            return None
        row = from_item(item)
        # DynamoDB may take days to delete what has expired.
        return StaffMember(row["address"], StaffRole(row["role"])) if row["expires_at"] > now.timestamp() else None

    def close(self, token: str) -> None:
        with translated("a session"):
            self._client.delete_item(TableName=self._table, Key=to_item(_key(token)))


def _key(token: str) -> Values:
    return {"pk": f"SESSION#{hashlib.sha256(token.encode()).hexdigest()}", "sk": "SESSION"}
