"""SES in process, and what each of its failures means for the mail."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import boto3
import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from functions.adapters.mailer import ASK_ONCE, Mailer
from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    RetryableError,
    SenderMisconfiguredError,
)

SENDER = "registrations@rollcall.example"
URL = "https://email.eu-central-1.amazonaws.com"


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = boto3.client("sesv2", region_name="eu-central-1", config=ASK_ONCE)
        client.create_email_identity(EmailIdentity=SENDER)
        yield client


def a_mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = SENDER, "Zoë O'Brien <zoe@parliament.example>"
    message["Subject"] = "Your link"
    message.set_content("Text")
    return message


def fails_with(ses: Any, error: Exception) -> list[str]:
    """Makes every call fail as the network would; the list counts the tries."""
    tries: list[str] = []

    def fail(**_: Any) -> None:
        tries.append("asked")
        raise error

    ses.meta.events.register("before-send.sesv2.SendEmail", fail)
    return tries


def answers_with(ses: Any, code: str, words: str = "", status: int = 400) -> None:
    def answer(**_: Any) -> None:
        refusal: Any = {
            "Error": {"Code": code, "Message": words},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }
        raise ClientError(refusal, "SendEmail")

    ses.meta.events.register("before-call.sesv2.SendEmail", answer)


def send(ses: Any) -> str:
    return Mailer(ses, SENDER, "rollcall").send(a_mail())


def test_a_mail_is_handed_over_as_it_was_written_to_its_one_recipient(ses: Any) -> None:
    assert send(ses)
    [sent] = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    assert sent.destinations[0] == "zoe@parliament.example"
    assert "Subject: Your link" in sent.raw_data


def test_ses_is_told_the_configuration_set_and_nothing_about_the_person(ses: Any) -> None:
    asked: list[dict[str, Any]] = []
    ses.meta.events.register("provide-client-params.sesv2.SendEmail", lambda params, **_: asked.append(params))
    send(ses)
    [call] = asked
    assert call["ConfigurationSetName"] == "rollcall"
    assert call["FromEmailAddress"] == SENDER
    assert set(call) == {"FromEmailAddress", "Destination", "Content", "ConfigurationSetName"}


@pytest.mark.parametrize(
    "error",
    [
        ReadTimeoutError(endpoint_url=URL),
        ConnectionClosedError(endpoint_url=URL),
    ],
)
def test_a_lost_reply_leaves_a_doubt_and_is_never_asked_again(ses: Any, error: Exception) -> None:
    tries = fails_with(ses, error)
    with pytest.raises(MailOutcomeUnknownError) as raised:
        send(ses)
    assert tries == ["asked"]
    assert not isinstance(raised.value, RetryableError)


@pytest.mark.parametrize("error", [ConnectTimeoutError(endpoint_url=URL), EndpointConnectionError(endpoint_url=URL)])
def test_a_connection_that_never_came_about_may_be_tried_again(ses: Any, error: Exception) -> None:
    fails_with(ses, error)
    with pytest.raises(MailThrottledError):
        send(ses)


@pytest.mark.parametrize("code", ["TooManyRequestsException", "ThrottlingException"])
def test_throttling_may_be_tried_again(ses: Any, code: str) -> None:
    answers_with(ses, code, status=429)
    with pytest.raises(MailThrottledError):
        send(ses)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("MessageRejected", "Email address is not verified. The following identities failed the check: zoe@x.example"),
        ("MailFromDomainNotVerifiedException", ""),
        ("AccountSuspendedException", ""),
        ("SendingPausedException", ""),
        ("NotFoundException", "Configuration set <rollcall> does not exist."),
        ("AccessDeniedException", ""),
    ],
)
def test_what_concerns_our_own_sending_is_told_apart_from_the_recipient(ses: Any, code: str, words: str) -> None:
    answers_with(ses, code, words)
    with pytest.raises(SenderMisconfiguredError):
        send(ses)


def test_an_address_that_ses_does_not_take_is_refused_for_good(ses: Any) -> None:
    answers_with(ses, "BadRequestException", "Local address contains control or whitespace: zoe@parliament.example")
    with pytest.raises(MailRefusedError) as raised:
        send(ses)
    assert "zoe" not in str(raised.value)


def test_a_failure_inside_ses_leaves_a_doubt(ses: Any) -> None:
    answers_with(ses, "InternalFailure", status=500)
    with pytest.raises(MailOutcomeUnknownError):
        send(ses)
