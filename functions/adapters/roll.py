"""The roll table: every import is a new version with an entry of its own, and a pointer says which version holds."""

import time
from collections.abc import Iterable
from datetime import date
from itertools import batched
from typing import TYPE_CHECKING, Any

from functions.adapters.dynamo import Values, from_item, to_item, translated
from functions.adapters.transactions import changed_meanwhile, put, transact
from functions.domain.events import Category
from functions.domain.held_roll import HeldRoll, RollImport
from functions.domain.membership import Organisation, Standing
from functions.domain.plain_text import plain
from functions.domain.staff import OPERATOR

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_POINTER = {"pk": "ROLL", "sk": "CURRENT"}
_VERSION = "VERSION#"
_FRESH_SECONDS = 60


class RollTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._listed: tuple[float, list[Organisation]] = (float("-inf"), [])

    def organisations(self) -> list[Organisation]:
        """The whole roll by category and name. A listing is kept for a minute."""
        listed_at, listed = self._listed
        if time.monotonic() - listed_at > _FRESH_SECONDS:
            order = list(Category)
            listed = sorted(self._read(self._partition()), key=lambda o: (order.index(o.category), plain(o.name)))
            self._listed = (time.monotonic(), listed)
        return listed

    def organisation(self, organisation_id: str) -> Organisation | None:
        values = self._get(self._partition(), f"ORG#{organisation_id}")
        return _organisation(values) if values else None

    def owner_of(self, domain: str) -> Organisation | None:
        """The organisation whose e-mail domain this is, or whose domain it is a subdomain of."""
        partition = self._partition()
        labels = domain.split(".")
        for start in range(len(labels) - 1):
            if found := self._get(partition, f"DOMAIN#{'.'.join(labels[start:])}"):
                values = self._get(partition, f"ORG#{found['organisation']}")
                return _organisation(values) if values else None
        return None

    def current(self) -> HeldRoll:
        """The roll as it holds at this moment, in no order: what an import is compared with."""
        version = self._get(_POINTER["pk"], _POINTER["sk"], consistent=True).get("roll_version", "")
        return HeldRoll(version, list(self._read(f"ROLL#{version}", consistent=True)) if version else [])

    def imports(self, at_most: int) -> list[RollImport]:
        """The last imports, the newest first."""
        with translated("roll"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk AND begins_with(sk, :version)",
                ExpressionAttributeValues=to_item({":pk": _POINTER["pk"], ":version": _VERSION}),
                ScanIndexForward=False,
                Limit=at_most,
            )
        return [_import(from_item(item)) for item in answer["Items"]]

    def replace(
        self, organisations: Iterable[Organisation], version: str, *, by: str = OPERATOR, over: str | None = None
    ) -> None:
        """Writes a whole new roll under `version`, then makes it the one that holds: readers never see half of it.

        It is on record with who imported it. Raises `ConflictError` where another than `over` holds by now.
        """
        partition, entries = f"ROLL#{version}", list(organisations)
        for some in batched(_items(partition, entries), 25, strict=False):
            self._write([{"PutRequest": {"Item": to_item(values)}} for values in some])
        entry = {"pk": _POINTER["pk"], "sk": _VERSION + version, "imported_by": by, "organisations": len(entries)}
        refusal = changed_meanwhile("the roll")
        condition: dict[str, Any] = {}
        if over is not None:
            condition = {"only_if": "roll_version = :over", "having": {":over": over}}
        if over == "":
            condition = {"only_if": "attribute_not_exists(roll_version)"}
        pointer = put(self._table, {**_POINTER, "roll_version": version}, refusal=refusal, **condition)
        transact(self._client, [put(self._table, entry, refusal=refusal), pointer], "roll")
        self._listed = (float("-inf"), [])

    def _write(self, requests: list[Any]) -> None:
        while requests:
            with translated("roll"):
                answer = self._client.batch_write_item(RequestItems={self._table: requests})
            requests = answer.get("UnprocessedItems", {}).get(self._table, [])

    def _partition(self) -> str:
        return f"ROLL#{self._get(_POINTER['pk'], _POINTER['sk']).get('roll_version', '')}"

    def _get(self, pk: str, sk: str, *, consistent: bool = False) -> Values:
        key = to_item({"pk": pk, "sk": sk})
        with translated("roll"):
            answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=consistent)
        return from_item(answer.get("Item", {}))

    def _read(self, partition: str, *, consistent: bool = False) -> Iterable[Organisation]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :organisation)",
            ExpressionAttributeValues=to_item({":pk": partition, ":organisation": "ORG#"}),
            ConsistentRead=consistent,
        )
        with translated("roll"):
            for page in pages:
                yield from (_organisation(from_item(item)) for item in page["Items"])


def _items(partition: str, organisations: Iterable[Organisation]) -> Iterable[Values]:
    for entry in organisations:
        yield {
            "pk": partition,
            "sk": f"ORG#{entry.id}",
            "name": entry.name,
            "category": entry.category.value,
            "standing": entry.standing.value,
            "domains": list(entry.domains),
            "focal_point": entry.focal_point,
            "region": entry.region,
            "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
            "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        }
        for domain in entry.domains:
            yield {"pk": partition, "sk": f"DOMAIN#{domain}", "organisation": entry.id}


def _organisation(values: Values) -> Organisation:
    return Organisation(
        id=values["sk"].removeprefix("ORG#"),
        name=values["name"],
        category=Category(values["category"]),
        standing=Standing(values["standing"]),
        domains=tuple(values["domains"]),
        focal_point=values["focal_point"],
        region=values.get("region", ""),
        valid_from=date.fromisoformat(values["valid_from"]) if "valid_from" in values else None,
        valid_until=date.fromisoformat(values["valid_until"]) if "valid_until" in values else None,
    )


def _import(values: Values) -> RollImport:
    return RollImport(values["sk"].removeprefix(_VERSION), values["imported_by"], int(values["organisations"]))
