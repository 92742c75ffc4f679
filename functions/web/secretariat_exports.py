"""The exports of an event: what there is to take, each file itself, and who has taken which."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError

from functions.adapters.downloads import Download
from functions.domain.events import Event
from functions.domain.wording import N_
from functions.language import translator
from functions.spreadsheets import FileKind, FileTooLargeError, Row, csv_file, xlsx_file
from functions.web.export_feedback import feedback_rows
from functions.web.export_people import attendance_rows, audit_rows, registration_rows
from functions.web.responses import download
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_words import actor_name
from functions.web.submitted import known_event

TOO_LARGE = N_("This file is too large")
WHAT_INSTEAD = N_(
    "It has more bytes than the server can send at once, so nothing was sent. Take the CSV file with a browser, which "
    "compresses it, or ask whoever runs Rollcall for the data."
)


@dataclass(frozen=True, slots=True)
class Export:
    name: str
    heading: str
    holds: str
    """What is in it; both are message ids."""
    rows: Callable[[Event, Visit], Iterator[Row]]
    """The heading, and a row at a time."""


EXPORTS = (
    Export(
        "registrations",
        N_("Registrations"),
        N_("Everybody who registered: name, address, organisation, role, status, and what they wrote on the form."),
        registration_rows,
    ),
    Export(
        "attendance",
        N_("Attendance"),
        N_("Whoever was confirmed: minutes present, and when they first joined and last left."),
        attendance_rows,
    ),
    Export(
        "feedback",
        N_("Feedback"),
        N_("Every answer. Where the event asks for feedback anonymously, there is no word of whose it is."),
        feedback_rows,
    ),
    Export(
        "audit",
        N_("Audit"),
        N_("Whatever was done to each registration after it was submitted: when, by whom, and why."),
        audit_rows,
    ),
)


def show_exports(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`."""
    event = known_event(event_id, visit.office.events())
    return visit.page(
        "exports",
        event=event,
        event_title=event.title(visit.locale),
        exports=EXPORTS,
        kinds=FileKind,
        downloads=visit.office.downloads().last(event.id),
        actor_name=actor_name,
    )


def send_export(event_id: str, file: str, visit: Visit) -> Response[bytes] | Response[str]:
    """The file, noted as taken; 413 where it is too large for one answer.

    Raises `UnknownEventError`, and `NotFoundError` for a file that there is not.
    """
    event = known_event(event_id, visit.office.events())
    export, kind = _asked_for(file)
    rows, zipped = export.rows(event, visit), kind is FileKind.CSV and "gzip" in visit.request.header("accept-encoding")
    try:
        if kind is FileKind.CSV:
            content = csv_file(rows, compressed=zipped)
        else:
            content = xlsx_file(rows, translator(visit.locale).gettext(export.heading))
    except FileTooLargeError:
        return visit.told(413, TOO_LARGE, WHAT_INSTEAD)
    visit.office.downloads().note(event.id, Download(file, visit.now, visit.member.actor))
    name = f"{event.id}-{export.name}-{visit.now:%Y-%m-%d}.{kind}"
    return download(name, kind.content_type, content, zipped=zipped)


def _asked_for(file: str) -> tuple[Export, FileKind]:
    for export in EXPORTS:
        for kind in FileKind:
            if file == f"{export.name}.{kind}":
                return export, kind
    raise NotFoundError
