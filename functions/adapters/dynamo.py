"""What every table adapter needs: items to and from plain values, and DynamoDB's errors in our words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from functions.domain.errors import ConflictError, TableThrottledError

type Values = dict[str, Any]

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize
THROTTLES = {
    "ProvisionedThroughputExceededException",
    "ProvisionedThroughputExceeded",
    "RequestLimitExceeded",
    "ThrottlingException",
    "ThrottlingError",
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
}


def to_item(values: Mapping[str, Any]) -> Values:
    """Plain values as DynamoDB's attribute values; None is left out."""
    return {key: _serialize(value) for key, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> Values:
    return {key: _plain(_deserialize(value)) for key, value in item.items()}


def from_iso(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value


@contextmanager
def translated(what: str) -> Iterator[None]:
    """DynamoDB's refusals as `ConflictError` (a condition failed) or `TableThrottledError`; others escape.

    `what` is put in the message: an id, never a name or an address.
    """
    try:
        yield
    except ClientError as error:
        codes = _codes(error)
        if "ConditionalCheckFailed" in codes or "ConditionalCheckFailedException" in codes:
            raise ConflictError(f"{what} was changed meanwhile") from None
        if codes & THROTTLES:
            raise TableThrottledError(f"{what}: DynamoDB asks to wait") from None
        raise


def _codes(error: ClientError) -> set[str]:
    reasons: list[dict[str, str]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
    return {error.response["Error"]["Code"], *(reason.get("Code", "") for reason in reasons)}
