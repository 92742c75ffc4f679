"""Zoom's refusals, in the shape in which Zoom gives them."""

from collections.abc import Mapping
from typing import Any

#: Zoom's codes, which differ between meetings and webinars for the same thing.
FULL = {"meeting": 3043, "webinar": 3035}


class Refusal(Exception):  # noqa: N818 - it is an answer
    """An answer that is no success: raised anywhere in a request, rendered once."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {"code": code, "message": message}
        if errors:
            self.body["errors"] = errors


def invalid(field: str, message: str = "Invalid field.") -> Refusal:
    return Refusal(400, 300, "Validation Failed.", errors=[{"field": field, "message": message}])


def token_invalid() -> Refusal:
    return Refusal(401, 124, "Invalid access token.")


def scope_missing() -> Refusal:
    return Refusal(400, 4711, "Invalid access token, does not contain scopes.")


def meeting_gone(kind: str, meeting_id: object) -> Refusal:
    return Refusal(404, 3001, f"{kind.capitalize()} does not exist: {meeting_id}.")


def registration_off(meeting_id: object) -> Refusal:
    return Refusal(404, 404, f"Registration has not been enabled for this meeting: {meeting_id}.")


def full(kind: str) -> Refusal:
    return Refusal(400, FULL[kind], f"{kind.capitalize()} has reached maximum attendee capacity.")


def over(kind: str) -> Refusal:
    return Refusal(400, 3038, f"The {kind} is over. You cannot register now.")


def is_host() -> Refusal:
    return Refusal(400, 3027, "Host or alternative host cannot register.")


def batch_not_allowed() -> Refusal:
    return Refusal(400, 303, "Batch registration is for scheduled meetings and webinars only.")


def registrant_unknown() -> Refusal:
    """What Zoom itself answers here is not known: this is a guess."""
    return Refusal(404, 300, "Registrant does not exist.")


def user_unknown(user_id: str) -> Refusal:
    return Refusal(404, 1001, f"User does not exist: {user_id}.")


def unavailable() -> Refusal:
    return Refusal(503, 503, "Service unavailable.")
