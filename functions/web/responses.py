"""Every answer that leaves the pages and the API, with the headers that protect it."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.domain.submission import FieldProblem
from functions.language import OWN_NAMES, direction, environment, translator
from functions.web.request import Sent
from functions.web.static_files import StaticFile, static_address

TEMPLATES = Path(__file__).parent / "templates"
PROBLEM = "application/problem+json"


def content_security(*form_targets: str) -> str:
    """The policy of a page whose forms lead to ourselves, or by way of us to one of these origins."""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "img-src data:",
            " ".join(("form-action 'self'", *form_targets)),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


SECURITY_HEADERS = {
    "Content-Security-Policy": content_security(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_FRESH = {"Cache-Control": "no-store"}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


def page(template: str, locale: str, status: int = 200, **values: Any) -> Response[str]:
    """A page from one of our templates, in a locale. `values` are escaped where the template shows them.

    An answer to a form has no address at which another language would find it: with `again`, its languages send the
    form's address that name, by which it shows this page once more, and does nothing. `sent` are the fields of a form
    that could not be taken: the page offers to send them again.
    """
    known = {"lang": locale, "dir": direction(locale), "languages_of_pages": OWN_NAMES, "static": static_address}
    usual: dict[str, Any] = {"again": "", "query": {}, "sent": None}
    text = environment(TEMPLATES, locale).get_template(template).render(known, **usual | values)
    return _answer(status, "text/html; charset=utf-8", text, _FRESH)


def form_page(template: str, locale: str, status: int = 200, **values: Any) -> Response[str]:
    """A page that holds a form.

    With `no-referrer`, browsers would send the form with `Origin: null`, and where `Sec-Fetch-Site` is missing, nothing
    would tell it from a foreign page's. This policy gives away the site's name, and never a path with a token in it.
    """
    answer = page(template, locale, status, **values)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def message_page(
    locale: str, status: int, heading: str, *paragraphs: str, again: str = "", sent: Sent = None
) -> Response[str]:
    """A page that says one thing. Heading and paragraphs are message ids or texts that are translated already."""
    answer = page if sent is None and not again else form_page
    return answer("message.html", locale, status, heading=heading, paragraphs=paragraphs, again=again, sent=sent)


def redirect(address: str) -> Response[str]:
    """303: what was asked for is at another address, and is to be read there."""
    answer = _answer(303, "text/plain; charset=utf-8", "", _FRESH)
    answer.headers["Location"] = address
    return answer


def static_answer(file: StaticFile) -> Response[str]:
    return _answer(200, file.content_type, file.text, _FOR_EVER)


def download(name: str, content_type: str, content: bytes, *, zipped: bool = False) -> Response[bytes]:
    """A file to keep under this name, of ASCII, as it is. `zipped` says that it is compressed by gzip already."""
    headers = {**SECURITY_HEADERS, **_FRESH, "Content-Disposition": f'attachment; filename="{name}"'}
    encoding = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"} if zipped else {}
    headers |= encoding
    return Response(status_code=200, content_type=content_type, body=content, headers=headers, compress=False)


def json_answer(status: int, value: Any, content_type: str = "application/json") -> Response[str]:
    return _answer(status, content_type, json.dumps(value, ensure_ascii=False), _FRESH)


def problem(
    locale: str,
    status: int,
    message: str,
    errors: Iterable[FieldProblem] = (),
    more: Mapping[str, str] | None = None,
) -> Response[str]:
    """A refusal as RFC 9457 has it. `message` is a message id; `errors` name the fields, never what they held."""
    translate = translator(locale).gettext
    value: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": translate(message),
        **(more or {}),
    }
    if listed := [{"field": error.field, "message": translate(error.message)} for error in errors]:
        value["errors"] = listed
    return json_answer(status, value, PROBLEM)


def _answer(status: int, content_type: str, body: str, caching: dict[str, str]) -> Response[str]:
    return Response(status_code=status, content_type=content_type, body=body, headers={**SECURITY_HEADERS, **caching})
