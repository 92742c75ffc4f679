"""The change queue: one message for each registration that an occasion changes, ids only."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from functions.adapters.batches import send_all
from functions.domain.events import Occasion

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient


class ChangeQueue:
    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def put(self, references: Sequence[str], occasion: Occasion, event_version: int) -> None:
        """Queues one change for each reference. One that is queued twice is made once: the status sees to it."""
        bodies = [{"reference": reference, "occasion": occasion, "version": event_version} for reference in references]
        send_all(self._client, self._url, [json.dumps(body) for body in bodies])
