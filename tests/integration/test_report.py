"""The report and the exports of an event, from the form to the file, on the deployed template."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.integration.office import Office, hidden_fields, link_in, plain_text

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
pytestmark = pytest.mark.ci


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START) as office:
        yield office


def test_the_report_is_built_kept_told_and_shown_and_every_file_is_on_record(office: Office) -> None:
    addresses = [f"delegate{number}@parliament.aruvia.example" for number in range(6)]
    references = [office.submit(email=address, given_names=f"=Given{address[8]}") for address in addresses]
    office.settle()
    office.cloud.advance_to(office.event.ends + office.event.feedback_after + timedelta(minutes=1))
    for address in addresses[:5]:
        _answer(office, link_in(office.mails(address)[-1], "/f/"))

    office.cloud.advance_to(office.event.feedback_closes)
    page = f"/secretariat/events/{office.event.id}"
    built = [office.cloud.call("BuildReportFunction", {"event": office.event.id}) for _ in range(2)]
    assert built == [{"event": office.event.id, "told": told, "response_rate": 83} for told in (True, False)]
    [mail] = [mail for mail in office.mails(office.event.contact) if "report" in mail["Subject"]]
    assert link_in(mail, "/secretariat/") == f"{page}/report"
    assert "5 answers of 6 people (83%)" in plain_text(mail)

    desk = office.secretariat
    shown = desk.get(f"{page}/report")
    assert "This is the final report" in shown.text
    assert "Train the staff" in shown.text
    assert not any(secret in shown.text for secret in ("Given1", "delegate1@", references[0]))
    registered = _csv(desk.get(f"{page}/exports/registrations.csv").body)
    assert {row["Reference"]: row["Given names"] for row in registered} == {
        reference: f"'=Given{number}" for number, reference in enumerate(references)
    }
    assert len(_csv(desk.get(f"{page}/exports/feedback.csv").body)) == 5
    assert len(_csv(desk.get(f"{page}/exports/attendance.csv").body)) == 6
    book: Any = load_workbook(io.BytesIO(desk.get(f"{page}/exports/audit.xlsx").body))
    assert {row[0] for row in book.active.iter_rows(min_row=2, values_only=True)} == set(references)
    taken = {item["file"] for item in office.cloud.items("EventsTable") if item["sk"].startswith("EXPORT#")}
    assert taken == {"registrations.csv", "feedback.csv", "attendance.csv", "audit.xlsx"}


def _answer(office: Office, page: str) -> None:
    form = hidden_fields(office.pages.get(page).text)
    office.cloud.advance(timedelta(seconds=20))
    answer = office.pages.post(page, form={**form, "event_rating": "5", "recommendation": "Train the staff"})
    assert answer.status == 200, answer.text


def _csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
