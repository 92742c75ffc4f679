"""What Zoom's refusals mean for us: the one place where its codes become our errors.

Zoom's own messages hold e-mail addresses, so none of its text ever enters an error of ours.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import httpx

from functions.domain.errors import (
    MeetingFullError,
    MeetingMisconfiguredError,
    MeetingOverError,
    RegistrantIsHostError,
    RegistrantRefusedError,
    UnexpectedZoomReplyError,
    ZoomOutcomeUnknownError,
    ZoomRateLimitedError,
)

ONE_SECOND = 1.0
TOKEN_INVALID = 124
VALIDATION_FAILED = 300
MEETING_GONE = 3001

#: Zoom's code, for meetings and for their twins in webinars: our error and what it says.
MEANINGS: dict[int, tuple[type[Exception], str]] = {
    MEETING_GONE: (MeetingMisconfiguredError, "not found or expired"),
    404: (MeetingMisconfiguredError, "registration is not enabled"),
    3000: (MeetingMisconfiguredError, "no access, registration is off, or the account's attendee limit is reached"),
    1001: (MeetingMisconfiguredError, "its host does not exist or is not in this account"),
    1010: (MeetingMisconfiguredError, "its host is not in this account"),
    3003: (MeetingMisconfiguredError, "the account is not its host"),
    3161: (MeetingMisconfiguredError, "its host may not hold it"),
    200: (MeetingMisconfiguredError, "the account's plan or the app's scopes do not allow this"),
    4700: (MeetingMisconfiguredError, "the app's scopes do not allow this"),
    4711: (MeetingMisconfiguredError, "the app's scopes do not allow this"),
    TOKEN_INVALID: (MeetingMisconfiguredError, "Zoom refuses the credentials"),
    3027: (RegistrantIsHostError, "a host cannot register"),
    3034: (RegistrantRefusedError, "a work e-mail address is asked for"),
    3051: (RegistrantRefusedError, "a work e-mail address is asked for"),
    3035: (MeetingFullError, "capacity reached"),
    3043: (MeetingFullError, "capacity reached"),
    3038: (MeetingOverError, "is over"),
    VALIDATION_FAILED: (RegistrantRefusedError, "Zoom refuses the registrant's details"),
}

#: Codes that are about the registrant's address although Zoom names no field with them.
ABOUT_THE_ADDRESS = frozenset({3034, 3051})


def error_for(response: httpx.Response, subject: str, now: datetime, *, personal: bool = False) -> Exception:
    """The error to raise for a reply that is not a success.

    `subject` says which call of which meeting it was; `personal`, that the call carried somebody's details.
    """
    body = body_of(response)
    code = body.get("code") if isinstance(body.get("code"), int) else None
    if response.status_code == 429:
        return rate_limited(response, body, subject, now)
    if response.status_code >= 500:
        return ZoomOutcomeUnknownError(f"{subject}: Zoom answered {response.status_code}")
    if code == VALIDATION_FAILED and not personal:
        return MeetingMisconfiguredError(f"{subject}: Zoom does not take an id in it (code {code})")
    if code in MEANINGS:
        return _known(code, body, subject)
    if response.status_code == 401:
        return _known(TOKEN_INVALID, body, subject)
    return UnexpectedZoomReplyError(subject, response.status_code, code)


def body_of(response: httpx.Response) -> dict[str, Any]:
    """The reply's JSON object; an empty one where there is none."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _known(code: int, body: dict[str, Any], subject: str) -> Exception:
    kind, meaning = MEANINGS[code]
    message = f"{subject}: {meaning} (code {code})"
    if kind is RegistrantRefusedError:
        return RegistrantRefusedError(message, fields=("email",) if code in ABOUT_THE_ADDRESS else _fields(body))
    if code == MEETING_GONE:
        return MeetingMisconfiguredError(message, gone=True)
    return kind(message)


def _fields(body: dict[str, Any]) -> tuple[str, ...]:
    errors = body.get("errors")
    if not isinstance(errors, list):
        return ()
    return tuple(str(error["field"]) for error in errors if isinstance(error, dict) and "field" in error)


def rate_limited(response: httpx.Response, body: dict[str, Any], subject: str, now: datetime) -> ZoomRateLimitedError:
    """How long Zoom wants us to wait: as its headers say, else until its day ends at 00:00 UTC."""
    headers = response.headers
    kind = headers.get("X-RateLimit-Type", "").lower()
    text = f"{kind} {body.get('message', '')}".lower()
    # Some replies about the day carry no type at all; none about the second is known to lack all of its marks.
    if "per-second" in text or ("daily" not in text and "X-RateLimit-Reset" in headers):
        wait = _seconds_until(headers.get("X-RateLimit-Reset", ""), now)
        return ZoomRateLimitedError(f"{subject}: wait a moment", retry_after=wait or ONE_SECOND, daily=False)
    wait = _seconds_until(headers.get("Retry-After", ""), now)
    return ZoomRateLimitedError(
        f"{subject}: the day's allowance is used up",
        retry_after=_seconds_to_midnight(now) if wait is None else wait,
        daily=True,
        # Three adds per registrant and day: nothing but these words tells it from the account's own allowance.
        one_person="for the registrant" in text,
    )


def _seconds_until(value: str, now: datetime) -> float | None:
    """Seconds from `now` to a moment given as ISO date, epoch seconds or milliseconds, or as seconds; never below 1.

    None where it says nothing that can be read.
    """
    if not value.isdecimal():
        moment = _moment(value)
        return None if moment is None else max(ONE_SECOND, (moment - now).total_seconds())
    number = float(value)
    if number > 1e11:
        number /= 1000
    return max(ONE_SECOND, number - now.timestamp() if number > 1e9 else number)


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _seconds_to_midnight(now: datetime) -> float:
    today = now.astimezone(UTC).date()
    return (datetime.combine(today + timedelta(days=1), time(), UTC) - now).total_seconds()
