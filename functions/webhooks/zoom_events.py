"""What is read from the body of one of Zoom's events. Nothing in it is taken for granted."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_KINDS = frozenset({"meeting", "webinar"})
_REGISTRATIONS = frozenset(f"registration_{what}" for what in ("created", "approved", "cancelled", "denied"))
_PARTICIPANTS = {"participant_joined": "join_time", "participant_left": "leave_time"}
_MEETINGS = frozenset({"updated", "deleted"})
_LONGEST_ID = 128
_LAST_MILLISECOND = 10**14


@dataclass(frozen=True, slots=True)
class Told:
    """One event that concerns us, as Zoom tells it."""

    type: str
    meeting: str
    registrant: str
    email: str
    """In lower case; read only where Zoom names no registrant, and kept nowhere."""
    event_ts: int
    time: str


def read_body(body: bytes) -> dict[str, Any]:
    """The JSON object of the body; an empty one where there is none."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def read_event(body: dict[str, Any], now: datetime) -> Told | None:
    """None for an event that changes nothing for us."""
    kind, _, what = str(body.get("event")).partition(".")
    shown = _object(_object(body, "payload"), "object")
    meeting = _id(shown.get("id"))
    if kind not in _KINDS or what not in _REGISTRATIONS | _PARTICIPANTS.keys() | _MEETINGS or not meeting:
        return None
    milliseconds = _milliseconds(body.get("event_ts"), now)
    if what in _PARTICIPANTS:
        person = _object(shown, "participant")
        # The participant's `id` is a Zoom user's, and not the registrant's.
        registrant, time = _id(person.get("registrant_id")), _time(person.get(_PARTICIPANTS[what]), milliseconds)
    else:
        person, time = _object(shown, "registrant"), ""
        registrant = _id(person.get("id") or person.get("registrant_id"))
    email = "" if registrant else str(person.get("email") or "").lower()
    return Told(f"{kind}.{what}", meeting, registrant, email, milliseconds, time)


def _object(value: dict[str, Any], name: str) -> dict[str, Any]:
    held = value.get(name)
    return held if isinstance(held, dict) else {}


def _id(value: object) -> str:
    """Zoom writes a meeting's id as a number here and as a text there."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if len(text) <= _LONGEST_ID else ""


def _milliseconds(value: object, now: datetime) -> int:
    sane = isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LAST_MILLISECOND
    return value if sane and isinstance(value, int) else int(now.timestamp() * 1000)


def _time(value: object, milliseconds: int) -> str:
    """When somebody came or went; when Zoom told it, where it does not say."""
    try:
        moment = datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
