"""The secretariat is told once what only a person can put right, however many delegates it concerns."""

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from functions.adapters.alerts import AlertTable
from functions.adapters.events import EventTable
from functions.alerting import Alert, Alerting, meaning
from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    RollcallError,
    SenderMisconfiguredError,
)
from tests.samples import STARTS, an_event
from tests.unit.conftest import TABLE
from tests.unit.fake_mailer import FakeMailer

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.mailer import Mailer

EVENT, OTHER = an_event(), an_event(id="another")
NOW = STARTS - timedelta(days=7)
REPAIR = Alert.MEETING_NEEDS_REPAIR


class Desk:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.mailer = FakeMailer()
        self.alerting = Alerting(AlertTable(client, TABLE), cast("Mailer", self.mailer), "rollcall@rollcall.example")
        self.events = EventTable(client, TABLE)


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


def test_a_thousand_delegates_who_meet_the_same_fault_are_one_mail(desk: Desk) -> None:
    told = [desk.alerting.tell(EVENT, REPAIR, NOW) for _ in range(5)]
    assert told == [True, False, False, False, False]
    assert [message["To"] for message in desk.mailer.sent] == [EVENT.contact]


def test_another_fault_and_another_event_are_told_too(desk: Desk) -> None:
    assert desk.alerting.tell(EVENT, REPAIR, NOW)
    assert desk.alerting.tell(EVENT, Alert.MEETING_FULL, NOW)
    assert desk.alerting.tell(OTHER, REPAIR, NOW)
    assert set(desk.alerting.standing(EVENT.id)) == {REPAIR, Alert.MEETING_FULL}
    assert desk.alerting.standing(OTHER.id) == [REPAIR]


def test_what_was_put_right_and_goes_wrong_again_is_told_again(desk: Desk) -> None:
    desk.alerting.tell(EVENT, REPAIR, NOW)
    desk.alerting.clear(EVENT.id, REPAIR)
    assert desk.alerting.standing(EVENT.id) == []
    assert desk.alerting.tell(EVENT, REPAIR, NOW + timedelta(days=1))
    assert len({message["Message-ID"] for message in desk.mailer.sent}) == 2


@pytest.mark.parametrize("error", [MailThrottledError("wait"), SenderMisconfiguredError("unverified")])
def test_an_alert_that_surely_did_not_leave_is_told_by_the_next_call(desk: Desk, error: RollcallError) -> None:
    desk.mailer.error = error
    with pytest.raises(type(error)):
        desk.alerting.tell(EVENT, REPAIR, NOW)
    desk.mailer.error = None
    assert desk.alerting.tell(EVENT, REPAIR, NOW)


@pytest.mark.parametrize("error", [MailRefusedError("suppressed"), MailOutcomeUnknownError("lost")])
def test_an_alert_whose_mail_may_not_have_come_stops_no_workflow_and_stands_on_the_events_page(
    desk: Desk, error: RollcallError
) -> None:
    desk.mailer.error = error
    assert not desk.alerting.tell(EVENT, REPAIR, NOW)
    assert desk.alerting.standing(EVENT.id) == [REPAIR]


def test_an_alert_does_not_touch_the_event_beside_it(desk: Desk) -> None:
    desk.events.put(EVENT, None)
    desk.alerting.tell(EVENT, REPAIR, NOW)
    desk.alerting.clear(EVENT.id, REPAIR)
    assert desk.events.get(EVENT.id) == EVENT


@pytest.mark.parametrize("alert", Alert)
def test_the_mail_says_which_event_what_is_wrong_how_many_wait_and_what_to_do(desk: Desk, alert: Alert) -> None:
    desk.alerting.tell(EVENT, alert, NOW, ["Registration is off in Zoom: switch it on."], waiting=1200)
    [message] = desk.mailer.sent
    text = " ".join(str(message.get_content()).split())
    assert EVENT.title("en") in message["Subject"]
    for expected in (
        EVENT.title("en"),
        "- Registration is off in Zoom: switch it on.",
        "1,200 registrations",
        "read again" if alert is Alert.NO_ATTENDANCE else "Resume",
    ):
        assert expected in text


def test_an_error_is_told_in_a_sentence_and_never_by_its_name() -> None:
    [sentence] = meaning("MeetingMisconfiguredError")
    assert "Error" not in sentence
    assert meaning("SomethingNewError") == ()
