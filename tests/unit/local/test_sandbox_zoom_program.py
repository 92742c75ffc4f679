"""The sandbox as a program: what crosses a real connection."""

import threading
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from waitress.server import create_server

from functions.adapters.zoom import Meeting, Person, Zoom, ZoomCredentials
from functions.domain.errors import ZoomOutcomeUnknownError
from functions.domain.events import MeetingKind
from local.zoom.__main__ import arguments, hanging_up
from local.zoom.app import create_app
from local.zoom.sandbox import Sandbox

ANNA = Person("anna@parliament.example", "Anna", "Núñez")
MEETING = Meeting("91234567890", MeetingKind.MEETING)


@pytest.fixture
def address() -> Iterator[str]:
    server = create_server(hanging_up(create_app(Sandbox())), host="127.0.0.1", port=0)

    def serve() -> None:
        with suppress(OSError):  # it is closed while it listens
            server.run()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


def test_a_lost_reply_breaks_the_connection_and_the_work_is_done(address: str) -> None:
    sandbox = Sandbox()
    with httpx.Client() as client:
        zoom = Zoom(
            client,
            api_url=f"{address}/v2",
            token_url=f"{address}/oauth/token",
            credentials=ZoomCredentials(sandbox.account_id, sandbox.client_id, sandbox.client_secret),
            now=sandbox.clock,
        )
        client.post(f"{address}/sandbox/faults", json={"mode": "reply-lost", "on": "add"})
        with pytest.raises(ZoomOutcomeUnknownError, match="RemoteProtocolError"):
            zoom.add(MEETING, ANNA)
        assert zoom.find(MEETING, [ANNA.email])[ANNA.email].join_url


def test_any_meeting_is_taken_unless_told_otherwise() -> None:
    assert arguments([]).any_meeting
    assert not arguments(["--no-any-meeting"]).any_meeting
