"""A sandbox Zoom in process with the adapter on it, for tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from functions.adapters.zoom import Meeting, Person, Zoom, ZoomCredentials
from functions.domain.events import MeetingKind
from local.zoom.app import create_app
from local.zoom.faults import times_out
from local.zoom.sandbox import Sandbox

MEETING = Meeting("91234567890", MeetingKind.MEETING)
WEBINAR = Meeting("81234567890", MeetingKind.WEBINAR)
ANNA = Person("anna@parliament.example", "Anna", "Núñez", org="Parliament", language="fr")


@dataclass
class World:
    """A sandbox, the adapter on it, the requests that were made, and the time of day."""

    now: datetime = datetime(2026, 9, 1, 12, tzinfo=UTC)
    requests: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(
            base_url="https://zoom.example", clock=lambda: self.now, sleep=times_out, plan="unlimited"
        )
        self.zoom = self.adapter()

    def adapter(self, secret: str = "sandbox-secret") -> Zoom:
        hooks: dict[str, list[Callable[..., None]]] = {"request": [self.requests.append]}
        return Zoom(
            httpx.Client(transport=httpx.WSGITransport(create_app(self.sandbox)), event_hooks=hooks),
            api_url="https://zoom.example/v2",
            token_url="https://zoom.example/oauth/token",
            credentials=ZoomCredentials("sandbox-account", "sandbox-client", secret),
            now=lambda: self.now,
        )

    def paths(self) -> list[str]:
        return [request.url.path for request in self.requests]
