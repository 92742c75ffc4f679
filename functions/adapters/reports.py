"""The report of an event, kept beside it: one head, and the report itself in parts that an item has room for."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.domain.errors import ConflictError
from functions.domain.report import Report

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_HEAD = "REPORT"
#: Bytes of a part; DynamoDB's limit for an item is 400 KB.
PART = 350_000

_report = TypeAdapter(Report)


class ReportTable:
    def __init__(self, client: "DynamoDBClient", table: str, part: int = PART) -> None:
        self._client = client
        self._table = table
        self._part = part

    def keep(self, report: Report) -> None:
        """In place of the one before. Whoever reads meanwhile gets either of the two whole."""
        build = f"{report.built_at:%Y%m%dT%H%M%S%fZ}-{fingerprint(report)[:8]}"
        whole = _report.dump_json(report)
        parts = [whole[begin : begin + self._part] for begin in range(0, len(whole), self._part)]
        before = self._head(report.event)
        for number, part in enumerate(parts):
            self._put({**_part_key(report.event, build, number), "content": part})
        with translated(report.event):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(_key(report.event)),
                UpdateExpression="SET build = :build, parts = :parts",
                ExpressionAttributeValues=to_item({":build": build, ":parts": len(parts)}),
            )
        if before and before.get("build", build) != build:
            self._forget(report.event, before)

    def change(self, event_id: str, change: Callable[[Report], Report]) -> None:
        """Keeps what this change makes of the report, where one is kept. Done twice, it changes nothing more."""
        if (kept := self.get(event_id)) and (changed := change(kept)) != kept:
            self.keep(changed)

    def get(self, event_id: str) -> Report | None:
        """The one that is kept; None where none was built yet."""
        head = self._head(event_id)
        if "build" not in head:
            return None
        parts = [self._read(_part_key(event_id, head["build"], number)) for number in range(head["parts"])]
        if not all(parts):  # another one was kept meanwhile
            return self.get(event_id)
        return _report.validate_json(b"".join(bytes(part["content"]) for part in parts))

    def claim_telling(self, event_id: str, fingerprint: str) -> bool:
        """Notes that the secretariat is told of the report of this fingerprint; False where it was told before."""
        try:
            self._tell(event_id, fingerprint, only_if="attribute_not_exists(told) OR told <> :told")
        except ConflictError:
            return False
        return True

    def release_telling(self, event_id: str) -> None:
        """It was not told: the mail surely did not leave."""
        self._tell(event_id, "", only_if="attribute_exists(pk)")

    def _tell(self, event_id: str, fingerprint: str, *, only_if: str) -> None:
        with translated(event_id):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(_key(event_id)),
                UpdateExpression="SET told = :told",
                ConditionExpression=only_if,
                ExpressionAttributeValues=to_item({":told": fingerprint}),
            )

    def _forget(self, event_id: str, head: Values) -> None:
        for number in range(head["parts"]):
            key = to_item(_part_key(event_id, head["build"], number))
            with translated(event_id):
                self._client.delete_item(TableName=self._table, Key=key)

    def _put(self, row: Values) -> None:
        with translated(row["pk"]):
            self._client.put_item(TableName=self._table, Item=to_item(row))

    def _head(self, event_id: str) -> Values:
        return self._read(_key(event_id))

    def _read(self, key: Values) -> Values:
        with translated(key["pk"]):
            answer = self._client.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True)
        return from_item(answer.get("Item", {}))


def _key(event_id: str) -> Values:
    return {"pk": event_id, "sk": _HEAD}


def _part_key(event_id: str, build: str, number: int) -> Values:
    return {"pk": event_id, "sk": f"{_HEAD}#{build}#{number:03d}"}


def fingerprint(report: Report) -> str:
    """The same for reports that say the same, whenever they were built."""
    return hashlib.sha256(_report.dump_json(report, exclude={"built_at"})).hexdigest()
