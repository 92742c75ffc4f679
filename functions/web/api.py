"""The same registration as JSON. Refusals are `application/problem+json` and never repeat what was sent."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions import wiring
from functions.adapters import clock
from functions.adapters.links import LinkExpiredError
from functions.domain.wording import N_
from functions.web.answering import add_refusals, locale_of, request_of
from functions.web.api_registrations import accept_registration, show_registration
from functions.web.openapi import description
from functions.web.parts import Parts
from functions.web.request import Sent
from functions.web.responses import json_answer, problem
from functions.web.submitted import FieldsRefusedError

_REGISTRATIONS = "/api/events/<event>/registrations"
_DESCRIPTION = "/api/openapi.json"


def application(parts: Parts) -> APIGatewayHttpResolver:
    """The API's routes over the given parts."""
    app = APIGatewayHttpResolver()
    add_refusals(app, _Problems())

    def fields_refused(error: FieldsRefusedError) -> Response[str]:
        return problem(locale_of(app), 422, N_("Some fields cannot be accepted"), error.problems)

    app.exception_handler(FieldsRefusedError)(fields_refused)

    @app.post(_REGISTRATIONS)
    def _accept(event: str) -> Response[str]:
        return accept_registration(event, request_of(app), parts, clock.now())

    @app.get(f"{_REGISTRATIONS}/<reference>")
    def _show(event: str, reference: str) -> Response[str]:
        return show_registration(event, reference, request_of(app), parts, clock.now())

    @app.get(_DESCRIPTION, compress=True)
    def _describe() -> Response[str]:
        return json_answer(200, description(parts.setting("BASE_URL")))

    return app


class _Problems:
    """As `functions.web.answering.Refusals`, in `application/problem+json`."""

    def unknown(self, locale: str) -> Response[str]:
        return problem(locale, 404, N_("There is nothing here"))

    def expired(self, locale: str, _: LinkExpiredError) -> Response[str]:
        return problem(locale, 410, N_("This link has expired"))

    def refused(self, locale: str, status: int, message: str) -> Response[str]:
        return problem(locale, status, message)

    def busy(self, locale: str, _: Sent) -> Response[str]:
        return problem(locale, 503, N_("Please try again in a minute."))

    def broken(self, locale: str, _: Sent) -> Response[str]:
        return problem(locale, 500, N_("Something is broken on our side"))


_application = application(wiring)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
