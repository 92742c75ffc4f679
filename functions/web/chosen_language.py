"""The language that a reader has chosen, by an address that says so; a cookie that holds nothing else remembers it.

It goes with the browser's session. Nobody who has not chosen one is given a cookie.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from functions.domain.events import Event
from functions.language import LOCALES, choose_locale
from functions.web.request import Request, RequestRefusedError, Sent

CHOICE = "lang"
"""Name of the query's parameter, and of the cookie."""
AGAIN = "again"
"""Name of the button that shows a form in another language, with everything that was typed, and sends nothing; or the
answer to a form, which the button's value names."""
SAME = "yes"
WITH_ERRORS = "errors"
"""Value of that button where the form came back with errors: they are found and said again."""
WAS_BUSY, WAS_BROKEN, SESSION_OVER = "busy", "broken", "session-over"
"""Values of that button on pages in which a form waits that could not be taken."""


def locale_for(request: Request, *choices: str, event: Event | None = None) -> str:
    """By address, by what was chosen before, by `choices`, by what the browser takes, by the event's languages."""
    chosen = (request.query.get(CHOICE, ""), request.cookies.get(CHOICE, ""))
    spoken = event.languages if event else ()
    return choose_locale(request.header("accept-language"), *chosen, *choices, otherwise=spoken)


def only_shown_again(request: Request) -> bool:
    """Whether a form without fields was sent to have its answer in another language."""
    with suppress(RequestRefusedError):  # whatever else was sent, such as by a mail program
        return AGAIN in request.form()
    return False


def without_again(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in typed.items() if name != AGAIN}


def waits(page: str, sent: Sent) -> dict[str, Any]:
    """What a page is given to hold the form that could not be taken, if one was sent; `page` is what it is called in
    the button above."""
    return {"again": page if sent is not None else "", "sent": sent}


def remember_choice(request: Request, answer: Response[Any]) -> Response[Any]:
    """The answer, by which whoever chose a language keeps it from page to page."""
    chosen = request.query.get(CHOICE, "")
    if chosen in LOCALES and CHOICE not in {cookie.name for cookie in answer.cookies}:
        cookie = Cookie(CHOICE, chosen, path="/", secure=True, http_only=True, same_site=SameSite.LAX_MODE)
        answer.cookies.append(cookie)
    return answer
