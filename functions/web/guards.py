"""Two cheap guards of the forms: writes come from our own pages, and from people rather than scripts."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from functions.domain.wording import N_
from functions.web.request import Request, RequestRefusedError

TRAP = "website"
"""A field that people do not see: only a script fills it in."""
STARTED = "started"
"""When the form was first shown, in milliseconds since 1970; it stays the same when the form comes back with errors."""

_FASTEST_MS = 2_000
FOREIGN = N_("This was sent from another web site")


def check_origin(request: Request, base_url: str) -> None:
    """Raises `RequestRefusedError` for a write that another site's page sent.

    Browsers send `Origin: null` from pages that give no referrer; then `Sec-Fetch-Site` says where it came from.
    Programs that are no browsers send neither header, and are let through.
    """
    origin, site = request.header("origin"), request.header("sec-fetch-site")
    ours = origin in ("", origin_of(base_url)) or (origin == "null" and site == "same-origin")
    if not ours or site not in ("", "none", "same-origin"):
        raise RequestRefusedError(403, FOREIGN)


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def looks_automatic(fields: Mapping[str, str], now: datetime) -> bool:
    """Whether the trap was filled in, or the form came back sooner than a person can read it."""
    started = fields.get(STARTED, "0")
    return bool(fields.get(TRAP)) or not _is_time(started) or _milliseconds(now) - int(started) < _FASTEST_MS


def first_shown(fields: Mapping[str, str], now: datetime) -> str:
    """Value of the form's `STARTED` field: what came with it, else `now`."""
    started = fields.get(STARTED, "")
    return started if _is_time(started) else str(_milliseconds(now))


def without_guards(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in (TRAP, STARTED)}


def _is_time(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
