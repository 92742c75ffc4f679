"""The laptop's cloud: MiniStack with the app deployed by the CDK, the sandbox Zoom, the front and the mailbox."""

import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import boto3
import httpx
from botocore.config import Config

from local.child import Child
from local.deployment import Deployment
from local.env import ACCOUNT, REGION, laptop_environment, laptop_settings
from local.front import THREADS, front
from local.mailbox import Mailbox, ses_endpoint
from local.ministack.running import COMMAND, ministack_variables
from local.officers import open_accounts
from local.ports import LOOPBACK, Ports
from local.serving import Server

ZOOM_CREDENTIALS = {
    "account_id": "sandbox-account",
    "client_id": "sandbox-client",
    "client_secret": "sandbox-secret",
    "webhook_secret": "sandbox-webhook-secret",
}


@dataclass(slots=True)
class Stack:
    """Everything runs while this is entered, and nothing of it afterwards.

    `folder` holds logs and what the programs write, and is emptied first. `say` is told each step as it begins.
    Raises `ChildFailedError` when a program does not come up, with the end of its log.
    """

    ports: Ports
    folder: Path
    say: Callable[[str], None] = lambda _: None
    mailbox: Mailbox = field(default_factory=Mailbox)
    outputs: dict[str, str] = field(default_factory=dict)
    """The deployed stack's outputs, by key."""
    events: list[str] = field(default_factory=list)
    """Ids of the events whose forms are worth listing."""
    ministack: Child = field(init=False)
    _running: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        """The front's address, which links in mails and pages begin with."""
        return f"http://{LOOPBACK}:{self.ports.front}"

    @property
    def zoom_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.zoom}"

    @property
    def ministack_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.ministack}"

    @property
    def settings(self) -> dict[str, str]:
        """The environment variables with which tools reach this stack."""
        return laptop_settings(self.ports.ministack)

    def client(self, service: str) -> Any:
        """A boto3 client of this stack's AWS, whatever the environment says."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=REGION,
            endpoint_url=self.ministack_url,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="laptop",
            config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
        )

    def __enter__(self) -> Self:
        _discard(self.folder)
        (self.folder / "tmp").mkdir(parents=True)
        try:
            self._start()
        except BaseException:
            self._running.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._running.close()
        _discard(self.folder / "tmp")

    def _start(self) -> None:
        self.say("Starting MiniStack and the sandbox Zoom")
        self._start_programs()
        deployment = Deployment(self.folder, laptop_environment(self.settings))
        self._running.callback(deployment.stop)
        self.say("Deploying Rollcall with the CDK (this takes the longest)")
        self.outputs = deployment.deploy(base_url=self.url, zoom_url=self.zoom_url, user_pool_url=self.ministack_url)
        self._settle()
        self._running.enter_context(self._front())

    def addresses(self) -> dict[str, str]:
        """What can be seen in a browser, and where."""
        forms = {f"Form {event}": f"{self.url}/e/{event}" for event in self.events}
        return {
            **forms,
            "Mailbox": f"{self.url}/mailbox",
            "Secretariat": f"{self.url}/secretariat",
            "Secretariat's runs": f"{self.url}/secretariat/runs",
            "Sandbox Zoom": f"{self.zoom_url}/",
            "The API described": f"{self.url}/api/openapi.json",
        }

    def _front(self) -> Server:
        client = httpx.Client(base_url=self.ministack_url, timeout=60, trust_env=False)
        self._running.callback(client.close)
        api_host = f"{urlsplit(self.outputs['ApiUrl']).hostname}:{self.ports.ministack}"
        return Server(front(client, api_host, self.mailbox, self.addresses), self.ports.front, THREADS)

    def _start_programs(self) -> None:
        accepted = httpx.Client(base_url=self.ministack_url, timeout=30, trust_env=False)
        self._running.callback(accepted.close)
        ses = self._running.enter_context(Server(ses_endpoint(self.mailbox, accepted)))
        variables = ministack_variables(self.ports.ministack, self.folder / "tmp", ses.url)
        self.ministack = self._child("MiniStack", COMMAND, variables)
        told = f"--webhook-url={self.url}/zoom/webhooks", f"--webhook-secret={ZOOM_CREDENTIALS['webhook_secret']}"
        command = ["python", "-m", "local.zoom", f"--port={self.ports.zoom}", *told]
        zoom = self._child("The sandbox Zoom", command, {})
        self.ministack.await_ready(lambda: _answers(f"{self.ministack_url}/_ministack/health"), 60)
        zoom.await_ready(lambda: _answers(f"{self.zoom_url}/"), 30)

    def _child(self, name: str, command: Sequence[str], extra: dict[str, str]) -> Child:
        log = f"{name.split()[-1].lower()}.log"
        child = Child(name, command, laptop_environment({**self.settings, **extra}), self.folder / log)
        self._running.callback(child.stop)
        return child

    def _settle(self) -> None:
        """What the deployed template says and MiniStack does not take over from it."""
        tables = self.client("dynamodb")
        for key in ("RollTable", "EventsTable", "RegistrationsTable", "FeedbackTable"):
            tables.update_time_to_live(
                TableName=self.outputs[key],
                TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"},
            )
        self.client("secretsmanager").put_secret_value(
            SecretId=self.outputs["ZoomSecretArn"], SecretString=json.dumps(ZOOM_CREDENTIALS)
        )
        open_accounts(self.client("cognito-idp"), self.outputs["UserPoolId"])


def _discard(folder: Path) -> None:
    """Deletes a folder, and nobody waits: each process of a function leaves its own copy of the asset there."""
    if folder.exists():
        gone = Path(tempfile.mkdtemp(prefix="discarded-", dir=folder.parent))
        folder.rename(gone / folder.name)
        subprocess.run(["sh", "-c", 'rm -rf "$0" &', gone], check=False)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code < 500
    except httpx.TransportError:
        return False
