"""What is said to Zoom and what it answers, as plain values."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from functions.domain.errors import ZoomOutcomeUnknownError
from functions.domain.events import MeetingKind

APPROVED = "approved"
PENDING = "pending"

#: Zoom's names for our languages of interpretation. It has none for Arabic: a registrant without one is mailed in the
#: account's language, which matters little since our meetings' registrants hear from us.
LANGUAGES = {"en": "en-US", "fr": "fr-FR", "es": "es-ES"}

#: Types of meeting that take a batch: scheduled meetings and webinars, nothing that recurs.
TYPES_WITH_BATCH = frozenset({2, 5})


@dataclass(frozen=True, slots=True)
class Meeting:
    id: str
    kind: MeetingKind

    @property
    def path(self) -> str:
        return f"{self.kind}s/{quote(self.id, safe='')}"


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    topic: str
    type: int
    """2 a scheduled meeting, 3 recurring with no fixed time, 8 recurring; 5, 6 and 9 the same for webinars."""
    approval_type: int
    """0 automatic, 1 by hand, 2 no registration."""
    registrants_confirmation_email: bool

    @property
    def takes_batches(self) -> bool:
        return self.type in TYPES_WITH_BATCH


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


def read_meeting(reply: dict[str, Any]) -> MeetingDetails:
    try:
        settings = reply["settings"]
        return MeetingDetails(
            topic=str(reply.get("topic", "")),
            type=int(reply["type"]),
            approval_type=int(settings["approval_type"]),
            # What Zoom does when nobody has said otherwise.
            registrants_confirmation_email=bool(settings.get("registrants_confirmation_email", True)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ZoomOutcomeUnknownError("Zoom's reply describes no meeting") from error


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
