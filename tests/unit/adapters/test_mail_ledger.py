"""The mail ledger: one row a mail, and those that did not surely leave are found by whoever has to decide."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.dynamo import to_item
from functions.adapters.mail_ledger import LedgerRow, MailKey, MailLedger, MailState
from functions.adapters.registrations import RegistrationTable
from functions.domain.errors import ConflictError
from functions.domain.events import MailKind
from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_registration
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ANNA = a_registration(status=Status.CONFIRMED)
LATER = STARTS + timedelta(hours=1)


class Desk:
    """The ledger, with registrations in the table."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.ledger = MailLedger(client, TABLE)
        self.registrations = RegistrationTable(client, TABLE)
        self.registrations.add(ANNA)

    def add(self, number: int, **changes: Any) -> Registration:
        return self.registrations.add(a_registration(reference=f"PS26-{number:06d}", **changes))

    def claim(
        self,
        registration: Registration = ANNA,
        kind: MailKind = MailKind.CONFIRMATION,
        version: int = 1,
        at: Any = STARTS,
    ) -> MailState | None:
        return self.ledger.claim(mail(registration, kind, version), registration, at)


def mail(registration: Registration = ANNA, kind: MailKind = MailKind.CONFIRMATION, event_version: int = 1) -> MailKey:
    return MailKey.of(registration, kind, event_version)


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


def test_a_mail_is_claimed_once(desk: Desk) -> None:
    assert desk.claim() is None
    assert desk.claim() is MailState.SENDING
    desk.ledger.sent(mail(), STARTS)
    assert desk.claim() is MailState.SENT


def test_another_kind_event_version_or_attempt_is_another_mail(desk: Desk) -> None:
    assert desk.claim(kind=MailKind.REMINDER_1) is None
    assert desk.claim(kind=MailKind.REMINDER_2) is None
    assert desk.claim(kind=MailKind.REMINDER_1, version=2) is None
    assert desk.ledger.claim(MailKey(ANNA.reference, MailKind.REMINDER_1, 1, 2), ANNA, STARTS) is None


def test_a_mail_for_a_registration_that_has_moved_on_is_not_claimed(desk: Desk) -> None:
    cancelled = ANNA.moved(Status.CANCELLED)
    desk.registrations.save(cancelled, was=ANNA, actor="delegate", at=STARTS)
    with pytest.raises(ConflictError):
        desk.claim()
    assert desk.ledger.rows(ANNA.reference) == []


def test_a_mail_that_surely_did_not_leave_may_be_claimed_again_but_one_that_left_may_not(desk: Desk) -> None:
    desk.claim()
    desk.ledger.release(mail())
    assert desk.claim() is None
    desk.ledger.sent(mail(), STARTS)
    with pytest.raises(ConflictError):
        desk.ledger.release(mail())


def test_only_mails_that_did_not_surely_leave_are_listed_for_a_person(desk: Desk) -> None:
    stuck, refused, sent = (desk.add(number) for number in range(3))
    elsewhere = desk.add(4, event="another")
    for minutes, one in enumerate((stuck, refused, sent, elsewhere)):
        desk.claim(one, at=STARTS + timedelta(minutes=minutes))
    desk.ledger.refused(mail(refused), STARTS + timedelta(minutes=5))
    desk.ledger.sent(mail(sent), STARTS + timedelta(minutes=5))
    listed = desk.ledger.unsent("solidarity", before=LATER)
    assert [(row.reference, row.state) for row in listed] == [
        (stuck.reference, MailState.SENDING),
        (refused.reference, MailState.REFUSED),
    ]


def test_the_row_of_a_mail_that_has_left_is_out_of_the_index_for_good(desk: Desk, dynamodb: "DynamoDBClient") -> None:
    desk.claim()
    desk.ledger.sent(mail(), STARTS)
    row = dynamodb.get_item(TableName=TABLE, Key=to_item(mail().item))["Item"]
    assert not {"event_shard", "stands"} & set(row)


def test_an_index_that_lags_behind_lists_no_mail_that_has_left(desk: Desk, dynamodb: "DynamoDBClient") -> None:
    desk.claim()
    listed = dynamodb.get_item(TableName=TABLE, Key=to_item(mail().item))["Item"]
    dynamodb.put_item(TableName=TABLE, Item={**listed, **to_item({"state": "SENT"})})
    assert desk.ledger.unsent("solidarity", before=LATER) == []


def test_a_mail_that_is_being_sent_this_minute_troubles_nobody_yet(desk: Desk) -> None:
    desk.claim(at=LATER)
    assert desk.ledger.unsent("solidarity", before=STARTS) == []


def test_a_mail_that_was_listed_does_not_make_its_registration_part_of_an_audience_twice(desk: Desk) -> None:
    desk.claim()
    found, _ = desk.registrations.audience("solidarity", Status.CONFIRMED)
    assert found == [ANNA.reference]


def test_all_mails_of_a_registration_are_told_in_order(desk: Desk) -> None:
    desk.claim(at=LATER)
    desk.claim(kind=MailKind.REVIEW_NOTICE, at=STARTS)
    desk.ledger.sent(mail(kind=MailKind.REVIEW_NOTICE), STARTS)
    assert desk.ledger.rows(ANNA.reference) == [
        LedgerRow(ANNA.reference, MailKind.REVIEW_NOTICE, 1, 1, MailState.SENT, STARTS),
        LedgerRow(ANNA.reference, MailKind.CONFIRMATION, 1, 1, MailState.SENDING, LATER),
    ]


def test_an_officer_may_note_that_a_doubtful_mail_has_left(desk: Desk) -> None:
    desk.claim()
    [row] = desk.ledger.unsent("solidarity", before=LATER)
    desk.ledger.settle_as_sent(row, LATER)
    assert desk.ledger.unsent("solidarity", before=LATER) == []
    assert desk.claim() is MailState.SENT


def test_an_officer_may_let_a_doubtful_mail_be_sent_once_more(desk: Desk) -> None:
    desk.claim()
    [row] = desk.ledger.unsent("solidarity", before=LATER)
    desk.ledger.allow_again(row)
    assert desk.claim() is None


def test_an_officer_decides_on_what_they_saw_and_never_on_what_came_after(desk: Desk) -> None:
    desk.claim()
    [seen] = desk.ledger.unsent("solidarity", before=LATER)
    desk.ledger.release(mail())
    desk.claim(at=STARTS + timedelta(minutes=1))
    for decide in (desk.ledger.allow_again, lambda row: desk.ledger.settle_as_sent(row, LATER)):
        with pytest.raises(ConflictError):
            decide(seen)
    assert desk.ledger.state(mail()) is MailState.SENDING


def test_a_mail_that_has_left_is_never_allowed_again(desk: Desk) -> None:
    desk.claim()
    desk.ledger.sent(mail(), STARTS)
    [row] = desk.ledger.rows(ANNA.reference)
    with pytest.raises(ConflictError):
        desk.ledger.allow_again(row)
    assert desk.ledger.state(mail()) is MailState.SENT
