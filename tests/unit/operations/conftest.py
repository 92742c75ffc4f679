"""A deployed stage in process: its tables, its schedule group, its event workflow, and a stack that names them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.adapters import clock
from functions.adapters.events import EventTable
from functions.adapters.schedules import Schedules
from functions.domain.errors import ConflictError
from functions.publishing import publish

OUTPUTS = {
    "BaseUrl": "https://rollcall.example/",
    "EventsTable": "events",
    "RollTable": "roll",
    "ScheduleGroup": "rollcall",
    "SchedulerRoleArn": "arn:aws:iam::123456789012:role/scheduler",
    "OutreachMachineArn": "arn:aws:states:eu-central-1:123456789012:stateMachine:outreach",
    "CloseoutMachineArn": "arn:aws:states:eu-central-1:123456789012:stateMachine:closeout",
    "EventMachineArn": "arn:aws:states:eu-central-1:123456789012:stateMachine:event",
    "ScheduleDeadLetterArn": "arn:aws:sqs:eu-central-1:123456789012:failed-starts",
}


class FakeCloudFormation:
    def __init__(self, status: str = "CREATE_COMPLETE") -> None:
        self.status = status

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803 - boto3's name
        if StackName != "Rollcall-local":
            refusal: Any = {"Error": {"Code": "ValidationError", "Message": f"Stack {StackName} does not exist"}}
            raise ClientError(refusal, "DescribeStacks")
        outputs = [{"OutputKey": key, "OutputValue": value} for key, value in OUTPUTS.items()]
        return {"Stacks": [{"StackStatus": self.status, "Outputs": outputs}]}


class FakeStates:
    """Step Functions with one run of the event workflow at a time, which goes on when `work` says so."""

    def __init__(self, clients: Callable[[str], Any]) -> None:
        self._clients = clients
        self.problems: list[str] = []
        """What CheckMeeting is to find."""
        self.breaks_off = ""
        """The state in which the run is to end instead."""
        self.notices = 0
        self.state = ""
        self.started: dict[str, Any] = {}
        self.name = ""

    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> None:  # noqa: A002, N803
        assert stateMachineArn == OUTPUTS["EventMachineArn"]
        self.name, self.started, self.state = name, json.loads(input), ""

    def describe_execution(self, **_: str) -> dict[str, Any]:
        output = json.dumps({"notices": self.notices, "queued": 0, "promoted": 0})
        run = {"executionArn": "arn", "name": self.name, "startDate": datetime(2026, 8, 1, tzinfo=UTC)}
        return run | {"status": "SUCCEEDED" if self.state else "RUNNING", "output": output}

    def describe_state_machine_for_execution(self, **_: str) -> dict[str, str]:
        return {"definition": json.dumps({"StartAt": "CheckMeeting", "States": {}})}

    def get_paginator(self, _: str) -> "FakeStates":
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        entered = {"timestamp": datetime(2026, 8, 1, tzinfo=UTC), "type": "SucceedStateEntered"}
        return [{"events": [entered | {"stateEnteredEventDetails": {"name": self.state}}]}]

    def work(self) -> None:
        """The run to its end, in this process."""
        events = EventTable(self._clients("dynamodb"), "events")
        events.save_problems(self.started["event"], self.problems)
        if self.problems:
            self.state = "NeedsChange"
        else:
            self.state = self.breaks_off or self._publish(events)

    def _publish(self, events: EventTable) -> str:
        machines = ("OutreachMachineArn", "CloseoutMachineArn")
        names = ("ScheduleGroup", "SchedulerRoleArn", *machines, "ScheduleDeadLetterArn")
        schedules = Schedules(self._clients("scheduler"), *(OUTPUTS[name] for name in names))
        random = iter(f"random-{self.name}-{number}" for number in range(9))
        try:
            did, event = publish(
                self.started["event"],
                self.name,
                events=events,
                schedules=schedules,
                random=lambda: next(random),
                now=clock.now(),
            )
        except ConflictError:
            return "Superseded"
        events.finish(event.id, event.version)
        ends = {"publish": "Published", "change": "Changed", "postpone": "Postponed", "cancel": "Cancelled"}
        return ends.get(did, "Unchanged")


class Stage:
    """Gives the clients that the commands ask for."""

    def __init__(self) -> None:
        self.cloudformation = FakeCloudFormation()
        self.states = FakeStates(self)
        self.made: dict[str, Any] = {}

    def __call__(self, service: str) -> Any:
        if service == "cloudformation":
            return self.cloudformation
        if service == "stepfunctions":
            return self.states
        return self.made.setdefault(service, boto3.client(service, region_name="eu-central-1"))  # type: ignore[call-overload]


@pytest.fixture
def stage(aws: None) -> Stage:
    made = Stage()
    for table in ("events", "roll"):
        made("dynamodb").create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        )
    made("scheduler").create_schedule_group(Name="rollcall")
    return made


@pytest.fixture
def unreachable() -> Callable[[str], Any]:
    """Clients where nobody may ask for anything."""

    def refuse(service: str) -> Any:
        raise AssertionError(f"{service} was asked for")

    return refuse
