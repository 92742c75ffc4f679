"""The functions behind the HTTP API: delegates' pages, the JSON API, and on a laptop the secretariat's runs."""

from constructs import Construct

from infra.findings import accept
from infra.functions import ShippedFunction, Shipping
from infra.secrets import Secrets
from infra.tables import Tables
from infra.web_api import GET, POST, WebApi
from infra.workflows import Workflow

#: A page that takes longer has lost its reader.
_SECONDS = 10


class Web(Construct):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        shipping: Shipping,
        web_api: WebApi,
        tables: Tables,
        secrets: Secrets,
    ) -> None:
        super().__init__(scope, construct_id)
        self._shipping = shipping
        self._pages(web_api, tables, secrets)
        self._api(web_api, tables, secrets)

    def _pages(self, web_api: WebApi, tables: Tables, secrets: Secrets) -> None:
        pages = self._function("Pages", "pages", web_api)
        tables.feedback.let(pages, "GetItem", "PutItem")
        _let_register(pages, tables, secrets)
        web_api.route(
            pages,
            ("/e/{event}", [GET, POST]),
            ("/r/{token}", [GET]),
            ("/f/{token}", [GET, POST]),
            ("/static/{file}", [GET]),
        )

    def _api(self, web_api: WebApi, tables: Tables, secrets: Secrets) -> None:
        api = self._function("Api", "api", web_api)
        _let_register(api, tables, secrets)
        web_api.route(
            api,
            ("/api/events/{event}/registrations", [POST]),
            ("/api/events/{event}/registrations/{reference}", [GET]),
            ("/api/openapi.json", [GET]),
        )

    def add_runs(self, *, web_api: WebApi, registration: Workflow, outreach: Workflow) -> None:
        """The runs page has no sign-in: it is for stage local alone."""
        runs = self._function("Runs", "runs", web_api)
        runs.knows(REGISTRATION_MACHINE_ARN=registration.arn, OUTREACH_MACHINE_ARN=outreach.arn)
        runs.may("states:ListExecutions", "states:DescribeStateMachine", on=[registration.arn, outreach.arn])
        for workflow in (registration, outreach):
            _let_read_runs(runs, workflow)
        web_api.route(
            runs,
            ("/secretariat/runs", [GET]),
            ("/secretariat/runs/{run}", [GET]),
            ("/secretariat/outreach/{run}", [GET]),
        )

    def _function(self, construct_id: str, module: str, web_api: WebApi) -> ShippedFunction:
        function = ShippedFunction(
            self, construct_id, shipping=self._shipping, module=f"functions.web.{module}", timeout=_SECONDS
        )
        function.knows(BASE_URL=web_api.base_url)
        return function


def _let_register(function: ShippedFunction, tables: Tables, secrets: Secrets) -> None:
    tables.roll.let(function, "GetItem", "Query")
    tables.events.let(function, "GetItem")
    tables.registrations.let(function, "GetItem", "PutItem")
    secrets.link.let(function)


def _let_read_runs(function: ShippedFunction, workflow: Workflow) -> None:
    actions = ("DescribeExecution", "GetExecutionHistory", "DescribeStateMachineForExecution")
    function.may(*(f"states:{action}" for action in actions), on=[workflow.any_run])
    accept(
        function.role,
        f"AwsSolutions-IAM5[Resource::{workflow.any_run_in_findings}]",
        "The page shows whichever run is asked for, of this one workflow, on a laptop.",
    )
