"""The deployed application as its users meet it: delegates at the form and their mails, Zoom, and the clock."""

import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

import boto3
import httpx

from functions import wiring
from functions.domain.events import Event
from local.moto_cloud import REGION, Cloud
from local.zoom.app import create_app
from local.zoom.faults import Fault, times_out
from local.zoom.meetings import Registrant
from local.zoom.sandbox import Sandbox
from operations.import_roll import replace_roll
from operations.publish_event import publish_event
from tests.unit.web.gateway import Answer, Gateway

ANNA: Mapping[str, str] = {
    "title": "Ms",
    "given_names": "Anna-Zélie",
    "family_names": "Ñandú O'Brien",
    "email": "anna@parliament.aruvia.example",
    "organisation": "parliament-aruvia",
    "role": "member",
    "language": "fr",
    "sharing": "A cross-party caucus",
    "access_needs": "",
}
ZOOM = {"account_id": "sandbox-account", "client_id": "sandbox-client", "client_secret": "sandbox-secret"}


class Office:
    """A published event, the sample roll, and a sandbox Zoom, on one virtual clock."""

    def __init__(self, template: Mapping[str, Any], start: datetime) -> None:
        self.cloud = Cloud(template, start=start, cold_start=wiring.forget)
        self.zoom = Sandbox(
            clock=self.cloud.clock.now, sleep=times_out, plan="unlimited", duplicates=True, run=lambda job: job()
        )
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(self.cloud)
            wiring.zoom_transport = httpx.WSGITransport(create_app(self.zoom))
            opening.callback(setattr, wiring, "zoom_transport", None)
            secrets = boto3.client("secretsmanager", region_name=REGION)
            secrets.put_secret_value(SecretId=self.cloud.outputs["ZoomSecretArn"], SecretString=json.dumps(ZOOM))
            replace_roll(Path("rolls/sample.csv"), "local", confirmed=True, clients=self.client)
            self.event = self.publish(Path("events/solidarity.yaml"))
            self._open = opening.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)

    def client(self, service: str) -> Any:
        """A client for the command lines; CloudFormation answers with the outputs of this stack."""
        return _Deployed(self.cloud.outputs) if service == "cloudformation" else boto3.client(service, REGION)  # type: ignore[call-overload]

    def publish(self, file: Path) -> Event:
        from functions.adapters.events import EventTable
        from operations.publish_event import event_file

        publish_event(file, "local", self.client)
        event_id = event_file(file, self.cloud.clock.now()).event
        return EventTable(self.client("dynamodb"), self.cloud.outputs["EventsTable"]).get(event_id)

    # Delegates

    @property
    def pages(self) -> Gateway:
        return Gateway(lambda event, _: self.cloud.call("PagesFunction", event))

    @property
    def api(self) -> Gateway:
        return Gateway(lambda event, _: self.cloud.call("ApiFunction", event))

    def submit(self, **typed: str) -> str:
        """Fills in the form as a person does and sends it; gives the reference that the page shows."""
        address = f"/e/{self.event.id}"
        form = hidden_fields(self.pages.get(address).text)
        self.cloud.advance(timedelta(seconds=20))
        answer = self.pages.post(address, form={**form, **ANNA, "consent": "yes", **typed})
        assert answer.status == 202, answer.text
        return reference_in(answer)

    def settle(self) -> None:
        self.cloud.settle()
        # The consumer waits up to a few seconds for more of the same meeting.
        self.cloud.advance(timedelta(seconds=5))

    def mails(self, address: str = ANNA["email"]) -> list[EmailMessage]:
        return [mail for mail in self.cloud.mails() if mail["To"].addresses[0].addr_spec == address]

    def status(self, reference: str) -> str:
        [item] = [
            item for item in self.cloud.items("RegistrationsTable") if item["pk"] == reference and "email" in item
        ]
        return str(item["status"])

    # Zoom

    def registrants(self) -> list[Registrant]:
        meeting = self.zoom.meetings.get(int(self.event.meeting_id))
        return list(meeting.registrants.values()) if meeting else []

    def fault(self, mode: str, on: str | None = None, times: int | None = None) -> None:
        self.zoom.faults.set(Fault(mode, on=on, times=times))


class _Deployed:
    def __init__(self, outputs: Mapping[str, str]) -> None:
        self._outputs = outputs

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        outputs = [{"OutputKey": key, "OutputValue": value} for key, value in self._outputs.items()]
        return {"Stacks": [{"StackStatus": "CREATE_COMPLETE", "Outputs": outputs}]}


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def reference_in(answer: Answer) -> str:
    found = re.search(r"\b[A-Z0-9]{2,6}-[0-9A-Z]{6}\b", answer.text)
    assert found, answer.text
    return found[0]


def plain_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage, path: str) -> str:
    """The path of our own page that the mail leads to, such as `/r/…`."""
    found = re.search(rf"http://127\.0\.0\.1:8000({path}\S+)", plain_text(mail))
    assert found, plain_text(mail)
    return found[1]


def join_links_in(mail: EmailMessage) -> set[str]:
    return set(re.findall(r"http://127\.0\.0\.1:8001/\S+", plain_text(mail)))
