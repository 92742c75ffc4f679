"""Meetings and webinars with their registrants and participants, as Zoom's JSON shows them."""

import base64
import secrets
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CAPACITY = 4_999
HOST = "host@sandbox.example"
HOST_ID = "sandbox-host"
#: Types of a recurring meeting and webinar with no fixed time, which a PATCH leaves as they are.
NO_FIXED_TIME = frozenset({3, 6})
TYPES_WITH_BATCH = frozenset({2, 5})
DEFAULT_TYPE = {"meeting": 2, "webinar": 5}
DEFAULT_SETTINGS: dict[str, Any] = {
    "approval_type": 1,
    "registrants_confirmation_email": False,
    "registrants_restrict_number": 0,
    "alternative_hosts": "",
    # Two countries stand for two languages, as in Zoom's documents.
    "language_interpretation": {
        "enable": True,
        "interpreters": [
            {"email": "french@sandbox.example", "languages": "US,FR"},
            {"email": "spanish@sandbox.example", "languages": "US,ES"},
        ],
    },
}


@dataclass(slots=True)
class Registrant:
    id: str
    email: str
    first_name: str
    last_name: str
    org: str
    language: str
    status: str
    """approved, pending, denied; cancelled ones are kept for the page, and Zoom's API no longer shows them."""
    link: str
    created: datetime

    def as_json(self) -> dict[str, Any]:
        shown = {
            "id": self.id,
            "email": self.email,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "org": self.org,
            "language": self.language,
            "status": self.status,
            "create_time": stamp(self.created),
        }
        return shown | self.link_as_json()

    def link_as_json(self) -> dict[str, str]:
        return {"join_url": self.link} if self.status == "approved" else {}


@dataclass(slots=True)
class Participant:
    id: str
    name: str
    email: str
    registrant_id: str
    joined: datetime
    left: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "id": "",
            "user_id": self.id,
            "name": self.name,
            "user_email": self.email,
            "registrant_id": self.registrant_id,
            "join_time": stamp(self.joined),
            "leave_time": stamp(self.left) if self.left else "",
            "duration": int((self.left - self.joined).total_seconds()) if self.left else 0,
        }


@dataclass(slots=True)
class Meeting:
    id: int
    kind: str
    """meeting or webinar."""
    type: int
    topic: str
    start_time: str = ""
    duration: int = 60
    timezone: str = "UTC"
    settings: dict[str, Any] = field(default_factory=lambda: deepcopy(DEFAULT_SETTINGS))
    questions: dict[str, Any] = field(default_factory=lambda: {"questions": [], "custom_questions": []})
    registrants: dict[str, Registrant] = field(default_factory=dict)
    _by_email: dict[str, list[Registrant]] = field(default_factory=dict, repr=False)
    participants: list[Participant] = field(default_factory=list)
    over: bool = False
    ended: datetime | None = None
    uuid: str = field(default_factory=lambda: base64.b64encode(secrets.token_bytes(16)).decode())

    @property
    def capacity(self) -> int:
        return min(self.settings.get("registrants_restrict_number") or CAPACITY, CAPACITY)

    @property
    def hosts(self) -> set[str]:
        others = str(self.settings.get("alternative_hosts", "")).replace(";", ",").split(",")
        return {HOST} | {other.strip().lower() for other in others if other.strip()}

    def listed(self, status: str) -> list[Registrant]:
        return [registrant for registrant in self.registrants.values() if registrant.status == status]

    def active(self, email: str | None = None) -> list[Registrant]:
        """Approved and pending registrants, all or those of one address."""
        among = self.registrants.values() if email is None else self._by_email.get(email.lower(), [])
        return [registrant for registrant in among if registrant.status in ("approved", "pending")]

    def take_in(self, registrant: Registrant) -> None:
        self.registrants[registrant.id] = registrant
        self._by_email.setdefault(registrant.email.lower(), []).append(registrant)

    def let_go(self, registrant: Registrant) -> None:
        del self.registrants[registrant.id]
        self._by_email[registrant.email.lower()].remove(registrant)

    def has_room(self, more: int) -> bool:
        # The first comparison spares counting thousands of people for each of thousands of adds.
        return len(self.registrants) + more <= self.capacity or len(self.active()) + more <= self.capacity

    def summary(self) -> dict[str, Any]:
        """What Zoom's replies and webhooks say of a meeting in passing."""
        return {
            "id": self.id,
            "uuid": self.uuid,
            "host_id": HOST_ID,
            "topic": self.topic,
            "type": self.type,
            "start_time": self.start_time,
            "duration": self.duration,
            "timezone": self.timezone,
        }

    def as_json(self) -> dict[str, Any]:
        return self.summary() | {"host_email": HOST, "settings": self.settings}


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
