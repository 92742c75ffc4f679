"""Single requests to Zoom's API: with a token, with time limits, and with its refusals in our own words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx

from functions.adapters.zoom_errors import TOKEN_INVALID, body_of, error_for
from functions.adapters.zoom_token import ZoomCredentials, ZoomToken
from functions.domain.errors import ZoomOutcomeUnknownError

TIMEOUT = httpx.Timeout(10, connect=3)


class ZoomCalls:
    def __init__(
        self,
        client: httpx.Client,
        *,
        api_url: str,
        token_url: str,
        credentials: ZoomCredentials,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._now = now
        self._token = ZoomToken(self._send, api_url=api_url, token_url=token_url, credentials=credentials, now=now)

    def ask(self, method: str, path: str, subject: str, *, personal: bool = False, **request: Any) -> dict[str, Any]:
        """The reply's JSON object, empty for 204. A token that Zoom no longer takes is renewed once.

        `subject` is what errors call the request; `personal` says that it carries somebody's details.
        """
        response = self._with_token(method, path, subject, request)
        if response.status_code == 401 and body_of(response).get("code") in (TOKEN_INVALID, None):
            self._token.forget()
            response = self._with_token(method, path, subject, request)
        if not response.is_success:
            raise error_for(response, subject, self._now(), personal=personal)
        reply = body_of(response)
        if response.content and not reply:
            raise ZoomOutcomeUnknownError(f"{subject}: Zoom's reply cannot be read")
        return reply

    def _with_token(self, method: str, path: str, subject: str, request: dict[str, Any]) -> httpx.Response:
        token = self._token.get()
        headers = {"Authorization": f"Bearer {token.value}"}
        return self._send(method, f"{token.api_url}/{path}", subject, headers=headers, **request)

    def _send(self, method: str, url: str, subject: str, **request: Any) -> httpx.Response:
        try:
            return self._client.request(method, url, timeout=TIMEOUT, follow_redirects=False, **request)
        except httpx.RequestError as error:
            raise ZoomOutcomeUnknownError(f"{subject}: {type(error).__name__}") from error
