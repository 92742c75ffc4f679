"""The sample roll and events, loaded into the laptop's stack by the commands that load real ones."""

import io
from contextlib import redirect_stdout
from pathlib import Path

from functions.adapters import clock
from local.child import ROOT
from local.stack import Stack
from operations.import_roll import replace_roll
from operations.publish_event import event_file, publish_event

ROLL = ROOT / "rolls" / "sample.csv"
EVENTS = (ROOT / "events" / "solidarity.yaml", ROOT / "events" / "ten-minutes.yaml")


def load_roll(stack: Stack, file: Path = ROLL) -> None:
    """Raises `BadFileError`."""
    with redirect_stdout(io.StringIO()):
        replace_roll(file, "local", confirmed=True, clients=stack.client)


def load_event(stack: Stack, file: Path) -> None:
    """Publishes the event, and has the stack list it. Raises `BadFileError`."""
    with redirect_stdout(io.StringIO()):
        publish_event(file, "local", stack.client)
    stack.events.append(event_file(file, clock.now()).event)
