"""The composition root: what a function is given, made once and only when it is first asked for.

Adapters are imported inside these functions, so that a Lambda loads only what its own work needs.
"""

import functools
import json
import logging
import os
from typing import TYPE_CHECKING, Any

from functions.domain.errors import PermanentError

if TYPE_CHECKING:
    import httpx
    from aws_lambda_powertools import Logger
    from types_boto3_stepfunctions import SFNClient

    from functions.adapters.alerts import AlertTable
    from functions.adapters.attendance import AttendanceTable
    from functions.adapters.ballots import Ballots
    from functions.adapters.certificate_codes import CertificateCodes
    from functions.adapters.change_queue import ChangeQueue
    from functions.adapters.downloads import DownloadTable
    from functions.adapters.erasures import ErasureTable
    from functions.adapters.event_runs import CloseoutRuns, EventRuns
    from functions.adapters.events import EventTable
    from functions.adapters.feedback import FeedbackTable
    from functions.adapters.idempotency import IdempotencyKeys
    from functions.adapters.link_requests import LinkRequests
    from functions.adapters.links import Links
    from functions.adapters.looks import LookTable
    from functions.adapters.mail_ledger import MailLedger
    from functions.adapters.mail_queue import MailQueue
    from functions.adapters.mailer import Mailer
    from functions.adapters.presence import PresenceTable
    from functions.adapters.provisioning_queue import ProvisioningQueue
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.reports import ReportTable
    from functions.adapters.respondents import RespondentTable
    from functions.adapters.roll import RollTable
    from functions.adapters.run_history import RunHistory
    from functions.adapters.runs import Runs
    from functions.adapters.schedules import Schedules
    from functions.adapters.sessions import SessionTable
    from functions.adapters.suppressions import SuppressionList
    from functions.adapters.unmatched import UnmatchedTable
    from functions.adapters.user_pool import UserPool
    from functions.adapters.waits import Waits
    from functions.adapters.webhooks import WebhookTable
    from functions.adapters.zoom import Zoom
    from functions.alerting import Alerting
    from functions.checking import Checking
    from functions.erasing import Erasing
    from functions.gathering import Gathering
    from functions.mailing import Mailing
    from functions.provisioning import Provisioning
    from functions.withdrawing import Withdrawing
    from functions.zoom_jobs import Leases


#: How Zoom is reached: None is the network. Tests put the sandbox Zoom here, in process.
zoom_transport: "httpx.BaseTransport | None" = None


class MissingSettingError(PermanentError):
    """The function's environment lacks a variable; the message names it."""


def setting(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise MissingSettingError(f"the environment variable {name} is not set")


@functools.cache
def logger() -> "Logger":
    from aws_lambda_powertools import Logger

    return Logger()


@functools.cache
def client(service: str) -> Any:
    """A boto3 client of `service`. Only SES is asked once and no more: a repeated call could be a second mail."""
    import boto3
    from botocore.config import Config

    if service == "sesv2":
        from functions.adapters.mailer import ASK_ONCE

        return boto3.client("sesv2", config=ASK_ONCE)
    return boto3.client(
        service,  # type: ignore[call-overload]
        config=Config(connect_timeout=2, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 4}),
    )


@functools.cache
def secret(arn: str) -> Any:
    """The secret's JSON, kept for as long as the container lives."""
    return json.loads(client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])


@functools.cache
def roll() -> "RollTable":
    from functions.adapters.roll import RollTable

    return RollTable(client("dynamodb"), setting("ROLL_TABLE"))


@functools.cache
def events() -> "EventTable":
    from functions.adapters.events import EventTable

    return EventTable(client("dynamodb"), setting("EVENTS_TABLE"))


@functools.cache
def registrations() -> "RegistrationTable":
    from functions.adapters.registrations import RegistrationTable

    return RegistrationTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def waits() -> "Waits":
    from functions.adapters.waits import Waits

    return Waits(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def ledger() -> "MailLedger":
    from functions.adapters.mail_ledger import MailLedger

    return MailLedger(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def looks() -> "LookTable":
    from functions.adapters.looks import LookTable

    return LookTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def idempotency() -> "IdempotencyKeys":
    from functions.adapters import clock
    from functions.adapters.idempotency import IdempotencyKeys

    return IdempotencyKeys(client("dynamodb"), setting("REGISTRATIONS_TABLE"), lambda: clock.now())


@functools.cache
def feedback() -> "FeedbackTable":
    from functions.adapters.feedback import FeedbackTable

    return FeedbackTable(client("dynamodb"), setting("FEEDBACK_TABLE"))


@functools.cache
def respondents() -> "RespondentTable":
    from functions.adapters.respondents import RespondentTable

    return RespondentTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


def link_keys() -> list[str]:
    """The secrets that sign links and draw ballots, oldest first."""
    keys = secret(setting("LINK_SECRET_ARN"))
    return [*keys["retired"], keys["current"]]


@functools.cache
def ballots() -> "Ballots":
    from functions.adapters.ballots import Ballots

    return Ballots(link_keys())


@functools.cache
def attendance() -> "AttendanceTable":
    from functions.adapters.attendance import AttendanceTable

    return AttendanceTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def reports() -> "ReportTable":
    from functions.adapters.reports import ReportTable

    return ReportTable(client("dynamodb"), setting("EVENTS_TABLE"))


@functools.cache
def downloads() -> "DownloadTable":
    from functions.adapters.downloads import DownloadTable

    return DownloadTable(client("dynamodb"), setting("EVENTS_TABLE"))


@functools.cache
def links() -> "Links":
    from functions.adapters.links import Links

    return Links(setting("BASE_URL"), link_keys())


@functools.cache
def certificate_codes() -> "CertificateCodes":
    from functions.adapters.certificate_codes import CertificateCodes

    return CertificateCodes(setting("BASE_URL"), link_keys())


@functools.cache
def mailer() -> "Mailer":
    from functions.adapters.mailer import Mailer

    return Mailer(client("sesv2"), setting("SENDER"), setting("CONFIGURATION_SET"))


@functools.cache
def change_queue() -> "ChangeQueue":
    from functions.adapters.change_queue import ChangeQueue

    return ChangeQueue(client("sqs"), setting("CHANGE_QUEUE_URL"))


@functools.cache
def mail_queue() -> "MailQueue":
    from functions.adapters.mail_queue import MailQueue

    return MailQueue(client("sqs"), setting("MAIL_QUEUE_URL"))


def states() -> "SFNClient":
    stepfunctions: SFNClient = client("stepfunctions")
    return stepfunctions


@functools.cache
def runs() -> "Runs":
    from functions.adapters.runs import Runs

    return Runs(states())


@functools.cache
def history() -> "RunHistory":
    from functions.adapters.run_history import RunHistory

    return RunHistory(states())


@functools.cache
def sessions() -> "SessionTable":
    from functions.adapters.sessions import SessionTable

    return SessionTable(client("dynamodb"), setting("EVENTS_TABLE"))


@functools.cache
def user_pool() -> "UserPool":
    from functions.adapters.user_pool import UserPool

    return UserPool(
        web_client(),
        url=setting("USER_POOL_URL"),
        issuer=setting("USER_POOL_ISSUER"),
        client_id=setting("USER_POOL_CLIENT_ID"),
        base_url=setting("BASE_URL"),
    )


@functools.cache
def event_runs() -> "EventRuns":
    from functions.adapters.event_runs import EventRuns

    return EventRuns(runs(), setting("EVENT_MACHINE_ARN"))


@functools.cache
def closeout_runs() -> "CloseoutRuns":
    from functions.adapters.event_runs import CloseoutRuns

    return CloseoutRuns(runs(), setting("CLOSEOUT_MACHINE_ARN"))


@functools.cache
def schedules() -> "Schedules":
    from functions.adapters.schedules import Schedules

    return Schedules(
        client("scheduler"),
        setting("SCHEDULE_GROUP"),
        setting("SCHEDULER_ROLE_ARN"),
        setting("OUTREACH_MACHINE_ARN"),
        setting("CLOSEOUT_MACHINE_ARN"),
        setting("SCHEDULE_DEAD_LETTER_ARN"),
    )


def web_client(transport: "httpx.BaseTransport | None" = None) -> "httpx.Client":
    import httpx

    # httpx logs every address that it asks for, and some hold a registrant's id.
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return httpx.Client(transport=transport)


@functools.cache
def zoom() -> "Zoom":
    from functions.adapters import clock
    from functions.adapters.zoom import Zoom, ZoomCredentials

    held = secret(setting("ZOOM_SECRET_ARN"))
    return Zoom(
        web_client(zoom_transport),
        api_url=setting("ZOOM_API_URL"),
        token_url=setting("ZOOM_TOKEN_URL"),
        credentials=ZoomCredentials(**{name: held[name] for name in ("account_id", "client_id", "client_secret")}),
        now=lambda: clock.now(),
    )


def webhook_secret() -> str:
    """The secret that Zoom signs its webhooks with. Raises `MissingSettingError`: an empty one would be anybody's."""
    if value := secret(setting("ZOOM_SECRET_ARN")).get("webhook_secret"):
        return str(value)
    # Somebody may be about to put it in: it is looked for again the next time.
    secret.cache_clear()
    raise MissingSettingError("Zoom's secret holds no webhook_secret")


@functools.cache
def webhooks() -> "WebhookTable":
    from functions.adapters.webhooks import WebhookTable

    return WebhookTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def erasures() -> "ErasureTable":
    from functions.adapters.erasures import ErasureTable

    return ErasureTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def link_requests() -> "LinkRequests":
    from functions.adapters.link_requests import LinkRequests

    return LinkRequests(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def suppressions() -> "SuppressionList":
    from functions.adapters.suppressions import SuppressionList

    return SuppressionList(client("sesv2"))


@functools.cache
def erasing() -> "Erasing":
    from functions.erasing import Erasing

    return Erasing(registrations(), events(), erasures(), feedback(), suppressions(), reports())


@functools.cache
def presence() -> "PresenceTable":
    from functions.adapters.presence import PresenceTable

    return PresenceTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def unmatched() -> "UnmatchedTable":
    from functions.adapters.unmatched import UnmatchedTable

    return UnmatchedTable(client("dynamodb"), setting("REGISTRATIONS_TABLE"))


@functools.cache
def gathering() -> "Gathering":
    from functions.gathering import Gathering

    return Gathering(
        zoom=zoom(),
        presence=presence(),
        registrations=registrations(),
        attendance=attendance(),
        unmatched=unmatched(),
        erasures=erasures(),
    )


@functools.cache
def mailing() -> "Mailing":
    from functions.mailing import Mailing

    return Mailing(
        registrations(),
        events(),
        roll(),
        ledger(),
        links(),
        mailer(),
        setting("SENDER"),
        # Only a reminder of feedback asks, so only the function that sends those may read the feedback. Of an
        # anonymous answer nothing stands under the reference.
        answered=lambda reference: respondents().has(reference) or feedback().get(reference) is not None,
    )


@functools.cache
def alerts() -> "AlertTable":
    from functions.adapters.alerts import AlertTable

    return AlertTable(client("dynamodb"), setting("EVENTS_TABLE"))


@functools.cache
def alerting() -> "Alerting":
    from functions.alerting import Alerting

    return Alerting(alerts(), mailer(), setting("SENDER"))


@functools.cache
def leases() -> "Leases":
    from functions.zoom_jobs import Leases

    return Leases(registrations(), runs())


@functools.cache
def provisioning() -> "Provisioning":
    from functions.provisioning import Provisioning

    return Provisioning(registrations(), events(), zoom(), leases())


@functools.cache
def withdrawing() -> "Withdrawing":
    from functions.withdrawing import Withdrawing

    return Withdrawing(events(), zoom(), leases(), erasures())


@functools.cache
def checking() -> "Checking":
    from functions.checking import Checking

    return Checking(registrations(), events(), zoom(), leases())


@functools.cache
def provisioning_queue() -> "ProvisioningQueue":
    from functions.adapters.provisioning_queue import ProvisioningQueue

    return ProvisioningQueue(client("sqs"), setting("PROVISIONING_QUEUE_URL"))


def forget() -> None:
    """Forgets everything that was made, as a new container would."""
    for made in list(globals().values()):
        if isinstance(made, functools._lru_cache_wrapper):
            made.cache_clear()
