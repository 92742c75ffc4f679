"""The consumers of the queues: Zoom, the mails and the changes, each at its own pace."""

from aws_cdk import Duration
from constructs import Construct

from infra.foundation import Foundation
from infra.queues import CHANGING_SECONDS, MAILING_SECONDS, PROVISIONING_SECONDS
from infra.triggers import consume
from infra.workflows import Workflow


class QueueConsumers(Construct):
    """`waiting` are the workflows whose runs wait for Zoom."""

    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation, waiting: list[Workflow]) -> None:
        super().__init__(scope, construct_id)
        self._provisioning(foundation, waiting)
        self._changing(foundation)
        self._mailing(foundation)

    def _provisioning(self, foundation: Foundation, waiting: list[Workflow]) -> None:
        tables, queue = foundation.tables, foundation.queues.provisioning
        function = foundation.function(self, "ProvisionRegistrants", "queues", timeout=PROVISIONING_SECONDS)
        tables.events.let(function, "GetItem")
        tables.registrations.let(function, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")
        foundation.let_ask_zoom(function)
        function.knows(PROVISIONING_QUEUE_URL=queue.queue_url)
        function.may("states:SendTaskSuccess", "states:SendTaskFailure", on=[workflow.arn for workflow in waiting])
        # Two at once keep under Zoom's limits; the window lets delegates of the same meeting gather in a batch.
        consume(function, queue, batch=30, at_once=2, gather=Duration.seconds(1))

    def _changing(self, foundation: Foundation) -> None:
        function = foundation.function(self, "ChangeRegistrations", "queues", timeout=CHANGING_SECONDS)
        foundation.let_erase(function)
        foundation.tables.feedback.let(function, "GetItem", "PutItem")
        consume(function, foundation.queues.change, at_once=2)

    def _mailing(self, foundation: Foundation) -> None:
        function = foundation.function(self, "SendMails", "queues", timeout=MAILING_SECONDS)
        foundation.let_mail(function)
        foundation.tables.feedback.let(function, "GetItem")
        consume(function, foundation.queues.mail, at_once=2 if foundation.settings.local else 5)
