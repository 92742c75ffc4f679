"""A mail leaves at most once, only while it is due, and a doubt about it is never settled by sending again."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, cast

import pytest

from functions.adapters.events import EventTable
from functions.adapters.links import Links
from functions.adapters.mail_ledger import MailLedger, MailState
from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    RollcallError,
    SenderMisconfiguredError,
)
from functions.domain.events import MailKind
from functions.domain.registration import Reason, Registration, Status
from functions.mailing import Mailing, Outcome
from tests.samples import STARTS, a_registration, an_event, an_organisation
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.mailer import Mailer

EVENT = an_event()
REMINDER = (MailKind.REMINDER_1, 1)
EARLIER = STARTS - timedelta(days=7)
AFTER = EVENT.ends + EVENT.feedback_after


class FakeMailer:
    """Keeps what it is given, unless it has an error to raise first."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.errors: list[RollcallError] = []
        self.leaves_before_error = False

    def send(self, message: EmailMessage) -> str:
        if not self.errors or self.leaves_before_error:
            self.sent.append(message)
        if self.errors:
            raise self.errors.pop()
        return "id"


class Office:
    """A mailing over tables in process, with one registration."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.registrations = RegistrationTable(client, TABLE)
        self.events = EventTable(client, TABLE)
        self.events.put(EVENT, None)
        self.ledger = MailLedger(client, TABLE)
        self.mailer = FakeMailer()
        roll = RollTable(client, TABLE)
        roll.replace([an_organisation()], "1")
        self.mailing = Mailing(
            self.registrations,
            self.events,
            roll,
            self.ledger,
            Links("https://events.example", ["key"]),
            cast("Mailer", self.mailer),
            "events@secretariat.example",
        )

    def with_one(self, status: Status) -> Registration:
        reason = Reason.ORGANISATION_SUSPENDED if status is Status.DECLINED else None
        return self.registrations.add(a_registration(status=status, join_url="https://zoom.example/w/1", reason=reason))

    def send(self, kind: MailKind, now: datetime, version: int | None = None) -> Outcome:
        return self.mailing.send("PS26-7K3M9Q", kind, now, version)


@pytest.fixture
def office(dynamodb: "DynamoDBClient") -> Office:
    return Office(dynamodb)


def test_a_mail_that_was_sent_is_not_sent_again(office: Office) -> None:
    office.with_one(Status.CONFIRMED)
    assert office.send(MailKind.CONFIRMATION, EARLIER) is Outcome.SENT
    assert office.send(MailKind.CONFIRMATION, EARLIER) is Outcome.SENT_BEFORE
    assert len(office.mailer.sent) == 1


@pytest.mark.parametrize("left", [True, False])
def test_a_mail_whose_fate_is_unknown_is_left_to_a_person(office: Office, left: bool) -> None:
    office.with_one(Status.CONFIRMED)
    office.mailer.errors = [MailOutcomeUnknownError("lost")]
    office.mailer.leaves_before_error = left
    for _ in range(3):
        with pytest.raises(MailOutcomeUnknownError):
            office.send(MailKind.CONFIRMATION, EARLIER)
    assert len(office.mailer.sent) == int(left)
    assert office.ledger.state("PS26-7K3M9Q", MailKind.CONFIRMATION, 1) is MailState.SENDING


@pytest.mark.parametrize("error", [MailThrottledError("wait"), SenderMisconfiguredError("unverified")])
def test_a_mail_that_surely_did_not_leave_is_sent_by_the_next_try(office: Office, error: RollcallError) -> None:
    office.with_one(Status.CONFIRMED)
    office.mailer.errors = [error]
    with pytest.raises(type(error)):
        office.send(MailKind.CONFIRMATION, EARLIER)
    assert office.ledger.state("PS26-7K3M9Q", MailKind.CONFIRMATION, 1) is None
    assert office.send(MailKind.CONFIRMATION, EARLIER) is Outcome.SENT


def test_an_address_that_refuses_mail_is_remembered_and_not_tried_again(office: Office) -> None:
    office.with_one(Status.CONFIRMED)
    office.mailer.errors = [MailRefusedError("suppressed")]
    with pytest.raises(MailRefusedError):
        office.send(MailKind.CONFIRMATION, EARLIER)
    assert office.ledger.state("PS26-7K3M9Q", MailKind.CONFIRMATION, 1) is MailState.REFUSED
    assert office.send(MailKind.CONFIRMATION, EARLIER) is Outcome.SENT_BEFORE


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.CONFIRMED])
@pytest.mark.parametrize("kind", [MailKind.CONFIRMATION, MailKind.REMINDER_1])
def test_nobody_but_a_confirmed_delegate_is_sent_a_join_link(office: Office, status: Status, kind: MailKind) -> None:
    office.with_one(status)
    assert office.send(kind, EARLIER, 1) is Outcome.NOT_DUE
    assert office.mailer.sent == []


@pytest.mark.parametrize(
    ("kind", "status"), [(MailKind.DECLINE, Status.DECLINED), (MailKind.REVIEW_NOTICE, Status.IN_REVIEW)]
)
def test_an_answer_without_a_seat_holds_no_join_link(office: Office, kind: MailKind, status: Status) -> None:
    office.with_one(status)
    assert office.send(kind, EARLIER) is Outcome.SENT
    assert "zoom.example" not in office.mailer.sent[0].as_string()


def test_a_reminder_for_the_old_time_is_not_sent(office: Office) -> None:
    office.with_one(Status.CONFIRMED)
    office.events.put(replace(EVENT, version=2), 1)
    assert office.send(*_args(REMINDER, EARLIER)) is Outcome.NOT_DUE


def test_a_reminder_that_comes_late_is_not_sent_once_the_event_has_started(office: Office) -> None:
    office.with_one(Status.CONFIRMED)
    assert office.send(*_args(REMINDER, STARTS)) is Outcome.NOT_DUE
    assert office.send(*_args(REMINDER, STARTS - timedelta(seconds=1))) is Outcome.SENT


def test_feedback_is_asked_for_after_the_event_and_before_it_closes(office: Office) -> None:
    office.with_one(Status.CONFIRMED)
    asked = (MailKind.FEEDBACK_REQUEST, 1)
    assert office.send(*_args(asked, EVENT.ends - timedelta(seconds=1))) is Outcome.NOT_DUE
    assert office.send(*_args(asked, EVENT.feedback_closes)) is Outcome.NOT_DUE
    assert office.send(*_args(asked, AFTER)) is Outcome.SENT


def _args(planned: tuple[MailKind, int], now: datetime) -> tuple[MailKind, datetime, int]:
    kind, version = planned
    return kind, now, version
