"""The event workflow: publishing, changing, postponing and cancelling an event, and going on after a repair."""

from constructs import Construct

from infra.foundation import Foundation
from infra.functions import ShippedFunction
from infra.schedules import Schedules
from infra.steps import Steps
from infra.workflows import Workflow


class EventWorkflow(Construct):
    """`steps` has the functions that it shares with other workflows."""

    def __init__(
        self, scope: Construct, construct_id: str, *, foundation: Foundation, schedules: Schedules, steps: Steps
    ) -> None:
        super().__init__(scope, construct_id)
        self._foundation = foundation
        self.workflow = Workflow(
            self,
            "Workflow",
            definition="event",
            functions=[
                self._check_meeting(),
                self._publish_event(schedules),
                self._clear_alerts(),
                self._finish_publication(),
                steps.promote_waiting,
                steps.list_audience,
            ],
            stage=foundation.settings.stage,
        )

    def _check_meeting(self) -> ShippedFunction:
        function = self._step("CheckMeeting")
        self._foundation.tables.events.let(function, "GetItem", "UpdateItem")
        self._foundation.tables.registrations.let(function, "GetItem")
        self._foundation.tables.roll.let(function, "GetItem")
        self._foundation.let_ask_zoom(function)
        return function

    def _publish_event(self, schedules: Schedules) -> ShippedFunction:
        function = self._step("PublishEvent")
        self._foundation.tables.events.let(function, "GetItem", "PutItem", "UpdateItem")
        schedules.let(function)
        return function

    def _clear_alerts(self) -> ShippedFunction:
        function = self._step("ClearAlerts")
        self._foundation.tables.events.let(function, "DeleteItem")
        # It writes to nobody, but what it is made of knows the sender.
        self._foundation.mail.name(function)
        return function

    def _finish_publication(self) -> ShippedFunction:
        function = self._step("FinishPublication")
        self._foundation.tables.events.let(function, "UpdateItem")
        return function

    def _step(self, construct_id: str) -> ShippedFunction:
        return self._foundation.function(self, construct_id, "steps")
