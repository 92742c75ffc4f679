"""The mail queue: one message a mail to send, ids only."""

import json
from collections.abc import Sequence
from itertools import batched
from typing import TYPE_CHECKING

from functions.domain.errors import QueueThrottledError
from functions.domain.events import MailKind

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient


class MailQueue:
    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def put(self, references: Sequence[str], kind: MailKind, event_version: int) -> None:
        """Queues one mail for each reference. One that is queued twice is sent once: the ledger sees to it."""
        for some in batched(references, 10, strict=False):
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {
                        "Id": str(number),
                        "MessageBody": json.dumps({"reference": reference, "kind": kind, "version": event_version}),
                    }
                    for number, reference in enumerate(some)
                ],
            )
            if answer.get("Failed"):
                raise QueueThrottledError(f"{len(answer['Failed'])} of {len(some)} mails were not queued")
