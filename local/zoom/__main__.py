"""Serves the sandbox Zoom on loopback: `python -m local.zoom --port 8001`."""

import argparse
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from waitress import serve

from local.zoom.app import create_app
from local.zoom.faults import ReplyLostError
from local.zoom.limits import PLANS
from local.zoom.sandbox import Sandbox

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def hanging_up(app: "WSGIApplication") -> "WSGIApplication":
    """The same application; a lost reply begins, and the connection closes before its body has come.

    WSGI has no way to say nothing at all: a promise of more bytes than follow makes the server close the connection.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        except ReplyLostError:
            start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "1000")])
            return [b"{"]

    return answer


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.zoom", description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--plan", choices=tuple(PLANS), default="business")
    parser.add_argument(
        "--any-meeting",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="take any id of 9 to 11 digits for a meeting (default)",
    )
    parser.add_argument("--duplicates", action="store_true", help="a repeated add makes a second registrant")
    parser.add_argument("--webhook-url", default="", help="where events are posted; none are without it")
    parser.add_argument("--webhook-secret", default="sandbox-webhook-secret")
    return parser.parse_args(given)


def main() -> None:
    given = arguments()
    # A reply that is cut short on purpose is no news, and waitress says so each time.
    logging.getLogger("waitress").setLevel(logging.ERROR)
    address = f"http://127.0.0.1:{given.port}"
    sandbox = Sandbox(
        base_url=address,
        plan=given.plan,
        any_meeting=given.any_meeting,
        duplicates=given.duplicates,
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret,
    )
    print(f"Sandbox Zoom: {address} (API {address}/v2, token {address}/oauth/token)", flush=True)
    serve(hanging_up(create_app(sandbox)), host="127.0.0.1", port=given.port, threads=8, ident=None)


if __name__ == "__main__":
    main()
