"""Zoom's limits: per second and day by label and plan, and per registrant and day."""

from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from typing import Literal

from local.zoom.refusals import Refusal

type Plan = Literal["free", "pro", "business", "unlimited"]
type Label = Literal["Light", "Medium", "Heavy"]

#: Requests per second and per day. `unlimited` is for tests whose clock stands still.
PLANS: dict[str, dict[str, tuple[int, int | None]]] = {
    "free": {"Light": (4, 6_000), "Medium": (2, 2_000), "Heavy": (1, 1_000)},
    "pro": {"Light": (30, None), "Medium": (20, None), "Heavy": (10, 30_000)},
    "business": {"Light": (80, None), "Medium": (60, None), "Heavy": (40, 60_000)},
    "unlimited": {},
}
ADDS_A_DAY = 3
STATUS_UPDATES_A_DAY = 10
MEETING_UPDATES_A_DAY = 100


class Limits:
    def __init__(self) -> None:
        self._counts: dict[Hashable, tuple[Hashable, int]] = {}

    def request(self, plan: Plan, label: Label, now: datetime) -> None:
        """Counts one request. Raises the 429 that it meets."""
        if label not in PLANS[plan]:
            return
        per_second, per_day = PLANS[plan][label]
        if not self._room((label, "second"), int(now.timestamp()), per_second):
            raise too_fast(label, per_second, now)
        if per_day is not None and not self._room((label, "day"), _day(now), per_day):
            raise day_used_up(label, per_day, now)

    def add(self, scope: str, email: str, now: datetime) -> None:
        """Counts one add of this person; `scope` is a meeting's id, or the same word for all where Zoom counts so."""
        if not self._room(("add", scope, email.lower()), _day(now), ADDS_A_DAY):
            raise _registrant_used_up(ADDS_A_DAY, "Add registrant", email)

    def status_update(self, scope: str, email: str, now: datetime) -> None:
        if not self._room(("status", scope, email.lower()), _day(now), STATUS_UPDATES_A_DAY):
            raise _registrant_used_up(STATUS_UPDATES_A_DAY, "Update registrant status", email)

    def meeting_update(self, now: datetime) -> None:
        if not self._room("meeting", _day(now), MEETING_UPDATES_A_DAY):
            raise Refusal(
                429,
                429,
                f"You have exceeded the daily rate limit ({MEETING_UPDATES_A_DAY}) of Meeting Create/Update API "
                "requests permitted for this particular user. You may resume these requests at GMT 00:00:00.",
                headers={"X-RateLimit-Category": "Light"},
            )

    def _room(self, key: Hashable, window: Hashable, most: int) -> bool:
        """Counts one more in this window, unless `most` are counted already."""
        seen, count = self._counts.get(key, (window, 0))
        count = count if seen == window else 0
        if count >= most:
            return False
        self._counts[key] = (window, count + 1)
        return True


def too_fast(label: Label, limit: int, now: datetime) -> Refusal:
    headers = _headers(label, "Per-second-limit", limit) | {"X-RateLimit-Reset": str(int(now.timestamp()) + 1)}
    return Refusal(
        429, 429, "You have reached the maximum per-second rate limit for this API. Try again later.", headers=headers
    )


def day_used_up(label: Label, limit: int, now: datetime) -> Refusal:
    midnight = _day(now) + timedelta(days=1)
    headers = _headers(label, "Daily-limit", limit) | {"Retry-After": midnight.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return Refusal(429, 429, "You have reached the maximum daily rate limit for this API.", headers=headers)


def _registrant_used_up(limit: int, call: str, email: str) -> Refusal:
    """One of the 429s about a day that come without type or Retry-After, and with the person's address."""
    return Refusal(
        429,
        429,
        f"You have exceeded the daily rate limit ({limit}) of {call} API requests for the registrant ({email}). "
        "You can resume these API requests at GMT 00:00:00.",
    )


def _headers(label: Label, kind: str, limit: int) -> dict[str, str]:
    return {
        "X-RateLimit-Category": label,
        "X-RateLimit-Type": kind,
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": "0",
    }


def _day(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
