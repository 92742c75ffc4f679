"""The secretariat's pages: events, queues, cases.

Nobody signs in yet, so they exist on stage local only.
"""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions import wiring
from functions.adapters import clock
from functions.web.answering import add_refusals, locale_of, request_of
from functions.web.page_refusals import PageRefusals
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_attendance import accept_participant, gather_again, show_attendance
from functions.web.secretariat_events import resume, show_event, show_events
from functions.web.secretariat_exports import send_export, show_exports
from functions.web.secretariat_list import search_list, show_list
from functions.web.secretariat_parts import Office
from functions.web.secretariat_protection import accept_protection, reveal
from functions.web.secretariat_queues import show_repair, show_waiting
from functions.web.secretariat_registration import accept_cancellation, accept_erasure, show_registration
from functions.web.secretariat_report import send_report, show_report
from functions.web.secretariat_review import accept_review, show_review
from functions.web.secretariat_unsent import accept_unsent, show_unsent

_EVENT = "/secretariat/events/<event>"
_REGISTRATION = "/secretariat/registrations/<reference>"


def application(office: Office) -> APIGatewayHttpResolver:
    """The routes under /secretariat, but for the runs."""
    app = APIGatewayHttpResolver()
    add_refusals(app, PageRefusals(office))

    def visit() -> Visit:
        return Visit(request_of(app), office, locale_of(app), clock.now())

    @app.get("/secretariat", compress=True)
    def _events() -> Response[str]:
        return show_events(visit())

    @app.get(_EVENT, compress=True)
    def _event(event: str) -> Response[str]:
        return show_event(event, visit())

    @app.post(f"{_EVENT}/resume")
    def _resume(event: str) -> Response[str]:
        return resume(event, visit())

    @app.get(f"{_EVENT}/registrations", compress=True)
    def _show_list(event: str) -> Response[str]:
        return show_list(event, visit())

    @app.post(f"{_EVENT}/registrations", compress=True)
    def _search_list(event: str) -> Response[str]:
        return search_list(event, visit())

    @app.get(f"{_EVENT}/review", compress=True)
    def _show_review(event: str) -> Response[str]:
        return show_review(event, visit())

    @app.post(f"{_EVENT}/review", compress=True)
    def _accept_review(event: str) -> Response[str]:
        return accept_review(event, visit())

    @app.get(f"{_EVENT}/waiting", compress=True)
    def _waiting(event: str) -> Response[str]:
        return show_waiting(event, visit())

    @app.get(f"{_EVENT}/repair", compress=True)
    def _repair(event: str) -> Response[str]:
        return show_repair(event, visit())

    @app.get(f"{_EVENT}/unsent", compress=True)
    def _show_unsent(event: str) -> Response[str]:
        return show_unsent(event, visit())

    @app.post(f"{_EVENT}/unsent")
    def _accept_unsent(event: str) -> Response[str]:
        return accept_unsent(event, visit())

    @app.get(f"{_EVENT}/report", compress=True)
    def _report(event: str) -> Response[str]:
        return show_report(event, visit())

    @app.get(f"{_EVENT}/report.xlsx")
    def _report_file(event: str) -> Response[bytes]:
        return send_report(event, visit())

    @app.get(f"{_EVENT}/exports", compress=True)
    def _exports(event: str) -> Response[str]:
        return show_exports(event, visit())

    @app.get(f"{_EVENT}/exports/<file>")
    def _export(event: str, file: str) -> Response[bytes] | Response[str]:
        return send_export(event, file, visit())

    @app.get(f"{_EVENT}/attendance", compress=True)
    def _show_attendance(event: str) -> Response[str]:
        return show_attendance(event, visit())

    @app.post(f"{_EVENT}/attendance")
    def _accept_participant(event: str) -> Response[str]:
        return accept_participant(event, visit())

    @app.post(f"{_EVENT}/attendance/again")
    def _gather_again(event: str) -> Response[str]:
        return gather_again(event, visit())

    @app.get(_REGISTRATION, compress=True)
    def _registration(reference: str) -> Response[str]:
        return show_registration(reference, visit())

    @app.post(f"{_REGISTRATION}/cancel")
    def _cancel(reference: str) -> Response[str]:
        return accept_cancellation(reference, visit())

    @app.post(f"{_REGISTRATION}/protect", compress=True)
    def _protect(reference: str) -> Response[str]:
        return accept_protection(reference, visit())

    @app.post(f"{_REGISTRATION}/reveal")
    def _reveal(reference: str) -> Response[str]:
        return reveal(reference, visit())

    @app.post(f"{_REGISTRATION}/erase")
    def _erase(reference: str) -> Response[str]:
        return accept_erasure(reference, visit())

    return app


_application = application(wiring)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
