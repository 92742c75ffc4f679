"""Server-to-server OAuth: POST /oauth/token, and the tokens that it gives."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from local.zoom.operations import current_sandbox, lose, refuse
from local.zoom.refusals import token_invalid

LIFETIME = timedelta(hours=1)
SCOPES = (
    "meeting:read:meeting:admin",
    "meeting:write:registrant:admin",
    "meeting:update:registrant_status:admin",
    "meeting:read:list_registrants:admin",
    "meeting:write:batch_registrants:admin",
    "report:read:list_meeting_participants:admin",
    "user:read:settings:admin",
)

oauth = Blueprint("oauth", __name__)


@dataclass(slots=True)
class Tokens:
    _ends: dict[str, datetime] = field(default_factory=dict)

    def issue(self, now: datetime) -> str:
        self._ends = {token: ends for token, ends in self._ends.items() if ends > now}
        token = secrets.token_urlsafe(32)
        self._ends[token] = now + LIFETIME
        return token

    def check(self, authorization: str, now: datetime) -> None:
        """Raises 401 with code 124 unless the header carries a token that has not ended."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not (ends := self._ends.get(token)) or ends <= now:
            raise token_invalid()

    def expire(self) -> None:
        self._ends.clear()


@oauth.post("/oauth/token")
def token() -> ResponseReturnValue:
    sandbox = current_sandbox()
    with sandbox.lock:
        fault = sandbox.faults.take("token")
    refuse(sandbox, fault, "meeting", "")
    lose(sandbox, fault)
    given = request.authorization
    if not given or (given.username, given.password) != (sandbox.client_id, sandbox.client_secret):
        return {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, 400
    if request.values.get("grant_type") != "account_credentials":
        return {"reason": "unsupported grant type", "error": "unsupported_grant_type"}, 400
    if request.values.get("account_id") != sandbox.account_id:
        return {"reason": "Bad Request", "error": "invalid_request"}, 400
    with sandbox.lock:
        value = sandbox.tokens.issue(sandbox.clock())
    return {
        "access_token": value,
        "token_type": "bearer",
        "expires_in": int(LIFETIME.total_seconds()),
        "scope": " ".join(SCOPES),
        "api_url": sandbox.api_url or sandbox.base_url,
    }
