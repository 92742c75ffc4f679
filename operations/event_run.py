"""Waiting for a run of the event workflow, and what its end means for whoever publishes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from functions.adapters import clock
from functions.adapters.run_history import RunHistory
from functions.domain.errors import RollcallError

#: Zoom is asked several times with longer and longer pauses, and a large audience has many pages.
PATIENCE = timedelta(minutes=15)


class RunError(RollcallError):
    """The run did not do what was asked for; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class End:
    state: str
    """The state in which the run ended, such as `Postponed`."""
    counts: Mapping[str, int]
    """How many `notices`, changes (`queued`) and promotions (`promoted`) it put on their way."""


def await_end(states: Any, machine: str, name: str, *, wait: Callable[[], None]) -> End:
    """The end of the run `name`; calls `wait` between two looks at it. `states` is a client of Step Functions.

    Raises `RunError` where the run is still under way after `PATIENCE`.
    """
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{name}"
    until = clock.now() + PATIENCE
    while (run := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
        if clock.now() >= until:
            raise RunError(
                f"The run {name} is still under way after {PATIENCE // timedelta(minutes=1)} minutes. See it in the "
                "Step Functions console; to publish the file again does no harm, and finishes what it leaves undone."
            )
        wait()
    return End(_last_state(states, machine, name), _counts(run.get("output")))


def _last_state(states: Any, machine: str, name: str) -> str:
    _, steps, _ = RunHistory(states).read(machine, name)
    return steps[-1].state if steps else ""


def _counts(output: str | None) -> dict[str, int]:
    values = json.loads(output or "{}")
    return {name: int(values.get(name, 0)) for name in ("notices", "queued", "promoted")}
