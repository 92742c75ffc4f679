"""What sets a function off: a stream or a queue. Whatever it cannot do comes back alone, and not with its batch."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs

from infra.functions import ShippedFunction
from infra.queues import Queues
from infra.tables import StoredTable


def follow(
    function: ShippedFunction, table: StoredTable, queues: Queues, *filters: Mapping[str, Any], retries: int
) -> None:
    """Sets `function` off by those changes of `table` that match one of `filters`."""
    function.function.add_event_source(
        sources.DynamoEventSource(
            table.table,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=10,
            bisect_batch_on_error=True,
            retry_attempts=retries,
            report_batch_item_failures=True,
            on_failure=sources.SqsDlq(queues.stream_failures),
            filters=[lambda_.FilterCriteria.filter(pattern) for pattern in filters],
        )
    )


def consume(
    function: ShippedFunction, queue: sqs.Queue, *, batch: int = 10, at_once: int, gather: Duration | None = None
) -> None:
    """Sets `function` off by the messages of `queue`, in no more than `at_once` batches at a time.

    `gather` is how long a batch waits for more of them.
    """
    function.function.add_event_source(
        sources.SqsEventSource(
            queue,
            batch_size=batch,
            max_batching_window=gather,
            max_concurrency=at_once,
            report_batch_item_failures=True,
        )
    )
