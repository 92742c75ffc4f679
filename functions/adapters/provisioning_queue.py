"""The provisioning queue: what is put into it beside the workflow's own messages, and how its consumer delays one."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

#: SQS counts twelve hours from when the message was received, and some of that time is over.
_LONGEST = 12 * 60 * 60 - 5 * 60


class ProvisioningQueue:
    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def check(self, reference: str, event: str, attempt: int) -> None:
        """Asks the consumer to look at Zoom's list, and to make this registration agree with it."""
        body = {"work": "check", "reference": reference, "event": event, "attempt": attempt}
        self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(body))

    def delay(self, receipt: str, seconds: float) -> None:
        """Lets a message that is in hand come back after `seconds`; SQS knows no longer wait than twelve hours."""
        self._client.change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=min(int(seconds) + 1, _LONGEST)
        )
