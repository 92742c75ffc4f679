"""An application of the secretariat: each page asks who is signed in, and whether their role is enough."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions.adapters import clock
from functions.domain.staff import StaffRole
from functions.web.answering import WaitingPage, add_refusals, request_of, waiting_page
from functions.web.chosen_language import SESSION_OVER, WAS_BROKEN, WAS_BUSY, locale_for, waits
from functions.web.guards import check_origin
from functions.web.request import Request, Sent
from functions.web.responses import form_page
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_parts import Office
from functions.web.secretariat_refusals import NOT_ALLOWED, SecretariatRefusals, remember_visit
from functions.web.signing_in import begin, member_of

type Page = Callable[..., Response[Any]]
"""Is given the parts of the path in their order, and the visit."""


def guarded(
    office: Office, roles: Mapping[str, StaffRole], pages: Mapping[str, Page], *absent: type[Exception]
) -> APIGatewayHttpResolver:
    """`roles` and `pages` are keyed by route, as in `functions.web.access`. Some pages miss things by errors of their
    own, `absent`."""
    app = APIGatewayHttpResolver()
    refusals = SecretariatRefusals(office, app)
    add_refusals(app, refusals, *absent)
    waiting = {WAS_BUSY: refusals.busy, WAS_BROKEN: refusals.broken, SESSION_OVER: _session_over}
    for route, role in roles.items():
        _add(app, route, role, pages[route], office, waiting)
    return app


def _add(
    app: APIGatewayHttpResolver,
    route: str,
    role: StaffRole,
    page: Page,
    office: Office,
    waiting: Mapping[str, WaitingPage],
) -> None:
    method, path = route.split(" ")

    @app.route(path.replace("{", "<").replace("}", ">"), method, compress=True)
    def _answer(**parts: str) -> Response[Any]:
        request, now = request_of(app), clock.now()
        if method == "POST":
            check_origin(request, office.setting("BASE_URL"))
        member = member_of(request, office, now)
        visit = Visit(request, office, locale_for(request), now, member) if member else None
        remember_visit(app, visit)
        if shown := waiting_page(request, waiting):
            return shown
        if visit is None:
            return _ask_to_sign_in(app, request, office)
        return page(*parts.values(), visit) if visit.member.role.covers(role) else visit.told(403, *NOT_ALLOWED)


def _ask_to_sign_in(app: APIGatewayHttpResolver, request: Request, office: Office) -> Response[str]:
    """The user pool, and the same page afterwards. A form that was sent waits in its window: nothing is lost."""
    event = app.current_event.raw_event
    if request.method == "GET":
        query = f"?{event['rawQueryString']}" if event.get("rawQueryString") else ""
        return begin(event["rawPath"] + query, office)
    return _session_over(locale_for(request), request.sent())


def _session_over(locale: str, sent: Sent) -> Response[str]:
    return form_page("session_over.html", locale, 403, **waits(SESSION_OVER, sent))
