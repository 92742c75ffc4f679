"""Everything that a stack keeps about its work for months: execution histories, function logs, dead-letter queues."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from local.stack import Stack


@dataclass(frozen=True, slots=True)
class Trace:
    where: str
    """Names the execution, log group or queue."""
    text: str


def traces(stack: Stack) -> Iterator[Trace]:
    yield from _histories(stack)
    yield from _logs(stack)
    yield from dead_letters(stack)


def leaks(found: Iterable[Trace], secrets: Iterable[str]) -> list[str]:
    """Where any of `secrets` stands, in whatever case or escaping; never the secret itself."""
    wanted = {spelling.casefold() for secret in secrets for spelling in _spellings(secret)}
    return sorted({trace.where for trace in found if any(secret in trace.text.casefold() for secret in wanted)})


def _spellings(secret: str) -> set[str]:
    """The text as it is, as JSON has it, and as JSON within JSON has it."""
    once = json.dumps(secret)[1:-1]
    return {secret, once, json.dumps(once)[1:-1]}


def _histories(stack: Stack) -> Iterator[Trace]:
    states = stack.client("stepfunctions")
    for key in (output for output in stack.outputs if output.endswith("MachineArn")):
        for run in _all(states, "list_executions", "executions", stateMachineArn=stack.outputs[key]):
            arn = run["executionArn"]
            events = list(_all(states, "get_execution_history", "events", executionArn=arn))
            described = states.describe_execution(executionArn=arn)
            yield Trace(f"run {run['name']}", json.dumps([described, events], default=str, ensure_ascii=False))


def _logs(stack: Stack) -> Iterator[Trace]:
    logs = stack.client("logs")
    for group in _all(logs, "describe_log_groups", "logGroups"):
        name = group["logGroupName"]
        lines = (event["message"] for event in _all(logs, "filter_log_events", "events", logGroupName=name))
        yield Trace(f"log {name}", "\n".join(lines))


def dead_letters(stack: Stack) -> Iterator[Trace]:
    """Whatever a queue or a stream gave up."""
    queues = stack.client("sqs")
    for url in _all(queues, "list_queues", "QueueUrls"):
        name = url.rsplit("/", 1)[-1]
        if "Dead" in name or "Failures" in name:
            held = queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
            for message in held.get("Messages", []):
                yield Trace(f"queue {name}", message["Body"])


def _all(client: Any, call: str, key: str, **arguments: Any) -> Iterator[Any]:
    for page in client.get_paginator(call).paginate(**arguments):
        yield from page.get(key, [])
