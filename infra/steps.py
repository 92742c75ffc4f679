"""The functions that the workflows call: one for each Task state."""

from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.functions import ShippedFunction, Shipping
from infra.mail import Mail
from infra.secrets import Secrets
from infra.tables import Tables


class Steps(Construct):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        shipping: Shipping,
        tables: Tables,
        secrets: Secrets,
        mail: Mail,
        mail_queue: sqs.Queue,
        base_url: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self._shipping = shipping
        self.verify_member = self._step("VerifyMember", "verify_member")
        tables.roll.let(self.verify_member, "GetItem")
        tables.events.let(self.verify_member, "GetItem")
        tables.registrations.let(self.verify_member, "GetItem", "PutItem", "UpdateItem")
        self.send_confirmation = self._step("SendConfirmation", "send_confirmation")
        self.send_decline = self._step("SendDecline", "send_decline")
        self.send_review_notice = self._step("SendReviewNotice", "send_review_notice")
        for step in (self.send_confirmation, self.send_decline, self.send_review_notice):
            let_mail(step, tables=tables, secrets=secrets, mail=mail, base_url=base_url)
        self.mark_for_repair = self._step("MarkForRepair", "mark_for_repair")
        tables.registrations.let(self.mark_for_repair, "GetItem", "PutItem", "UpdateItem")
        self.list_audience = self._step("ListAudience", "list_audience")
        tables.events.let(self.list_audience, "GetItem")
        tables.registrations.let(self.list_audience, "Query", index="by_event")
        self.list_audience.knows(MAIL_QUEUE_URL=mail_queue.queue_url)
        self.list_audience.may("sqs:SendMessage", on=[mail_queue.queue_arn])

    def _step(self, construct_id: str, module: str) -> ShippedFunction:
        return ShippedFunction(self, construct_id, shipping=self._shipping, module=f"functions.steps.{module}")


def let_mail(function: ShippedFunction, *, tables: Tables, secrets: Secrets, mail: Mail, base_url: str) -> None:
    """What sending a mail takes: who, which event, the organisation's name, the ledger, signed links, the sender."""
    tables.roll.let(function, "GetItem")
    tables.events.let(function, "GetItem")
    tables.registrations.let(function, "GetItem", "PutItem", "UpdateItem", "DeleteItem")
    secrets.link.let(function)
    mail.let(function)
    function.knows(BASE_URL=base_url)
