"""One-time schedules of an event's moments, in EventBridge Scheduler."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from functions.domain.events import Occasion

if TYPE_CHECKING:
    from types_boto3_scheduler import EventBridgeSchedulerClient

_RETRIES = {"MaximumRetryAttempts": 20, "MaximumEventAgeInSeconds": 3600}


class Schedules:
    """Starts a workflow at given moments: `closeout_arn` at the closeout of an event, `outreach_arn` at any other.

    `dead_letter_arn` is the queue of starts that failed.
    """

    def __init__(
        self,
        client: "EventBridgeSchedulerClient",
        group: str,
        role_arn: str,
        outreach_arn: str,
        closeout_arn: str,
        dead_letter_arn: str,
    ) -> None:
        self._client = client
        self._group = group
        self._role_arn = role_arn
        self._outreach_arn = outreach_arn
        self._closeout_arn = closeout_arn
        self._dead_letter_arn = dead_letter_arn

    def put(self, name: str, at: datetime, payload: Mapping[str, object]) -> None:
        """Makes the schedule `name`, which is new. The workflow is started with `payload`.

        `at` is aware and whole seconds count. It must lie ahead: Scheduler accepts the past and never fires.
        """
        wanted = self._wanted(name, at, payload)
        try:
            self._client.create_schedule(**wanted)
        except self._client.exceptions.ConflictException:
            # Made before, by a call whose answer was lost.
            self._client.update_schedule(**wanted)

    def move(self, name: str, at: datetime, payload: Mapping[str, object]) -> None:
        """Changes the schedule `name`, in one call, to what `put` would make; makes it again if it has fired."""
        wanted = self._wanted(name, at, payload)
        try:
            self._client.update_schedule(**wanted)
        except self._client.exceptions.ResourceNotFoundException:
            self._client.create_schedule(**wanted)

    def delete(self, name: str) -> None:
        """One that is not there, because it has fired or never was, is fine."""
        try:
            self._client.delete_schedule(Name=name, GroupName=self._group)
        except self._client.exceptions.ResourceNotFoundException:
            return

    def _wanted(self, name: str, at: datetime, payload: Mapping[str, object]) -> dict[str, Any]:
        return {
            "Name": name,
            "GroupName": self._group,
            "ScheduleExpression": f"at({at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
            "ScheduleExpressionTimezone": "UTC",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "ActionAfterCompletion": "DELETE",
            # An update leaves nothing as it was: whatever is not said again is lost.
            "State": "ENABLED",
            "Target": {
                "Arn": self._closeout_arn if payload["kind"] == Occasion.CLOSEOUT else self._outreach_arn,
                "RoleArn": self._role_arn,
                "Input": json.dumps(payload, sort_keys=True),
                "DeadLetterConfig": {"Arn": self._dead_letter_arn},
                "RetryPolicy": _RETRIES,
            },
        }
