"""The mail that tells the secretariat that an event's report is there: English, plain text, nothing personal."""

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage

from functions.domain.events import Event
from functions.domain.report import Report
from functions.mails.to_secretariat import event_lines, to_secretariat


def compose_report_ready(event: Event, report: Report, *, address: str, sender: str, now: datetime) -> EmailMessage:
    """To the event's contact; `address` is the report's page. Two reports built at different times are two mails."""
    lines = _paragraphs(event, report, address)
    identity = f"{event.id}.report.{report.built_at:%Y%m%dT%H%M%S%f}"
    return to_secretariat(event, "The report is ready", lines, identity=identity, sender=sender, now=now)


def _paragraphs(event: Event, report: Report, address: str) -> Iterable[str]:
    figures = report.figures
    yield from ("The report of this event is ready.", "")
    yield from (*event_lines(event), "")
    yield from (f"  Registered: {figures.registered:,}", f"  Attended: {figures.attended:,}")
    yield from (f"  Feedback: {_response(report)}", "")
    yield from ("Read it, print it, or take it as a spreadsheet here:", "", f"  {address}", "")
    yield "Rollcall writes again only if the report is made anew and says something else."


def _response(report: Report) -> str:
    if report.response_rate is None:
        return f"{report.answered:,} answers"
    return f"{report.answered:,} answers of {report.asked:,} people ({report.response_rate}%)"
