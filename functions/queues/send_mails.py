"""The mail queue: each message is one mail of an event's moment to one delegate."""

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from functions import wiring
from functions.adapters import clock
from functions.domain.errors import MailRefusedError
from functions.domain.events import MailKind
from functions.mailing import Outcome

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext


def send_mail(job: dict[str, Any]) -> Outcome | None:
    """Sends the mail that a message asks for; None where the address refuses mail, which the ledger then says.

    Any other error returns the message to the queue. A mail whose fate is unknown is not sent again: its message ends
    in the dead-letter queue, where a person sees it.
    """
    try:
        return wiring.mailing().send(job["reference"], MailKind(job["kind"]), clock.now(), int(job["version"]))
    except MailRefusedError:
        return None


def _record(record: SQSRecord) -> None:
    job = record.json_body
    outcome = send_mail(job)
    wiring.logger().info("mail", reference=job["reference"], kind=job["kind"], outcome=outcome or "refused")


def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
    processor = BatchProcessor(event_type=EventType.SQS)
    return process_partial_response(event=event, record_handler=_record, processor=processor, context=context)
