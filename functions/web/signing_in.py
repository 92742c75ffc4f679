"""Signing in and out: the browser goes to the user pool and comes back with a code, for which it is given a session.

Two cookies: one holds the attempt for ten minutes, the other the session. On https both names begin with `__Host-`, so
that no other host can have set them.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from functions.adapters import clock
from functions.adapters.user_pool import CALLBACK, SIGNED_OUT, Attempt
from functions.domain.errors import NoStaffRoleError, SignInRefusedError
from functions.domain.staff import StaffMember
from functions.domain.wording import N_
from functions.web.access import HOME, SIGN_IN, SIGN_OUT
from functions.web.answering import request_of
from functions.web.chosen_language import locale_for
from functions.web.guards import check_origin
from functions.web.request import Request
from functions.web.responses import form_page, redirect

_SESSION, _ATTEMPT, _TO, _WHY = "session", "signing-in", "to", "why"
_TIME_TO_SIGN_IN = timedelta(minutes=10)
_INSIDE = re.compile(r"/secretariat[\w/.~%?&=-]*", re.ASCII)

_NOT_SIGNED_IN, _NO_ROLE = "not-signed-in", "no-role"
_OUTSIDE: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "": (200, N_("You are signed out"), ()),
    _NOT_SIGNED_IN: (
        400,
        N_("You are not signed in"),
        (N_("It took too long, or it was begun in another window. Please try again."),),
    ),
    _NO_ROLE: (
        403,
        N_("Your account has no role here"),
        (
            N_("You have signed in, but nobody has made you a viewer, an officer or an administrator of Rollcall."),
            N_("Ask whoever keeps the accounts of your organisation, then sign in again."),
        ),
    ),
}
"""Status, heading and paragraphs, by why somebody is outside."""


class UserPool(Protocol):
    def sign_in_address(self, attempt: Attempt, /) -> str: ...

    def sign_out_address(self) -> str: ...

    def redeem(self, code: str, attempt: Attempt, /) -> StaffMember: ...


class Sessions(Protocol):
    def open(self, member: StaffMember, now: datetime, /) -> str: ...

    def member(self, token: str, now: datetime, /) -> StaffMember | None: ...

    def close(self, token: str, /) -> None: ...


class Doors(Protocol):
    def sessions(self) -> Sessions: ...

    def user_pool(self) -> UserPool: ...

    def setting(self, name: str, /) -> str: ...


def add_sign_in(app: APIGatewayHttpResolver, doors: Doors) -> None:
    """The routes of `functions.web.access.OPEN`."""

    @app.get(SIGN_IN)
    def _sign_in() -> Response[str]:
        return begin(request_of(app).query.get(_TO, ""), doors)

    @app.get(CALLBACK)
    def _signed_in() -> Response[str]:
        return _come_back(request_of(app), doors, clock.now())

    @app.get(SIGN_OUT)
    def _sign_out() -> Response[str]:
        return _leave(request_of(app), doors)

    @app.get(SIGNED_OUT)
    def _signed_out() -> Response[str]:
        return _farewell(request_of(app))


def begin(to: str, doors: Doors) -> Response[str]:
    """303 to the user pool; from there the way leads to the page `to`, if it is one of the secretariat's."""
    attempt = Attempt.begin()
    kept = urlencode({**attempt.values(), _TO: to if _INSIDE.fullmatch(to) else HOME})
    answer = redirect(doors.user_pool().sign_in_address(attempt))
    answer.cookies.append(_cookie(_ATTEMPT, kept, doors, _TIME_TO_SIGN_IN))
    return answer


def member_of(request: Request, doors: Doors, now: datetime) -> StaffMember | None:
    """Who sends this request; None for whoever is not signed in."""
    token = _kept(request, _SESSION, doors)
    return doors.sessions().member(token, now) if token else None


def _come_back(request: Request, doors: Doors, now: datetime) -> Response[str]:
    """303 with a session; without one to the page that says why: this browser has begun no such sign-in, or the account
    has no role. Raises `SignInUnavailableError`.
    """
    kept = dict(parse_qsl(_kept(request, _ATTEMPT, doors)))
    attempt = _attempt(request, kept)
    if attempt is None:
        # Another window was quicker: there is nothing left to do in this one.
        return redirect(HOME) if member_of(request, doors, now) else _send_out(_NOT_SIGNED_IN)
    try:
        member = doors.user_pool().redeem(request.query.get("code", ""), attempt)
    except SignInRefusedError:
        return _send_out(_NOT_SIGNED_IN)
    except NoStaffRoleError:
        return _send_out(_NO_ROLE)
    answer = redirect(kept[_TO])
    answer.cookies.append(_cookie(_SESSION, doors.sessions().open(member, now), doors))
    answer.cookies.append(_cookie(_ATTEMPT, "", doors, timedelta()))
    return answer


def _leave(request: Request, doors: Doors) -> Response[str]:
    """303 to the user pool's own way out. Raises `RequestRefusedError` where another site's page led here."""
    check_origin(request, doors.setting("BASE_URL"))
    if token := _kept(request, _SESSION, doors):
        doors.sessions().close(token)
    answer = redirect(doors.user_pool().sign_out_address())
    answer.cookies.append(_cookie(_SESSION, "", doors, timedelta()))
    return answer


def _attempt(request: Request, kept: Mapping[str, str]) -> Attempt | None:
    """The attempt that this browser keeps, if the user pool's answer belongs to it."""
    state = kept.get("state", "")
    if not state or not compare_digest(request.query.get("state", "").encode(), state.encode()):
        return None
    return Attempt(state, kept["nonce"], kept["verifier"])


def _send_out(why: str) -> Response[str]:
    return redirect(f"{SIGNED_OUT}?{urlencode({_WHY: why})}")


def _farewell(request: Request) -> Response[str]:
    why = request.query.get(_WHY, "")
    status, heading, paragraphs = _OUTSIDE.get(why, _OUTSIDE[""])
    query = {_WHY: why} if paragraphs else {}
    # The user pool keeps who has signed in there: another account comes to its turn once this one is signed out.
    sign_out = SIGN_OUT if why == _NO_ROLE else ""
    told = {"heading": heading, "paragraphs": paragraphs, "query": query, "sign_in": SIGN_IN, "sign_out": sign_out}
    return form_page("signed_out.html", locale_for(request), status, **told)


def _kept(request: Request, name: str, doors: Doors) -> str:
    return request.cookies.get(_named(name, doors), "")


def _cookie(name: str, value: str, doors: Doors, lasts: timedelta | None = None) -> Cookie:
    more: dict[str, Any] = {} if lasts is None else {"max_age": int(lasts.total_seconds())}
    return Cookie(
        _named(name, doors), value, path="/", secure=_safe(doors), http_only=True, same_site=SameSite.LAX_MODE, **more
    )


def _named(name: str, doors: Doors) -> str:
    return f"__Host-{name}" if _safe(doors) else name


def _safe(doors: Doors) -> bool:
    """On the laptop's plain http, browsers take neither that prefix nor, all of them, a cookie that is `Secure`."""
    return doors.setting("BASE_URL").startswith("https:")
