"""One address for everything on the laptop: the product as it is on AWS, the mailbox, and a list of what is where.

The product's paths are passed on to API Gateway in MiniStack, a few at a time: each concurrent request is a process
there, so the server's threads are the queue.
"""

from collections.abc import Callable, Mapping

import httpx
from flask import Flask, Response, abort, render_template, request

from local.mailbox import Mailbox
from local.officers import ACCOUNTS, PASSWORD

#: How many requests MiniStack sees at once.
THREADS = 4
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
PRODUCT = ("e", "r", "d", "n", "v", "f", "verify", "api", "static", "secretariat", "zoom")
"""How the addresses of the product begin; all others are the laptop's own."""

# Of one connection, not of the request: each side has its own.
_HOP_BY_HOP = {
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
# A mail is shown as its reader would see it, and can do nothing but open links: no scripts, nothing fetched, no forms.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def front(client: httpx.Client, api_host: str, mailbox: Mailbox, addresses: Callable[[], Mapping[str, str]]) -> Flask:
    """The front as a WSGI program. `client` reaches MiniStack; `api_host` is the HTTP API's name there.

    `addresses` says what the first page lists: what each is, and where.
    """
    app = Flask(__name__, static_folder=None, template_folder="pages")

    @app.get("/")
    def index() -> str:
        return render_template("index.html", addresses=addresses(), accounts=ACCOUNTS, password=PASSWORD)

    @app.get("/mailbox")
    def mails() -> str:
        return render_template("mailbox.html", mails=reversed(list(mailbox)))

    @app.get("/mailbox/messages.json")
    def messages() -> list[dict[str, object]]:
        return [
            {"number": m.number, "to": m.to, "subject": m.subject, "received": m.received.isoformat(), "text": m.text}
            for m in mailbox
        ]

    @app.get("/mailbox/<int:number>")
    def mail(number: int) -> str:
        return render_template("mail.html", mail=mailbox.get(number) or abort(404))

    @app.get("/mailbox/<int:number>/html")
    def mail_html(number: int) -> Response:
        found = mailbox.get(number) or abort(404)
        # Links lead out of the frame, as they lead out of a mail program.
        html = found.html.replace("<head>", '<head><base target="_blank">', 1)
        return Response(html, headers={"Content-Security-Policy": _MAIL_POLICY}, mimetype="text/html")

    @app.get("/mailbox/<int:number>/calendar.ics")
    def mail_calendar(number: int) -> Response:
        found = mailbox.get(number) or abort(404)
        return Response(found.calendar, mimetype="text/calendar")

    @app.route("/<any(" + ",".join(PRODUCT) + "):part>", methods=_METHODS)
    @app.route("/<any(" + ",".join(PRODUCT) + "):part>/<path:rest>", methods=_METHODS)
    def product(part: str, rest: str = "") -> Response:  # noqa: ARG001 - the path is passed on as it came
        return _pass_on(client, api_host)

    return app


def _pass_on(client: httpx.Client, api_host: str) -> Response:
    headers = [(name, value) for name, value in request.headers if name.lower() not in _HOP_BY_HOP]
    # Made by hand: the client would add headers of its own, and so change what the product sees.
    asked = httpx.Request(
        request.method,
        # As it was written: a decoded path would not survive being sent again.
        client.base_url.copy_with(raw_path=request.environ["REQUEST_URI"].encode("latin-1")),
        content=request.get_data(),
        headers=[*headers, ("Host", api_host), ("X-Forwarded-Host", request.host)],
        extensions={"timeout": client.timeout.as_dict()},
    )
    try:
        answer = client.send(asked, stream=True)
        # Raw: what is compressed stays so.
        body = b"".join(answer.iter_raw())
    except httpx.TransportError:
        return Response("The laptop's cloud does not answer. Is it still starting, or was it stopped?\n", 502)
    kept = [(name, value) for name, value in answer.headers.multi_items() if name.lower() not in _HOP_BY_HOP]
    return Response(body, answer.status_code, kept)
