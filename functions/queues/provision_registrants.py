"""The queue for Zoom: up to 30 registrations are provisioned, withdrawn or compared here in one go."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from functions import wiring
from functions.adapters import clock
from functions.zoom_jobs import Job, Report, Work, ZoomWork

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


def provision_registrants(records: list[dict[str, Any]], seconds: float) -> Report:
    """Works through the queue's messages; `seconds` is the time that this invocation has left."""
    now = clock.now()
    report = Report()
    jobs = [job for record in records if (job := _job(record, report))]
    work = Work(report, now, now + timedelta(seconds=seconds))
    # Who leaves makes room for who comes.
    if leaving := [job for job in jobs if job.work in (ZoomWork.WITHDRAW, ZoomWork.ERASE)]:
        wiring.withdrawing().work(leaving, work)
    if coming := [job for job in jobs if job.work is ZoomWork.PROVISION]:
        wiring.provisioning().work(coming, work)
    if doubtful := [job for job in jobs if job.work is ZoomWork.CHECK]:
        wiring.checking().work(doubtful, work)
    return report


def _job(record: dict[str, Any], report: Report) -> Job | None:
    try:
        body = json.loads(record["body"])
        return Job(
            record["messageId"],
            ZoomWork(body["work"]),
            body["reference"],
            body["event"],
            int(body["attempt"]),
            body.get("token", ""),
            int(record["attributes"]["ApproximateReceiveCount"]),
        )
    except (ValueError, KeyError, TypeError):
        # A message that says nothing goes back alone, and after some tries to the dead-letter queue.
        report.again[record["messageId"]] = 0
        return None


def handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, list[dict[str, str]]]:
    receipts = {record["messageId"]: record["receiptHandle"] for record in event["Records"]}
    report = provision_registrants(event["Records"], context.get_remaining_time_in_millis() / 1000)
    for message, delay in report.again.items():
        wiring.provisioning_queue().delay(receipts[message], delay)
    wiring.logger().info("provisioned", messages=len(receipts), again=len(report.again))
    return {"batchItemFailures": [{"itemIdentifier": message} for message in report.again]}
