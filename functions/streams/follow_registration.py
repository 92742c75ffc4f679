"""The registrations table's stream: what was saved sets its workflow going, wakes the run that waits for it, or
asks for another link to join."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from functions import wiring
from functions.adapters.link_requests import ROWS
from functions.domain.events import MailKind
from functions.domain.registration import WAITING, Status
from functions.relinking import follow_link
from functions.waiting import wake

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from functions.adapters.runs import Runs
    from functions.adapters.waits import Waits


@dataclass(frozen=True, slots=True)
class Followed:
    started: tuple[str, ...] = ()
    """Workflows of which a run was started."""
    woken: bool = False
    asked: str = ""
    """The kind of the mail that somebody asked for."""


class Mails(Protocol):
    def put(self, references: Sequence[str], kind: MailKind, event_version: int) -> None: ...


def follow_request(asked: Mapping[str, Any], mails: Mails) -> Followed:
    """Has the mail written that somebody asked for; the moment of asking tells it from others of its kind."""
    kind = MailKind(asked["kind"])
    mails.put([str(asked["pk"])], kind, int(asked["asked_at"]))
    return Followed(asked=kind)


def follow_registration(
    was: Mapping[str, Any], became: Mapping[str, Any], *, runs: "Runs", waits: "Waits", machines: Mapping[Status, str]
) -> Followed:
    """Does what the change of one item of the table asks for.

    SUBMITTED, CANCELLED and ERASING start the run of that attempt, of the workflow that `machines` names for them. A
    run's name is its registration's reference and attempt, so that a record that is delivered again starts nothing.
    Whoever has waited for a person or a seat, and does so no more, has a run to be woken.
    """
    if became.get("sk") != "REGISTRATION" or became.get("status") == was.get("status"):
        return Followed()
    reference, attempt, status = str(became["pk"]), int(became["attempt"]), Status(became["status"])
    woken = was.get("status") in WAITING and wake(reference, attempt, status, waits=waits, runs=runs)
    if status not in machines:
        return Followed(woken=woken)
    ids: dict[str, str | int] = {"reference": reference, "event": str(became["event"]), "attempt": attempt}
    started = runs.start(machines[status], f"{reference}-{attempt}", ids)
    return Followed((status,) if started else (), woken)


def _record(record: DynamoDBRecord) -> None:
    change = record.dynamodb
    was = (change.old_image if change else None) or {}
    became = (change.new_image if change else None) or {}
    if str(became.get("sk", "")).startswith(ROWS):
        followed = follow_request(became, wiring.mail_queue())
        wiring.logger().info("request", reference=became["pk"], kind=followed.asked)
        return
    followed = follow_registration(
        was,
        became,
        runs=wiring.runs(),
        waits=wiring.waits(),
        machines={
            Status.SUBMITTED: wiring.setting("REGISTRATION_MACHINE_ARN"),
            Status.CANCELLED: wiring.setting("CANCELLATION_MACHINE_ARN"),
            Status.ERASING: wiring.setting("ERASURE_MACHINE_ARN"),
        },
    )
    link = follow_link(was, became, parts=wiring)
    keys = (change.keys if change else None) or {}
    wiring.logger().info("change", reference=keys.get("pk"), started=followed.started, woken=followed.woken, link=link)


def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return process_partial_response(event=event, record_handler=_record, processor=processor, context=context)
