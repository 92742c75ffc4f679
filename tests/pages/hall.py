"""The pages over HTTP, the delegates' and the secretariat's, on fakes and at a time of the test's choosing: a browser
sees every state at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from functions.adapters.user_pool import CALLBACK, SIGNED_OUT, Attempt
from functions.web import access, pages, runs, secretariat
from tests.unit.web.fakes import OPEN, FakeParts
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.office import FakeOffice, FakeUserPool

_BETWEEN = timedelta(seconds=10)
_HOP_BY_HOP = {"content-length", "content-encoding", "connection"}
_OFFICE = access.HOME.strip("/")
_RUNS = {route.split("/")[2] for route in access.RUNS}


class QuickPool(FakeUserPool):
    """Whoever comes to it is sent back at once, signed in, or out."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def sign_in_address(self, attempt: Attempt, /) -> str:
        return f"{self._url}{CALLBACK}?code=good&state={attempt.state}"

    def sign_out_address(self) -> str:
        return f"{self._url}{SIGNED_OUT}"


@dataclass
class Hall:
    """`parts` are what the delegates' pages show, `office` what the secretariat's do. Ten seconds pass between two
    requests, as for a person who reads."""

    parts: FakeParts
    office: FakeOffice = field(default_factory=FakeOffice)
    url: str = ""
    now: datetime = OPEN
    posts: list[str] = field(default_factory=list)
    """The paths of the forms that came."""

    def tick(self) -> datetime:
        self.now += _BETWEEN
        return self.now

    def path(self, link: str) -> str:
        """Where this server has what a mail links to."""
        return self.url + "/" + link.split("/", 3)[3]


@contextmanager
def open_hall(hall: Hall) -> Iterator[Hall]:
    """Serves on a free port of this machine; `functions.adapters.clock` must tell the hall's time already."""
    delegates = Gateway(pages.application(hall.parts).resolve)
    office = Gateway(secretariat.application(hall.office).resolve)
    history = Gateway(runs.application(hall.office).resolve)
    # As on Lambda: Powertools keeps the request that it answers where every resolver of the process finds it.
    one_at_a_time = threading.Lock()

    def behind(path: str) -> Gateway:
        first, second, *_ = [*path.partition("?")[0].strip("/").split("/"), ""]
        return delegates if first != _OFFICE else history if second in _RUNS else office

    class Porter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on("GET")

        def do_POST(self) -> None:
            hall.posts.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._pass_on("POST", body)

        def log_message(self, *_: object) -> None:
            pass

        def _pass_on(self, method: str, body: bytes | None = None) -> None:
            with one_at_a_time:
                answer = behind(self.path).request(method, self.path, headers=dict(self.headers), body=body)
            self._answer(answer)

        def _answer(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name not in _HOP_BY_HOP:
                    self.send_header(name, value)
            for cookie in answer.cookies:
                self.send_header("Set-Cookie", cookie)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Porter) as server:
        hall.url = f"http://127.0.0.1:{server.server_address[1]}"
        hall.parts.base_url = hall.office.base_url = hall.url
        hall.office.held_pool = QuickPool(hall.url)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield hall
        server.shutdown()
