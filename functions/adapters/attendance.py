"""Who was there and for how long, as it was settled: one row beside each registration."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.adapters.many import get_many
from functions.domain.attendance import Attendance, Source, Stay

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ROW = "ATTENDANCE"


class AttendanceTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def put(self, attendance: Attendance) -> None:
        """In place of what was settled before."""
        stays = [[stay.joined.isoformat(), stay.left.isoformat()] for stay in attendance.stays]
        row = {**_key(attendance.reference), "stays": stays, "source": attendance.source.value}
        with translated(attendance.reference):
            self._client.put_item(TableName=self._table, Item=to_item(row))

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
