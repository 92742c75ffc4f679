"""What the capabilities of a stage stand on, and what a function is given for each of the things that several do."""

import re
from dataclasses import dataclass

from constructs import Construct

from infra.functions import ShippedFunction, Shipping
from infra.mail import Mail
from infra.queues import Queues
from infra.secrets import Secrets
from infra.settings import Settings
from infra.tables import Tables
from infra.web_api import WebApi


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    settings: Settings
    shipping: Shipping
    tables: Tables
    queues: Queues
    secrets: Secrets
    mail: Mail
    web_api: WebApi

    def function(
        self, scope: Construct, construct_id: str, folder: str, *, memory: int = 512, timeout: int = 30
    ) -> ShippedFunction:
        """The function of functions/`folder` whose module is named like the construct: VerifyMember, verify_member."""
        module = f"functions.{folder}.{re.sub(r'(?<!^)(?=[A-Z])', '_', construct_id).lower()}"
        return ShippedFunction(
            scope, construct_id, shipping=self.shipping, module=module, memory=memory, timeout=timeout
        )

    def let_mail(self, function: ShippedFunction) -> None:
        """Writing to a delegate: who, which event, the organisation's name, the ledger, signed links, the sender."""
        self.tables.roll.let(function, "GetItem")
        self.tables.events.let(function, "GetItem")
        self.tables.registrations.let(function, "GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
        self.secrets.link.let(function)
        self.mail.let(function)
        function.knows(BASE_URL=self.web_api.base_url)

    def let_alert(self, function: ShippedFunction) -> None:
        """Telling the secretariat: the event, the note that it was told, the sender."""
        self.tables.events.let(function, "GetItem", "PutItem", "UpdateItem", "DeleteItem")
        self.mail.let(function)

    def let_report(self, function: ShippedFunction) -> None:
        """Making an event's report: everybody, what was done and said, and what an earlier report says."""
        self.tables.roll.let(function, "GetItem", "Query")
        self.tables.events.let(function, "GetItem")
        self.tables.registrations.let(function, "GetItem", "BatchGetItem", "Query")
        self.tables.registrations.let(function, "Query", index="by_event")
        self.tables.feedback.let(function, "BatchGetItem")
        self.tables.feedback.let(function, "Query", index="by_event")

    def let_ask_zoom(self, function: ShippedFunction) -> None:
        self.secrets.zoom.let(function)
        function.knows(ZOOM_API_URL=self.settings.zoom_api_url, ZOOM_TOKEN_URL=self.settings.zoom_token_url)

    def let_queue_checks(self, function: ShippedFunction) -> None:
        """Checks of single registrations go to the queue for Zoom: its consumer knows who is at work on each."""
        function.knows(PROVISIONING_QUEUE_URL=self.queues.provisioning.queue_url)
        function.may("sqs:SendMessage", on=[self.queues.provisioning.queue_arn])

    def let_erase(self, function: ShippedFunction) -> None:
        """Deleting all that is held of a delegate in the tables."""
        self.tables.events.let(function, "GetItem")
        self.tables.registrations.let(function, "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")
        self.tables.feedback.let(function, "DeleteItem")

    def let_give_seats(self, function: ShippedFunction) -> None:
        """Giving the event's seats away: the line, whoever stands in it, and whether the roll still knows them."""
        self.tables.roll.let(function, "GetItem")
        self.tables.registrations.let(function, "GetItem", "PutItem", "UpdateItem")
        self.tables.registrations.let(function, "Query", index="by_event")
