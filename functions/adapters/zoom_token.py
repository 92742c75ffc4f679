"""The access token of a server-to-server OAuth app: fetched when needed, kept until shortly before it ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx

from functions.adapters.zoom_errors import body_of, error_for
from functions.domain.errors import MeetingMisconfiguredError, ZoomOutcomeUnknownError

#: A token about to end is not used for a call that might arrive after it.
MARGIN = timedelta(seconds=60)
SUBJECT = "POST token"


@dataclass(frozen=True, slots=True)
class ZoomCredentials:
    account_id: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    value: str = field(repr=False)
    ends: datetime
    api_url: str
    """Where to use it, with no slash at the end: the region's address where Zoom names one."""


class Send(Protocol):
    def __call__(self, method: str, url: str, subject: str, **request: Any) -> httpx.Response: ...


class ZoomToken:
    def __init__(
        self, send: Send, *, api_url: str, token_url: str, credentials: ZoomCredentials, now: Callable[[], datetime]
    ) -> None:
        self._send = send
        self._api_url = api_url.rstrip("/")
        self._token_url = token_url
        self._credentials = credentials
        self._now = now
        self._token: Token | None = None

    def get(self) -> Token:
        """Raises `MeetingMisconfiguredError` when Zoom refuses the credentials."""
        if self._token is None or self._token.ends - MARGIN <= self._now():
            self._token = self._fetch()
        return self._token

    def forget(self) -> None:
        self._token = None

    def _fetch(self) -> Token:
        credentials = self._credentials
        response = self._send(
            "POST",
            self._token_url,
            SUBJECT,
            # In the body and a header: an address ends in logs.
            data={"grant_type": "account_credentials", "account_id": credentials.account_id},
            auth=(credentials.client_id, credentials.client_secret),
        )
        if response.status_code in (400, 401, 403):
            raise MeetingMisconfiguredError(f"{SUBJECT}: Zoom refuses the credentials")
        if not response.is_success:
            raise error_for(response, SUBJECT, self._now())
        return self._read(body_of(response))

    def _read(self, body: dict[str, Any]) -> Token:
        try:
            ends = self._now() + timedelta(seconds=float(body["expires_in"]))
            return Token(str(body["access_token"]), ends, self._regional(body.get("api_url")))
        except (KeyError, TypeError, ValueError) as error:
            raise ZoomOutcomeUnknownError(f"{SUBJECT}: Zoom's reply cannot be read") from error

    def _regional(self, offered: object) -> str:
        """The address that Zoom offers if it is Zoom's own or the configured host, else the configured address.

        Zoom gives it without the API's path.
        """
        configured, other = urlsplit(self._api_url), urlsplit(str(offered or ""))
        host = other.hostname or ""
        zooms = other.scheme == "https" and (host == "zoom.us" or host.endswith(".zoom.us"))
        same = (other.scheme, other.netloc) == (configured.scheme, configured.netloc)
        return f"{other.scheme}://{other.netloc}{configured.path}" if zooms or same else self._api_url
