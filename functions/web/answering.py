"""What every application over HTTP has: the request as it came, the reader's locale, and an answer to every failure."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Protocol

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions.adapters.links import LinkExpiredError, LinkForgedError
from functions.domain.errors import RetryableError, UnknownEventError, UnknownRegistrationError
from functions.web.chosen_language import AGAIN, locale_for, remember_choice
from functions.web.failures import log_failure
from functions.web.request import Request, RequestRefusedError, Sent

type WaitingPage = Callable[[str, Sent], Response[str]]
"""Is given the locale and the fields of the form."""


class Refusals(Protocol):
    """An application's own words for what it cannot serve: pages, or problems in JSON."""

    def unknown(self, locale: str) -> Response[str]: ...

    def expired(self, locale: str, error: LinkExpiredError) -> Response[str]: ...

    def refused(self, locale: str, status: int, message: str) -> Response[str]: ...

    def busy(self, locale: str, sent: Sent) -> Response[str]: ...

    def broken(self, locale: str, sent: Sent) -> Response[str]: ...


def add_refusals(app: APIGatewayHttpResolver, refusals: Refusals, *absent: type[Exception]) -> None:
    """Answers every failure of `app` by `refusals`; `absent` are the errors by which this application misses things.

    Whoever chooses a language by any of its answers keeps it.
    """

    def remembered(answer: Response[str]) -> Response[str]:
        return remember_choice(request_without_body(app), answer)

    app.use([lambda app, go_on: remembered(go_on(app))])

    def busy(_: Exception) -> Response[str]:
        answer = refusals.busy(locale_of(app), _sent(app))
        answer.headers["Retry-After"] = "60"
        return answer

    def broken(error: Exception) -> Response[str]:
        log_failure(error)
        return refusals.broken(locale_of(app), _sent(app))

    missing = [UnknownEventError, UnknownRegistrationError, LinkForgedError, NotFoundError, *absent]
    handled: list[tuple[type[Exception] | list[type[Exception]], Callable[..., Response[str]]]] = [
        (missing, lambda _: refusals.unknown(locale_of(app))),
        (LinkExpiredError, lambda error: refusals.expired(locale_of(app), error)),
        (RequestRefusedError, lambda error: refusals.refused(locale_of(app), error.status, error.message)),
        (RetryableError, busy),
        (Exception, broken),
    ]
    for errors, answer in handled:
        app.exception_handler(errors)(_then(answer, remembered))


def _then[**Given](
    answer: Callable[Given, Response[str]], finish: Callable[[Response[str]], Response[str]]
) -> Callable[Given, Response[str]]:
    def finished(*given: Given.args, **named: Given.kwargs) -> Response[str]:
        return finish(answer(*given, **named))

    return finished


def request_of(app: APIGatewayHttpResolver) -> Request:
    """Raises `RequestRefusedError` for a broken body."""
    return Request.of(app.current_event.raw_event)


def _sent(app: APIGatewayHttpResolver) -> Sent:
    with suppress(RequestRefusedError):
        return request_of(app).sent()
    return None


def request_without_body(app: APIGatewayHttpResolver) -> Request:
    return Request.without_body(app.current_event.raw_event)


def locale_of(app: APIGatewayHttpResolver) -> str:
    return locale_for(request_without_body(app))


def waiting_page(request: Request, pages: Mapping[str, WaitingPage]) -> Response[str] | None:
    """The page in which a form waits, in another language, for the button that names it among `pages`. The form is not
    taken."""
    sent = dict(request.sent() or {})
    page = pages.get(sent.pop(AGAIN, ""))
    return page(locale_for(request), sent) if page else None
