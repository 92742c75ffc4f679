"""The functions that the workflows call: one for each Task state."""

from constructs import Construct

from infra.foundation import Foundation
from infra.functions import WHOLE_PROCESSOR, ShippedFunction

#: Ten thousand registrations are read within half a minute; a table that asks to wait takes longer.
_REPORT_SECONDS = 5 * 60


class Steps(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation) -> None:
        super().__init__(scope, construct_id)
        self._foundation = foundation
        self._decisions()
        self._mails()
        self._waits()
        self._audience()
        self._report()
        self._erasure()

    @property
    def mails(self) -> tuple[ShippedFunction, ...]:
        """Those that send one mail each about one registration."""
        return (
            self.send_confirmation,
            self.send_decline,
            self.send_review_notice,
            self.send_waitlist_notice,
            self.send_expiry,
            self.send_cancellation,
            self.send_receipt,
            self.ask_focal_point,
        )

    @property
    def waits(self) -> tuple[ShippedFunction, ...]:
        """Those that let a run sleep, and wake it at once where there is nothing to wait for."""
        return (self.await_decision, self.await_seat, self.await_repair)

    def _decisions(self) -> None:
        tables = self._foundation.tables
        self.verify_member = self._step("VerifyMember")
        tables.roll.let(self.verify_member, "GetItem")
        tables.events.let(self.verify_member, "GetItem")
        tables.registrations.let(self.verify_member, "GetItem", "PutItem", "UpdateItem")
        self.reserve_seat = self._step("ReserveSeat")
        self.promote_waiting = self._step("PromoteWaiting")
        for step in (self.reserve_seat, self.promote_waiting):
            tables.events.let(step, "GetItem")
            self._foundation.let_give_seats(step)
        self.mark_for_repair = self._step("MarkForRepair")
        tables.registrations.let(self.mark_for_repair, "GetItem", "PutItem", "UpdateItem")
        self.raise_alert = self._step("RaiseAlert")
        self._foundation.let_alert(self.raise_alert)

    def _mails(self) -> None:
        self.send_confirmation = self._step("SendConfirmation")
        self.send_decline = self._step("SendDecline")
        self.send_review_notice = self._step("SendReviewNotice")
        self.send_waitlist_notice = self._step("SendWaitlistNotice")
        self.send_expiry = self._step("SendExpiry")
        self.send_cancellation = self._step("SendCancellation")
        self.send_receipt = self._step("SendReceipt")
        self.ask_focal_point = self._step("AskFocalPoint")
        for step in self.mails:
            self._foundation.let_mail(step)

    def _waits(self) -> None:
        self.await_decision = self._step("AwaitDecision")
        self.await_seat = self._step("AwaitSeat")
        self.await_repair = self._step("AwaitRepair")
        for step in self.waits:
            self._foundation.tables.registrations.let(step, "GetItem", "PutItem", "DeleteItem")

    def _audience(self) -> None:
        tables, queues = self._foundation.tables, self._foundation.queues
        self.list_audience = self._step("ListAudience")
        tables.events.let(self.list_audience, "GetItem")
        tables.registrations.let(self.list_audience, "Query", index="by_event")
        self.list_audience.knows(MAIL_QUEUE_URL=queues.mail.queue_url, CHANGE_QUEUE_URL=queues.change.queue_url)
        self.list_audience.may("sqs:SendMessage", on=[queues.mail.queue_arn, queues.change.queue_arn])

    def _report(self) -> None:
        self.build_report = self._foundation.function(
            self, "BuildReport", "steps", memory=WHOLE_PROCESSOR, timeout=_REPORT_SECONDS
        )
        self._foundation.let_report(self.build_report)
        self._foundation.tables.events.let(self.build_report, "PutItem", "UpdateItem", "DeleteItem")
        self._foundation.mail.let(self.build_report)
        self.build_report.knows(BASE_URL=self._foundation.web_api.base_url)

    def _erasure(self) -> None:
        self.erase_registration = self._step("EraseRegistration")
        self._foundation.let_erase(self.erase_registration)
        self._foundation.tables.feedback.let(self.erase_registration, "GetItem")
        self._foundation.tables.events.let(self.erase_registration, "PutItem", "UpdateItem", "DeleteItem")
        self._foundation.mail.let_unlist(self.erase_registration)

    def _step(self, construct_id: str) -> ShippedFunction:
        return self._foundation.function(self, construct_id, "steps")
