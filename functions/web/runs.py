"""The secretariat's view of the workflows: which runs there are, and what happened in one, step by step.

It shows names, states, times and errors. Nobody signs in yet, so the page exists on stage local only.
"""

import re
from datetime import datetime
from typing import Any, Protocol

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from babel.dates import format_datetime

from functions import wiring
from functions.adapters.run_history import Run, RunHistory, Step, UnknownRunError
from functions.domain.wording import N_
from functions.language import LOCALES, choose_locale
from functions.web.failures import log_failure
from functions.web.request import Request
from functions.web.responses import message_page, page

#: Each state of a run in words.
STATES = {
    "RUNNING": N_("Under way"),
    "SUCCEEDED": N_("Ended as planned"),
    "FAILED": N_("Stopped: a person is needed"),
    "TIMED_OUT": N_("Stopped: it took too long"),
    "ABORTED": N_("Stopped by a person"),
    "PENDING_REDRIVE": N_("About to go on"),
}
_NAME = re.compile(r"[\w-]{1,80}", re.ASCII)
_REGISTRATION, _OUTREACH = "REGISTRATION_MACHINE_ARN", "OUTREACH_MACHINE_ARN"


class History(Protocol):
    def page(self, machine_arn: str, token: str = "", size: int = 50) -> tuple[list[Run], str]: ...

    def read(self, machine_arn: str, name: str) -> tuple[Run, list[Step]]: ...


class Parts(Protocol):
    def history(self) -> History: ...

    def setting(self, name: str, /) -> str: ...


class _Wired:
    def history(self) -> RunHistory:
        return RunHistory(wiring.states())

    def setting(self, name: str, /) -> str:
        return wiring.setting(name)


def application(parts: Parts) -> APIGatewayHttpResolver:
    """The routes under /secretariat."""
    app = APIGatewayHttpResolver()

    @app.get("/secretariat/runs", compress=True)
    def _list() -> Response[str]:
        return _show_runs(parts, Request.of(app.current_event.raw_event))

    @app.get("/secretariat/runs/<run>", compress=True)
    def _registration(run: str) -> Response[str]:
        return _show_run(parts, parts.setting(_REGISTRATION), run, Request.of(app.current_event.raw_event))

    @app.get("/secretariat/outreach/<run>", compress=True)
    def _outreach(run: str) -> Response[str]:
        return _show_run(parts, parts.setting(_OUTREACH), run, Request.of(app.current_event.raw_event))

    def absent(_: Exception) -> Response[str]:
        return message_page(LOCALES[0], 404, N_("Page not found"), N_("There is no such run."))

    def broken(error: Exception) -> Response[str]:
        log_failure(error)
        return message_page(LOCALES[0], 500, N_("Something is broken on our side"), N_("Please try again later."))

    app.exception_handler([UnknownRunError, NotFoundError])(absent)
    app.exception_handler(Exception)(broken)
    return app


def _show_runs(parts: Parts, request: Request) -> Response[str]:
    history, locale = parts.history(), _locale(request)
    # Each list turns its own pages; the other one shows its newest.
    registrations, more_registrations = history.page(
        parts.setting(_REGISTRATION), request.query.get("registrations", "")
    )
    outreach, more_outreach = history.page(parts.setting(_OUTREACH), request.query.get("outreach", ""))
    return page(
        "runs.html",
        locale,
        states=STATES,
        when=_when(locale),
        registrations=registrations,
        more_registrations=more_registrations,
        outreach=outreach,
        more_outreach=more_outreach,
    )


def _show_run(parts: Parts, machine_arn: str, name: str, request: Request) -> Response[str]:
    if not _NAME.fullmatch(name):
        raise UnknownRunError("no such run")
    run, steps = parts.history().read(machine_arn, name)
    locale = _locale(request)
    console = "" if parts.setting("STAGE") == "local" else _console(run.arn)
    return page("runs_one.html", locale, states=STATES, when=_when(locale), run=run, steps=steps, console=console)


def _console(execution_arn: str) -> str:
    """The run's page in the AWS console of its region."""
    region = execution_arn.split(":")[3]
    console = f"https://{region}.console.aws.amazon.com/states/home?region={region}"
    return f"{console}#/v2/executions/details/{execution_arn}"


def _locale(request: Request) -> str:
    return choose_locale(request.header("accept-language"), "", LOCALES)


def _when(locale: str) -> Any:
    """Writes a moment to the second, in UTC; nothing for one that has not come."""

    def when(moment: datetime | None) -> str:
        return f"{format_datetime(moment, 'd MMM y, HH:mm:ss', locale=locale)} UTC" if moment else ""

    return when


_application = application(_Wired())


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
