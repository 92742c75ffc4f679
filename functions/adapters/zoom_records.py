"""What is said to Zoom and what it answers, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from functions.domain.errors import ZoomOutcomeUnknownError
from functions.domain.events import MeetingKind
from functions.domain.meeting_check import MeetingDetails
from functions.domain.participation import Participant, Participation

APPROVED = "approved"
PENDING = "pending"
_LONGEST = 320
"""Characters of a name or an address; an address has at most 254."""

#: Zoom's names for our languages of interpretation. It has none for Arabic: a registrant without one is mailed in the
#: account's language, which matters little since our meetings' registrants hear from us.
LANGUAGES = {"en": "en-US", "fr": "fr-FR", "es": "es-ES"}


@dataclass(frozen=True, slots=True)
class Meeting:
    id: str
    kind: MeetingKind

    @property
    def path(self) -> str:
        return f"{self.kind}s/{quote(self.id, safe='')}"


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    first_name: str
    last_name: str
    org: str = ""
    language: str = ""
    """ISO 639-1; lost in a batch, which has no room for it."""

    @property
    def in_batch(self) -> dict[str, str]:
        return _filled({"email": self.email, "first_name": self.first_name, "last_name": self.last_name})

    @property
    def alone(self) -> dict[str, str]:
        return self.in_batch | _filled({"org": self.org, "language": LANGUAGES.get(self.language, "")})


@dataclass(frozen=True, slots=True)
class Registrant:
    id: str
    email: str
    """In lower case, whatever Zoom says; empty where Zoom hides it."""
    join_url: str
    """Empty where Zoom has not said it: see `Zoom.approve`."""
    status: str
    """`approved` or `pending`."""


def read_registrant(entry: dict[str, Any], status: str) -> Registrant:
    """Reads Zoom's entry, which names its id differently in a list, in an add's reply and in a batch's."""
    # An add's reply has both, and there `id` is the meeting's.
    identity = entry.get("registrant_id") or entry.get("id")
    if not isinstance(identity, str):
        raise ZoomOutcomeUnknownError("Zoom's reply names no registrant")
    return Registrant(identity, str(entry.get("email") or "").lower(), str(entry.get("join_url") or ""), status)


def read_participation(entry: dict[str, Any]) -> Participation:
    """Reads an entry of Zoom's report; what cannot be read of it is not known."""
    who = Participant(
        registrant=_text(entry.get("registrant_id")),
        email=_text(entry.get("user_email")).lower(),
        name=_text(entry.get("name")),
    )
    return Participation(who, _moment(_text(entry.get("join_time"))), _moment(_text(entry.get("leave_time"))))


def read_meeting(reply: dict[str, Any]) -> MeetingDetails:
    try:
        settings = reply["settings"]
        interpretation = settings.get("language_interpretation") or {}
        return MeetingDetails(
            topic=str(reply.get("topic", "")),
            type=int(reply["type"]),
            approval_type=int(settings["approval_type"]),
            # What Zoom does when nobody has said otherwise.
            registrants_confirmation_email=bool(settings.get("registrants_confirmation_email", True)),
            restrict_number=int(settings.get("registrants_restrict_number") or 0),
            interpretation=interpretation.get("enable") is True,
            interpreters=frozenset(_interpreted(interpretation.get("interpreters") or [])),
            starts=_moment(str(reply.get("start_time") or "")),
            host_id=str(reply.get("host_id") or ""),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ZoomOutcomeUnknownError("Zoom's reply describes no meeting") from error


def read_capacity(reply: dict[str, Any], kind: MeetingKind) -> int | None:
    """How many participants a host's plan allows, from the settings of that user; None where they do not say."""
    features = reply.get("feature")
    if not isinstance(features, dict):
        return None
    if kind is MeetingKind.WEBINAR:
        return _number(features.get("webinar_capacity")) if features.get("webinar") else 0
    large = features.get("large_meeting_capacity") if features.get("large_meeting") else None
    return max(
        (number for each in (features.get("meeting_capacity"), large) if (number := _number(each))), default=None
    )


def _interpreted(interpreters: list[Any]) -> Iterator[str]:
    """Zoom's documents know two fields, and either may be a list or one text with commas."""
    for interpreter in interpreters:
        for field in ("languages", "interpreter_languages"):
            written = interpreter.get(field) or []
            yield from (str(one) for one in (written.split(",") if isinstance(written, str) else written))


def _moment(text: str) -> datetime | None:
    """None for a meeting without a start, or with one that names no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _text(value: object) -> str:
    """Nothing that a table could not keep: half a character, or no end."""
    text = value[:_LONGEST] if isinstance(value, str) else ""
    return text.encode(errors="replace").decode().strip()


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else None


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
