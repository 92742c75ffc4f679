"""The closeout workflow: who was at an event, and until when feedback on it is given."""

from constructs import Construct

from infra.foundation import Foundation
from infra.functions import ShippedFunction
from infra.steps import Steps
from infra.workflows import Workflow

#: Zoom's report of thousands comes in pages, and each delegate's attendance is written by itself.
_SECONDS = 15 * 60


class CloseoutWorkflow(Construct):
    """`steps` has the functions that it shares with other workflows."""

    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation, steps: Steps) -> None:
        super().__init__(scope, construct_id)
        self.workflow = Workflow(
            self,
            "Workflow",
            definition="closeout",
            functions=[
                self._gather_attendance(foundation),
                self._check_feedback(foundation),
                steps.list_audience,
                steps.raise_alert,
                steps.build_report,
            ],
            stage=foundation.settings.stage,
        )

    def _gather_attendance(self, foundation: Foundation) -> ShippedFunction:
        function = foundation.function(self, "GatherAttendance", "steps", timeout=_SECONDS)
        tables = foundation.tables
        tables.events.let(function, "GetItem", "DeleteItem")
        operations = ("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
        tables.registrations.let(function, *operations)
        tables.registrations.let(function, "Query", index="by_event")
        foundation.let_ask_zoom(function)
        return function

    def _check_feedback(self, foundation: Foundation) -> ShippedFunction:
        function = foundation.function(self, "CheckFeedback", "steps", memory=256)
        foundation.tables.events.let(function, "GetItem")
        return function
