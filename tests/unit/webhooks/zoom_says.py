"""Webhooks as Zoom signs and sends them, and everything that receives them, on a table in process."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from functions.adapters.erasures import ErasureTable
from functions.adapters.presence import PresenceTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.webhooks import WebhookTable
from functions.domain.events import Event
from functions.domain.registration import reference_for
from functions.web.request import Request
from functions.webhooks.receive_zoom import Answer, receive_zoom
from tests.samples import STARTS, a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SECRET = "a secret between Zoom and us"
EVENT = an_event()
NOW = STARTS - timedelta(days=3)


class Events:
    def get(self, event_id: str) -> Event:
        assert event_id == EVENT.id
        return EVENT

    def of_meeting(self, meeting_id: str) -> str | None:
        return EVENT.id if meeting_id == EVENT.meeting_id else None


class Office:
    """Parts of the receiver, with a table in process."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self._client = client
        self.asked = 0

    def webhook_secret(self) -> str:
        return SECRET

    def events(self) -> Events:
        self.asked += 1
        return Events()

    def registrations(self) -> RegistrationTable:
        return RegistrationTable(self._client, TABLE)

    def webhooks(self) -> WebhookTable:
        return WebhookTable(self._client, TABLE)

    def erasures(self) -> ErasureTable:
        return ErasureTable(self._client, TABLE)

    def presence(self) -> PresenceTable:
        return PresenceTable(self._client, TABLE)

    def enrol(self, email: str = "anna@parliament.aruvia.example", probe: int = 0, registrant: str = "") -> str:
        reference = reference_for(EVENT.code, EVENT.salt, email, probe)
        registration = self.registrations().add(a_registration(reference=reference, email=email))
        if registrant:
            known = registration.changed(registrant_id=registrant)
            self.registrations().save(known, was=registration, actor="zoom", at=NOW)
        return reference

    def forget(self, reference: str) -> None:
        """As an erasure does: what is left says nothing of the person."""
        held = self.registrations().get(reference)
        left = held.erased(NOW, "delegate", EVENT.salt, bounced=False)
        self.registrations().save(left, was=held, actor="delegate", at=NOW)

    def rows(self) -> list[dict[str, Any]]:
        items = self._client.scan(TableName=TABLE)["Items"]
        return [item for item in items if item["sk"]["S"] == "WEBHOOK"]

    def receive(self, request: dict[str, Any]) -> Answer:
        return receive_zoom(Request.of(request), parts=self, now=NOW)


def registration(what: str = "cancelled", **registrant: Any) -> dict[str, Any]:
    person = {"id": "R1", "email": "anna@parliament.aruvia.example", "first_name": "Anna"} | registrant
    return told(f"meeting.registration_{what}", registrant=person)


def participant(what: str = "joined", **participant: Any) -> dict[str, Any]:
    moment = {"joined": "join_time", "left": "leave_time"}[what]
    person = {"user_name": "Anna", "user_id": "16778240", "registrant_id": "R1", "email": ""} | participant
    person = {moment: "2026-09-29T13:01:02Z"} | person
    return told(f"meeting.participant_{what}", id=EVENT.meeting_id, participant=person)


def told(event: str, **shown: Any) -> dict[str, Any]:
    meeting = {"id": int(EVENT.meeting_id), "topic": "Panel"} | shown
    return {"event": event, "event_ts": 1_790_000_000_000, "payload": {"account_id": "A", "object": meeting}}


def posted(
    body: dict[str, Any] | bytes, headers: Mapping[str, str] | None = None, *, late: float = 0, coded: bool = False
) -> dict[str, Any]:
    """The request as API Gateway hands it on, `late` in seconds; `headers` go before those that sign it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int(NOW.timestamp() - late))
    signature = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + raw, hashlib.sha256).hexdigest()
    signed = {"X-Zm-Request-Timestamp": timestamp, "x-zm-signature": f"v0={signature}"}
    text = base64.b64encode(raw).decode() if coded else raw.decode()
    return {"headers": {**signed, **(headers or {})}, "body": text, "isBase64Encoded": coded}
