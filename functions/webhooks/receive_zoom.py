"""POST /zoom/webhooks: Zoom tells what happens to meetings and registrants. It is checked, kept once, and acted upon
later, by the table's stream: Zoom gives us three seconds."""

import hashlib
import json
from datetime import datetime
from typing import Any, Protocol

from functions import wiring
from functions.adapters import clock
from functions.adapters.webhooks import Notice
from functions.domain.events import Event
from functions.domain.participation import Participant, Presence, Sighting
from functions.domain.registration import Registration
from functions.recognising import Erasures, is_erased, reference_of
from functions.web.request import BODY_LIMIT, Request, RequestRefusedError
from functions.webhooks.signature import digest_of, is_signed
from functions.webhooks.zoom_events import Told, read_body, read_event

_PRESENCE = {"participant_joined": Presence.JOINED, "participant_left": Presence.LEFT}
TIMESTAMP, SIGNATURE = "x-zm-request-timestamp", "x-zm-signature"

type Answer = tuple[int, dict[str, str]]


class Events(Protocol):
    def get(self, event_id: str, /) -> Event: ...

    def of_meeting(self, meeting_id: str, /) -> str | None: ...


class Registrations(Protocol):
    def get(self, reference: str, /) -> Registration: ...

    def by_registrant(self, event: str, registrant_id: str, /) -> str | None: ...


class Webhooks(Protocol):
    def add(self, notice: Notice, now: datetime, other: Sighting | None = None, /) -> bool: ...


class Parts(Protocol):
    def webhook_secret(self) -> str: ...

    def events(self) -> Events: ...

    def registrations(self) -> Registrations: ...

    def webhooks(self) -> Webhooks: ...

    def erasures(self) -> Erasures: ...


def receive_zoom(request: Request, *, parts: Parts, now: datetime) -> Answer:
    """Status and JSON of the answer. No table is touched before the signature has been found good.

    What concerns none of our events is answered 200, or Zoom would send it again and again.
    """
    if len(request.body) > BODY_LIMIT:
        return 413, {}
    secret = parts.webhook_secret()
    if not is_signed(secret, request.header(TIMESTAMP), request.header(SIGNATURE), request.body, now):
        return 401, {}
    body = read_body(request.body)
    if body.get("event") == "endpoint.url_validation":
        return _prove(secret, body)
    if told := read_event(body, now):
        _keep(told, hashlib.sha256(request.body).hexdigest(), parts, now)
    return 200, {}


def _prove(secret: str, body: dict[str, Any]) -> Answer:
    """Zoom asks whether we know the secret, when the address is entered and every three days."""
    payload = body.get("payload")
    plain = payload.get("plainToken") if isinstance(payload, dict) else None
    if not isinstance(plain, str):
        return 400, {}
    return 200, {"plainToken": plain, "encryptedToken": digest_of(secret, plain.encode())}


def _keep(told: Told, digest: str, parts: Parts, now: datetime) -> None:
    found = parts.events().of_meeting(told.meeting)
    if found is None:
        return
    event = parts.events().get(found)
    reference = _reference(told, event, parts.registrations())
    notice = Notice(
        digest,
        told.type,
        told.meeting,
        event.id,
        told.event_ts,
        told.registrant,
        reference or "",
        told.time,
        told.device,
    )
    other = None if reference else _unknown(told, event, parts)
    new = parts.webhooks().add(notice, now, other)
    wiring.logger().info("webhook", type=told.type, event_id=event.id, new=new)


def _reference(told: Told, event: Event, registrations: Registrations) -> str | None:
    """Of a participant by the registrant first, for an address may be masked; of a registrant the stream asks that."""
    if told.what in _PRESENCE and (reference := registrations.by_registrant(event.id, told.registrant)):
        return reference
    return reference_of(event, told.email, registrations)


def _unknown(told: Told, event: Event, parts: Parts) -> Sighting | None:
    """A participant for a person to recognise; nobody who was erased comes back by it."""
    if told.what not in _PRESENCE:
        return None
    registrations, erasures = parts.registrations(), parts.erasures()
    if is_erased(event, told.registrant, told.email, registrations=registrations, erasures=erasures):
        return None
    who = Participant(told.registrant, told.email, told.name)
    return Sighting(who, _PRESENCE[told.what], datetime.fromisoformat(told.time), told.device)


def respond(event: dict[str, Any], *, parts: Parts, now: datetime) -> dict[str, Any]:
    """API Gateway's request and answer. After a 500, Zoom sends the same again, 5, 20 and 60 minutes later."""
    try:
        status, body = receive_zoom(Request.of(event), parts=parts, now=now)
    except RequestRefusedError as error:
        status, body = error.status, {}
    except Exception as error:
        # Its message might hold an address: only its kind is logged.
        wiring.logger().error("webhook failed", error=type(error).__name__)
        status, body = 500, {}
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, parts=wiring, now=clock.now())
