"""The same registration as JSON. Refusals are `application/problem+json` and never repeat what was sent."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions import wiring
from functions.adapters import clock
from functions.adapters.links import LinkExpiredError, LinkForgedError
from functions.domain.errors import RetryableError, UnknownEventError, UnknownRegistrationError
from functions.domain.wording import N_
from functions.language import LOCALES, choose_locale
from functions.web.api_registrations import accept_registration, show_registration
from functions.web.failures import log_failure
from functions.web.openapi import description
from functions.web.parts import Parts
from functions.web.request import Request, RequestRefusedError
from functions.web.responses import json_answer, problem
from functions.web.submitted import FieldsRefusedError

_REGISTRATIONS = "/api/events/<event>/registrations"
_DESCRIPTION = "/api/openapi.json"


def application(parts: Parts) -> APIGatewayHttpResolver:
    """The API's routes over the given parts."""
    app = APIGatewayHttpResolver()
    _add_refusals(app)

    @app.post(_REGISTRATIONS)
    def _accept(event: str) -> Response[str]:
        return accept_registration(event, _request(app), parts, clock.now())

    @app.get(f"{_REGISTRATIONS}/<reference>")
    def _show(event: str, reference: str) -> Response[str]:
        return show_registration(event, reference, _request(app), parts, clock.now())

    @app.get(_DESCRIPTION, compress=True)
    def _describe() -> Response[str]:
        return json_answer(200, description(parts.setting("BASE_URL")))

    return app


def _add_refusals(app: APIGatewayHttpResolver) -> None:
    def unknown(_: Exception) -> Response[str]:
        return problem(_locale(app), 404, N_("There is nothing here"))

    def expired(_: Exception) -> Response[str]:
        return problem(_locale(app), 410, N_("This link has expired"))

    def refused(error: RequestRefusedError) -> Response[str]:
        return problem(_locale(app), error.status, error.message)

    def fields_refused(error: FieldsRefusedError) -> Response[str]:
        return problem(_locale(app), 422, N_("Some fields cannot be accepted"), error.problems)

    def busy(_: Exception) -> Response[str]:
        answer = problem(_locale(app), 503, N_("Please try again in a minute."))
        answer.headers["Retry-After"] = "60"
        return answer

    def broken(error: Exception) -> Response[str]:
        log_failure(error)
        return problem(_locale(app), 500, N_("Something is broken on our side"))

    app.exception_handler([UnknownEventError, UnknownRegistrationError, LinkForgedError, NotFoundError])(unknown)
    app.exception_handler(LinkExpiredError)(expired)
    app.exception_handler(RequestRefusedError)(refused)
    app.exception_handler(FieldsRefusedError)(fields_refused)
    app.exception_handler(RetryableError)(busy)
    app.exception_handler(Exception)(broken)


def _request(app: APIGatewayHttpResolver) -> Request:
    return Request.of(app.current_event.raw_event)


def _locale(app: APIGatewayHttpResolver) -> str:
    return choose_locale(app.current_event.headers.get("accept-language", ""), "", LOCALES)


_application = application(wiring)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
