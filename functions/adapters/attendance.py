"""Who was there and for how long, as it was settled: one row beside each registration."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.adapters.many import get_many
from functions.adapters.registration_items import key_of
from functions.adapters.transactions import put, transact, unless_erased
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.errors import ConflictError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ROW = "ATTENDANCE"


class AttendanceTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def put(self, attendance: Attendance) -> None:
        """In place of what was settled before; of somebody who was erased nothing is kept."""
        stays = [[stay.joined.isoformat(), stay.left.isoformat()] for stay in attendance.stays]
        row = {**_key(attendance.reference), "stays": stays, "source": attendance.source.value}
        erased = ConflictError(f"{attendance.reference} was erased")
        parts = [
            put(self._table, row, refusal=erased),
            unless_erased(self._table, key_of(attendance.reference), refusal=erased),
        ]
        with suppress(ConflictError):
            transact(self._client, parts, attendance.reference)

    def get(self, reference: str) -> Attendance | None:
        with translated(reference):
            answer = self._client.get_item(TableName=self._table, Key=to_item(_key(reference)), ConsistentRead=True)
        return _attendance(from_item(answer["Item"])) if "Item" in answer else None

    def many(self, references: Iterable[str]) -> dict[str, Attendance]:
        """By reference; whoever has none is left out."""
        rows = get_many(self._client, self._table, [_key(reference) for reference in references])
        return {row["pk"]: _attendance(row) for row in rows}


def _key(reference: str) -> Values:
    return {"pk": reference, "sk": ROW}


def _attendance(row: Values) -> Attendance:
    stays = tuple(Stay(from_iso(joined), from_iso(left)) for joined, left in row["stays"])
    return Attendance(row["pk"], stays, Source(row["source"]))
