"""Who was there and for how long, as it was settled: one row beside each registration, and one for the event."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.adapters.many import get_many
from functions.adapters.registration_items import key_of
from functions.adapters.transactions import Part, changed_meanwhile, put, transact, unless_erased
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.errors import ConflictError
from functions.domain.events import Event

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ROW = "ATTENDANCE"


@dataclass(frozen=True, slots=True)
class Settled:
    """That it is known who was at an event, by which source, and when that last changed."""

    source: Source
    at: datetime


class AttendanceTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def put(self, attendance: Attendance) -> None:
        """In place of what was settled before; of somebody who was erased nothing is kept."""
        erased = ConflictError(f"{attendance.reference} was erased")
        with suppress(ConflictError):
            self._write(put(self._table, _values(attendance), refusal=erased), attendance.reference, erased)

    def replace(self, attendance: Attendance, was: Attendance | None) -> None:
        """As `put`, over what was read, None for no row. Raises `ConflictError` where it is another by now, or where
        they were erased."""
        changed = changed_meanwhile(attendance.reference)
        seen = {f":{name}": _values(was)[name] for name in ("stays", "source")} if was else None
        row = put(
            self._table,
            _values(attendance),
            only_if="stays = :stays AND #source = :source" if was else "attribute_not_exists(pk)",
            having=seen,
            names={"#source": "source"} if was else None,
            refusal=changed,
        )
        self._write(row, attendance.reference, changed)

    def _write(self, row: Part, reference: str, erased: ConflictError) -> None:
        transact(self._client, [row, unless_erased(self._table, key_of(reference), refusal=erased)], reference)

    def get(self, reference: str) -> Attendance | None:
        row = self._read(_key(reference))
        return _attendance(row) if row else None

    def many(self, references: Iterable[str]) -> dict[str, Attendance]:
        """By reference; whoever has none is left out."""
        rows = get_many(self._client, self._table, [_key(reference) for reference in references])
        return {row["pk"]: _attendance(row) for row in rows}

    def settle(self, event: Event, source: Source, at: datetime) -> None:
        """From now on, whoever of this event has no row of their own was not there."""
        row = {**_of_event(event.id), "source": source.value, "at": at.isoformat(), "ends": event.ends.isoformat()}
        with translated(event.id):
            self._client.put_item(TableName=self._table, Item=to_item(row))

    def settled(self, event: Event) -> Settled | None:
        """None until then, and for an event that was moved since."""
        row = self._read(_of_event(event.id))
        if not row or from_iso(row["ends"]) != event.ends:
            return None
        return Settled(Source(row["source"]), from_iso(row["at"]))

    def _read(self, key: Values) -> Values:
        with translated(key["pk"]):
            answer = self._client.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True)
        return from_item(answer.get("Item", {}))


def _key(reference: str) -> Values:
    return {"pk": reference, "sk": ROW}


def _of_event(event: str) -> Values:
    return {"pk": f"{ROW}#{event}", "sk": "SETTLED"}


def _values(attendance: Attendance) -> Values:
    stays = [[stay.joined.isoformat(), stay.left.isoformat()] for stay in attendance.stays]
    return {**_key(attendance.reference), "stays": stays, "source": attendance.source.value}


def _attendance(row: Values) -> Attendance:
    stays = tuple(Stay(from_iso(joined), from_iso(left)) for joined, left in row["stays"])
    return Attendance(row["pk"], stays, Source(row["source"]))
