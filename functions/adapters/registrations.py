"""The registrations table: one item a registration, its audit entries and its Zoom lease beside it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING

from functions.abreast import abreast
from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.adapters.many import get_many
from functions.adapters.registration_items import (
    ITEM,
    audit_values,
    beside_registrant,
    key_of,
    registrant_key,
    seats_key,
    to_registration,
    to_values,
)
from functions.adapters.seat_counts import (
    ANYWAY,
    ZOOM_IS_FULL,
    Rule,
    Seats,
    a_free_seat,
    no_free_seat,
    places_part,
    seats_part,
)
from functions.adapters.transactions import Part, changed_meanwhile, put, transact
from functions.domain.errors import ConflictError, UnknownRegistrationError
from functions.domain.registration import Registration, Status, shards

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodb.type_defs import QueryInputTypeDef


@dataclass(frozen=True, slots=True)
class AuditEntry:
    version: int
    was: str
    became: str
    """Statuses; `was` is empty for an entry that began a registration."""
    actor: str
    """Who did it: delegate, roll, workflow, zoom, secretariat, focal-point."""
    at: datetime
    note: str


class RegistrationTable:
    """Every change is one transaction on the version that was read, with its audit entry and with what it does to the
    counts of seats and places. All of them raise `ConflictError` where the table holds another version by now."""

    def __init__(self, client: "DynamoDBClient", table: str, page: int = 100) -> None:
        self._client = client
        self._table = table
        self._page = page

    def add(self, registration: Registration) -> Registration:
        """Saves a new registration unless its reference is taken. Returns what the table now holds under it."""
        try:
            with translated(registration.reference):
                self._client.put_item(
                    TableName=self._table,
                    Item=to_item(to_values(registration)),
                    ConditionExpression="attribute_not_exists(pk)",
                )
        except ConflictError:
            return self.get(registration.reference)
        return registration

    def get(self, reference: str) -> Registration:
        """Raises `UnknownRegistrationError`."""
        values = self._get(key_of(reference))
        if not values:
            raise UnknownRegistrationError(f"no registration {reference}")
        return to_registration(values)

    def save(self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = "") -> None:
        """Moves a registration on. `was` is what was read.

        If the table holds this very change already, it was our own write whose answer got lost.
        """
        self._move(registration, was, actor, at, note)

    def save_with_place(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, limit: int | None
    ) -> None:
        """As `save`, for one with a place. Raises `NoPlaceError` where its organisation has `limit` of them already."""
        self._move(registration, was, actor, at, registration.reason or "", limit=limit)

    def take_seat(
        self,
        registration: Registration,
        *,
        was: Registration,
        actor: str,
        at: datetime,
        capacity: int | None,
        next_in_line: bool,
    ) -> None:
        """As `save`, with one of the event's seats, of which there are never more than `capacity`.

        Raises `NoSeatError`: none is free, or others have waited longer, unless this one is the next in line.
        """
        self._move(registration, was, actor, at, "", a_free_seat(capacity, next_in_line=next_in_line))

    def wait_for_seat(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, capacity: int | None
    ) -> None:
        """As `save`, for one who joins the waiting list. Raises `ConflictError` where a seat has just become free."""
        self._move(registration, was, actor, at, "", no_free_seat(capacity))

    def wait_for_zoom(self, registration: Registration, *, was: Registration, at: datetime, note: str) -> None:
        """As `save`, for one whom Zoom has no room for: until `reopen`, nobody else is given a seat either."""
        self._move(registration, was, "zoom", at, note, ZOOM_IS_FULL)

    def reopen(self, event: str) -> None:
        """Zoom may have room again."""
        with suppress(ConflictError), translated(event):
            self._client.update_item(
                TableName=self._table,
                Key=to_item(seats_key(event)),
                UpdateExpression="REMOVE zoom_full",
                ConditionExpression="attribute_exists(zoom_full)",
            )

    def readdress(
        self,
        ended: Registration,
        *,
        was: Registration,
        begun: Registration,
        over: Registration | None,
        at: datetime,
    ) -> None:
        """Ends one registration and begins another, with its seat and place, in one transaction.

        `over` is what the table holds under the new reference: one that has ended, or None.
        """
        parts = self._parts(ended, was, "delegate", at, ended.reason or "")
        parts += [
            self._put(begun, over),
            self._audit(begun, over.status if over else None, "delegate", at, ended.reason or ""),
            *seats_part(self._table, replace(ended, seat=begun.seat), was, ANYWAY),
        ]
        transact(self._client, parts, ended.reference)

    def counts(self, event: str) -> Seats:
        values = self._get(seats_key(event))
        return Seats(int(values.get("taken", 0)), int(values.get("waiting", 0)), "zoom_full" in values)

    def by_registrant(self, event: str, registrant_id: str) -> str | None:
        """The reference of whoever was confirmed with this registrant of Zoom's; None for a stranger."""
        return self._get(registrant_key(event, registrant_id)).get("reference")

    def audit(self, reference: str) -> list[AuditEntry]:
        """What was done to a registration, oldest first; its submission is not among it."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :audit)",
            ExpressionAttributeValues=to_item({":pk": reference, ":audit": "AUDIT#"}),
            ConsistentRead=True,
        )
        with translated(reference):
            return [_entry(from_item(item)) for page in pages for item in page["Items"]]

    # Who works on a registration at Zoom

    def claim_zoom(self, reference: str, *, at: datetime, until: datetime) -> bool:
        """Notes that we are about to ask Zoom for this one; says whether somebody has begun before.

        Nobody else does so before `until`. Raises `ConflictError` while somebody is at it.
        """
        row = {"pk": reference, "sk": "ZOOM", "at": at.isoformat(), "until": _epoch(until)}
        with translated(reference):
            answer = self._client.put_item(
                TableName=self._table,
                Item=to_item(row),
                ConditionExpression="attribute_not_exists(pk) OR #until <= :now",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues=to_item({":now": _epoch(at)}),
                ReturnValues="ALL_OLD",
            )
        return "Attributes" in answer

    def leave_zoom(self, reference: str, *, until: datetime) -> None:
        """Lets go: from `until` on, the registration may be taken up again. One that was erased has nothing to let."""
        with suppress(ConflictError), translated(reference):
            self._client.update_item(
                TableName=self._table,
                Key=to_item({"pk": reference, "sk": "ZOOM"}),
                UpdateExpression="SET #until = :until",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues=to_item({":until": _epoch(until)}),
            )

    def forget_zoom(self, reference: str) -> None:
        """Takes back the note of an erased registration: nothing lies beside it."""
        with translated(reference):
            self._client.delete_item(TableName=self._table, Key=to_item({"pk": reference, "sk": "ZOOM"}))

    # Lists

    def many(self, references: Iterable[str]) -> Iterator[Registration]:
        """Those that exist, in no order."""
        found = get_many(self._client, self._table, [key_of(reference) for reference in references])
        return map(to_registration, found)

    def audience(self, event: str, status: Status, cursor: str = "") -> tuple[list[str], str]:
        """One page of the references of an event in a status, and the cursor of the next page, empty at the end."""
        start, _, last = cursor.partition("|")
        for number, shard in list(enumerate(shards(event)))[int(start or 0) :]:
            page, more = self._shard_page(shard, status, last, self._page)
            last = ""
            if more:
                return [pk for pk, _ in page], f"{number}|{'|'.join(page[-1])}"
            if page:
                following = number + 1
                return [pk for pk, _ in page], f"{following}|" if following < len(shards(event)) else ""
        return [], ""

    def standing(self, event: str) -> dict[Status, int]:
        """How many of an event are in each status, by counts alone: no registration is read."""
        asked = list(product(Status, shards(event)))
        found = dict.fromkeys(Status, 0)
        for (status, _), count in zip(asked, abreast(lambda each: self._count(*each), asked), strict=True):
            found[status] += count
        return found

    def waiting_line(self, event: str, first: int | None = None) -> list[str]:
        """References of those who wait for a seat, in the order in which they registered; at most the `first`."""
        found: list[tuple[str, str]] = []
        for shard in shards(event):
            last, more = "", True
            while more:
                page, more = self._shard_page(shard, Status.WAITLISTED, last, first or self._page)
                found += page
                last = "|".join(page[-1]) if page else ""
                more = more and first is None
        return [reference for reference, _ in sorted(found, key=lambda each: each[1])][:first]

    def _count(self, status: Status, shard: str) -> int:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName="by_event",
            Select="COUNT",
            KeyConditionExpression="event_shard = :shard AND begins_with(stands, :status)",
            ExpressionAttributeValues=to_item({":shard": shard, ":status": f"{status}#"}),
        )
        with translated(shard):
            return sum(page["Count"] for page in pages)

    def _shard_page(self, shard: str, status: Status, last: str, size: int) -> tuple[list[tuple[str, str]], bool]:
        """Reference and place in the order of each; `last` are those of the one that the page before ended with."""
        request: QueryInputTypeDef = {
            "TableName": self._table,
            "IndexName": "by_event",
            "KeyConditionExpression": "event_shard = :shard AND begins_with(stands, :status)",
            "ExpressionAttributeValues": to_item({":shard": shard, ":status": f"{status}#"}),
            "Limit": size,
        }
        if last:
            reference, _, place = last.partition("|")
            begin = {"pk": reference, "sk": ITEM, "event_shard": shard, "stands": place}
            request["ExclusiveStartKey"] = to_item(begin)
        with translated(shard):
            answer = self._client.query(**request)
        items = [from_item(item) for item in answer["Items"]]
        return [(item["pk"], item["stands"]) for item in items], "LastEvaluatedKey" in answer

    # One change

    def _move(
        self,
        registration: Registration,
        was: Registration,
        actor: str,
        at: datetime,
        note: str,
        rule: Rule = ANYWAY,
        limit: int | None = None,
    ) -> None:
        parts = self._parts(registration, was, actor, at, note)
        parts += seats_part(self._table, registration, was, rule)
        parts += places_part(self._table, registration, was, limit)
        if registration.registrant_id and registration.registrant_id != was.registrant_id:
            parts += self._pointers(registration)
        try:
            transact(self._client, parts, registration.reference)
        except ConflictError:
            if self.get(registration.reference) != registration:
                raise

    def _parts(self, registration: Registration, was: Registration, actor: str, at: datetime, note: str) -> list[Part]:
        return [self._put(registration, was), self._audit(registration, was.status, actor, at, note)]

    def _put(self, registration: Registration, was: Registration | None) -> Part:
        return put(
            self._table,
            to_values(registration),
            only_if="version = :was" if was else "attribute_not_exists(pk)",
            having={":was": was.version} if was else None,
            refusal=changed_meanwhile(registration.reference),
        )

    def _audit(self, registration: Registration, was: Status | None, actor: str, at: datetime, note: str) -> Part:
        values = audit_values(registration, was, actor, at, note)
        return put(self._table, values, refusal=changed_meanwhile(registration.reference))

    def _pointers(self, registration: Registration) -> list[Part]:
        """From the registrant to the registration, and back: an erasure finds by these what it must delete."""
        key = registrant_key(registration.event, registration.registrant_id)
        there = {**key, "reference": registration.reference}
        back = beside_registrant(registration.reference, registration.registrant_id)
        refusal = changed_meanwhile(registration.reference)
        return [put(self._table, values, refusal=refusal) for values in (there, back)]

    def _get(self, key: Values) -> Values:
        with translated(key["pk"]):
            answer = self._client.get_item(TableName=self._table, Key=to_item(key), ConsistentRead=True)
        return from_item(answer.get("Item", {}))


def _entry(values: Values) -> AuditEntry:
    return AuditEntry(
        version=int(values["sk"].removeprefix("AUDIT#")),
        was=values["was"],
        became=values["became"],
        actor=values["actor"],
        at=from_iso(values["at"]),
        note=values["note"],
    )


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())
