"""Many messages into one SQS queue."""

from collections.abc import Sequence
from itertools import batched
from typing import TYPE_CHECKING

from functions.domain.errors import QueueThrottledError

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

_TOGETHER = 10


def send_all(client: "SQSClient", url: str, bodies: Sequence[str]) -> None:
    """Raises `QueueThrottledError` unless SQS took every one of them; some of them may be queued by then."""
    for some in batched(bodies, _TOGETHER, strict=False):
        entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(some)]
        answer = client.send_message_batch(QueueUrl=url, Entries=entries)  # type: ignore[arg-type]
        if answer.get("Failed"):
            raise QueueThrottledError(f"{len(answer['Failed'])} of {len(some)} messages were not queued")
