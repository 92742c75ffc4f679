"""The sandbox's whole memory and its settings: one account of Zoom."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import unquote

from local.zoom.faults import Faults
from local.zoom.limits import Limits, Plan
from local.zoom.meetings import DEFAULT_SETTINGS, DEFAULT_TYPE, Meeting
from local.zoom.refusals import Refusal, meeting_gone
from local.zoom.tokens import Tokens
from local.zoom.webhooks import Post, Webhooks, post_over_http


def _now() -> datetime:
    return datetime.now(UTC)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 9 <= len(text) <= 11


def in_background() -> Callable[[Callable[[], object]], object]:
    """Runs jobs one after the other beside the request that caused them: webhooks stay in order."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="webhooks").submit


@dataclass(slots=True)
class Sandbox:
    base_url: str = "http://127.0.0.1:8001"
    """Where join links and the token's api_url lead."""
    clock: Callable[[], datetime] = _now
    """Gives aware moments; tests pass their own."""
    sleep: Callable[[float], None] = time.sleep
    """How a slow answer waits. In process, `local.zoom.faults.times_out` lets the client give up at once."""
    plan: Plan = "business"
    meeting_capacity: int = 1000
    """Participants that the host's plan allows."""
    webinar_capacity: int = 1000
    """The same for webinars; 0 is a plan without them."""
    any_meeting: bool = True
    """An unknown id of 9 to 11 digits is a meeting with registration on and approval by hand."""
    account_id: str = "sandbox-account"
    client_id: str = "sandbox-client"
    client_secret: str = "sandbox-secret"
    api_url: str = ""
    """Regional address that the token's reply names; empty: this sandbox's own."""
    duplicates: bool = False
    """Whether a repeated add of an address makes a second registrant; else the existing one is answered."""
    bad_address_in_batch: Literal["refuse", "skip"] = "refuse"
    """Whether one bad address spoils its whole batch, or is left out of the answer."""
    report_ready_after: int = 0
    """Seconds from a meeting's end until there is a report of its participants; 0: at any time, even before the end."""
    adds_counted: Literal["meeting", "account"] = "meeting"
    """Whether the three adds per registrant and day are per meeting, or across all."""
    webhook_url: str = ""
    webhook_secret: str = "sandbox-webhook-secret"
    webhook_post: Post = post_over_http
    run: Callable[[Callable[[], object]], object] = field(default_factory=in_background)
    """How webhooks are sent: tests pass `lambda job: job()`."""
    meetings: dict[int, Meeting] = field(default_factory=dict)
    tokens: Tokens = field(default_factory=Tokens)
    limits: Limits = field(default_factory=Limits)
    faults: Faults = field(default_factory=Faults)
    late: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)
    """Work that is done although its client has gone, and when."""
    webhooks: Webhooks = field(init=False)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.webhooks = Webhooks(self)

    def open(self, kind: str, meeting_id: str) -> Meeting:
        """The meeting of this kind, by id or UUID. Raises 3001 where there is none, unless any id may be one."""
        meeting = self.meetings.get(int(meeting_id)) if _is_id(meeting_id) else self._by_uuid(meeting_id)
        if meeting is None and self.any_meeting and _is_id(meeting_id):
            meeting = self.make(int(meeting_id), kind)
        if meeting is None or meeting.kind != kind:
            raise meeting_gone(kind, meeting_id)
        return meeting

    def make(self, meeting_id: int, kind: str, **details: Any) -> Meeting:
        """A new meeting in place of any that has this id; settings not named have their defaults."""
        settings = deepcopy(DEFAULT_SETTINGS) | details.pop("settings", {})
        named: dict[str, Any] = {"type": DEFAULT_TYPE[kind], "topic": f"Sandbox {kind} {meeting_id}"} | details
        self.meetings[meeting_id] = Meeting(meeting_id, kind, settings=settings, **named)
        return self.meetings[meeting_id]

    def features(self) -> dict[str, Any]:
        """As Zoom's settings of a user show them."""
        return {
            "meeting_capacity": self.meeting_capacity,
            "large_meeting": False,
            "webinar": self.webinar_capacity > 0,
            "webinar_capacity": self.webinar_capacity,
        }

    def _by_uuid(self, quoted: str) -> Meeting | None:
        """UUIDs that begin with a slash, or hold two, come encoded twice, and the server has undone one of the two."""
        return next((meeting for meeting in self.meetings.values() if meeting.uuid in (quoted, unquote(quoted))), None)

    def catch_up(self) -> None:
        """Does the work whose time has come, at the latest when the next request comes in."""
        due = [job for moment, job in self.late if moment <= self.clock()]
        self.late = [(moment, job) for moment, job in self.late if moment > self.clock()]
        for job in due:
            with suppress(Refusal):  # nobody hears of it any more
                job()

    def reset(self) -> None:
        """Forgets meetings, faults, counts, tokens and webhooks; settings stay."""
        self.meetings.clear()
        self.late.clear()
        self.tokens, self.limits, self.faults, self.webhooks = Tokens(), Limits(), Faults(), Webhooks(self)
