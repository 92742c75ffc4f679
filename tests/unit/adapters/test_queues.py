"""What is queued is queued whole, or whoever queued it is told; and a message holds ids only. SQS is in process."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from functions.adapters.change_queue import ChangeQueue
from functions.adapters.mail_queue import MailQueue
from functions.adapters.provisioning_queue import ProvisioningQueue
from functions.domain.errors import QueueThrottledError
from functions.domain.events import MailKind, Occasion

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

HOUR = 60 * 60


@pytest.fixture
def sqs(aws: None) -> "SQSClient":
    return boto3.client("sqs", region_name="eu-central-1")


@pytest.fixture
def url(sqs: "SQSClient") -> str:
    return sqs.create_queue(QueueName="queue", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]


def queued(sqs: "SQSClient", url: str) -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [json.loads(message["Body"]) for message in messages]
    return bodies


def put_changes(sqs: "SQSClient", url: str, references: list[str]) -> None:
    ChangeQueue(sqs, url).put(references, Occasion.DEADLINE, 3)


def put_mails(sqs: "SQSClient", url: str, references: list[str]) -> None:
    MailQueue(sqs, url).put(references, MailKind.REMINDER_1, 3)


type Put = Callable[["SQSClient", str, list[str]], None]
BOTH = pytest.mark.parametrize(
    ("put", "about"), [(put_changes, {"occasion": "deadline"}), (put_mails, {"kind": "reminder-1"})]
)


@BOTH
@pytest.mark.parametrize("count", [0, 1, 10, 11, 25])
def test_everybody_has_one_message_of_ids(
    sqs: "SQSClient", url: str, put: Put, about: dict[str, str], count: int
) -> None:
    references = [f"PS26-{number:06d}" for number in range(count)]
    put(sqs, url, references)
    found = sorted(queued(sqs, url), key=lambda body: str(body["reference"]))
    assert found == [{"reference": reference, "version": 3} | about for reference in references]


@BOTH
@pytest.mark.parametrize("spoilt", [1, 2])
def test_whoever_queues_is_told_where_one_of_many_was_not_taken(
    sqs: "SQSClient", url: str, put: Put, about: dict[str, str], spoilt: int
) -> None:
    calls = iter(range(1, 10))

    def refuse_one(parsed: dict[str, Any], **_: Any) -> None:
        if next(calls) == spoilt:
            parsed["Failed"] = [{"Id": "0", "Code": "InternalError", "SenderFault": False}]

    sqs.meta.events.register("after-call.sqs.SendMessageBatch", refuse_one)
    with pytest.raises(QueueThrottledError):
        put(sqs, url, [f"PS26-{number:06d}" for number in range(20)])


def test_a_check_is_asked_for_without_a_run_that_waits(sqs: "SQSClient", url: str) -> None:
    ProvisioningQueue(sqs, url).check("PS26-7K3M9Q", "solidarity", 2)
    asked = {"work": "check", "reference": "PS26-7K3M9Q", "event": "solidarity", "attempt": 2}
    assert queued(sqs, url) == [asked]


@pytest.mark.parametrize(("seconds", "waits"), [(0, 1), (1.5, 2), (HOUR, HOUR + 1)])
def test_a_message_comes_back_no_sooner_than_it_makes_sense(
    sqs: "SQSClient", url: str, seconds: float, waits: int
) -> None:
    asked: list[int] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        asked.append(params["VisibilityTimeout"])

    sqs.meta.events.register("before-parameter-build.sqs.ChangeMessageVisibility", note)
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    [message] = sqs.receive_message(QueueUrl=url)["Messages"]
    ProvisioningQueue(sqs, url).delay(message["ReceiptHandle"], seconds)
    assert asked == [waits]
