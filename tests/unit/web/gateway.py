"""An API Gateway in front of one function: HTTP requests in, payload format 2.0 to the handler, HTTP answers out."""

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_plus, urlencode, urlsplit

type Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Gateway:
    """Calls `handler` as API Gateway does. `headers` go with every request."""

    handler: Handler
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.request("GET", path, headers=headers)

    def post(
        self,
        path: str,
        *,
        form: Mapping[str, str] | list[tuple[str, str]] | None = None,
        json: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Posts a form, a JSON value or raw bytes; the media type follows, unless `headers` give one."""
        sent, media_type = _body(form, json, body)
        return self.request("POST", path, headers={"content-type": media_type, **_lower(headers)}, body=sent)

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        parts = urlsplit(path)
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": unquote(parts.path),
            "rawQueryString": parts.query,
            "headers": {"host": "gateway.example", **_together(_lower(self.headers), _lower(headers))},
            "requestContext": {
                "http": {"method": method, "path": parts.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
                "stage": "$default",
                "requestId": "request",
            },
            "isBase64Encoded": body is not None,
        }
        # The gateway takes cookies out of the headers.
        if cookies := event["headers"].pop("cookie", ""):
            event["cookies"] = cookies.split("; ")
        if parts.query:
            pairs = (pair.partition("=") for pair in parts.query.split("&"))
            event["queryStringParameters"] = {name: unquote_plus(value) for name, _, value in pairs}
        if body is not None:
            event["body"] = base64.b64encode(body).decode()
        return _answer(self.handler(event, None))


def _together(always: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    """What is sent now goes before what is always sent, but for cookies, which add up."""
    cookies = "; ".join(filter(None, (always.get("cookie"), now.get("cookie"))))
    return {**always, **now, **({"cookie": cookies} if cookies else {})}


def _lower(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {name.lower(): value for name, value in (headers or {}).items()}


def _body(form: Mapping[str, str] | list[tuple[str, str]] | None, value: Any, body: bytes | None) -> tuple[bytes, str]:
    if form is not None:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    return (body if body is not None else json.dumps(value).encode()), "application/json"


def _answer(raw: dict[str, Any]) -> Answer:
    headers = {name.lower(): str(value) for name, value in raw.get("headers", {}).items()}
    body = base64.b64decode(raw["body"]) if raw.get("isBase64Encoded") else raw["body"].encode()
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(raw["statusCode"], headers, body, raw.get("cookies", []))
