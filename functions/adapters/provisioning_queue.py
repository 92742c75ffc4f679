"""The provisioning queue, as its consumer sees it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient

_LONGEST = 12 * 60 * 60


class ProvisioningQueue:
    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def delay(self, receipt: str, seconds: float) -> None:
        """Lets a message that is in hand come back after `seconds`; SQS knows no longer wait than twelve hours."""
        self._client.change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=min(int(seconds) + 1, _LONGEST)
        )
