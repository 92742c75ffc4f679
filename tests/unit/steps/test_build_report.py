"""State BuildReport: the secretariat is told once that the report is there, and nothing personal."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from functions.adapters.reports import ReportTable
from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    RollcallError,
    SenderMisconfiguredError,
)
from functions.steps.build_report import Telling
from tests.samples import STARTS, an_event
from tests.unit.adapters.test_reports import REPORT
from tests.unit.conftest import TABLE
from tests.unit.fake_mailer import FakeMailer

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.mailer import Mailer

EVENT = an_event()
NOW = STARTS + timedelta(days=14)


class Desk:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.mailer = FakeMailer()
        self.reports = ReportTable(client, TABLE)
        self.reports.keep(REPORT)
        self.telling = Telling(
            self.reports, cast("Mailer", self.mailer), "rollcall@rollcall.example", "https://rollcall.example"
        )


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


def test_the_mail_says_how_many_answered_and_where_the_report_is(desk: Desk) -> None:
    assert desk.telling.tell(EVENT, REPORT, NOW)
    [message] = desk.mailer.sent
    text = str(message.get_content())
    assert (message["To"], message.get_content_type()) == (EVENT.contact, "text/plain")
    assert "6 answers of 14 people (43%)" in text
    assert "https://rollcall.example/secretariat/events/solidarity/report\n" in text
    assert EVENT.title("en") in message["Subject"]


def test_no_text_of_a_delegate_is_in_the_mail(desk: Desk) -> None:
    desk.telling.tell(EVENT, REPORT, NOW)
    assert "عمر" not in str(desk.mailer.sent[0].get_content())


def test_the_same_report_built_again_is_not_told_again(desk: Desk) -> None:
    again = replace(REPORT, built_at=REPORT.built_at + timedelta(minutes=1))
    assert [desk.telling.tell(EVENT, each, NOW) for each in (REPORT, again)] == [True, False]


def test_a_report_that_says_something_else_is_told(desk: Desk) -> None:
    changed = replace(REPORT, built_at=REPORT.built_at + timedelta(minutes=1), answered=7)
    assert [desk.telling.tell(EVENT, each, NOW) for each in (REPORT, changed)] == [True, True]
    assert len({message["Message-ID"] for message in desk.mailer.sent}) == 2


@pytest.mark.parametrize("error", [MailThrottledError("wait"), SenderMisconfiguredError("unverified")])
def test_a_mail_that_surely_did_not_leave_is_sent_by_the_next_try(desk: Desk, error: RollcallError) -> None:
    desk.mailer.error = error
    with pytest.raises(type(error)):
        desk.telling.tell(EVENT, REPORT, NOW)
    desk.mailer.error = None
    assert desk.telling.tell(EVENT, REPORT, NOW)


@pytest.mark.parametrize("error", [MailRefusedError("suppressed"), MailOutcomeUnknownError("lost")])
def test_a_mail_that_may_have_left_is_not_sent_again(desk: Desk, error: RollcallError) -> None:
    desk.mailer.error = error
    assert not desk.telling.tell(EVENT, REPORT, NOW)
    desk.mailer.error = None
    assert not desk.telling.tell(EVENT, REPORT, NOW)
    assert desk.mailer.sent == []
