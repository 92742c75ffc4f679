"""Events signed as Zoom signs them and posted to one address, once each."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from local.zoom.meetings import Meeting, Participant, Registrant, stamp

if TYPE_CHECKING:
    from local.zoom.sandbox import Sandbox

#: Posts a body with headers to an address and gives the status and the body of the answer.
type Post = Callable[[str, dict[str, str], bytes], tuple[int, bytes]]
#: Zoom gives a receiver three seconds.
TIMEOUT = 3.0


@dataclass(slots=True)
class Delivery:
    event: str
    body: bytes
    answers: list[str] = field(default_factory=list)
    """Status, or the kind of failure, of each time that it was sent."""

    def as_json(self) -> dict[str, Any]:
        return {"event": self.event, "body": json.loads(self.body), "answers": self.answers}


def post_over_http(url: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    response = httpx.post(url, headers=headers, content=body, timeout=TIMEOUT)
    return response.status_code, response.content


def signature(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class Webhooks:
    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self.deliveries: list[Delivery] = []

    def registration(self, meeting: Meeting, registrant: Registrant, what: str) -> None:
        """`what` is created, approved, denied or cancelled."""
        shown = meeting.summary() | {"registrant": registrant.as_json()}
        self._event(f"{meeting.kind}.registration_{what}", shown)

    def participant(self, meeting: Meeting, participant: Participant, what: str) -> None:
        """`what` is joined or left. Zoom writes the meeting's id as a string here."""
        moment = participant.left if what == "left" and participant.left else participant.joined
        person = {
            "user_id": participant.id,
            "user_name": participant.name,
            "email": participant.email,
            "registrant_id": participant.registrant_id,
            f"{'leave' if what == 'left' else 'join'}_time": stamp(moment),
        }
        shown = meeting.summary() | {"id": str(meeting.id), "participant": person}
        self._event(f"{meeting.kind}.participant_{what}", shown)

    def meeting(self, meeting: Meeting, what: str) -> None:
        """`what` is started, ended, updated or deleted."""
        ended = {"end_time": stamp(meeting.ended)} if what == "ended" and meeting.ended else {}
        self._event(f"{meeting.kind}.{what}", meeting.summary() | ended)

    def repeat(self, number: int) -> None:
        """Sends an earlier event once more, signed anew, as Zoom's retries do."""
        self._send(self.deliveries[number])

    def validate(self) -> bool:
        """Asks the receiver to prove that it knows the secret; whether it did."""
        plain = secrets.token_urlsafe(16)
        body = self._body("endpoint.url_validation", {"plainToken": plain})
        expected = hmac.new(self._sandbox.webhook_secret.encode(), plain.encode(), hashlib.sha256).hexdigest()
        try:
            status, answer = self._post(body)
            return status == 200 and json.loads(answer) == {"plainToken": plain, "encryptedToken": expected}
        except (httpx.HTTPError, ValueError):
            return False

    def _event(self, event: str, shown: dict[str, Any]) -> None:
        body = self._body(event, {"account_id": self._sandbox.account_id, "object": shown})
        delivery = Delivery(event, body)
        self.deliveries.append(delivery)
        if self._sandbox.webhook_url:
            self._send(delivery)

    def _body(self, event: str, payload: dict[str, Any]) -> bytes:
        milliseconds = int(self._sandbox.clock().timestamp() * 1000)
        return json.dumps({"event": event, "event_ts": milliseconds, "payload": payload}).encode()

    def _send(self, delivery: Delivery) -> None:
        self._sandbox.run(lambda: self._deliver(delivery))

    def _deliver(self, delivery: Delivery) -> None:
        try:
            delivery.answers.append(str(self._post(delivery.body)[0]))
        except httpx.HTTPError as error:
            delivery.answers.append(type(error).__name__)

    def _post(self, body: bytes) -> tuple[int, bytes]:
        timestamp = str(int(self._sandbox.clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "x-zm-request-timestamp": timestamp,
            "x-zm-signature": signature(self._sandbox.webhook_secret, timestamp, body),
        }
        return self._sandbox.webhook_post(self._sandbox.webhook_url, headers, body)
