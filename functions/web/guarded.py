"""An application of the secretariat: each page asks who is signed in, and whether their role is enough."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions.adapters import clock
from functions.domain.staff import StaffRole
from functions.web.answering import add_refusals, request_of
from functions.web.chosen_language import locale_for
from functions.web.guards import check_origin
from functions.web.request import Request
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
    add_refusals(app, SecretariatRefusals(office, app), *absent)
    for route, role in roles.items():
        _add(app, route, role, pages[route], office)
    return app


def _add(app: APIGatewayHttpResolver, route: str, role: StaffRole, page: Page, office: Office) -> None:
    method, path = route.split(" ")

    @app.route(path.replace("{", "<").replace("}", ">"), method, compress=True)
    def _answer(**parts: str) -> Response[Any]:
        request, now = request_of(app), clock.now()
        if method == "POST":
            check_origin(request, office.setting("BASE_URL"))
        member = member_of(request, office, now)
        if member is None:
            return _ask_to_sign_in(app, request, office)
        visit = Visit(request, office, locale_for(request), now, member)
        remember_visit(app, visit)
        return page(*parts.values(), visit) if member.role.covers(role) else visit.told(403, *NOT_ALLOWED)


def _ask_to_sign_in(app: APIGatewayHttpResolver, request: Request, office: Office) -> Response[str]:
    """The user pool, and the same page afterwards. A form that was sent waits in its window: nothing is lost."""
    event = app.current_event.raw_event
    if request.method == "GET":
        query = f"?{event['rawQueryString']}" if event.get("rawQueryString") else ""
        return begin(event["rawPath"] + query, office)
    return form_page("session_over.html", locale_for(request), 403, sent=request.sent())
