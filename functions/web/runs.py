"""The secretariat's view of the workflows: which runs there are, and what happened in one, step by step.

It shows names, states, times and errors.
"""

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from functions import wiring
from functions.adapters.run_history import Run, UnknownRunError
from functions.domain.wording import N_
from functions.web import access
from functions.web.guarded import Page, guarded
from functions.web.run_graph import LOOKS, graph_of
from functions.web.run_names import About, about_run, registration_of
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_parts import Office
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


@dataclass(frozen=True, slots=True)
class Listing:
    workflow: Workflow
    runs: list[tuple[Run, About | None]]
    more: str
    """Token of the next page, empty when there is none."""


def _show_runs(visit: Visit) -> Response[str]:
    return visit.page("runs", states=STATES, listings=[_listing(workflow, visit) for workflow in WORKFLOWS])


def _listing(workflow: Workflow, visit: Visit) -> Listing:
    """Each list turns its own pages; the others show their newest."""
    token = visit.request.query.get(workflow.folder, "")
    runs, more = visit.office.history().page(visit.office.setting(workflow.machine), token)
    return Listing(workflow, [(run, about_run(run.name)) for run in runs], more)


def _show_run(workflow: Workflow, name: str, visit: Visit) -> Response[str]:
    if not _NAME.fullmatch(name):
        raise UnknownRunError("no such run")
    run, steps, machine = visit.office.history().read(visit.office.setting(workflow.machine), name)
    return visit.page(
        "run",
        states=STATES,
        run=run,
        about=about_run(name),
        registration=registration_of(name),
        steps=steps,
        looks=LOOKS,
        graph=graph_of(run, steps, machine),
        console="" if visit.office.setting("STAGE") == "local" else _console(run.arn),
    )


def _console(execution_arn: str) -> str:
    """The run's page in the AWS console of its region."""
    region = execution_arn.split(":")[3]
    console = f"https://{region}.console.aws.amazon.com/states/home?region={region}"
    return f"{console}#/v2/executions/details/{execution_arn}"


_PAGES: dict[str, Page] = {
    "GET /secretariat/runs": _show_runs,
    **{f"GET /secretariat/{workflow.folder}/{{run}}": partial(_show_run, workflow) for workflow in WORKFLOWS},
}


def application(office: Office) -> APIGatewayHttpResolver:
    """The routes of the runs under /secretariat."""
    return guarded(office, access.RUNS, _PAGES, UnknownRunError)


_application = application(wiring)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return _application.resolve(event, context)
