"""The functions behind the HTTP API: delegates' pages, the JSON API, and the secretariat's pages."""

from collections.abc import Iterable

from aws_cdk.aws_apigatewayv2 import HttpMethod
from constructs import Construct

from functions.web import access
from infra.findings import accept
from infra.foundation import Foundation
from infra.functions import WHOLE_PROCESSOR, ShippedFunction
from infra.sign_in import SignIn
from infra.web_api import ANY, GET, POST
from infra.workflows import Workflow, Workflows

#: A page that takes longer has lost its reader.
_SECONDS = 10
#: An officer waits longer for a list of everybody: as long as API Gateway does.
_OFFICE_SECONDS = 29


class Web(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation) -> None:
        super().__init__(scope, construct_id)
        self._foundation = foundation
        self._pages()
        self._api()

    def _pages(self) -> None:
        pages, tables = self._function("Pages"), self._foundation.tables
        tables.feedback.let(pages, "GetItem", "PutItem")
        self._let_register(pages)
        tables.roll.let(pages, "Query")
        # Who cancels, or is vouched for, changes the counts of seats and places too.
        tables.registrations.let(pages, "UpdateItem", "Query")
        self._foundation.web_api.route(
            pages,
            ("/e/{event}", [GET, POST]),
            ("/r/{token}", [GET]),
            ("/r/{token}/edit", [GET, POST]),
            ("/r/{token}/cancel", [GET, POST]),
            ("/r/{token}/certificate", [GET]),
            ("/verify/{code}", [GET]),
            ("/r/{token}/data", [POST]),
            ("/d/{token}", [GET]),
            ("/d/{token}/file", [POST]),
            ("/d/{token}/erase", [GET, POST]),
            ("/n/{token}", [POST]),
            ("/v/{token}", [GET, POST]),
            ("/f/{token}", [GET, POST]),
            ("/f/{token}/stop", [GET, POST]),
            ("/static/{file}", [GET]),
            others=True,
        )

    def _api(self) -> None:
        api = self._function("Api")
        self._let_register(api)
        self._foundation.web_api.route(
            api,
            ("/api/events/{event}/registrations", [POST]),
            ("/api/events/{event}/registrations/{reference}", [GET]),
            ("/api/openapi.json", [GET]),
            # What is not there is said in JSON.
            ("/api/{proxy+}", [ANY]),
        )

    def add_secretariat(self, workflows: Workflows, sign_in: SignIn) -> None:
        self._runs(workflows, sign_in)
        tables, queues = self._foundation.tables, self._foundation.queues
        office = self._function("Secretariat", seconds=_OFFICE_SECONDS, memory=WHOLE_PROCESSOR)
        self._foundation.let_report(office)
        tables.roll.let(office, "GetItem", "PutItem", "BatchWriteItem")
        # Who took which file of an event is written beside it, and who is signed in.
        tables.events.let(office, "PutItem", "DeleteItem", "Query")
        tables.registrations.let(office, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
        office.knows(
            BASE_URL=self._foundation.web_api.base_url,
            MAIL_QUEUE_URL=queues.mail.queue_url,
            EVENT_MACHINE_ARN=workflows.event.arn,
            CLOSEOUT_MACHINE_ARN=workflows.closeout.arn,
        )
        office.may("sqs:SendMessage", on=[queues.mail.queue_arn])
        office.may("states:StartExecution", on=[workflows.event.arn, workflows.closeout.arn])
        _let_read_runs(office, workflows.event)
        sign_in.let(office)
        self._foundation.web_api.route(office, *_routes((*access.PAGES, *sorted(access.OPEN))))

    def _runs(self, workflows: Workflows, sign_in: SignIn) -> None:
        runs = self._function("Runs")
        for name, workflow in workflows.by_name().items():
            runs.knows(**{f"{name.upper()}_MACHINE_ARN": workflow.arn})
            runs.may("states:ListExecutions", on=[workflow.arn])
            _let_read_runs(runs, workflow)
        self._foundation.tables.events.let(runs, "GetItem")
        runs.knows(BASE_URL=self._foundation.web_api.base_url)
        sign_in.let(runs)
        self._foundation.web_api.route(runs, *_routes(access.RUNS))

    def _function(self, construct_id: str, *, seconds: int = _SECONDS, memory: int = 512) -> ShippedFunction:
        return self._foundation.function(self, construct_id, "web", timeout=seconds, memory=memory)

    def _let_register(self, function: ShippedFunction) -> None:
        tables = self._foundation.tables
        tables.roll.let(function, "GetItem")
        tables.events.let(function, "GetItem")
        tables.registrations.let(function, "GetItem", "PutItem", "ConditionCheckItem")
        self._foundation.secrets.link.let(function)
        function.knows(BASE_URL=self._foundation.web_api.base_url)


def _let_read_runs(function: ShippedFunction, workflow: Workflow) -> None:
    actions = ("DescribeExecution", "GetExecutionHistory", "DescribeStateMachineForExecution")
    function.may(*(f"states:{action}" for action in actions), on=[workflow.any_run])
    accept(
        function.role,
        f"AwsSolutions-IAM5[Resource::{workflow.any_run_in_findings}]",
        "The page shows whoever is signed in whichever run they ask for, of this one workflow.",
    )


def _routes(keys: Iterable[str]) -> list[tuple[str, list[HttpMethod]]]:
    """Routes for the gateway, by their keys such as `GET /secretariat`."""
    return [(path, [HttpMethod(method)]) for method, path in (key.split(" ") for key in keys)]
