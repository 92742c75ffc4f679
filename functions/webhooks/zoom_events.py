"""What is read from the body of one of Zoom's events. Nothing in it is taken for granted."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_KINDS = frozenset({"meeting", "webinar"})
_REGISTRATIONS = frozenset(f"registration_{what}" for what in ("created", "approved", "cancelled", "denied"))
_PARTICIPANTS = {"participant_joined": "join_time", "participant_left": "leave_time"}
_MEETINGS = frozenset({"updated", "deleted", "ended"})
_LONGEST_ID = 128
_LONGEST_TEXT = 320
"""Characters of a name or an address; an address has at most 254."""
_LAST_MILLISECOND = 10**14


@dataclass(frozen=True, slots=True)
class Told:
    """One event that concerns us, as Zoom tells it."""

    type: str
    meeting: str
    registrant: str
    email: str
    """In lower case; of a registrant only where Zoom gives no id of theirs."""
    event_ts: int
    time: str
    name: str = ""
    """Of a participant, as Zoom shows it."""
    device: str = ""
    """Of a participant: Zoom's id of what they joined with."""

    @property
    def what(self) -> str:
        """The type without its `meeting.` or `webinar.`."""
        return self.type.partition(".")[2]


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
        return _participant(f"{kind}.{what}", meeting, milliseconds, _object(shown, "participant"), _PARTICIPANTS[what])
    person = _object(shown, "registrant")
    registrant = _id(person.get("id") or person.get("registrant_id"))
    email = "" if registrant else _text(person.get("email")).lower()
    time = _time(shown.get("end_time"), milliseconds) if what == "ended" else ""
    return Told(f"{kind}.{what}", meeting, registrant, email, milliseconds, time)


def _participant(kind: str, meeting: str, milliseconds: int, person: dict[str, Any], moment: str) -> Told:
    return Told(
        kind,
        meeting,
        # The participant's `id` is a Zoom user's, and not the registrant's.
        _id(person.get("registrant_id")),
        _text(person.get("email")).lower(),
        milliseconds,
        _time(person.get(moment), milliseconds),
        name=_text(person.get("user_name")),
        # The first is the same in each instance of the meeting; not every account is told it.
        device=_id(person.get("participant_uuid")) or _id(person.get("user_id")),
    )


def _object(value: dict[str, Any], name: str) -> dict[str, Any]:
    held = value.get(name)
    return held if isinstance(held, dict) else {}


def _id(value: object) -> str:
    """Zoom writes a meeting's id as a number here and as a text there."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if len(text) <= _LONGEST_ID else ""


def _text(value: object) -> str:
    """Nothing that a table could not keep: half a character, or no end."""
    text = value[:_LONGEST_TEXT] if isinstance(value, str) else ""
    return text.encode(errors="replace").decode().strip()


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
