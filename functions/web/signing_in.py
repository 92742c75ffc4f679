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
from functions.web.answering import locale_of, request_of
from functions.web.chosen_language import locale_for
from functions.web.guards import check_origin
from functions.web.request import Request
from functions.web.responses import form_page, redirect

_SESSION, _ATTEMPT, _TO = "session", "signing-in", "to"
_TIME_TO_SIGN_IN = timedelta(minutes=10)
_INSIDE = re.compile(r"/secretariat[\w/.~%?&=-]*", re.ASCII)

NOT_SIGNED_IN = N_("You are not signed in")
NOT_SIGNED_IN_TEXT = N_("It took too long, or it was begun in another window. Please try again.")
NO_ROLE = N_("Your account has no role here")
NO_ROLE_TEXT = N_("You have signed in, but nobody has made you a viewer, an officer or an administrator of Rollcall.")
NO_ROLE_ADVICE = N_("Ask whoever keeps the accounts of your organisation, then sign in again.")
SIGNED_OUT_HEADING = N_("You are signed out")


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
        return _message(locale_of(app), 200, SIGNED_OUT_HEADING)


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
    """303 with a session; 400 where this browser has begun no such sign-in, 403 for somebody without a role.

    Raises `SignInUnavailableError`.
    """
    locale, kept = locale_for(request), dict(parse_qsl(_kept(request, _ATTEMPT, doors)))
    attempt = _attempt(request, kept)
    if attempt is None:
        # Another window was quicker: there is nothing left to do in this one.
        return redirect(HOME) if member_of(request, doors, now) else _refuse(locale)
    try:
        member = doors.user_pool().redeem(request.query.get("code", ""), attempt)
    except SignInRefusedError:
        return _refuse(locale)
    except NoStaffRoleError:
        return _message(locale, 403, NO_ROLE, NO_ROLE_TEXT, NO_ROLE_ADVICE)
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


def _refuse(locale: str) -> Response[str]:
    return _message(locale, 400, NOT_SIGNED_IN, NOT_SIGNED_IN_TEXT)


def _message(locale: str, status: int, heading: str, *paragraphs: str) -> Response[str]:
    return form_page("signed_out.html", locale, status, heading=heading, paragraphs=paragraphs, sign_in=SIGN_IN)


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
