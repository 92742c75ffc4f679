"""The functions that send mails, wired as they are on Lambda: each sends its own kind, and only once."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from functions import wiring
from functions.adapters.events import EventTable
from functions.adapters.feedback import FeedbackTable
from functions.adapters.mail_ledger import MailLedger
from functions.adapters.registrations import RegistrationTable
from functions.adapters.respondents import RespondentTable
from functions.adapters.roll import RollTable
from functions.domain.events import MailKind
from functions.domain.registration import Reason, Status
from functions.queues import send_mails
from functions.steps import (
    ask_focal_point,
    send_cancellation,
    send_confirmation,
    send_decline,
    send_expiry,
    send_review_notice,
    send_waitlist_notice,
)
from tests.samples import a_feedback, a_registration, an_event, an_organisation
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SENDER = "registrations@rollcall.example"
REFERENCE = a_registration().reference
# The functions read the real clock.
FAR, PAST = datetime(2099, 9, 29, tzinfo=UTC), datetime(2020, 9, 29, tzinfo=UTC)
REGION = "eu-central-1"
STEPS: dict[Callable[[dict[str, Any], object], dict[str, str]], tuple[Status, MailKind]] = {
    send_confirmation.handler: (Status.CONFIRMED, MailKind.CONFIRMATION),
    send_decline.handler: (Status.DECLINED, MailKind.DECLINE),
    send_review_notice.handler: (Status.IN_REVIEW, MailKind.REVIEW_NOTICE),
    send_waitlist_notice.handler: (Status.WAITLISTED, MailKind.WAITLIST_NOTICE),
    send_expiry.handler: (Status.EXPIRED, MailKind.EXPIRY),
    send_cancellation.handler: (Status.CANCELLED, MailKind.CANCELLATION),
    ask_focal_point.handler: (Status.IN_REVIEW, MailKind.FOCAL_REQUEST),
}


@pytest.fixture
def tables(dynamodb: "DynamoDBClient", monkeypatch: pytest.MonkeyPatch) -> Iterator["DynamoDBClient"]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    ses = boto3.client("sesv2", region_name=REGION)
    ses.create_email_identity(EmailIdentity="rollcall.example")
    ses.create_configuration_set(ConfigurationSetName="mails")
    secrets = boto3.client("secretsmanager", region_name=REGION)
    keys = json.dumps({"retired": [], "current": "a key"})
    settings = {
        "LINK_SECRET_ARN": secrets.create_secret(Name="links", SecretString=keys)["ARN"],
        "BASE_URL": "https://events.example",
        "SENDER": SENDER,
        "CONFIGURATION_SET": "mails",
        **dict.fromkeys(("ROLL_TABLE", "EVENTS_TABLE", "REGISTRATIONS_TABLE"), TABLE),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    RollTable(dynamodb, TABLE).replace([an_organisation(focal_point="focal@parliament.aruvia.example")], "1")
    wiring.forget()
    yield dynamodb
    wiring.forget()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__module__)
def test_a_step_sends_its_mail_once_however_often_it_is_run(
    tables: "DynamoDBClient", step: Callable[[dict[str, Any], object], dict[str, str]]
) -> None:
    status, kind = STEPS[step]
    EventTable(tables, TABLE).put(an_event(ends=FAR, starts=FAR), None)
    RegistrationTable(tables, TABLE).add(
        a_registration(status=status, join_url="https://zoom.example/w/1", reason=Reason.FREE_MAIL)
    )
    assert [step({"reference": REFERENCE}, None) for _ in range(2)] == [{"outcome": "sent"}, {"outcome": "sent-before"}]
    assert [row.kind for row in MailLedger(tables, TABLE).rows(REFERENCE)] == [kind]


@pytest.mark.parametrize(
    ("answered", "kinds"),
    [("not at all", [MailKind.FEEDBACK_REMINDER]), ("with their name", []), ("anonymously", [])],
)
def test_the_mail_queue_asks_once_more_for_feedback_where_the_tables_have_none(
    tables: "DynamoDBClient", monkeypatch: pytest.MonkeyPatch, answered: str, kinds: list[MailKind]
) -> None:
    monkeypatch.setenv("FEEDBACK_TABLE", TABLE)
    EventTable(tables, TABLE).put(an_event(starts=PAST, ends=PAST, feedback_closes=FAR), None)
    RegistrationTable(tables, TABLE).add(a_registration(status=Status.ATTENDED))
    if answered == "with their name":
        FeedbackTable(tables, TABLE).put(a_feedback())
    if answered == "anonymously":
        FeedbackTable(tables, TABLE).put(a_feedback(ballot="a ballot", reference=""))
        RespondentTable(tables, TABLE).add(REFERENCE)
    send_mails.send_mail({"reference": REFERENCE, "kind": "feedback-reminder", "version": 1})
    assert [row.kind for row in MailLedger(tables, TABLE).rows(REFERENCE)] == kinds
