"""Functions of the example application, by which the tests' cloud is tested."""

import json
import os
import time
from datetime import timedelta
from typing import Any

import boto3

from functions.adapters import clock


class RefusedError(Exception):
    pass


class BusyError(Exception):
    pass


calls: list[tuple[str, Any]] = []
"""Every invocation: the function, and what it saw. Cleared by the tests' fixture."""


def _table() -> Any:
    return boto3.resource("dynamodb").Table(os.environ["TABLE"])


def start(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Stream: starts a run for each record; one whose reference begins with POISON cannot be taken."""
    references = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    calls.append(("start", references))
    states = boto3.client("stepfunctions")
    for reference in references:
        if reference.startswith("POISON"):
            raise ValueError(reference)
        try:
            states.start_execution(
                stateMachineArn=os.environ["MACHINE"], name=reference, input=json.dumps({"reference": reference})
            )
        except states.exceptions.ExecutionAlreadyExists:
            continue
    return {"batchItemFailures": []}


def verify(event: dict[str, Any], context: Any) -> dict[str, Any]:
    reference = event["reference"]
    calls.append(("verify", (reference, clock.now())))
    if reference.startswith("REFUSED"):
        raise RefusedError("not on the roll")
    if reference.startswith("BUSY") and sum(who == "verify" and seen[0] == reference for who, seen in calls) < 3:
        raise BusyError("come back later")
    return {"verdict": "verified", "milliseconds_left": context.get_remaining_time_in_millis()}


def provide(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue: answers each task token; a message about BAD fails, one about SILENT is never answered."""
    calls.append(("provide", [json.loads(record["body"])["reference"] for record in event["Records"]]))
    states, failed = boto3.client("stepfunctions"), []
    for record in event["Records"]:
        body = json.loads(record["body"])
        if body["reference"].startswith("BAD"):
            failed.append({"itemIdentifier": record["messageId"]})
        elif not body["reference"].startswith("SILENT"):
            try:
                states.send_task_success(taskToken=body["token"], output="{}")
            except (states.exceptions.InvalidToken, states.exceptions.TaskTimedOut):
                continue
    return {"batchItemFailures": failed}


def confirm(event: dict[str, Any], context: Any) -> dict[str, Any]:
    sender, recipient = "events@example.org", "anna@parliament.example"
    message = f"From: {sender}\nTo: {recipient}\nSubject: {event['reference']} confirmée\n\nBonjour"
    boto3.client("sesv2").send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": [recipient]},
        Content={"Raw": {"Data": message.encode()}},
    )
    return {}


def submit(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Web: saves one item, and plans a remark 30 days later."""
    _table().put_item(Item={"pk": event["reference"], "sk": event.get("sk", "REGISTRATION"), "status": "SUBMITTED"})
    if "schedule" in event:
        at = clock.now() + timedelta(days=30)
        boto3.client("scheduler").create_schedule(
            Name=event["schedule"],
            GroupName=os.environ["GROUP"],
            ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
            ScheduleExpressionTimezone="UTC",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={
                "Arn": os.environ[event.get("target", "REMARK")],
                "RoleArn": "arn:aws:iam::123456789012:role/r",
                "Input": json.dumps({"said": event["schedule"]}),
                "DeadLetterConfig": {"Arn": os.environ["LOST"]},
            },
        )
    return {"saved": event["reference"], "settings": sorted(os.environ)}


def remark(event: dict[str, Any], context: Any) -> dict[str, Any]:
    calls.append(("remark", clock.now()))
    return {}


def hang(event: dict[str, Any], context: Any) -> dict[str, Any]:
    time.sleep(1.5)
    return {}
