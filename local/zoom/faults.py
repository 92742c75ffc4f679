"""Faults that a test or a person switches on, to see what a program makes of them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import httpx

from local.zoom.limits import day_used_up, too_fast
from local.zoom.refusals import Refusal, full, meeting_gone, registration_off, scope_missing, token_invalid, unavailable

#: The calls that a fault can be set on.
OPERATIONS = (
    "token",
    "add",
    "batch",
    "list",
    "get",
    "delete",
    "status",
    "questions",
    "meeting",
    "update",
    "report",
    "user",
)
_REGISTERING = frozenset({"add", "batch"})
_ABOUT_REGISTRANTS = frozenset({"add", "batch", "list", "get", "delete", "status", "questions"})
#: Each mode with the calls that it concerns when none is named: all of the API but the token's call, else these.
MODES: dict[str, frozenset[str]] = {
    mode: frozenset(OPERATIONS) - {"token"}
    for mode in ("reply-lost", "slow", "5xx", "429-second", "429-daily", "429-bare", "error")
} | {
    "token-expired": frozenset(OPERATIONS) - {"token"},
    "scope-missing": frozenset(OPERATIONS) - {"token"},
    "meeting-gone": frozenset(OPERATIONS) - {"token"},
    "registration-off": _ABOUT_REGISTRANTS,
    "full": _REGISTERING,
    "late": _REGISTERING,
}


class ReplyLostError(httpx.ReadError):
    """The work is done, and the answer never arrives.

    It is the error that an httpx client has when a connection breaks, so that a client which runs this sandbox in
    process has it too; over the network `local.zoom.__main__` breaks the connection.
    """


def times_out(seconds: float) -> None:
    """For a sandbox in process, in place of waiting: the client gives up first."""
    raise httpx.ReadTimeout(f"no answer within {seconds} s")


@dataclass(slots=True)
class Fault:
    mode: str
    on: str | None = None
    """One of OPERATIONS; None is all that the mode concerns."""
    times: int | None = None
    """How often it still happens; None is until it is taken away."""
    seconds: float = 30.0
    """Of `slow`: how late the answer is. Longer than any patient client waits. Of `late`: how long after the connection
    broke the work is done all the same."""
    status: int = 400
    code: int = 3000
    """Of `error`: what is answered."""

    def concerns(self, operation: str) -> bool:
        return operation == self.on if self.on else operation in MODES[self.mode]

    def before(self, kind: str, meeting_id: object, now: datetime) -> Refusal | None:
        """The refusal that comes in place of the work, None where the work is done all the same."""
        match self.mode:
            case "5xx":
                return unavailable()
            case "429-second":
                return too_fast("Light", 80, now)
            case "429-daily":
                return day_used_up("Heavy", 60_000, now)
            case "429-bare":
                return Refusal(429, 429, "You have reached the maximum daily rate limit for this API.")
            case "full":
                return full(kind)
            case "token-expired":
                return token_invalid()
            case "meeting-gone":
                return meeting_gone(kind, meeting_id)
            case "registration-off":
                return registration_off(meeting_id)
            case "scope-missing":
                return scope_missing()
            case "error":
                return Refusal(self.status, self.code, "An error that was asked for.")
        return None


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def set(self, fault: Fault) -> None:
        """Puts this fault in place of any on the same calls."""
        self.clear(fault.on)
        self._faults.append(fault)

    def clear(self, on: str | None = None) -> None:
        """Takes away what is set on one call; everything, where none is named."""
        self._faults = [fault for fault in self._faults if on is not None and fault.on != on]

    def take(self, operation: str) -> Fault | None:
        """The fault that this call meets, used once."""
        fault = next((fault for fault in self._faults if fault.concerns(operation)), None)
        if fault and fault.times is not None:
            fault.times -= 1
            if not fault.times:
                self._faults.remove(fault)
        return fault

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._faults]
