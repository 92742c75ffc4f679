"""A deployed stage in process: its tables, its schedule group, and a stack that names them."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

OUTPUTS = {
    "BaseUrl": "https://rollcall.example/",
    "EventsTable": "events",
    "RollTable": "roll",
    "ScheduleGroup": "rollcall",
    "SchedulerRoleArn": "arn:aws:iam::123456789012:role/scheduler",
    "OutreachMachineArn": "arn:aws:states:eu-central-1:123456789012:stateMachine:outreach",
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


class Stage:
    """Gives the clients that the commands ask for."""

    def __init__(self) -> None:
        self.cloudformation = FakeCloudFormation()
        self.made: dict[str, Any] = {}

    def __call__(self, service: str) -> Any:
        if service == "cloudformation":
            return self.cloudformation
        return self.made.setdefault(service, boto3.client(service, region_name="eu-central-1"))  # type: ignore[call-overload]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        made = Stage()
        for table in ("events", "roll"):
            made("dynamodb").create_table(
                TableName=table,
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            )
        made("scheduler").create_schedule_group(Name="rollcall")
        yield made


@pytest.fixture
def unreachable() -> Callable[[str], Any]:
    """Clients where nobody may ask for anything."""

    def refuse(service: str) -> Any:
        raise AssertionError(f"{service} was asked for")

    return refuse
