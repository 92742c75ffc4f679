"""What delegates see: the form, the status page and the feedback page.

No page sets a cookie. Links are built from the configured address, never from what a request says of its host.
"""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions import wiring
from functions.adapters import clock
from functions.adapters.links import LinkExpiredError, LinkForgedError
from functions.domain.errors import RetryableError, UnknownEventError, UnknownRegistrationError
from functions.domain.wording import N_
from functions.language import LOCALES, choose_locale
from functions.web.failures import log_failure
from functions.web.feedback_page import FeedbackDesk, accept_feedback, show_feedback
from functions.web.form import accept_form, show_form
from functions.web.parts import Parts
from functions.web.request import Request, RequestRefusedError
from functions.web.responses import message_page, page, static_answer
from functions.web.static_files import static_file
from functions.web.status import show_status


def application(parts: Parts) -> APIGatewayHttpResolver:
    """The pages' routes over the given parts."""
    app = APIGatewayHttpResolver()
    _add_form(app, parts)
    _add_signed_pages(app, parts)
    _add_refusals(app, parts)

    @app.get("/static/<file>", compress=True)
    def _static(file: str) -> Response[str]:
        found = static_file(file)
        return static_answer(found) if found else _not_found(app)

    return app


def _add_form(app: APIGatewayHttpResolver, parts: Parts) -> None:
    @app.get("/e/<event>", compress=True)
    def _show(event: str) -> Response[str]:
        return show_form(event, _request(app), events=parts.events(), roll=parts.roll(), now=clock.now())

    @app.post("/e/<event>", compress=True)
    def _accept(event: str) -> Response[str]:
        return accept_form(
            event,
            _request(app),
            events=parts.events(),
            roll=parts.roll(),
            registrations=parts.registrations(),
            base_url=parts.setting("BASE_URL"),
            now=clock.now(),
        )


def _add_signed_pages(app: APIGatewayHttpResolver, parts: Parts) -> None:
    def desk() -> FeedbackDesk:
        return FeedbackDesk(parts.links(), parts.events(), parts.registrations(), parts.feedback(), clock.now())

    @app.get("/r/<token>")
    def _show_status(token: str) -> Response[str]:
        return show_status(
            token,
            _request(app),
            links=parts.links(),
            events=parts.events(),
            registrations=parts.registrations(),
            now=clock.now(),
        )

    @app.get("/f/<token>")
    def _show_feedback(token: str) -> Response[str]:
        return show_feedback(token, _request(app), desk())

    @app.post("/f/<token>")
    def _accept_feedback(token: str) -> Response[str]:
        return accept_feedback(token, _request(app), desk(), parts.setting("BASE_URL"))


def _add_refusals(app: APIGatewayHttpResolver, parts: Parts) -> None:
    def unknown(_: Exception) -> Response[str]:
        return _not_found(app)

    def expired(error: LinkExpiredError) -> Response[str]:
        return page("expired.html", _locale(app), 410, event=parts.events().get(error.claim.event))

    def refused(error: RequestRefusedError) -> Response[str]:
        return message_page(_locale(app), error.status, N_("We could not take this"), error.message)

    def busy(_: Exception) -> Response[str]:
        answer = message_page(_locale(app), 503, N_("We are very busy"), N_("Please try again in a minute."))
        answer.headers["Retry-After"] = "60"
        return answer

    def broken(error: Exception) -> Response[str]:
        log_failure(error)
        return message_page(_locale(app), 500, N_("Something is broken on our side"), N_("Please try again later."))

    app.exception_handler([UnknownEventError, UnknownRegistrationError, LinkForgedError, NotFoundError])(unknown)
    app.exception_handler(LinkExpiredError)(expired)
    app.exception_handler(RequestRefusedError)(refused)
    app.exception_handler(RetryableError)(busy)
    app.exception_handler(Exception)(broken)


def _request(app: APIGatewayHttpResolver) -> Request:
    return Request.of(app.current_event.raw_event)


def _locale(app: APIGatewayHttpResolver) -> str:
    return choose_locale(app.current_event.headers.get("accept-language", ""), "", LOCALES)


def _not_found(app: APIGatewayHttpResolver) -> Response[str]:
    return page("not_found.html", _locale(app), 404)


_application = application(wiring)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
