"""The change queue: each message is what an occasion of an event changes in one registration."""

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from functions import wiring
from functions.adapters import clock
from functions.domain.events import Occasion
from functions.domain.registration import Status
from functions.occasions import apply

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext


def change_registration(job: dict[str, Any]) -> Status:
    """Makes the change, where it is still due, and returns the status in which the registration then stands.

    A job of an event's older version is as good as one of the newest: what is due is read from the event as it is now.
    Any error returns the message to the queue, and in the end to the dead-letter queue, where a person sees it.
    """
    if job["occasion"] == Occasion.RETENTION:
        return wiring.erasing().forget(job["reference"], clock.now())
    registrations = wiring.registrations()
    return apply(
        Occasion(job["occasion"]),
        job["reference"],
        wiring.events().get(registrations.get(job["reference"]).event),
        registrations=registrations,
        attendance=wiring.attendance(),
        now=clock.now(),
    )


def _record(record: SQSRecord) -> None:
    job = record.json_body
    status = change_registration(job)
    wiring.logger().info("change", reference=job["reference"], occasion=job["occasion"], status=status)


def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
    processor = BatchProcessor(event_type=EventType.SQS)
    return process_partial_response(event=event, record_handler=_record, processor=processor, context=context)
