"""The registrations table: one item a registration, its audit entries and its Zoom intent beside it."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.domain.errors import ConflictError, UnknownRegistrationError
from functions.domain.registration import Reason, Registration, Role, Status, shard_of, shards

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_dynamodb.type_defs import QueryInputTypeDef, TransactWriteItemTypeDef

_ITEM = "REGISTRATION"


class RegistrationTable:
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
                    Item=to_item(_values(registration)),
                    ConditionExpression="attribute_not_exists(pk)",
                )
        except ConflictError:
            return self.get(registration.reference)
        return registration

    def get(self, reference: str) -> Registration:
        """Raises `UnknownRegistrationError`."""
        with translated(reference):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item({"pk": reference, "sk": _ITEM}), ConsistentRead=True
            )
        if "Item" not in answer:
            raise UnknownRegistrationError(f"no registration {reference}")
        return _registration(from_item(answer["Item"]))

    def save(self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = "") -> None:
        """Moves a registration on, with its audit entry in the same transaction.

        `was` is what was read. Raises `ConflictError` if the table holds another version by now, unless that is this
        very change: then it was our own write whose answer got lost.
        """
        self._move(registration, was, actor, at, note, [])

    def begin_provisioning(
        self, registration: Registration, *, was: Registration, at: datetime, until: datetime
    ) -> None:
        """As `save`, and notes the intent to add a registrant: nobody else works on this one before `until`."""
        self._move(registration, was, "zoom", at, "", [self._intent(registration.reference, at, until)])

    def take_over_provisioning(self, reference: str, *, at: datetime, until: datetime) -> None:
        """Takes up an intent that somebody left unfinished. Raises `ConflictError` while they may still be at it."""
        with translated(reference):
            self._client.transact_write_items(TransactItems=[self._intent(reference, at, until)])

    def leave_provisioning(self, reference: str, *, until: datetime) -> None:
        """Lets go of an intent: from `until` on, the registration may be taken up again."""
        with translated(reference):
            self._client.update_item(
                TableName=self._table,
                Key=to_item({"pk": reference, "sk": "ZOOM"}),
                UpdateExpression="SET #until = :until",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues=to_item({":until": _epoch(until)}),
            )

    def audience(self, event: str, status: Status, cursor: str = "") -> tuple[list[str], str]:
        """One page of the references of an event in a status, and the cursor of the next page, empty at the end."""
        start, _, last = cursor.partition(":")
        for number, shard in list(enumerate(shards(event)))[int(start or 0) :]:
            page, more = self._shard_page(shard, status, last)
            last = ""
            if more:
                return page, f"{number}:{page[-1]}"
            if page:
                following = number + 1
                return page, f"{following}:" if following < len(shards(event)) else ""
        return [], ""

    def _shard_page(self, shard: str, status: Status, last: str) -> tuple[list[str], bool]:
        request: QueryInputTypeDef = {
            "TableName": self._table,
            "IndexName": "by_event",
            "KeyConditionExpression": "event_shard = :shard AND #status = :status",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": to_item({":shard": shard, ":status": status.value}),
            "Limit": self._page,
        }
        if last:
            begin = {"pk": last, "sk": _ITEM, "event_shard": shard, "status": status.value}
            request["ExclusiveStartKey"] = to_item(begin)
        with translated(shard):
            answer = self._client.query(**request)
        return [from_item(item)["pk"] for item in answer["Items"]], "LastEvaluatedKey" in answer

    def _move(
        self,
        registration: Registration,
        was: Registration,
        actor: str,
        at: datetime,
        note: str,
        more: list["TransactWriteItemTypeDef"],
    ) -> None:
        audit = {
            "pk": registration.reference,
            "sk": f"AUDIT#{registration.version:06d}",
            "was": was.status.value,
            "became": registration.status.value,
            "actor": actor,
            "at": at.isoformat(),
            "note": note,
        }
        changes: list[TransactWriteItemTypeDef] = [
            {
                "Put": {
                    "TableName": self._table,
                    "Item": to_item(_values(registration)),
                    "ConditionExpression": "version = :was",
                    "ExpressionAttributeValues": to_item({":was": was.version}),
                }
            },
            {"Put": {"TableName": self._table, "Item": to_item(audit)}},
            *more,
        ]
        try:
            with translated(registration.reference):
                self._client.transact_write_items(TransactItems=changes)
        except ConflictError:
            if self.get(registration.reference) != registration:
                raise

    def _intent(self, reference: str, at: datetime, until: datetime) -> "TransactWriteItemTypeDef":
        return {
            "Put": {
                "TableName": self._table,
                "Item": to_item({"pk": reference, "sk": "ZOOM", "at": at.isoformat(), "until": _epoch(until)}),
                "ConditionExpression": "attribute_not_exists(pk) OR #until <= :now",
                "ExpressionAttributeNames": {"#until": "until"},
                "ExpressionAttributeValues": to_item({":now": _epoch(at)}),
            }
        }


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())


def _values(registration: Registration) -> Values:
    values = asdict(registration)
    values["consented_at"] = registration.consented_at.isoformat()
    values["submitted_at"] = registration.submitted_at.isoformat()
    return {
        "pk": values.pop("reference"),
        **values,
        "sk": _ITEM,
        "event_shard": shard_of(registration.event, registration.reference),
    }


def _registration(values: Values) -> Registration:
    kept = {key: value for key, value in values.items() if key in Registration.__slots__}
    return Registration(
        **{
            **kept,
            "reference": values["pk"],
            "status": Status(values["status"]),
            "role": Role(values["role"]),
            "reason": Reason(values["reason"]) if "reason" in values else None,
            "consented_at": from_iso(values["consented_at"]),
            "submitted_at": from_iso(values["submitted_at"]),
        }
    )
