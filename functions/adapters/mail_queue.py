"""The mail queue: one message a mail to send, ids only."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from functions.adapters.batches import send_all
from functions.domain.events import MailKind

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient


class MailQueue:
    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def put(self, references: Sequence[str], kind: MailKind, event_version: int) -> None:
        """Queues one mail for each reference. One that is queued twice is sent once: the ledger sees to it."""
        bodies = [{"reference": reference, "kind": kind, "version": event_version} for reference in references]
        send_all(self._client, self._url, [json.dumps(body) for body in bodies])
