"""The language that a reader has chosen, by an address that says so; a cookie that holds nothing else remembers it.

It goes with the browser's session. Nobody who has not chosen one is given a cookie.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.shared.cookies import Cookie, SameSite

from functions.domain.events import Event
from functions.language import LOCALES, choose_locale
from functions.web.request import Request, RequestRefusedError

CHOICE = "lang"
"""Name of the query's parameter, and of the cookie."""
AGAIN = "again"
"""Name of the button that shows a form in another language, with everything that was typed, and sends nothing; or the
answer to a form, which the button's value names."""
SAME = "yes"


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


def remember_choice(app: APIGatewayHttpResolver, go_on: Callable[..., Response[Any]]) -> Response[Any]:
    """Middleware: whoever chooses a language keeps it from page to page."""
    answer = go_on(app)
    chosen = (app.current_event.query_string_parameters or {}).get(CHOICE, "")
    if chosen in LOCALES:
        cookie = Cookie(CHOICE, chosen, path="/", secure=True, http_only=True, same_site=SameSite.LAX_MODE)
        answer.cookies.append(cookie)
    return answer
