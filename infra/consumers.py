"""The functions that are set off by a table's stream or by a queue."""

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.functions import ShippedFunction, Shipping
from infra.mail import Mail
from infra.queues import MAILING_SECONDS, PROVISIONING_SECONDS, Queues
from infra.secrets import Secrets
from infra.settings import Settings
from infra.steps import let_mail
from infra.tables import Tables
from infra.workflows import Workflow

_SUBMITTED = {
    "eventName": lambda_.FilterRule.or_("INSERT", "MODIFY"),
    "dynamodb": {
        "Keys": {"sk": {"S": lambda_.FilterRule.is_equal("REGISTRATION")}},
        "NewImage": {"status": {"S": lambda_.FilterRule.is_equal("SUBMITTED")}},
    },
}


class StartRegistration(Construct):
    """Each saved submission starts a run; what cannot be started goes to a queue that a person sees."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        shipping: Shipping,
        tables: Tables,
        queues: Queues,
        workflow: Workflow,
    ) -> None:
        super().__init__(scope, construct_id)
        module = "functions.streams.start_registration"
        function = ShippedFunction(self, "StartRegistration", shipping=shipping, module=module, memory=256)
        function.knows(REGISTRATION_MACHINE_ARN=workflow.arn)
        function.may("states:StartExecution", on=[workflow.arn])
        function.function.add_event_source(
            sources.DynamoEventSource(
                tables.registrations.table,
                starting_position=lambda_.StartingPosition.TRIM_HORIZON,
                batch_size=10,
                bisect_batch_on_error=True,
                retry_attempts=3,
                report_batch_item_failures=True,
                on_failure=sources.SqsDlq(queues.stream_failures),
                filters=[lambda_.FilterCriteria.filter(_SUBMITTED)],
            )
        )


class QueueConsumers(Construct):
    """Zoom and the mails, each at the pace of its queue's consumer."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        shipping: Shipping,
        tables: Tables,
        queues: Queues,
        secrets: Secrets,
        mail: Mail,
        workflow: Workflow,
        settings: Settings,
        base_url: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self._shipping, self._queues = shipping, queues
        self._provisioning(tables, secrets, workflow, settings)
        self._mailing(tables, secrets, mail, base_url, at_once=2 if settings.local else 5)

    def _provisioning(self, tables: Tables, secrets: Secrets, workflow: Workflow, settings: Settings) -> None:
        function = ShippedFunction(
            self,
            "ProvisionRegistrants",
            shipping=self._shipping,
            module="functions.queues.provision_registrants",
            timeout=PROVISIONING_SECONDS,
        )
        tables.events.let(function, "GetItem")
        tables.registrations.let(function, "GetItem", "PutItem", "UpdateItem")
        secrets.zoom.let(function)
        function.knows(
            PROVISIONING_QUEUE_URL=self._queues.provisioning.queue_url,
            ZOOM_API_URL=settings.zoom_api_url,
            ZOOM_TOKEN_URL=settings.zoom_token_url,
        )
        function.may("states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat", on=[workflow.arn])
        # Two at once keep under Zoom's limits; the window lets delegates of the same meeting gather in a batch.
        function.function.add_event_source(
            sources.SqsEventSource(
                self._queues.provisioning,
                batch_size=30,
                max_batching_window=Duration.seconds(1),
                max_concurrency=2,
                report_batch_item_failures=True,
            )
        )

    def _mailing(self, tables: Tables, secrets: Secrets, mail: Mail, base_url: str, *, at_once: int) -> None:
        function = ShippedFunction(
            self,
            "SendMails",
            shipping=self._shipping,
            module="functions.queues.send_mails",
            timeout=MAILING_SECONDS,
        )
        let_mail(function, tables=tables, secrets=secrets, mail=mail, base_url=base_url)
        function.function.add_event_source(
            sources.SqsEventSource(
                self._queues.mail, batch_size=10, max_concurrency=at_once, report_batch_item_failures=True
            )
        )
