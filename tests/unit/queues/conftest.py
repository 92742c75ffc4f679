"""The consumers of queues as AWS runs them: wired from the environment, on tables, queues and a Zoom in process."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import boto3
import httpx
import pytest

from functions import wiring
from functions.adapters import clock
from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.domain.registration import Registration
from local.zoom.app import create_app
from local.zoom.faults import times_out
from local.zoom.sandbox import Sandbox
from tests.samples import a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext
    from types_boto3_dynamodb import DynamoDBClient

MEETING = 93812345678
REGION = "eu-central-1"


class Context:
    """What a Lambda is told of its invocation."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


CONTEXT = cast("LambdaContext", Context())


class Plant:
    """Tables, a queue and a Zoom, and an event whose registration closed an hour ago."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.registrations = RegistrationTable(client, TABLE)
        self.sqs = boto3.client("sqs", region_name=REGION)
        self.url = self.sqs.create_queue(QueueName="queue")["QueueUrl"]
        self.sandbox = Sandbox(sleep=times_out, any_meeting=False, run=lambda job: job())
        self.sandbox.make(MEETING, "meeting")
        now = clock.now()
        self.event = an_event(
            meeting_id=str(MEETING), version=2, closes=now - timedelta(hours=1), starts=now + timedelta(hours=1)
        )
        EventTable(client, TABLE).put(self.event, None)

    def secret(self) -> str:
        held = {"account_id": "sandbox-account", "client_id": "sandbox-client", "client_secret": "sandbox-secret"}
        secrets = boto3.client("secretsmanager", region_name=REGION)
        return secrets.create_secret(Name="zoom", SecretString=json.dumps(held))["ARN"]

    def listen(self, operation: str, note: Callable[..., None]) -> None:
        """Lets `note` hear what the consumer asks of its queue."""
        wiring.client("sqs").meta.events.register(f"before-parameter-build.sqs.{operation}", note)

    def holds(self, reference: str, **changes: object) -> Registration:
        email = f"{reference.lower()}@aruvia.example"
        return self.registrations.add(a_registration(**({"reference": reference, "email": email} | changes)))

    def delivers(self, *bodies: dict[str, Any] | str) -> dict[str, Any]:
        """The event in which AWS hands these messages over, each named by its place."""
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body if isinstance(body, str) else json.dumps(body))
        received = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10)["Messages"]
        return {
            "Records": [
                {
                    "messageId": str(place),
                    "receiptHandle": message["ReceiptHandle"],
                    "body": message["Body"],
                    "attributes": {"ApproximateReceiveCount": "1"},
                    "eventSource": "aws:sqs",
                }
                for place, message in enumerate(received)
            ]
        }


@pytest.fixture
def plant(dynamodb: "DynamoDBClient", monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    plant = Plant(dynamodb)
    environment = {
        "AWS_DEFAULT_REGION": REGION,
        "REGISTRATIONS_TABLE": TABLE,
        "EVENTS_TABLE": TABLE,
        "PROVISIONING_QUEUE_URL": plant.url,
        "ZOOM_API_URL": "http://127.0.0.1:8001/v2",
        "ZOOM_TOKEN_URL": "http://127.0.0.1:8001/oauth/token",
        "ZOOM_SECRET_ARN": plant.secret(),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    wiring.forget()
    wiring.zoom_transport = httpx.WSGITransport(create_app(plant.sandbox))
    yield plant
    wiring.zoom_transport = None
    wiring.forget()
