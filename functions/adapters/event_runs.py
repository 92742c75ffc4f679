"""Runs for an event: publishing it, resuming its registrations after a repair, and asking again who was there."""

import secrets
from typing import TYPE_CHECKING

from functions.domain.events import Event
from functions.domain.publication import Ask

if TYPE_CHECKING:
    from functions.adapters.runs import Runs

_LONGEST = 80
"""Characters of a run's name."""


class EventRuns:
    """`machine` is the ARN of the event workflow."""

    def __init__(self, runs: "Runs", machine: str) -> None:
        self._runs = runs
        self._machine = machine

    def start(self, event_id: str, act: str) -> str:
        """Starts a run that does `act` (see `Ask`) to the event as it is published; returns the run's name."""
        name = run_name(event_id, act)
        self._runs.start(self._machine, name, {"event": event_id, "act": Ask(act).value})
        return name

    def publication_of(self, event: Event) -> str:
        """A new name for a run that publishes the event in the version that it has."""
        return run_name(event.id, f"v{event.version}")

    def publish(self, event: Event, name: str) -> None:
        """Starts the run `name` that publishes the event's draft."""
        self._runs.start(self._machine, name, {"event": event.id, "act": Ask.PUBLISH.value, "version": event.version})


class CloseoutRuns:
    """`machine` is the ARN of the closeout workflow."""

    def __init__(self, runs: "Runs", machine: str) -> None:
        self._runs = runs
        self._machine = machine

    def start(self, event_id: str) -> str:
        """Starts a run beside that of the event's schedule; returns the run's name."""
        name = run_name(event_id, "closeout")
        self._runs.start(self._machine, name, {"event": event_id})
        return name


def run_name(event_id: str, what: str) -> str:
    """A new name for a run, such as `solidarity-2026-v3-9f2c41d7`."""
    ending = f"-{what}-{secrets.token_hex(4)}"
    return event_id[: _LONGEST - len(ending)] + ending
