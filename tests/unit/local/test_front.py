"""The front passes a request on to the product as it came, and the answer back."""

from collections.abc import Callable
from typing import Any

import httpx
from werkzeug.test import Client, TestResponse

from local.front import front
from local.mailbox import Mailbox

type Product = Callable[[httpx.Request], httpx.Response]


def ask(product: Product, method: str, uri: str, **options: Any) -> TestResponse:
    """One request through the front; `uri` is what the browser wrote in its request line."""
    client = httpx.Client(transport=httpx.MockTransport(product), base_url="http://127.0.0.1:4566")
    app = front(client, "abc.execute-api.localhost:4566", Mailbox(), lambda: {"Form": "http://127.0.0.1:8000/e/panel"})
    return Client(app).open(uri, method=method, environ_overrides={"REQUEST_URI": uri}, **options)


def answer(body: str, status: int = 200, headers: list[tuple[str, str]] | None = None) -> httpx.Response:
    """An answer whose body is still on its way, as it is when it comes over a network."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body.encode("latin-1")))


def echo(request: httpx.Request) -> httpx.Response:
    return answer(f"{request.method} {request.url.raw_path.decode()} {request.content.decode()}")


def test_method_path_query_and_body_arrive_as_they_were_sent() -> None:
    got = ask(echo, "POST", "/e/panel%2Fone?lang=en&x=%C3%A9", data=b"given_names=%C3%91and%C3%BA")
    assert got.data == b"POST /e/panel%2Fone?lang=en&x=%C3%A9 given_names=%C3%91and%C3%BA"


def test_the_gateway_is_called_by_its_name_and_told_ours() -> None:
    def hosts(request: httpx.Request) -> httpx.Response:
        return answer(f"{request.headers['host']} {request.headers['x-forwarded-host']}")

    got = ask(hosts, "GET", "/e/panel", headers={"Host": "127.0.0.1:8000"})
    assert got.text == "abc.execute-api.localhost:4566 127.0.0.1:8000"


def test_the_front_asks_for_nothing_that_the_browser_did_not() -> None:
    def headers(request: httpx.Request) -> httpx.Response:
        return answer(" ".join(sorted(request.headers)))

    assert ask(headers, "GET", "/e/panel").text == "host x-forwarded-host"


def test_a_compressed_answer_stays_compressed_and_every_cookie_comes_through() -> None:
    def compressed(request: httpx.Request) -> httpx.Response:
        cookies = [("set-cookie", "a=1"), ("set-cookie", "b=2"), ("content-encoding", "gzip")]
        return answer("\x1f\x8bnot really", headers=cookies)

    got = ask(compressed, "GET", "/static/style.css")
    assert got.data == b"\x1f\x8bnot really"
    assert got.headers.getlist("Set-Cookie") == ["a=1", "b=2"]


def test_a_redirect_is_the_browsers_to_follow() -> None:
    got = ask(lambda _: answer("", 303, [("location", "/r/token")]), "POST", "/f/token")
    assert (got.status_code, got.headers["location"]) == (303, "/r/token")


def test_a_silent_cloud_is_named() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    got = ask(silent, "GET", "/e/panel")
    assert got.status_code == 502
    assert "does not answer" in got.text


def test_zooms_webhooks_come_through_byte_for_byte_with_their_signature() -> None:
    def webhook(request: httpx.Request) -> httpx.Response:
        return answer(f"{request.url.path} {request.headers['x-zm-signature']} {request.content.decode()}")

    body = '{"event":  "meeting.updated"}'
    got = ask(webhook, "POST", "/zoom/webhooks", data=body, headers={"x-zm-signature": "v0=1"})
    assert got.text == f"/zoom/webhooks v0=1 {body}"


def test_other_paths_do_not_reach_the_cloud() -> None:
    assert ask(echo, "GET", "/_ministack/reset").status_code == 404


def test_the_first_page_lists_the_addresses() -> None:
    assert 'href="http://127.0.0.1:8000/e/panel"' in ask(echo, "GET", "/").text
