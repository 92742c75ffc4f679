"""python -m operations.publish_event [--stage STAGE] FILE: publishes an event, or what has changed in it."""

import secrets
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from functions.adapters import clock
from functions.adapters.events import EventTable
from functions.adapters.schedules import Schedules
from functions.domain.event_file import EventFile, read_event
from functions.domain.event_problems import EventFileError
from functions.domain.events import MailKind, Moment
from functions.language import format_moment, format_when
from functions.publishing import Publication, publish
from operations.command import BadFileError, Clients, arguments, aws, read_bytes, run
from operations.read_yaml import Document, YamlProblemError, read_yaml
from operations.stack import outputs

_MOMENTS = {
    MailKind.REMINDER_1: "first reminder",
    MailKind.REMINDER_2: "second reminder",
    MailKind.REMINDER_3: "third reminder",
    MailKind.FEEDBACK_REQUEST: "feedback asked for",
}


def main(argv: Sequence[str], clients: Clients = aws) -> int:
    parser = arguments("publish_event", "Publish an event from its file.", "such as events/solidarity.yaml")
    options = parser.parse_args(argv)
    return run(lambda: publish_event(options.file, options.stage, clients))


def publish_event(path: Path, stage: str, clients: Clients) -> None:
    now = clock.now()
    published = publish_file(event_file(path, now), stage, clients, now)
    print("\n".join(_summary(published, outputs(clients("cloudformation"), stage)["BaseUrl"])))


def publish_file(file: EventFile, stage: str, clients: Clients, now: datetime) -> Publication:
    stack = outputs(clients("cloudformation"), stage)
    schedules = Schedules(
        clients("scheduler"),
        stack["ScheduleGroup"],
        stack["SchedulerRoleArn"],
        stack["OutreachMachineArn"],
        stack["ScheduleDeadLetterArn"],
    )
    events = EventTable(clients("dynamodb"), stack["EventsTable"])
    return publish(file, events=events, schedules=schedules, random=_random, now=now)


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
    done = "published" if published.changed else "unchanged: it stood exactly so already"
    lines = [
        f"{event.title('en')} ({event.id}, version {event.version}): {done}",
        f"  when   {format_when(event.starts, event.ends, event.zone, 'en', event.place)}",
        f"  form   {base_url.rstrip('/')}/e/{event.id}",
        f"  open   {format_when(event.opens, event.closes, event.zone, 'en', event.place)}",
    ]
    lines += [_line(moment, published) for moment in published.ahead]
    return lines + [f"{_line(moment, published)}: over, nothing is sent" for moment in published.past]


def _line(moment: Moment, published: Publication) -> str:
    event = published.event
    return f"  {_MOMENTS[moment.kind]:<20}{format_moment(moment.at, event.zone, 'en', event.place)}"


def _random() -> str:
    return secrets.token_urlsafe(24)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
