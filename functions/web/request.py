"""What reached us over HTTP, and how strictly its body is read."""

import base64
import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn, Self
from urllib.parse import parse_qsl

from functions.domain.errors import PermanentError
from functions.domain.wording import N_

BODY_LIMIT = 64 * 1024
_FIELD_LIMIT = 250
"""A page of the secretariat's list has at most two hundred boxes."""
_DIGIT_LIMIT = 30
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


type Sent = Mapping[str, str] | None
"""The fields of a form that could not be taken; None where none was sent that can be sent again, such as a file."""


class RequestRefusedError(PermanentError):
    """A request that is not read any further. `message` is a message id; `status` the HTTP status of the answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Request:
    headers: Mapping[str, str]
    """Names in lower case."""
    query: Mapping[str, str]
    body: bytes
    cookies: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Self:
        """The request of an API Gateway event, payload format 2.0. Raises `RequestRefusedError` for a broken body."""
        return replace(cls.without_body(event), body=_body(event))

    @classmethod
    def without_body(cls, event: Mapping[str, Any]) -> Self:
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        # The gateway lists cookies apart; MiniStack leaves them in their header.
        cookies = event.get("cookies") or headers.get("cookie", "").split("; ")
        return cls(
            headers=headers,
            query=event.get("queryStringParameters") or {},
            body=b"",
            cookies=dict(cookie.split("=", 1) for cookie in cookies if "=" in cookie),
            method=event.get("requestContext", {}).get("http", {}).get("method", "GET"),
        )

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    def form(self) -> dict[str, str]:
        """The fields of a URL-encoded form, each once. Raises `RequestRefusedError`."""
        self._expect(FORM)
        try:
            pairs = parse_qsl(
                _text(self.body),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=_FIELD_LIMIT,
            )
        except ValueError:
            _refuse(400, UNREADABLE)
        return _once(pairs, 422)

    def sent(self) -> Sent:
        with suppress(RequestRefusedError):
            return self.form() if self.method == "POST" else None
        return None

    def json(self) -> dict[str, Any]:
        """The JSON object of the body, read strictly. Raises `RequestRefusedError`."""
        self._expect(JSON)
        try:
            value = json.loads(
                _text(self.body),
                object_pairs_hook=lambda pairs: _once(pairs, 400),
                parse_constant=lambda _: _refuse(400, UNREADABLE),
                parse_int=_whole_number,
                parse_float=_number,
            )
            json.dumps(value, ensure_ascii=False).encode()  # lone surrogates are no text
        except (ValueError, RecursionError):
            _refuse(400, UNREADABLE)
        if not isinstance(value, dict):
            _refuse(400, NOT_AN_OBJECT)
        return value

    def _expect(self, media_type: str) -> None:
        if len(self.body) > BODY_LIMIT:
            _refuse(413, TOO_LARGE)
        given, *parameters = (part.strip().lower() for part in self.header("content-type").split(";"))
        charsets = {part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")}
        if given != media_type or not charsets <= {"utf-8", "utf8"}:
            _refuse(415, WRONG_TYPE)


UNREADABLE = N_("The request could not be read")
NOT_AN_OBJECT = N_("The request must hold one JSON object")
REPEATED = N_("The request holds a field twice")
TOO_LARGE = N_("The request is larger than 64 KiB")
WRONG_TYPE = N_("The request is of a media type that is not accepted here")


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    try:
        return base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except ValueError:
        _refuse(400, UNREADABLE)


def _text(body: bytes) -> str:
    return body.decode("utf-8", errors="strict")


def _once[Value](pairs: list[tuple[str, Value]], status: int) -> dict[str, Value]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        _refuse(status, REPEATED)
    return fields


def _whole_number(digits: str) -> int:
    return int(digits) if len(digits) <= _DIGIT_LIMIT else _refuse(400, UNREADABLE)


def _number(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) and len(digits) <= _DIGIT_LIMIT else _refuse(400, UNREADABLE)


def _refuse(status: int, message: str) -> NoReturn:
    raise RequestRefusedError(status, message)
