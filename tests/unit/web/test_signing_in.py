"""The secretariat signs in at the user pool, comes back to the page that was asked for, and signs out."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.domain.errors import SignInUnavailableError
from functions.web.secretariat import application
from tests.unit.web.conftest import Clock
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.office import FATIMA, POOL, FakeOffice

REVIEW = "/secretariat/events/solidarity/review?page=2"


@pytest.fixture
def door(office: FakeOffice, time_of_day: Clock) -> Gateway:
    """Where nobody is signed in yet."""
    return Gateway(application(office).resolve)


def cookies(answer: Answer) -> dict[str, str]:
    return dict(cookie.split(";")[0].split("=", 1) for cookie in answer.cookies)


def followed(answer: Answer, door: Gateway) -> Answer:
    """The page to which an answer without a session leads."""
    assert answer.status == 303
    assert "__Host-session" not in cookies(answer)
    return door.get(answer.headers["location"])


def begun(door: Gateway, page: str = REVIEW) -> tuple[str, dict[str, str]]:
    """The state that the user pool is given, and the headers of the browser that asked for the page."""
    answer = door.get(page)
    (state,) = parse_qs(urlsplit(answer.headers["location"]).query)["state"]
    return state, {"cookie": "; ".join(f"{name}={value}" for name, value in cookies(answer).items())}


def test_whoever_signs_in_comes_to_the_page_that_they_asked_for(door: Gateway, office: FakeOffice) -> None:
    state, browser = begun(door)

    answer = door.get(f"/secretariat/signed-in?code=good&state={state}", headers=browser)

    assert (answer.status, answer.headers["location"]) == (303, REVIEW)
    given = cookies(answer)
    assert office.held_sessions.held == {given["__Host-session"]: FATIMA}
    assert given["__Host-signing-in"] == ""
    (attempt,) = office.held_pool.redeemed
    assert attempt.verifier in browser["cookie"]
    inside = door.get("/secretariat", headers={"cookie": f"__Host-session={given['__Host-session']}"})
    assert (inside.status, FATIMA.address in inside.text) == (200, True)


def test_cookies_are_for_this_host_over_https_and_out_of_reach_of_scripts(door: Gateway) -> None:
    asked = door.get(REVIEW)
    state, browser = begun(door)
    signed_in = door.get(f"/secretariat/signed-in?code=good&state={state}", headers=browser)
    for cookie in (*asked.cookies, *signed_in.cookies):
        assert cookie.startswith("__Host-")
        assert {"Path=/", "HttpOnly", "Secure", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_on_the_laptops_plain_http_browsers_take_the_cookies_too(office: FakeOffice, door: Gateway) -> None:
    office.base_url = "http://127.0.0.1:8000"
    (cookie,) = door.get(REVIEW).cookies
    assert cookie.startswith("signing-in=")
    assert "Secure" not in cookie


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/e/solidarity", "/secretariat\\evil", ""])
def test_signing_in_leads_nowhere_but_to_the_secretariats_pages(to: str, door: Gateway) -> None:
    state, browser = begun(door, f"/secretariat/sign-in?to={to}")
    answer = door.get(f"/secretariat/signed-in?code=good&state={state}", headers=browser)
    assert answer.headers["location"] == "/secretariat"


@pytest.mark.parametrize(
    "query", ["code=good&state=another", "code=good", "error=access_denied", "code=bad&state={state}"]
)
def test_what_was_not_begun_here_or_is_refused_signs_nobody_in(query: str, door: Gateway, office: FakeOffice) -> None:
    state, browser = begun(door)
    answer = door.get(f"/secretariat/signed-in?{query.format(state=state)}", headers=browser)
    page = followed(answer, door)
    assert page.status == 400
    assert "You are not signed in" in page.text
    assert 'href="/secretariat/sign-in"' in page.text
    assert office.held_sessions.held == {}


def test_another_browser_cannot_use_the_answer(door: Gateway, office: FakeOffice) -> None:
    state, _ = begun(door)
    answer = door.get(f"/secretariat/signed-in?code=good&state={state}")
    assert followed(answer, door).status == 400
    assert (office.held_sessions.held, office.held_pool.redeemed) == ({}, [])


def test_of_two_windows_the_second_finds_itself_signed_in(door: Gateway, office: FakeOffice) -> None:
    answer = door.get("/secretariat/signed-in?code=good&state=old", headers=office.signed_in(FATIMA))
    assert (answer.status, answer.headers["location"]) == (303, "/secretariat")


def test_an_account_without_a_role_is_told_whom_to_ask(door: Gateway, office: FakeOffice) -> None:
    office.held_pool.member = None
    state, browser = begun(door)
    answer = door.get(f"/secretariat/signed-in?code=good&state={state}", headers=browser)
    page = followed(answer, door)
    assert page.status == 403
    assert "Your account has no role here" in page.text
    assert '<a href="/secretariat/sign-out">' in page.text
    assert office.held_sessions.held == {}


@pytest.mark.parametrize(
    ("why", "french"), [("no-role", "aucun rôle"), ("not-signed-in", "pas connect"), ("x", "déconnect")]
)
def test_why_somebody_is_outside_can_be_read_in_another_language(why: str, french: str, door: Gateway) -> None:
    page = door.get(f"/secretariat/signed-out?why={why}")
    found = re.search(r'href="([^"]*lang=fr)"', page.text)
    assert found
    assert french in door.get("/secretariat/signed-out" + html.unescape(found[1])).text


def test_while_the_user_pool_does_not_answer_one_is_asked_to_try_again(
    door: Gateway, office: FakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def redeem(*_: object) -> None:
        raise SignInUnavailableError("ConnectError")

    monkeypatch.setattr(office.held_pool, "redeem", redeem)
    state, browser = begun(door)
    answer = door.get(f"/secretariat/signed-in?code=good&state={state}", headers=browser)
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")


def test_whoever_signs_out_is_signed_out_here_and_at_the_user_pool(door: Gateway, office: FakeOffice) -> None:
    browser = office.signed_in(FATIMA)
    answer = door.get("/secretariat/sign-out", headers=browser)
    assert (answer.status, answer.headers["location"]) == (303, f"{POOL}/logout")
    assert office.held_sessions.held == {}
    assert cookies(answer) == {"__Host-session": ""}
    assert door.get("/secretariat", headers=browser).status == 303
    assert "You are signed out" in door.get("/secretariat/signed-out").text


def test_no_other_site_can_sign_somebody_out(door: Gateway, office: FakeOffice) -> None:
    browser = office.signed_in(FATIMA)
    assert door.get("/secretariat/sign-out", headers=browser | {"sec-fetch-site": "cross-site"}).status == 403
    assert office.held_sessions.held != {}


def test_neither_page_nor_address_holds_what_the_browser_keeps_for_itself(door: Gateway) -> None:
    answer = door.get(REVIEW)
    kept = cookies(answer)["__Host-signing-in"]
    (verifier,) = re.findall("verifier=([^&]+)", kept)
    assert verifier not in answer.headers["location"] + answer.text
