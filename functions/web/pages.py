"""What delegates see: the form, their registration with what they may do about it, the feedback page, certificates.

The one cookie is the language that a reader has chosen. Links are built from the configured address, never from what a
request says of its host.
"""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions import wiring
from functions.adapters import clock
from functions.balloting import Balloting
from functions.web.answering import WaitingPage, add_refusals, locale_of, request_of, waiting_page
from functions.web.cancel_page import accept_cancel, show_cancel
from functions.web.certificate_page import show_certificate, show_verification
from functions.web.chosen_language import WAS_BROKEN, WAS_BUSY
from functions.web.data_page import accept_erase, ask_for_data, download_data, show_data, show_erase
from functions.web.edit_page import accept_edit, show_edit
from functions.web.feedback_page import FeedbackDesk, accept_feedback, show_feedback
from functions.web.form import accept_form, show_form
from functions.web.guards import check_origin
from functions.web.new_link import ask_for_link
from functions.web.page_refusals import PageRefusals
from functions.web.parts import Parts
from functions.web.responses import static_answer
from functions.web.static_files import static_file
from functions.web.status import show_status
from functions.web.stop_page import accept_stop, show_stop
from functions.web.vouch_page import accept_answer, show_question


def application(parts: Parts) -> APIGatewayHttpResolver:
    """The pages' routes over the given parts."""
    app = APIGatewayHttpResolver()
    _add_form(app, parts)
    _add_signed_pages(app, parts)
    _add_data(app, parts)
    _add_feedback(app, parts)
    refusals = PageRefusals(parts)
    add_refusals(app, refusals)
    waiting: dict[str, WaitingPage] = {WAS_BUSY: refusals.busy, WAS_BROKEN: refusals.broken}

    def show_waiting(app: APIGatewayHttpResolver, go_on: Callable[..., Response[Any]]) -> Response[Any]:
        request = request_of(app)
        if shown := waiting_page(request, waiting):
            check_origin(request, parts.setting("BASE_URL"))  # its button sends from our own page what came
            return shown
        return go_on(app)

    app.use([show_waiting])

    @app.get("/static/<file>", compress=True)
    def _static(file: str) -> Response[str]:
        if (found := static_file(file)) is None:
            raise NotFoundError
        return static_answer(found)

    return app


def _add_form(app: APIGatewayHttpResolver, parts: Parts) -> None:
    @app.get("/e/<event>", compress=True)
    def _show(event: str) -> Response[str]:
        return show_form(event, request_of(app), events=parts.events(), roll=parts.roll(), now=clock.now())

    @app.post("/e/<event>", compress=True)
    def _accept(event: str) -> Response[str]:
        return accept_form(
            event,
            request_of(app),
            events=parts.events(),
            roll=parts.roll(),
            registrations=parts.registrations(),
            link_requests=parts.link_requests(),
            base_url=parts.setting("BASE_URL"),
            now=clock.now(),
        )


def _add_signed_pages(app: APIGatewayHttpResolver, parts: Parts) -> None:
    @app.get("/r/<token>")
    def _show_status(token: str) -> Response[str]:
        return show_status(token, request_of(app), parts, clock.now())

    @app.get("/r/<token>/edit")
    def _show_edit(token: str) -> Response[str]:
        return show_edit(token, request_of(app), parts, clock.now())

    @app.post("/r/<token>/edit")
    def _accept_edit(token: str) -> Response[str]:
        return accept_edit(token, request_of(app), parts, clock.now())

    @app.get("/r/<token>/cancel")
    def _show_cancel(token: str) -> Response[str]:
        return show_cancel(token, request_of(app), parts, clock.now())

    @app.post("/r/<token>/cancel")
    def _accept_cancel(token: str) -> Response[str]:
        return accept_cancel(token, request_of(app), parts, clock.now())

    @app.get("/r/<token>/certificate")
    def _show_certificate(token: str) -> Response[Any]:
        return show_certificate(token, request_of(app), parts, clock.now())

    @app.get("/verify/<code>")
    def _show_verification(code: str) -> Response[str]:
        return show_verification(code, locale_of(app), parts)

    @app.post("/r/<token>/data")
    def _ask_for_data(token: str) -> Response[str]:
        return ask_for_data(token, request_of(app), parts, clock.now())

    @app.post("/n/<token>")
    def _ask_for_link(token: str) -> Response[str]:
        return ask_for_link(token, request_of(app), parts, clock.now())

    @app.get("/v/<token>")
    def _show_question(token: str) -> Response[str]:
        return show_question(token, request_of(app), parts, clock.now())

    @app.post("/v/<token>")
    def _accept_answer(token: str) -> Response[str]:
        return accept_answer(token, request_of(app), parts, clock.now())


def _add_data(app: APIGatewayHttpResolver, parts: Parts) -> None:
    @app.get("/d/<token>")
    def _show_data(token: str) -> Response[str]:
        return show_data(token, request_of(app), parts, clock.now())

    @app.post("/d/<token>/file")
    def _download_data(token: str) -> Response[str]:
        return download_data(token, request_of(app), parts, clock.now())

    @app.get("/d/<token>/erase")
    def _show_erase(token: str) -> Response[str]:
        return show_erase(token, request_of(app), parts, clock.now())

    @app.post("/d/<token>/erase")
    def _accept_erase(token: str) -> Response[str]:
        return accept_erase(token, request_of(app), parts, clock.now())


def _add_feedback(app: APIGatewayHttpResolver, parts: Parts) -> None:
    def desk() -> FeedbackDesk:
        balloting = Balloting(parts.feedback(), parts.ballots(), parts.respondents())
        return FeedbackDesk(parts.links(), parts.events(), parts.registrations(), balloting, clock.now())

    @app.get("/f/<token>")
    def _show_feedback(token: str) -> Response[str]:
        return show_feedback(token, request_of(app), desk())

    @app.post("/f/<token>")
    def _accept_feedback(token: str) -> Response[str]:
        return accept_feedback(token, request_of(app), desk(), parts.setting("BASE_URL"))

    @app.get("/f/<token>/stop")
    def _show_stop(token: str) -> Response[str]:
        return show_stop(token, request_of(app), desk())

    @app.post("/f/<token>/stop")
    def _accept_stop(token: str) -> Response[str]:
        return accept_stop(token, request_of(app), desk(), parts.setting("BASE_URL"))


_application = application(wiring)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return answered(_application, event, context)


def answered(app: APIGatewayHttpResolver, event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What `app` answers; a HEAD, as scanners of mails send it, is answered as the GET would be, without the body."""
    http = event["requestContext"]["http"]
    if http["method"] != "HEAD":
        return app.resolve(event, context)
    as_get = {**event, "requestContext": {**event["requestContext"], "http": {**http, "method": "GET"}}}
    return {**app.resolve(as_get, context), "body": "", "isBase64Encoded": False}
