"""The feedback table: one item a delegate and event, replaced when the delegate changes their answers."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from functions.adapters.dynamo import from_iso, from_item, to_item, translated
from functions.domain.feedback import Feedback
from functions.domain.registration import shard_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_ITEM = "FEEDBACK"


class FeedbackTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, reference: str) -> Feedback | None:
        with translated(reference):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item({"pk": reference, "sk": _ITEM}), ConsistentRead=True
            )
        if "Item" not in answer:
            return None
        values = from_item(answer["Item"])
        optional = {name: values.get(name) for name in ("event_rating", "interpretation_rating")}
        kept = {key: value for key, value in values.items() if key in Feedback.__slots__}
        return Feedback(**{**optional, **kept, "reference": values["pk"], "saved_at": from_iso(values["saved_at"])})

    def put(self, feedback: Feedback) -> None:
        values = asdict(feedback)
        item = {
            "pk": values.pop("reference"),
            **values,
            "sk": _ITEM,
            "saved_at": feedback.saved_at.isoformat(),
            "event_shard": shard_of(feedback.event, feedback.reference),
        }
        with translated(feedback.reference):
            self._client.put_item(TableName=self._table, Item=to_item(item))
