"""The daily pass over the events: Zoom's registrants and ours agree again, and what was kept long enough is erased."""

from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.foundation import Foundation
from infra.functions import ShippedFunction
from infra.schedules import role_that_starts
from infra.workflows import Workflow

#: A meeting of thousands is read in pages, and each delegate's item by itself.
_SECONDS = 15 * 60


class Reconciliation(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation) -> None:
        super().__init__(scope, construct_id)
        self.workflow = Workflow(
            self,
            "Workflow",
            definition="reconciliation",
            functions=[
                self._list_open_events(foundation),
                self._reconcile_event(foundation),
                self._forget_registrations(foundation),
            ],
            stage=foundation.settings.stage,
        )
        self._daily(foundation.queues.schedule_dead)

    def _list_open_events(self, foundation: Foundation) -> ShippedFunction:
        function = foundation.function(self, "ListOpenEvents", "steps", memory=256)
        foundation.tables.events.let(function, "GetItem", "Query")
        return function

    def _reconcile_event(self, foundation: Foundation) -> ShippedFunction:
        function = foundation.function(self, "ReconcileEvent", "steps", timeout=_SECONDS)
        foundation.let_give_seats(function)
        foundation.let_alert(function)
        foundation.let_ask_zoom(function)
        foundation.let_queue_checks(function)
        return function

    def _forget_registrations(self, foundation: Foundation) -> ShippedFunction:
        tables, queue = foundation.tables, foundation.queues.change
        function = foundation.function(self, "ForgetRegistrations", "steps", timeout=_SECONDS)
        tables.events.let(function, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")
        tables.registrations.let(function, "Query", index="by_event")
        function.knows(CHANGE_QUEUE_URL=queue.queue_url)
        function.may("sqs:SendMessage", on=[queue.queue_arn])
        return function

    def _daily(self, dead_letters: sqs.Queue) -> None:
        role = role_that_starts(self, "Role", [self.workflow.arn], dead_letters)
        scheduler.CfnSchedule(
            self,
            "Daily",
            schedule_expression="rate(1 day)",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=scheduler.CfnSchedule.TargetProperty(
                arn=self.workflow.arn,
                role_arn=role.role_arn,
                input="{}",
                dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(arn=dead_letters.queue_arn),
            ),
        )
