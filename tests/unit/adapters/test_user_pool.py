"""Signing in with the user pool: only the token that answers this attempt, of this pool and for us, is believed."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import jwt
import pytest

from functions.adapters.user_pool import Attempt, UserPool
from functions.domain.errors import NoStaffRoleError, SignInRefusedError, SignInUnavailableError
from functions.domain.staff import StaffMember, StaffRole

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example"
ATTEMPT = Attempt("state", "nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")

type Answering = Callable[[httpx.Request], httpx.Response]


def pool(answer: Answering) -> UserPool:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return UserPool(
        client, url="https://pool.example", issuer=ISSUER, client_id="browsers", base_url="https://rollcall.example"
    )


def claims(**changes: Any) -> dict[str, Any]:
    given = {
        "iss": ISSUER,
        "aud": "browsers",
        "exp": time.time() + 3600,
        "nonce": ATTEMPT.nonce,
        "email": "Jean@Assembly.example",
        "email_verified": True,
        "cognito:groups": ["officer"],
    }
    return {name: value for name, value in {**given, **changes}.items() if value is not None}


def giving(**changes: Any) -> Answering:
    token = jwt.encode(claims(**changes), "k" * 32, algorithm="HS256")
    return lambda _: httpx.Response(200, json={"id_token": token})


def test_a_browser_is_sent_with_what_ties_the_answer_to_it() -> None:
    address = urlsplit(pool(giving()).sign_in_address(ATTEMPT))
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://pool.example/oauth2/authorize"
    assert dict(parse_qsl(address.query)) == {
        "response_type": "code",
        "client_id": "browsers",
        "redirect_uri": "https://rollcall.example/secretariat/signed-in",
        "scope": "openid email",
        "state": "state",
        "nonce": "nonce",
        # The example of RFC 7636, appendix B.
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }


def test_no_two_attempts_have_anything_in_common() -> None:
    one, other = Attempt.begin(), Attempt.begin()
    assert not set(one.values().values()) & set(other.values().values())
    assert one.verifier not in repr(one)


def test_the_code_is_redeemed_with_the_verifier_of_the_attempt() -> None:
    asked: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(dict(parse_qsl(request.content.decode())))
        return giving()(request)

    assert pool(answer).redeem("one-code", ATTEMPT) == StaffMember("jean@assembly.example", StaffRole.OFFICER)
    assert asked == [
        {
            "grant_type": "authorization_code",
            "client_id": "browsers",
            "redirect_uri": "https://rollcall.example/secretariat/signed-in",
            "code": "one-code",
            "code_verifier": ATTEMPT.verifier,
        }
    ]


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["viewer"], StaffRole.VIEWER),
        (["administrator", "viewer"], StaffRole.ADMINISTRATOR),
        (["officer", "of-something-else"], StaffRole.OFFICER),
    ],
)
def test_of_several_groups_the_highest_counts(groups: list[str], role: StaffRole) -> None:
    assert pool(giving(**{"cognito:groups": groups})).redeem("code", ATTEMPT).role is role


@pytest.mark.parametrize("groups", [None, [], ["of-something-else"]])
def test_in_none_of_the_groups_one_has_no_role(groups: list[str] | None) -> None:
    with pytest.raises(NoStaffRoleError):
        pool(giving(**{"cognito:groups": groups})).redeem("code", ATTEMPT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["browsers", "another-client"]},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_attempt_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SignInRefusedError):
        pool(giving(**wrong)).redeem("code", ATTEMPT)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(400, json={"error": "invalid_grant"}),
        httpx.Response(200, json={"access_token": "x"}),
        httpx.Response(200, json=[]),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"id_token": "not.a.token"}),
        httpx.Response(302, headers={"Location": "https://evil.example"}),
    ],
    ids=str,
)
def test_a_code_that_the_pool_does_not_know_signs_nobody_in(answer: httpx.Response) -> None:
    with pytest.raises(SignInRefusedError):
        pool(lambda _: answer).redeem("code", ATTEMPT)


def unreachable(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("too slow")


@pytest.mark.parametrize(
    "answer", [unreachable, lambda _: httpx.Response(503), lambda _: httpx.Response(429)], ids=["slow", "down", "busy"]
)
def test_a_pool_that_does_not_answer_may_be_asked_again(answer: Answering) -> None:
    with pytest.raises(SignInUnavailableError):
        pool(answer).redeem("code", ATTEMPT)


def test_signing_out_leads_back_to_our_own_page() -> None:
    address = pool(giving()).sign_out_address()
    assert address == (
        "https://pool.example/logout?client_id=browsers&logout_uri=https%3A%2F%2Frollcall.example%2Fsecretariat%2Fsigned-out"
    )
