"""Writes that stand or fall together, each with the error that its failed condition means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.adapters.dynamo import THROTTLES, Values, to_item
from functions.domain.errors import ConflictError, RollcallError, TableThrottledError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_FAILED = "ConditionalCheckFailed"


@dataclass(frozen=True, slots=True)
class Part:
    """One write of a transaction; `refusal` is raised when its condition does not hold."""

    write: "TransactWriteItemTypeDef"
    refusal: RollcallError


def transact(client: "DynamoDBClient", parts: Sequence[Part], what: str) -> None:
    """All of the parts or none. Raises the refusal of the first part whose condition failed, or `TableThrottledError`.

    `what` is put in the message: an id, never a name or an address.
    """
    try:
        client.transact_write_items(TransactItems=[part.write for part in parts])
    except ClientError as error:
        reasons: list[dict[str, str]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]
        codes = [reason.get("Code", "") for reason in reasons]
        for part, code in zip(parts, codes, strict=False):
            if code == _FAILED:
                raise part.refusal from None
        if THROTTLES & {error.response["Error"]["Code"], *codes}:
            raise TableThrottledError(f"{what}: DynamoDB asks to wait") from None
        raise


def put(
    table: str,
    values: Values,
    *,
    only_if: str = "",
    having: Values | None = None,
    names: dict[str, str] | None = None,
    refusal: RollcallError,
) -> Part:
    """A put under the condition `only_if`, whose `:values` stand in `having` and whose `#words` in `names`."""
    write: dict[str, Any] = {"TableName": table, "Item": to_item(values)} | _condition(only_if, having)
    return Part({"Put": write | ({"ExpressionAttributeNames": names} if names else {})}, refusal)  # type: ignore[typeddict-item]


def update(
    table: str,
    key: Values,
    expression: str,
    having: Values,
    *,
    only_if: str = "",
    refusal: RollcallError,
) -> Part:
    write: dict[str, Any] = {"TableName": table, "Key": to_item(key), "UpdateExpression": expression}
    return Part({"Update": write | _condition(only_if, having)}, refusal)  # type: ignore[typeddict-item]


def delete(table: str, key: Values, *, refusal: RollcallError) -> Part:
    return Part({"Delete": {"TableName": table, "Key": to_item(key)}}, refusal)


def unless_erased(table: str, key: Values, *, refusal: RollcallError) -> Part:
    """Holds for as long as the row at `key`, a registration's, is no tombstone."""
    check: dict[str, Any] = {
        "TableName": table,
        "Key": to_item(key),
        "ConditionExpression": "attribute_not_exists(erased_at)",
    }
    return Part({"ConditionCheck": check}, refusal)  # type: ignore[typeddict-item]


def changed_meanwhile(what: str) -> ConflictError:
    return ConflictError(f"{what} was changed meanwhile")


def _condition(only_if: str, having: Values | None) -> dict[str, Any]:
    condition: dict[str, Any] = {"ConditionExpression": only_if} if only_if else {}
    return condition | ({"ExpressionAttributeValues": to_item(having)} if having else {})
