"""The registrations table's stream: each submission that was saved starts its workflow run."""

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from functions import wiring
from functions.domain.registration import Status

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from functions.adapters.runs import Runs


def start_registration(image: dict[str, Any], *, runs: "Runs", machine: str) -> bool:
    """Starts the run of a SUBMITTED registration; says whether it did.

    `image` is an item of the table after a change. A run's name is its registration's reference and attempt, so that a
    record that is delivered again starts nothing.
    """
    if image.get("sk") != "REGISTRATION" or image.get("status") != Status.SUBMITTED:
        return False
    reference, attempt = str(image["pk"]), int(image["attempt"])
    ids: dict[str, str | int] = {"reference": reference, "event": str(image["event"]), "attempt": attempt}
    return runs.start(machine, f"{reference}-{attempt}", ids)


def _record(record: DynamoDBRecord) -> None:
    image = (record.dynamodb.new_image if record.dynamodb else None) or {}
    started = start_registration(image, runs=wiring.runs(), machine=wiring.setting("REGISTRATION_MACHINE_ARN"))
    wiring.logger().info("submission", reference=image.get("pk"), started=started)


def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return process_partial_response(event=event, record_handler=_record, processor=processor, context=context)
