"""One stage of Rollcall."""

from aws_cdk import Annotations, App, CfnOutput, Stack, Validations
from cdk_nag import AwsSolutionsChecks
from constructs import Construct

from infra.alarms import Alarms
from infra.closeout import CloseoutWorkflow
from infra.consumers import QueueConsumers
from infra.encryption import DataKey
from infra.events import EventWorkflow
from infra.following import FollowRegistrations
from infra.foundation import Foundation
from infra.functions import shipping
from infra.mail import Mail
from infra.queues import Queues
from infra.reconciliation import Reconciliation
from infra.schedules import Schedules
from infra.secrets import Secrets
from infra.settings import Settings, read_settings
from infra.sign_in import SignIn
from infra.steps import Steps
from infra.tables import Tables
from infra.web import Web
from infra.web_api import WebApi
from infra.workflows import Workflow, Workflows
from infra.zoom_webhooks import ZoomWebhooks


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
        foundation = Foundation(
            settings=settings,
            shipping=shipping(settings),
            tables=Tables(self, "Tables", key=key),
            queues=Queues(self, "Queues", local=settings.local),
            secrets=Secrets(self, "Secrets", key=key),
            mail=Mail(self, "Mail", sender=settings.sender),
            web_api=WebApi(self, "WebApi", settings=settings),
        )
        tables, queues, web_api = foundation.tables, foundation.queues, foundation.web_api
        steps = Steps(self, "Steps", foundation=foundation)
        registration = self._registration(foundation, steps)
        cancellation = Workflow(
            self,
            "Cancellation",
            definition="cancellation",
            functions=[steps.send_cancellation, steps.promote_waiting],
            queues={"Provisioning": queues.provisioning},
            stage=settings.stage,
        )
        outreach = Workflow(
            self, "Outreach", definition="outreach", functions=[steps.list_audience], stage=settings.stage
        )
        closeout = CloseoutWorkflow(self, "Closeout", foundation=foundation, steps=steps).workflow
        erasure = Workflow(
            self,
            "Erasure",
            definition="erasure",
            functions=[steps.promote_waiting, steps.send_receipt, steps.erase_registration],
            queues={"Provisioning": queues.provisioning},
            stage=settings.stage,
        )
        FollowRegistrations(
            self,
            "Streams",
            foundation=foundation,
            registration=registration,
            cancellation=cancellation,
            erasure=erasure,
        )
        QueueConsumers(self, "Consumers", foundation=foundation, waiting=[registration, cancellation, erasure])
        web = Web(self, "Web", foundation=foundation)
        schedules = Schedules(
            self, "Schedules", outreach=outreach.arn, closeout=closeout.arn, dead_letters=queues.schedule_dead
        )
        event = EventWorkflow(self, "Event", foundation=foundation, schedules=schedules, steps=steps).workflow
        ZoomWebhooks(self, "Zoom", foundation=foundation)
        workflows = Workflows(
            registration=registration,
            cancellation=cancellation,
            erasure=erasure,
            event=event,
            outreach=outreach,
            closeout=closeout,
            reconciliation=Reconciliation(self, "Reconciliation", foundation=foundation).workflow,
        )
        sign_in = SignIn(self, "SignIn", settings=settings, base_url=web_api.base_url)
        web.add_secretariat(workflows, sign_in)
        Alarms(
            self,
            "Alarms",
            queues=queues.dead_letters,
            workflows=workflows.by_name(),
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
            **{f"{name}MachineArn": workflow.arn for name, workflow in workflows.by_name().items()},
            ScheduleGroup=schedules.group.ref,
            SchedulerRoleArn=schedules.role.role_arn,
            ScheduleDeadLetterArn=queues.schedule_dead.queue_arn,
            MailQueueUrl=queues.mail.queue_url,
            ChangeQueueUrl=queues.change.queue_url,
            ProvisioningQueueUrl=queues.provisioning.queue_url,
            UserPoolId=sign_in.pool.user_pool_id,
            ZoomSecretArn=foundation.secrets.zoom.secret.secret_arn,
        )
        if web_api.domain:
            self._say(DomainTarget=web_api.domain.regional_domain_name)
        if not settings.local and settings.sender.endswith(".example"):
            warning = f"The sender {settings.sender} cannot send: set your own in cdk.json before you deploy."
            Annotations.of(self).add_warning_v2("Rollcall:SenderIsAnExample", warning)

    def _registration(self, foundation: Foundation, steps: Steps) -> Workflow:
        workflow = Workflow(
            self,
            "Registration",
            definition="registration",
            functions=[
                steps.verify_member,
                steps.reserve_seat,
                steps.mark_for_repair,
                steps.raise_alert,
                *steps.waits,
                steps.send_confirmation,
                steps.send_review_notice,
                steps.ask_focal_point,
                steps.send_waitlist_notice,
                steps.send_decline,
                steps.send_expiry,
            ],
            queues={"Provisioning": foundation.queues.provisioning},
            stage=foundation.settings.stage,
        )
        for step in steps.waits:
            workflow.let_answer(step)
        return workflow

    def _say(self, **outputs: str) -> None:
        """Outputs of the stack: operations read them by these names."""
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
