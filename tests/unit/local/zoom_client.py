"""A sandbox Zoom in process with a plain HTTP client on it, as another program would have."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from local.zoom.app import create_app
from local.zoom.faults import times_out
from local.zoom.sandbox import Sandbox

MEETING = "/v2/meetings/91234567890"
WEBINAR = "/v2/webinars/81234567890"


@dataclass
class World:
    """`settings` are the sandbox's; the clock stands still until a test moves it."""

    settings: dict[str, Any] = field(default_factory=dict)
    now: datetime = datetime(2026, 9, 1, 23, 59, 58, tzinfo=UTC)

    def __post_init__(self) -> None:
        settings: dict[str, Any] = {"plan": "unlimited", "sleep": times_out, "run": lambda job: job()} | self.settings
        self.sandbox = Sandbox(base_url="http://sandbox.example", clock=lambda: self.now, **settings)
        transport = httpx.WSGITransport(create_app(self.sandbox))
        self.http = httpx.Client(transport=transport, base_url="http://sandbox.example")
        self.sign_in()

    def sign_in(self) -> None:
        reply = self.token()
        self.http.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"

    def token(self, secret: str = "sandbox-secret", **form: str) -> httpx.Response:
        form = {"grant_type": "account_credentials", "account_id": "sandbox-account"} | form
        return self.http.post("/oauth/token", data=form, auth=("sandbox-client", secret))

    def add(self, path: str = MEETING, email: str = "anna@parliament.example", **details: Any) -> httpx.Response:
        body = {"email": email, "first_name": "Anna", "last_name": "Núñez", "auto_approve": True} | details
        return self.http.post(f"{path}/registrants", json=body)

    def batch(self, path: str, *emails: str, **more: Any) -> httpx.Response:
        people = [{"email": email, "first_name": "A", "last_name": "B", "language": "fr-FR"} for email in emails]
        return self.http.post(f"{path}/batch_registrants", json={"auto_approve": True, "registrants": people} | more)

    def change(self, path: str, action: str, registrant_id: str) -> httpx.Response:
        people = [{"id": registrant_id, "email": "anna@parliament.example"}]
        return self.http.put(f"{path}/registrants/status", json={"action": action, "registrants": people})

    def listed(self, path: str = MEETING, **query: Any) -> Any:
        return self.http.get(f"{path}/registrants", params=query).json()

    def fault(self, **fault: Any) -> httpx.Response:
        return self.http.post("/sandbox/faults", json=fault)


def code(reply: httpx.Response) -> tuple[int, int]:
    """HTTP status and Zoom's code."""
    return reply.status_code, reply.json()["code"]
