"""Workflow runs: starting them, and answering those that wait for us."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

# A token that is gone was answered before, or its run has ended: answering again changes nothing.
_OVER = {"TaskDoesNotExist", "TaskTimedOut", "InvalidToken"}


def timestamp(moment: datetime) -> str:
    """As the Timestamp of a Wait state must be written, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class Runs:
    def __init__(self, client: "SFNClient") -> None:
        self._client = client

    def start(self, machine: str, name: str, ids: Mapping[str, str | int]) -> bool:
        """Starts the run `name` unless there is one already; says whether it did. `ids` become its input."""
        try:
            self._client.start_execution(stateMachineArn=machine, name=name, input=json.dumps(ids))
        except self._client.exceptions.ExecutionAlreadyExists:
            return False
        return True

    def succeed(self, token: str, output: Mapping[str, str | int]) -> None:
        """Lets the waiting state end; `output`, ids and statuses, is its result."""
        self._answer(lambda: self._client.send_task_success(taskToken=token, output=json.dumps(output)))

    def fail(self, token: str, error: Exception) -> None:
        """Fails the waiting state with the error's class name, which the workflow catches by."""
        self._answer(lambda: self._client.send_task_failure(taskToken=token, error=type(error).__name__))

    def _answer(self, call: Callable[[], object]) -> None:
        try:
            call()
        except ClientError as error:
            if error.response["Error"]["Code"] not in _OVER:
                raise
