"""The deployed application as its users meet it: delegates at the form and their mails, Zoom, and the clock."""

import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any, Self
from unittest import mock
from urllib.parse import urlsplit

import boto3
import httpx

from functions import wiring
from functions.adapters.event_runs import EventRuns
from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.runs import Runs
from functions.adapters.schedules import Schedules
from functions.adapters.sessions import SessionTable
from functions.cancelling import cancel
from functions.deciding import decide
from functions.domain.events import Event, MailKind
from functions.domain.registration import Reason, Status
from functions.domain.staff import OPERATOR, StaffMember, StaffRole
from functions.publishing import draft, publish, wish_of
from local.moto_cloud import REGION, Cloud
from local.moto_runs import Run
from local.zoom.app import create_app
from local.zoom.faults import Fault, times_out
from local.zoom.meetings import Meeting, Registrant
from local.zoom.sandbox import Sandbox
from operations.import_roll import replace_roll
from operations.publish_event import event_file, publish_event
from tests.integration.hand_over import HandOver, seen
from tests.integration.meanwhile import Interrupted, Meanwhile
from tests.integration.sketch import Sketch
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
ZOOM = {
    "account_id": "sandbox-account",
    "client_id": "sandbox-client",
    "client_secret": "sandbox-secret",
    "webhook_secret": "sandbox-webhook-secret",
}


ADMINISTRATOR = StaffMember("fatima@assembly.example", StaffRole.ADMINISTRATOR)


class Office:
    """A published event, the sample roll, and a sandbox Zoom with its webhooks, on one virtual clock.

    The event is that of `file`; with `capacity`, one of fixed dates and so many seats, which `move` and `call_off`
    publish anew.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        start: datetime,
        *,
        file: Path = Path("events/solidarity.yaml"),
        capacity: int | None = None,
    ) -> None:
        self.cloud = Cloud(template, start=start, cold_start=_start_cold)
        self._webhooks: deque[Callable[[], object]] = deque()
        self.zoom = Sandbox(
            clock=self.cloud.clock.now,
            sleep=times_out,
            plan="unlimited",
            duplicates=True,
            webhook_url="http://127.0.0.1:8000/zoom/webhooks",
            webhook_post=self._receive_webhook,
            # Posted when the cloud is at rest: no function may run within another.
            run=lambda post: None if self.silent else self._webhooks.append(post),
        )
        self._file = file
        self._sketch = Sketch(start + timedelta(days=30), capacity) if capacity is not None else None
        self._open = ExitStack()
        self._client: Callable[[str], Any] = cache(lambda service: boto3.client(service, REGION))
        self.meanwhile = Meanwhile()
        self.silent = False
        """Whether Zoom's webhooks are lost: nobody tells us what happens there."""
        self.handed_over: list[HandOver] = []
        """Every mail that reached SES, with what was true at that moment; also those whose answer was lost."""

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            wiring.forget()
            opening.callback(wiring.forget)
            opening.enter_context(self.cloud)
            self._folder = Path(opening.enter_context(TemporaryDirectory()))
            self.cloud.outside.append(self._post_webhook)
            opening.enter_context(self.meanwhile)
            self.meanwhile.witnesses["SendEmail"] = self._witness
            wiring.zoom_transport = Interrupted(httpx.WSGITransport(create_app(self.zoom)), self.meanwhile)
            opening.callback(setattr, wiring, "zoom_transport", None)
            secrets = boto3.client("secretsmanager", region_name=REGION)
            secrets.put_secret_value(SecretId=self.cloud.outputs["ZoomSecretArn"], SecretString=json.dumps(ZOOM))
            replace_roll(Path("rolls/sample.csv"), "local", confirmed=True, clients=self.client)
            self.event = self.publish(self._sketched() if self._sketch else self._file)
            self._open = opening.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)

    def client(self, service: str) -> Any:
        """A client for the command lines; CloudFormation answers with the outputs of this stack."""
        return _Deployed(self.cloud.outputs) if service == "cloudformation" else self._client(service)

    # The event

    def publish(self, file: Path) -> Event:
        publish_event(file, "local", self.client, self._wait)
        return self.events.get(event_file(file, self.cloud.clock.now()).event)

    def move(self, by: timedelta) -> None:
        """Publishes the event with its start, its end and the close of registration moved."""
        self.change(starts=self._planned.starts + by)

    def call_off(self) -> None:
        self.change(cancelled=True)

    def enlarge(self, capacity: int) -> None:
        self.change(capacity=capacity)

    def resume(self) -> None:
        """As the secretariat's button does, once Zoom is put right: whoever stands in repair goes on."""
        runs = EventRuns(Runs(self.client("stepfunctions")), self.cloud.outputs["EventMachineArn"])
        runs.start(self.event.id, "resume")
        self.cloud.settle()

    def change_at_once(self, **changes: Any) -> None:
        """The event becomes another, and its run stops there: nobody has been told, nothing else has begun.

        May fall into the middle of anything. `publish_again` is what then goes on with it.
        """
        self._sketch = replace(self._planned, **changes)
        file, now = event_file(self._sketched(), self.cloud.clock.now()), self.cloud.clock.now()
        wish = wish_of(file, random=_name, now=now)
        drafted = draft(file.event, wish, events=self.events, name_run=lambda _: "at-once", by=OPERATOR, now=now)
        self.event = publish(
            file.event, drafted.run, events=self.events, schedules=self._scheduler, random=_name, now=now
        )[1]

    def publish_again(self) -> None:
        self.change()

    @property
    def starts(self) -> datetime:
        """When the event starts by its file, whatever the table says yet."""
        return self._planned.starts

    @property
    def _planned(self) -> Sketch:
        assert self._sketch, "this office's event comes from a file"
        return self._sketch

    def change(self, **changes: Any) -> None:
        self._sketch = replace(self._planned, **changes)
        self.event = self.publish(self._sketched())

    def _sketched(self) -> Path:
        file = self._folder / "event.yaml"
        file.write_text(self._planned.as_yaml(), encoding="utf-8")
        return file

    def _wait(self) -> None:
        """What whoever publishes does between two looks at the run."""
        self.cloud.settle()
        if any(run.status == "RUNNING" and run.machine.startswith("Event") for run in self.cloud.executions()):
            self.cloud.advance(timedelta(seconds=5))

    # Delegates

    @property
    def pages(self) -> Gateway:
        return Gateway(lambda event, _: self.cloud.call("PagesFunction", event))

    @property
    def api(self) -> Gateway:
        return Gateway(lambda event, _: self.cloud.call("ApiFunction", event))

    @property
    def secretariat(self) -> Gateway:
        """Where an administrator has just signed in."""
        sessions = SessionTable(self.client("dynamodb"), self.cloud.outputs["EventsTable"])
        token = sessions.open(ADMINISTRATOR, self.cloud.clock.now())
        return Gateway(lambda event, _: self.cloud.call("SecretariatFunction", event), {"cookie": f"session={token}"})

    def submit(self, **typed: str) -> str:
        """Fills in the form as a person does and sends it; gives the reference that the page shows."""
        address = f"/e/{self.event.id}"
        form = hidden_fields(self.pages.get(address).text)
        self.cloud.advance(timedelta(seconds=20))
        answer = self.pages.post(address, form={**form, **ANNA, "consent": "yes", **typed})
        assert answer.status == 202, answer.text
        return reference_in(answer)

    def _witness(self, request: Mapping[str, Any]) -> None:
        if mail := seen(request, self.table, self.events, self.cloud.clock.now()):
            self.handed_over.append(mail)

    def settle(self) -> None:
        self.cloud.settle()
        # The consumer waits up to a few seconds for more of the same meeting.
        self.cloud.advance(timedelta(seconds=5))

    def mails(self, address: str = ANNA["email"]) -> list[EmailMessage]:
        return [mail for mail in self.cloud.mails() if mail["To"].addresses[0].addr_spec == address]

    def kinds_of_mail(self, reference: str) -> list[str]:
        """What each mail to this delegate was about, in order."""
        ids = [str(mail["Message-ID"]).strip("<>").split(".") for mail in self.cloud.mails()]
        return [kind for found, kind, *_ in ids if found == reference.lower() and kind != MailKind.FOCAL_REQUEST]

    def state_of_run(self, name: str) -> str:
        """The state in which the registration's run stands, or ended."""
        [run] = [run for run in self.runs_of(name) if run.name == name]
        return str(run.state)

    def runs_of(self, reference: str) -> list[Run]:
        """The runs of this registration's attempts, those of its cancellations not among them."""
        runs = self.cloud.executions()
        return [run for run in runs if run.name.startswith(reference) and run.machine.startswith("Registration")]

    def cancel(self, reference: str, reason: Reason = Reason.BY_DELEGATE) -> None:
        cancel(reference, reason, actor="delegate", registrations=self.table, now=self.cloud.clock.now())

    def decide(self, reference: str, to: Status, reason: Reason | None = None, attempt: int | None = None) -> None:
        now = self.cloud.clock.now()
        decide(reference, to, reason, actor="secretariat", registrations=self.table, now=now, attempt=attempt)

    def remind(self, kind: str) -> None:
        """The schedule of this moment fires, whether it is due or not."""
        payload: dict[str, str | int] = {"event": self.event.id, "kind": kind, "version": self.event.version}
        Runs(self.client("stepfunctions")).start(self.cloud.outputs["OutreachMachineArn"], _name(), payload)

    @property
    def _scheduler(self) -> Schedules:
        says = self.cloud.outputs
        return Schedules(
            self.client("scheduler"),
            group=says["ScheduleGroup"],
            role_arn=says["SchedulerRoleArn"],
            outreach_arn=says["OutreachMachineArn"],
            closeout_arn=says["CloseoutMachineArn"],
            dead_letter_arn=says["ScheduleDeadLetterArn"],
        )

    def schedules(self) -> dict[str, str]:
        """The schedules that have not fired, by name, with their times."""
        scheduler = self.client("scheduler")
        group = self.cloud.outputs["ScheduleGroup"]
        names = [one["Name"] for one in scheduler.list_schedules(GroupName=group)["Schedules"]]
        return {name: scheduler.get_schedule(Name=name, GroupName=group)["ScheduleExpression"] for name in names}

    @property
    def table(self) -> RegistrationTable:
        return RegistrationTable(self.client("dynamodb"), self.cloud.outputs["RegistrationsTable"])

    @property
    def events(self) -> EventTable:
        return EventTable(self.client("dynamodb"), self.cloud.outputs["EventsTable"])

    def status(self, reference: str) -> str:
        [item] = [
            item for item in self.cloud.items("RegistrationsTable") if item["pk"] == reference and "email" in item
        ]
        return str(item["status"])

    # Zoom

    def registrants(self) -> list[Registrant]:
        self.zoom.catch_up()
        meeting = self.zoom.meetings.get(int(self.event.meeting_id))
        return list(meeting.registrants.values()) if meeting else []

    @property
    def meeting(self) -> Meeting:
        return self.zoom.meetings[int(self.event.meeting_id)]

    def _post_webhook(self) -> bool:
        """Posts the oldest of Zoom's webhooks that have not been posted yet; False when there is none."""
        if self._webhooks:
            self._webhooks.popleft()()
            return True
        return False

    def _receive_webhook(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        gateway = Gateway(lambda event, _: self.cloud.call("ReceiveZoomFunction", event))
        answer = gateway.post(urlsplit(url).path, body=body, headers=headers)
        return answer.status, answer.body

    def fault(self, mode: str, on: str | None = None, times: int | None = None, seconds: float = 30) -> None:
        self.zoom.faults.set(Fault(mode, on=on, times=times, seconds=seconds))


def _start_cold() -> None:
    """All that functions keep is forgotten but their clients: those hold nothing of a function, and to make them takes
    longer than most functions do."""
    with mock.patch.object(wiring, "client", None):
        wiring.forget()


def _name() -> str:
    return token_urlsafe(24)


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
