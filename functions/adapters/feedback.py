"""The feedback table: one item a delegate and event, replaced when the delegate changes their answers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from functions.adapters.dynamo import Values, from_iso, from_item, to_item, translated
from functions.adapters.many import get_many
from functions.domain.feedback import Feedback
from functions.domain.registration import shard_of, shards

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_ITEM = "FEEDBACK"


class FeedbackTable:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, ballot: str) -> Feedback | None:
        with translated("feedback"):
            answer = self._client.get_item(
                TableName=self._table, Key=to_item({"pk": ballot, "sk": _ITEM}), ConsistentRead=True
            )
        return _feedback(from_item(answer["Item"])) if "Item" in answer else None

    def put(self, feedback: Feedback) -> None:
        item = {
            "pk": feedback.ballot,
            "sk": _ITEM,
            "event": feedback.event,
            "answers": dict(feedback.answers),
            "may_quote": feedback.may_quote,
            "saved_at": feedback.saved_at.isoformat(),
            "reference": feedback.reference or None,
            "event_shard": shard_of(feedback.event, feedback.ballot),
        }
        with translated("feedback"):
            self._client.put_item(TableName=self._table, Item=to_item(item))

    def delete(self, ballot: str) -> None:
        with translated("feedback"):
            self._client.delete_item(TableName=self._table, Key=to_item({"pk": ballot, "sk": _ITEM}))

    def unname(self, ballot: str, new_ballot: str, texts: frozenset[str]) -> None:
        """Leaves of named feedback the ratings and choices, and of the answers that `texts` names those that may be
        quoted, under `new_ballot`, from which nothing leads to the delegate. Done twice, it changes nothing more."""
        if said := self.get(ballot):
            kept = {name: value for name, value in said.answers.items() if said.may_quote or name not in texts}
            day = said.saved_at.replace(hour=0, minute=0, second=0, microsecond=0)
            self.put(replace(said, ballot=new_ballot, reference="", answers=kept, saved_at=day))
            self.delete(ballot)

    def of_event(self, event: str) -> Iterator[Feedback]:
        """All that was said of an event, in no order."""
        keys = [{"pk": ballot, "sk": _ITEM} for shard in shards(event) for ballot in self._ballots(shard)]
        return map(_feedback, get_many(self._client, self._table, keys))

    def _ballots(self, shard: str) -> Iterator[str]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName="by_event",
            KeyConditionExpression="event_shard = :shard",
            ExpressionAttributeValues=to_item({":shard": shard}),
        )
        with translated("feedback"):
            for page in pages:
                yield from (from_item(item)["pk"] for item in page["Items"])


def _feedback(values: Values) -> Feedback:
    kept = {key: value for key, value in values.items() if key in Feedback.__slots__}
    return Feedback(**{**kept, "ballot": values["pk"], "saved_at": from_iso(values["saved_at"])})
