"""A mail leaves at most once, only while it is due, and a doubt about it is never settled by sending again."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, cast

import pytest

from functions.adapters.events import EventTable
from functions.adapters.links import LinkExpiredError, Links, Purpose
from functions.adapters.mail_ledger import MailKey, MailLedger, MailState
from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.domain.errors import (
    ConflictError,
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    RollcallError,
    SenderMisconfiguredError,
)
from functions.domain.events import Event, MailKind
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
JOIN = "https://zoom.example/w/1"
FOCAL_POINT = "focal.point@parliament.aruvia.example"
CONFIRMATION = MailKey("PS26-7K3M9Q", MailKind.CONFIRMATION, 1, 1)


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


def everything_in(message: EmailMessage) -> str:
    """Bodies and calendar file, decoded and unfolded."""
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    texts = [part.decode() if isinstance(part, bytes) else str(part) for part in parts]
    return "\n".join(texts).replace("\r\n ", "")


class Office:
    """A mailing over tables in process, with one registration."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.registrations = RegistrationTable(client, TABLE)
        self.events = EventTable(client, TABLE)
        self.events.put(EVENT, None)
        self.ledger = MailLedger(client, TABLE)
        self.mailer = FakeMailer()
        self.roll = RollTable(client, TABLE)
        self.roll.replace([an_organisation(focal_point=FOCAL_POINT)], "1")
        self.answered: set[str] = set()
        self.mailing = Mailing(
            self.registrations,
            self.events,
            self.roll,
            self.ledger,
            Links("https://events.example", ["key"]),
            cast("Mailer", self.mailer),
            "events@secretariat.example",
            answered=lambda reference: reference in self.answered,
        )

    def with_one(self, status: Status) -> Registration:
        reason = Reason.ORGANISATION_SUSPENDED if status is Status.DECLINED else Reason.FREE_MAIL
        return self.registrations.add(a_registration(status=status, join_url=JOIN, reason=reason))

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
    assert office.ledger.state(CONFIRMATION) is MailState.SENDING


@pytest.mark.parametrize("error", [MailThrottledError("wait"), SenderMisconfiguredError("unverified")])
def test_a_mail_that_surely_did_not_leave_is_sent_by_the_next_try(office: Office, error: RollcallError) -> None:
    office.with_one(Status.CONFIRMED)
    office.mailer.errors = [error]
    with pytest.raises(type(error)):
        office.send(MailKind.CONFIRMATION, EARLIER)
    assert office.ledger.state(CONFIRMATION) is None
    assert office.send(MailKind.CONFIRMATION, EARLIER) is Outcome.SENT


def test_an_address_that_refuses_mail_is_remembered_and_not_tried_again(office: Office) -> None:
    office.with_one(Status.CONFIRMED)
    office.mailer.errors = [MailRefusedError("suppressed")]
    with pytest.raises(MailRefusedError):
        office.send(MailKind.CONFIRMATION, EARLIER)
    assert office.ledger.state(CONFIRMATION) is MailState.REFUSED
    assert office.send(MailKind.CONFIRMATION, EARLIER) is Outcome.SENT_BEFORE


def test_nobody_but_a_confirmed_delegate_is_sent_a_join_link(office: Office) -> None:
    """Whatever mail is asked for, before the event or after it, even where a link is still stored."""
    for number, status in enumerate(Status):
        one = office.registrations.add(a_registration(reference=f"PS26-{number:06d}", status=status, join_url=JOIN))
        office.mailer.sent = []
        for kind in MailKind:
            for now in (EARLIER, AFTER):
                office.mailing.send(one.reference, kind, now, 1)
        assert status is Status.CONFIRMED or not [mail for mail in office.mailer.sent if JOIN in everything_in(mail)]


def test_the_link_to_the_registration_is_good_until_its_data_is_forgotten(office: Office) -> None:
    """Until then the delegate may want a certificate, see what is held, and have it erased."""
    office.with_one(Status.CONFIRMED)
    office.send(MailKind.CONFIRMATION, EARLIER)
    found = re.search(r"/r/(\S+)", everything_in(office.mailer.sent[0]))
    assert found
    last = EVENT.forgotten_at - timedelta(minutes=1)
    assert office.mailing.links.read(found[1], Purpose.STATUS, last).reference == "PS26-7K3M9Q"
    with pytest.raises(LinkExpiredError):
        office.mailing.links.read(found[1], Purpose.STATUS, EVENT.forgotten_at + timedelta(minutes=1))


def test_each_changed_link_is_told_once_though_the_event_stays_as_it_is(office: Office) -> None:
    office.with_one(Status.CONFIRMED)
    told = [office.send(MailKind.LINK_CHANGED, EARLIER, version) for version in (3, 3, 5)]
    assert told == [Outcome.SENT, Outcome.SENT_BEFORE, Outcome.SENT]


def test_whoever_registers_again_is_written_to_again(office: Office) -> None:
    first = office.with_one(Status.DECLINED)
    assert office.send(MailKind.DECLINE, EARLIER) is Outcome.SENT
    again = replace(first, attempt=2, version=first.version + 1)
    office.registrations.save(again, was=first, actor="test", at=EARLIER)
    assert office.send(MailKind.DECLINE, EARLIER) is Outcome.SENT
    assert len({message["Message-ID"] for message in office.mailer.sent}) == 2


class MovesOn(RegistrationTable):
    """The registration is changed just after somebody has read it."""

    change: Callable[[Registration], Registration]

    def get(self, reference: str) -> Registration:
        read = super().get(reference)
        if read.status is Status.CONFIRMED:
            self.save(self.change(read), was=read, actor="delegate", at=EARLIER)
        return read


def test_a_delegate_who_cancels_while_the_mail_is_written_is_not_sent_the_link(
    office: Office, dynamodb: "DynamoDBClient"
) -> None:
    office.with_one(Status.CONFIRMED)
    moving = MovesOn(dynamodb, TABLE)
    moving.change = lambda read: read.moved(Status.CANCELLED)
    mailing = replace(office.mailing, registrations=moving)
    with pytest.raises(ConflictError):
        mailing.send("PS26-7K3M9Q", MailKind.CONFIRMATION, EARLIER)
    assert office.mailer.sent == []
    assert office.send(MailKind.CONFIRMATION, EARLIER) is Outcome.NOT_DUE


class Postponed(EventTable):
    """The event is published anew just after somebody has read it for the first time."""

    def get(self, event_id: str) -> Event:
        event = super().get(event_id)
        if event.version == 1:
            self.put(replace(event, version=2, starts=STARTS + timedelta(days=7)), 1)
        return event


@pytest.mark.parametrize("kind", [MailKind.CONFIRMATION, MailKind.REMINDER_1])
def test_no_mail_for_the_old_time_leaves_when_the_event_is_postponed_while_it_is_written(
    office: Office, dynamodb: "DynamoDBClient", kind: MailKind
) -> None:
    office.with_one(Status.CONFIRMED)
    mailing = replace(office.mailing, events=Postponed(dynamodb, TABLE))
    with pytest.raises(ConflictError):
        mailing.send("PS26-7K3M9Q", kind, EARLIER, 1)
    assert office.mailer.sent == []
    assert office.ledger.rows("PS26-7K3M9Q") == []
    again = office.send(kind, EARLIER, 1)
    assert again is (Outcome.SENT if kind is MailKind.CONFIRMATION else Outcome.NOT_DUE)


def test_the_focal_point_is_sent_the_question_and_nothing_of_the_delegates_own(office: Office) -> None:
    office.with_one(Status.IN_REVIEW)
    assert office.send(MailKind.FOCAL_REQUEST, EARLIER) is Outcome.SENT
    [message] = office.mailer.sent
    assert message["To"] == FOCAL_POINT
    assert "https://events.example/v/" in everything_in(message)
    assert not re.search(r"https://events\.example/[rf]/", everything_in(message))


def test_an_organisation_without_a_focal_point_and_an_unknown_one_are_asked_nothing(office: Office) -> None:
    office.with_one(Status.IN_REVIEW)
    for organisations in ([an_organisation(focal_point="")], []):
        office.roll.replace(organisations, f"{len(organisations)} more")
        assert office.send(MailKind.FOCAL_REQUEST, EARLIER) is Outcome.NOT_DUE
    assert office.mailer.sent == []


@pytest.mark.parametrize("kind", [MailKind.FEEDBACK_REQUEST, MailKind.FEEDBACK_REMINDER])
@pytest.mark.parametrize("found", [Status.ATTENDED, Status.ABSENT])
def test_whoever_is_found_to_have_come_or_not_between_two_tries_is_asked_once(
    office: Office, kind: MailKind, found: Status
) -> None:
    person = office.with_one(Status.CONFIRMED)
    assert office.send(kind, AFTER, 1) is Outcome.SENT
    office.registrations.save(person.moved(found), was=person, actor="zoom", at=AFTER)
    assert office.send(kind, AFTER, 1) is Outcome.SENT_BEFORE
    assert len(office.mailer.sent) == 1


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.ATTENDED, Status.ABSENT])
def test_only_those_who_are_silent_are_asked_for_feedback_once_more(office: Office, status: Status) -> None:
    office.with_one(status)
    office.answered = {"PS26-7K3M9Q"}
    assert office.send(MailKind.FEEDBACK_REMINDER, AFTER, 1) is Outcome.NOT_DUE
    office.answered = set()
    assert office.send(MailKind.FEEDBACK_REMINDER, AFTER, 1) is Outcome.SENT


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
