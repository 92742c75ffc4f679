"""python -m operations.publish_event [--stage STAGE] FILE: publishes an event, or what has changed in it.

The file is checked here, the Zoom meeting by a run of the event workflow, whose end is waited for.
"""

import secrets
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from functions.adapters import clock
from functions.adapters.event_runs import EventRuns
from functions.adapters.events import EventTable
from functions.adapters.runs import Runs
from functions.domain.event_file import EventFile, read_event
from functions.domain.event_problems import EventFileError
from functions.domain.events import Event, Moment, Occasion
from functions.domain.staff import OPERATOR
from functions.language import format_moment, format_when
from functions.publishing import Drafted, start_publication, wish_of
from operations.command import BadFileError, Clients, arguments, aws, read_bytes, run
from operations.event_run import End, RunError, await_end
from operations.read_yaml import Document, YamlProblemError, read_yaml
from operations.stack import outputs

type Wait = Callable[[], None]
"""Lets some time pass."""

_MOMENTS = {
    Occasion.REMINDER_1: "first reminder",
    Occasion.REMINDER_2: "second reminder",
    Occasion.REMINDER_3: "third reminder",
    Occasion.DEADLINE: "registration closes",
    Occasion.CLOSEOUT: "closeout",
    Occasion.FEEDBACK_REQUEST: "feedback asked for",
    Occasion.FEEDBACK_REMINDER: "feedback, once more",
}
_DONE = {
    "Published": "published",
    "Changed": "changed",
    "Unchanged": "unchanged: it stood exactly so already",
    "Postponed": "postponed",
    "Cancelled": "cancelled",
}
_FAILURES = {
    "Unchecked": "Zoom could not be asked about the meeting, so nothing was published. Try again later.",
    "Superseded": "Somebody else published this event at the same time. If yours is to stand: publish again.",
}


@dataclass(frozen=True, slots=True)
class Publication:
    event: Event
    done: str
    """What was done, in words."""
    ahead: list[Moment]
    past: list[Moment]
    """Moments that are over: nothing is sent at them."""
    followed: list[str]
    """What has been put on its way to delegates, in words."""


def _second() -> None:
    time.sleep(1)


def main(argv: Sequence[str], clients: Clients = aws, wait: Wait = _second) -> int:
    parser = arguments("publish_event", "Publish an event from its file.", "such as events/solidarity.yaml")
    options = parser.parse_args(argv)
    return run(lambda: publish_event(options.file, options.stage, clients, wait))


def publish_event(path: Path, stage: str, clients: Clients, wait: Wait = _second) -> None:
    now = clock.now()
    published = publish_file(event_file(path, now), stage, clients, now, wait)
    print("\n".join(_summary(published, outputs(clients("cloudformation"), stage)["BaseUrl"])))


def publish_file(file: EventFile, stage: str, clients: Clients, now: datetime, wait: Wait = _second) -> Publication:
    """Publishes what the file says, and calls `wait` until that is done. Raises `RunError` where it was not done."""
    stack = outputs(clients("cloudformation"), stage)
    events = EventTable(clients("dynamodb"), stack["EventsTable"])
    states, machine = clients("stepfunctions"), stack["EventMachineArn"]
    wish = wish_of(file, random=lambda: secrets.token_urlsafe(24), now=now)
    runs = EventRuns(Runs(states), machine)
    drafted = start_publication(file.event, wish, events=events, runs=runs, by=OPERATOR, now=now)
    end = await_end(states, machine, drafted.run, wait=wait)
    if end.state not in _DONE:
        raise RunError(_why_not(end, drafted, events))
    return _publication(events.get(file.event), end)


def _why_not(end: End, drafted: Drafted, events: EventTable) -> str:
    if end.state == "NeedsChange":
        problems = "\n".join(f"  {problem}" for problem in events.problems(drafted.event.id))
        return f"Nothing was published. Change this first, and then publish again:\n{problems}"
    if end.state in _FAILURES:
        return _FAILURES[end.state]
    return (
        f"The run {drafted.run} broke off at {end.state}. See it in the Step Functions console; to publish the file "
        "again finishes what it left undone."
    )


def _publication(event: Event, end: End) -> Publication:
    now, moments = clock.now(), event.moments()
    followed = {
        "delegates get a notice of the new time": end.counts["notices"],
        "registrations are being cancelled, and told": end.counts["queued"] if event.cancelled else 0,
        "registrations that stood in repair go on": 0 if event.cancelled else end.counts["queued"],
        "who waited are given a seat": end.counts["promoted"],
    }
    return Publication(
        event,
        _DONE[end.state],
        ahead=[moment for moment in moments if moment.at > now],
        past=[moment for moment in moments if moment.at <= now],
        followed=[f"{count} {what}" for what, count in followed.items() if count],
    )


def event_file(path: Path, now: datetime) -> EventFile:
    """Reads and checks the file. Raises `BadFileError` naming file, line and field of each problem."""
    data = read_bytes(path)
    try:
        document = read_yaml(data)
    except YamlProblemError as error:
        raise BadFileError(f"{path}, {error}") from None
    try:
        return read_event(document.values, now)
    except EventFileError as error:
        raise BadFileError("\n".join(_located(path, document, error))) from None


def _located(path: Path, document: Document, error: EventFileError) -> list[str]:
    problems = sorted((document.line(problem.where), problem.field, problem.what) for problem in error.problems)
    return [f"{path}, line {line}, {field}: {what}" for line, field, what in problems]


def _summary(published: Publication, base_url: str) -> list[str]:
    event = published.event
    lines = [
        f"{event.title('en')} ({event.id}, version {event.version}): {published.done}",
        f"  when   {format_when(event.starts, event.ends, event.zone, 'en', event.place)}",
        f"  form   {base_url.rstrip('/')}/e/{event.id}",
        f"  open   {format_when(event.opens, event.closes, event.zone, 'en', event.place)}",
    ]
    lines += [f"  {sentence}" for sentence in published.followed]
    lines += [_line(moment, event) for moment in published.ahead]
    return lines + [f"{_line(moment, event)}: over, nothing is sent" for moment in published.past]


def _line(moment: Moment, event: Event) -> str:
    return f"  {_MOMENTS[moment.kind]:<20}{format_moment(moment.at, event.zone, 'en', event.place)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
