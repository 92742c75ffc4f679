"""What goes wrong on purpose in the laptop's stack."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx
import psutil

from local.people import Delegate, member
from local.road import Road, awaited
from local.samples import ROLL
from operations.import_roll import roll_file


@dataclass(frozen=True, slots=True)
class Killed:
    """A delegate for whom Zoom was just being asked when the asking process was killed."""

    delegate: Delegate
    reference: str

    def settled(self, way: Road) -> None:
        """Returns once the queue has given the work to another process, and that has done it."""
        assert way.ended(self.reference, seconds=150) == "Confirmed"


def kill_in_mid_provisioning(way: Road) -> Killed:
    """Registers a delegate, and kills the function's process while Zoom is slow to answer it."""
    first = member(roll_file(ROLL))
    delegate = replace(first, given_names="Ottoline", family_names="Brandywick", email=f"ottoline.{first.email}")
    way.publish()
    # Zoom is reported to answer a repeated add with the registrant that exists. Nobody may rely on it.
    post_to_zoom(way, "settings", duplicates=True)
    post_to_zoom(way, "faults", mode="slow", on="add", seconds=8.0, times=1)
    reference = way.register(delegate)
    awaited(lambda: True if not zoom_faults(way) else None, 60, "Zoom to be asked")
    kill_workers(way, "ProvisionRegistrants")
    assert delegate.email in [registrant["email"] for registrant in way.registrants()], "killed before Zoom was asked"
    assert not way.mails(reference), "killed after the work was done"
    return Killed(delegate, reference)


def post_to_zoom(way: Road, control: str, **values: object) -> None:
    httpx.post(f"{way.stack.zoom_url}/sandbox/{control}", json=values, trust_env=False).raise_for_status()


def zoom_faults(way: Road) -> list[object]:
    state = httpx.get(f"{way.stack.zoom_url}/sandbox/state", trust_env=False).json()
    faults: list[object] = state["faults"]
    return faults


def kill_workers(way: Road, function: str) -> None:
    """Kills the processes in which MiniStack runs this function; at least one is there."""
    inside = psutil.Process(way.stack.ministack.pid).children(recursive=True)
    running = [each for each in inside if function in each.environ().get("AWS_LAMBDA_FUNCTION_NAME", "")]
    assert running, f"no process of {function} is there to be killed"
    for process in running:
        process.kill()


def invoke(way: Road, function: str, event: object) -> dict[str, object]:
    """Runs a function once more by hand; `function` is part of its name. Returns what it answers."""
    client = way.stack.client("lambda")
    pages = client.get_paginator("list_functions").paginate()
    [name] = [each["FunctionName"] for page in pages for each in page["Functions"] if function in each["FunctionName"]]
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event).encode())
    assert "FunctionError" not in answer, f"{function} failed"
    result: dict[str, object] = json.loads(answer["Payload"].read())
    return result


def deliver_submission_again(way: Road, reference: str) -> dict[str, object]:
    """The stream's record of a submission, once more as it was when it was saved."""
    table = way.stack.outputs["RegistrationsTable"]
    key = {"pk": {"S": reference}, "sk": {"S": "REGISTRATION"}}
    image = way.stack.client("dynamodb").get_item(TableName=table, Key=key)["Item"]
    image |= {"status": {"S": "SUBMITTED"}, "version": {"N": "1"}}
    record = {
        "eventID": "again",
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": key, "NewImage": image, "SequenceNumber": "1", "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }
    return invoke(way, "FollowRegistration", {"Records": [record]})


def deliver_message_again(way: Road, function: str, body: Mapping[str, object]) -> dict[str, object]:
    """A queue's message, once more."""
    record = {
        "messageId": "again",
        "receiptHandle": "again",
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "2"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:queue",
        "awsRegion": "eu-central-1",
    }
    return invoke(way, function, {"Records": [record]})
