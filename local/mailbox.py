"""Every mail as it left, to be read in a browser.

MiniStack accepts mails but keeps only their words. So the functions' SES endpoint is this WSGI program: it passes each
call on to MiniStack and keeps the message that MiniStack accepted, byte for byte. Memory only: mails are personal.
"""

import base64
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Lock

import httpx
from flask import Flask, Response, request

_SEND = "/v2/email/outbound-emails"
#: A bench may send thousands; a person reads the last few.
_KEPT = 2_000
_NOT_PASSED_ON = {"host", "connection", "content-length", "transfer-encoding", "content-encoding", "keep-alive"}


@dataclass(frozen=True, slots=True)
class Mail:
    number: int
    received: datetime
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def calendar(self) -> str:
        """The calendar file, alternative or attachment; empty when there is none."""
        parts = (part for part in self.message.walk() if part.get_content_type() == "text/calendar")
        return next((str(part.get_content()) for part in parts), "")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


class Mailbox:
    def __init__(self) -> None:
        self._mails: deque[Mail] = deque(maxlen=_KEPT)
        self._lock = Lock()
        self._received = 0

    def add(self, raw: bytes, received: datetime) -> None:
        with self._lock:
            self._received += 1
            self._mails.append(Mail(self._received, received, raw))

    def __iter__(self) -> Iterator[Mail]:
        """The mails that are kept, oldest first."""
        with self._lock:
            return iter(list(self._mails))

    def get(self, number: int) -> Mail | None:
        return next((mail for mail in self if mail.number == number), None)


def ses_endpoint(mailbox: Mailbox, ministack: httpx.Client) -> Flask:
    """SES as the functions reach it: MiniStack's, with each accepted message kept in `mailbox`."""
    app = Flask(__name__, static_folder=None)

    @app.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
    def pass_on(path: str) -> Response:
        headers = [(name, value) for name, value in request.headers if name.lower() not in _NOT_PASSED_ON]
        answer = ministack.request(
            request.method, f"/{path}", params=request.args, content=request.get_data(), headers=headers
        )
        if answer.is_success and request.method == "POST" and request.path == _SEND:
            _keep(mailbox, request.get_data())
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in _NOT_PASSED_ON]
        return Response(answer.content, answer.status_code, kept)

    return app


def _keep(mailbox: Mailbox, call: bytes) -> None:
    """Keeps the raw message of a SendEmail call; we send no other kind."""
    raw = json.loads(call).get("Content", {}).get("Raw", {}).get("Data")
    if raw:
        mailbox.add(base64.b64decode(raw), datetime.now(UTC))
