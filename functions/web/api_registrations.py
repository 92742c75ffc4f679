"""Registrations over JSON: sent in, and asked after."""

import hashlib
import hmac
import re
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.adapters.links import LinkForgedError, Purpose
from functions.domain.errors import RegistrationClosedError, UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.registration import REFERENCE, Registration
from functions.domain.wording import N_
from functions.registering import register, remind
from functions.web.chosen_language import locale_for
from functions.web.guards import check_origin
from functions.web.parts import Parts
from functions.web.request import Request, RequestRefusedError
from functions.web.responses import json_answer, problem
from functions.web.submitted import checked_submission, known_event

RECEIVED = "RECEIVED"
"""What anybody is told of any reference; only the holder of the link in our mails is told more."""

OTHER_BODY = N_("This Idempotency-Key was used for another registration")
NOT_OPEN = N_("Registration for this event is not open")
BAD_KEY = N_("The Idempotency-Key must have 1 to 255 visible characters")

_KEY = re.compile(r"[!-~]{1,255}")


def accept_registration(event_id: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """202 with reference and status address, the same for everybody; 409 with the dates while registration is closed.

    Raises `UnknownEventError`, `FieldsRefusedError`, `RequestRefusedError`.
    """
    base_url = parts.setting("BASE_URL").rstrip("/")
    check_origin(request, base_url)
    fields = request.json()
    event = known_event(event_id, parts.events())
    try:
        event.admit(now)
        registration = _register(fields, event, request, parts, now)
    except RegistrationClosedError:
        return _closed(event, request)
    status_url = f"{base_url}/api/events/{event.id}/registrations/{registration.reference}"
    return json_answer(202, {"reference": registration.reference, "status_url": status_url})


def _register(fields: dict[str, Any], event: Event, request: Request, parts: Parts, now: datetime) -> Registration:
    submission = checked_submission(fields, event, parts.roll())
    _claim_key(request, event, parts)
    registration = register(
        submission,
        event.id,
        locale_for(request, event=event),
        registrations=parts.registrations(),
        events=parts.events(),
        now=now,
    )
    remind(registration, parts.link_requests(), now)
    return registration


def _closed(event: Event, request: Request) -> Response[str]:
    dates = {"opens": event.opens.isoformat(), "closes": event.closes.isoformat()}
    return problem(locale_for(request, event=event), 409, NOT_OPEN, more=dates)


def show_registration(event_id: str, reference: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 with the reference's status: the true one for its holder's token, a neutral one for anybody else.

    Raises `UnknownEventError`, `UnknownRegistrationError`, `LinkForgedError`, `LinkExpiredError`.
    """
    event = known_event(event_id, parts.events())
    if not re.fullmatch(REFERENCE, reference):
        raise UnknownRegistrationError("not a reference")
    scheme, _, token = request.header("authorization").partition(" ")
    status = _true_status(event, reference, token.strip(), parts, now) if scheme.lower() == "bearer" else RECEIVED
    return json_answer(200, {"reference": reference, "status": status})


def _true_status(event: Event, reference: str, token: str, parts: Parts, now: datetime) -> str:
    claim = parts.links().read(token, Purpose.STATUS, now)
    if (claim.event, claim.reference) != (event.id, reference):
        raise LinkForgedError("a token for another registration")
    return parts.registrations().get(reference).status.value


def _claim_key(request: Request, event: Event, parts: Parts) -> None:
    """Binds the Idempotency-Key, if there is one, to this body. The body's digest is keyed: it cannot be guessed at."""
    if (key := request.headers.get("idempotency-key")) is None:
        return
    if not _KEY.fullmatch(key):
        raise RequestRefusedError(400, BAD_KEY)
    fingerprint = hmac.digest(event.salt.encode(), request.body, hashlib.sha256).hex()
    if not parts.idempotency().claim(f"{event.id}:{key}", fingerprint):
        raise RequestRefusedError(409, OTHER_BODY)
