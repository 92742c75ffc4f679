"""Workflow runs as they went, read from the Step Functions API: names, states, times and errors, never any data."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.domain.errors import PermanentError

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

_ABSENT = {"ExecutionDoesNotExist", "InvalidArn", "InvalidToken", "ValidationException"}


class UnknownRunError(PermanentError):
    """There is no such run, or no such page of the list of runs."""


@dataclass(frozen=True, slots=True)
class Run:
    arn: str
    name: str
    status: str
    """RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE."""
    started: datetime
    ended: datetime | None


@dataclass(slots=True)
class Step:
    """One state that a run went through, each time that it did."""

    state: str
    comment: str
    """What happens there, from the workflow's definition."""
    entered: datetime
    exited: datetime | None = None
    errors: list[tuple[datetime, str]] = field(default_factory=list)
    """What went wrong there and when, by the error's name."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A workflow as a graph. What happens inside a Map or a Parallel is no part of it."""

    start: str
    edges: dict[str, tuple[str, ...]]
    """Every state, and where a run may go from there: by choice, as a rule, after an error."""


class RunHistory:
    def __init__(self, client: "SFNClient") -> None:
        self._client = client

    def page(self, machine_arn: str, token: str = "", size: int = 50) -> tuple[list[Run], str]:
        """One page of a workflow's runs, the newest first, and the token of the next; empty when there is none."""
        more: Any = {"nextToken": token} if token else {}
        with _absences():
            answer = self._client.list_executions(stateMachineArn=machine_arn, maxResults=size, **more)
        return [_run(each) for each in answer["executions"]], answer.get("nextToken", "")

    def read(self, machine_arn: str, name: str) -> tuple[Run, list[Step], Machine]:
        """One run, its steps in order, and the workflow as it was when the run began. Raises `UnknownRunError`."""
        arn = f"{machine_arn.replace(':stateMachine:', ':execution:')}:{name}"
        with _absences():
            run = _run(self._client.describe_execution(executionArn=arn, includedData="METADATA_ONLY"))
            definition = json.loads(self._client.describe_state_machine_for_execution(executionArn=arn)["definition"])
            comments = {state: body.get("Comment", "") for state, body in definition["States"].items()}
            return run, _steps(self._events(arn), comments), machine_of(definition)

    def _events(self, arn: str) -> Iterator[Any]:
        pages = self._client.get_paginator("get_execution_history")
        for page in pages.paginate(executionArn=arn, includeExecutionData=False, PaginationConfig={"PageSize": 1000}):
            yield from page["events"]


def machine_of(definition: Any) -> Machine:
    """The graph of a definition in the Amazon States Language."""
    states = definition["States"]
    return Machine(definition["StartAt"], {name: tuple(dict.fromkeys(_ways(state))) for name, state in states.items()})


def _ways(state: Any) -> Iterator[str]:
    yield from (choice["Next"] for choice in state.get("Choices", []))
    yield from (state[usual] for usual in ("Default", "Next") if usual in state)
    yield from (catcher["Next"] for catcher in state.get("Catch", []))


@contextmanager
def _absences() -> Iterator[None]:
    """Says in our own words that something is not there."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _ABSENT:
            raise UnknownRunError("no such run") from error
        raise


def _run(answer: Any) -> Run:
    ended = answer.get("stopDate")
    return Run(
        arn=answer["executionArn"],
        name=answer["name"],
        status=answer["status"],
        started=answer["startDate"].astimezone(UTC),
        ended=ended.astimezone(UTC) if ended else None,
    )


def _steps(events: Iterable[Any], comments: dict[str, str]) -> list[Step]:
    steps: list[Step] = []
    for event in events:
        at = event["timestamp"].astimezone(UTC)
        details: dict[str, str] = next((value for name, value in event.items() if name.endswith("EventDetails")), {})
        if event["type"].endswith("StateEntered"):
            steps.append(Step(details["name"], comments.get(details["name"], ""), at))
        elif event["type"].endswith("StateExited"):
            _left(steps, details["name"]).exited = at
        elif event["type"].endswith(("Failed", "TimedOut", "Aborted")) and steps:
            steps[-1].errors.append((at, details.get("error") or event["type"]))
    return steps


def _left(steps: list[Step], state: str) -> Step:
    return next(step for step in reversed(steps) if step.state == state)
