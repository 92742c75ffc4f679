"""Streams and queues bring their records to functions, as Lambda's pollers do; schedules fire.

Moto's own delivery is one item at a time, inside the write that caused it, with filters ignored and errors swallowed.
Here nothing is delivered until the test's cloud says so, in batches, with the mapping's filter, partial failures and
retries; what is given up is kept where the test sees it.
"""

import json
import logging
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from local.event_filter import passes
from local.moto_resources import Mapped, World
from local.moto_seams import any_visible, client, next_visible, queued, stream_records

Record = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """Records (or a schedule) that `who`, a function or a schedule, could not take, and why."""

    who: str
    why: str
    records: list[Record]


@dataclass
class Ledger:
    """What went wrong on the way to a function."""

    attempts: list[Failure] = field(default_factory=list)
    """Every attempt that failed, also those that a later one made good."""
    given_up: list[Failure] = field(default_factory=list)
    """What nobody will try again: stream records out of retries, messages in a dead-letter queue, lost schedules."""


@dataclass
class Poller:
    mapping: Mapped
    world: World
    ledger: Ledger
    invoke: Callable[[str, Any], Any]
    now: Callable[[], datetime]
    delivered: list[list[Record]] = field(default_factory=list)
    """The batches that the function took, for delivering them a second time."""

    @property
    def who(self) -> str:
        return self.world.functions[self.mapping.function].name

    def attempt(self, records: list[Record], name_of: Callable[[Record], str]) -> tuple[set[str], str]:
        """Names of the records that failed, and why; an error that escapes fails them all, as does a strange answer."""
        everything = {name_of(record) for record in records}
        failed, why = everything, ""
        try:
            answer = self.invoke(self.mapping.function, {"Records": deepcopy(records)})
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            log.exception("%s raised", self.who)
        else:
            failed = self._reported(answer) if self.mapping.partial else set()
            why = "reported as batch item failures" if failed else ""
            failed = failed if failed <= everything else everything
        if failed:
            named = [record for record in records if name_of(record) in failed]
            self.ledger.attempts.append(Failure(self.who, why, named))
        return failed, why

    @staticmethod
    def _reported(answer: Any) -> set[str]:
        return {item["itemIdentifier"] for item in (answer or {}).get("batchItemFailures", [])}

    def give_up(self, records: list[Record], why: str) -> None:
        self.ledger.given_up.append(Failure(self.who, why, records))

    def repeat_all(self, name_of: Callable[[Record], str]) -> None:
        """Delivers again whatever was delivered since the last repetition; a repetition must not fail."""
        batches, self.delivered = self.delivered, []
        for records in batches:
            failed, why = self.attempt(records, name_of)
            if failed:
                self.give_up([record for record in records if name_of(record) in failed], f"repeated: {why}")


class Source(Protocol):
    """Where records come from."""

    poller: Poller

    def deliver(self) -> bool:
        """Brings one batch to the function; False when there was none."""

    def repeat(self) -> None: ...

    def next_due(self) -> datetime | None:
        """When something that is hidden now can be delivered."""


@dataclass
class Stream:
    poller: Poller
    table: str
    _position: int = 0

    def deliver(self) -> bool:
        mapping = self.poller.mapping
        batch: list[Record] = []
        for record in stream_records(self.table, self.poller.world.region, self._position):
            if len(batch) == mapping.batch_size:
                break
            self._position += 1
            if passes(mapping.filters, complete := self._complete(record)):
                batch.append(complete)
        if batch:
            self.poller.delivered.append(batch)
            self._work_off(batch)
        return bool(batch)

    def _complete(self, record: Record) -> Record:
        change = {**record["dynamodb"], "ApproximateCreationDateTime": self.poller.now().timestamp()}
        source = {"awsRegion": self.poller.world.region, "eventSourceARN": self.poller.mapping.source}
        return {**record, **source, "dynamodb": change}

    def _work_off(self, records: list[Record]) -> None:
        """From the first failed record on a batch is tried again: in halves where the mapping bisects, which does not
        count as a retry, until the failing record is alone; then as often as the mapping allows."""
        properties = self.poller.mapping.properties
        retries = int(properties.get("MaximumRetryAttempts", -1))
        if retries < 0:
            raise ValueError(f"{self.poller.who}: without MaximumRetryAttempts one bad record stops the stream")
        while True:
            failed, why = self.poller.attempt(records, sequence)
            if not failed:
                return
            records = records[next(i for i, record in enumerate(records) if sequence(record) in failed) :]
            if properties.get("BisectBatchOnFunctionError") and len(records) > 1:
                half = (len(records) + 1) // 2
                self._work_off(records[:half])
                self._work_off(records[half:])
                return
            if not retries:
                self._hand_over(records, why)
                return
            retries -= 1

    def _hand_over(self, records: list[Record], why: str) -> None:
        """To the on-failure queue go positions in the stream, never the records themselves."""
        self.poller.give_up(records, why)
        if queue := self.poller.mapping.on_failure:
            about = {
                "requestContext": {"functionArn": self.poller.mapping.function, "condition": "RetryAttemptsExhausted"},
                "DDBStreamBatchInfo": {
                    "startSequenceNumber": sequence(records[0]),
                    "endSequenceNumber": sequence(records[-1]),
                    "batchSize": len(records),
                    "streamArn": self.poller.mapping.source,
                },
            }
            send(queue, about, self.poller.world.region)

    def repeat(self) -> None:
        self.poller.repeat_all(sequence)

    def next_due(self) -> datetime | None:
        return None


@dataclass
class Queue:
    poller: Poller
    name: str
    url: str
    dead_letters: str | None
    """Name of the queue for messages that were received too often."""

    _dead: set[str] = field(default_factory=set)

    def deliver(self) -> bool:
        records = self._receive()
        self._count_dead()
        if not records:
            return False
        self.poller.delivered.append(records)
        failed, _ = self.poller.attempt(records, message_id)
        sqs = client("sqs", self.poller.world.region)
        for record in records:
            # A message that failed stays hidden until its visibility timeout is over, as Lambda leaves it.
            if message_id(record) not in failed:
                sqs.delete_message(QueueUrl=self.url, ReceiptHandle=record["receiptHandle"])
        return True

    def _receive(self) -> list[Record]:
        region, records = self.poller.world.region, list[Record]()
        # Asking an empty queue is most of what a cloud at rest would cost.
        while (room := self.poller.mapping.batch_size - len(records)) and any_visible(self.name, region):
            answer = client("sqs", region).receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=min(10, room),
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
            if not (messages := answer.get("Messages", [])):
                break
            records += [self._as_record(message) for message in messages]
        return records

    def _as_record(self, message: dict[str, Any]) -> Record:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "messageAttributes": {
                name: {"stringValue": attribute.get("StringValue"), "dataType": attribute["DataType"]}
                for name, attribute in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self.poller.mapping.source,
            "awsRegion": self.poller.world.region,
        }

    def _count_dead(self) -> None:
        for number, body in queued(self.dead_letters, self.poller.world.region) if self.dead_letters else []:
            if number not in self._dead:
                self._dead.add(number)
                self.poller.give_up([{"messageId": number, "body": body}], f"moved to {self.dead_letters}")

    def repeat(self) -> None:
        self.poller.repeat_all(message_id)

    def next_due(self) -> datetime | None:
        return next_visible(self.name, self.poller.world.region, self.poller.now())


def sequence(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def message_id(record: Record) -> str:
    return str(record["messageId"])


def send(queue_arn: str, body: Any, region: str) -> None:
    sqs = client("sqs", region)
    url = sqs.get_queue_url(QueueName=queue_arn.rpartition(":")[2])["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))


def sources(
    world: World, ledger: Ledger, invoke: Callable[[str, Any], Any], now: Callable[[], datetime]
) -> list[Source]:
    """Streams first: queues are read when every execution that can start has started, and so batches fill."""
    pollers = [Poller(mapping, world, ledger, invoke, now) for mapping in world.mappings]
    streams: list[Source] = [
        Stream(poller, poller.mapping.source.split("/")[1])
        for poller in pollers
        if ":dynamodb:" in poller.mapping.source
    ]
    queues: list[Source] = [_queue(poller) for poller in pollers if ":sqs:" in poller.mapping.source]
    return streams + queues


def _stream(poller: Poller) -> Stream:
    _, table, *_ = poller.mapping.source.split("/")
    return Stream(poller, table)


def _queue(poller: Poller) -> Queue:
    name = poller.mapping.source.rpartition(":")[2]
    sqs = client("sqs", poller.world.region)
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    target = json.loads(attributes.get("RedrivePolicy", "{}")).get("deadLetterTargetArn", "")
    return Queue(poller, name, url, target.rpartition(":")[2] or None)
