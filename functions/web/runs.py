"""The secretariat's view of the workflows: which runs there are, and what happened in one, step by step.

It shows names, states, times and errors. Nobody signs in yet, so the page exists on stage local only.
"""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions import wiring
from functions.adapters.run_history import Machine, Run, RunHistory, Step, UnknownRunError
from functions.domain.wording import N_
from functions.web.answering import locale_of, request_of
from functions.web.failures import log_failure
from functions.web.request import Request
from functions.web.responses import message_page, page
from functions.web.run_graph import LOOKS, graph_of
from functions.web.run_names import About, about_run, registration_of
from functions.web.secretariat_words import moment
from functions.web.workflows import WORKFLOWS, Workflow

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
_BY_FOLDER = {workflow.folder: workflow for workflow in WORKFLOWS}


@dataclass(frozen=True, slots=True)
class Listing:
    workflow: Workflow
    runs: list[tuple[Run, About | None]]
    more: str
    """Token of the next page, empty when there is none."""


class History(Protocol):
    def page(self, machine_arn: str, token: str = "", size: int = 50) -> tuple[list[Run], str]: ...

    def read(self, machine_arn: str, name: str) -> tuple[Run, list[Step], Machine]: ...


class Parts(Protocol):
    def history(self) -> History: ...

    def setting(self, name: str, /) -> str: ...


class _Wired:
    def history(self) -> RunHistory:
        return RunHistory(wiring.states())

    def setting(self, name: str, /) -> str:
        return wiring.setting(name)


def application(parts: Parts) -> APIGatewayHttpResolver:
    """The routes of the runs under /secretariat."""
    app = APIGatewayHttpResolver()

    @app.get("/secretariat/runs", compress=True)
    def _list() -> Response[str]:
        return _show_runs(parts, request_of(app), locale_of(app))

    @app.get("/secretariat/<folder>/<run>", compress=True)
    def _one(folder: str, run: str) -> Response[str]:
        return _show_run(parts, folder, run, locale_of(app))

    def absent(_: Exception) -> Response[str]:
        return message_page(locale_of(app), 404, N_("Page not found"), N_("There is no such run."))

    def broken(error: Exception) -> Response[str]:
        log_failure(error)
        return message_page(locale_of(app), 500, N_("Something is broken on our side"), N_("Please try again later."))

    app.exception_handler([UnknownRunError, NotFoundError])(absent)
    app.exception_handler(Exception)(broken)
    return app


def _show_runs(parts: Parts, request: Request, locale: str) -> Response[str]:
    listings = [_listing(workflow, parts, request) for workflow in WORKFLOWS]
    return page("runs.html", locale, states=STATES, when=moment(locale), listings=listings)


def _listing(workflow: Workflow, parts: Parts, request: Request) -> Listing:
    """Each list turns its own pages; the others show their newest."""
    token = request.query.get(workflow.folder, "")
    runs, more = parts.history().page(parts.setting(workflow.machine), token)
    return Listing(workflow, [(run, about_run(run.name)) for run in runs], more)


def _show_run(parts: Parts, folder: str, name: str, locale: str) -> Response[str]:
    workflow = _BY_FOLDER.get(folder)
    if workflow is None or not _NAME.fullmatch(name):
        raise UnknownRunError("no such run")
    run, steps, machine = parts.history().read(parts.setting(workflow.machine), name)
    return page(
        "runs_one.html",
        locale,
        states=STATES,
        when=moment(locale),
        run=run,
        about=about_run(name),
        registration=registration_of(name),
        steps=steps,
        looks=LOOKS,
        graph=graph_of(run, steps, machine),
        console="" if parts.setting("STAGE") == "local" else _console(run.arn),
    )


def _console(execution_arn: str) -> str:
    """The run's page in the AWS console of its region."""
    region = execution_arn.split(":")[3]
    console = f"https://{region}.console.aws.amazon.com/states/home?region={region}"
    return f"{console}#/v2/executions/details/{execution_arn}"


_application = application(_Wired())


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
