"""One stage of Rollcall."""

from aws_cdk import Annotations, App, CfnOutput, Stack, Validations
from cdk_nag import AwsSolutionsChecks
from constructs import Construct

from infra.alarms import Alarms
from infra.consumers import QueueConsumers, StartRegistration
from infra.encryption import DataKey
from infra.functions import shipping
from infra.mail import Mail
from infra.queues import Queues
from infra.schedules import Schedules
from infra.secrets import Secrets
from infra.settings import Settings, read_settings
from infra.steps import Steps
from infra.tables import Tables
from infra.web import Web
from infra.web_api import WebApi
from infra.workflows import Workflow


def add_rollcall(app: App) -> None:
    """Adds the stack of the stage that the context names, every resource checked by cdk-nag."""
    settings = read_settings(app.node)
    RollcallStack(app, f"Rollcall-{settings.stage}", settings=settings)
    Validations.of(app).add_plugins(AwsSolutionsChecks())


class RollcallStack(Stack):
    """Puts the constructs together; which are there depends on the stage alone."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(
            scope, construct_id, description=f"Rollcall: registrations for members-only events, {settings.stage}"
        )
        key = None if settings.local else DataKey(self, "DataKey")
        ships = shipping(settings)
        tables = Tables(self, "Tables", key=key)
        queues = Queues(self, "Queues", local=settings.local)
        secrets = Secrets(self, "Secrets", key=key)
        mail = Mail(self, "Mail", sender=settings.sender)
        web_api = WebApi(self, "WebApi", settings=settings)
        steps = Steps(
            self,
            "Steps",
            shipping=ships,
            tables=tables,
            secrets=secrets,
            mail=mail,
            mail_queue=queues.mail,
            base_url=web_api.base_url,
        )
        registration = Workflow(
            self,
            "Registration",
            definition="registration",
            functions=[
                steps.verify_member,
                steps.send_confirmation,
                steps.send_decline,
                steps.send_review_notice,
                steps.mark_for_repair,
            ],
            queues={"Provisioning": queues.provisioning},
            stage=settings.stage,
        )
        outreach = Workflow(
            self, "Outreach", definition="outreach", functions=[steps.list_audience], queues={}, stage=settings.stage
        )
        StartRegistration(self, "Streams", shipping=ships, tables=tables, queues=queues, workflow=registration)
        QueueConsumers(
            self,
            "Consumers",
            shipping=ships,
            tables=tables,
            queues=queues,
            secrets=secrets,
            mail=mail,
            workflow=registration,
            settings=settings,
            base_url=web_api.base_url,
        )
        web = Web(self, "Web", shipping=ships, web_api=web_api, tables=tables, secrets=secrets)
        if settings.local:
            web.add_runs(web_api=web_api, registration=registration, outreach=outreach)
        schedules = Schedules(self, "Schedules", outreach=outreach.arn, dead_letters=queues.schedule_dead)
        Alarms(
            self,
            "Alarms",
            queues=queues.dead_letters,
            workflows={"Registration": registration, "Outreach": outreach},
            key=key.key if key else None,
            email=settings.alarm_email,
        )
        self._say(
            ApiUrl=web_api.api.api_endpoint,
            BaseUrl=web_api.base_url,
            RollTable=tables.roll.table.table_name,
            EventsTable=tables.events.table.table_name,
            RegistrationsTable=tables.registrations.table.table_name,
            FeedbackTable=tables.feedback.table.table_name,
            RegistrationMachineArn=registration.arn,
            OutreachMachineArn=outreach.arn,
            ScheduleGroup=schedules.group.ref,
            SchedulerRoleArn=schedules.role.role_arn,
            ScheduleDeadLetterArn=queues.schedule_dead.queue_arn,
            MailQueueUrl=queues.mail.queue_url,
            ProvisioningQueueUrl=queues.provisioning.queue_url,
            ZoomSecretArn=secrets.zoom.secret.secret_arn,
        )
        if web_api.domain:
            self._say(DomainTarget=web_api.domain.regional_domain_name)
        if not settings.local and settings.sender.endswith(".example"):
            warning = f"The sender {settings.sender} cannot send: set your own in cdk.json before you deploy."
            Annotations.of(self).add_warning_v2("Rollcall:SenderIsAnExample", warning)

    def _say(self, **outputs: str) -> None:
        """Outputs of the stack: operations read them by these names."""
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
