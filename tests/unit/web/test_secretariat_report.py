"""The report as its readers meet it: figures with their meaning, pictures with words, and nobody in it."""

import base64
import html
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from functions.adapters.registrations import AuditEntry
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.questions import STANDING_IN, FeedbackForm, Question, QuestionKind
from functions.domain.registration import Reason, Status
from functions.domain.report import Figures
from tests.samples import STARTS, a_feedback, a_registration, an_event
from tests.unit.adapters.test_reports import REPORT
from tests.unit.web.conftest import Clock
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FakeEventList, FakeOffice

PAGE = "/secretariat/events/solidarity/report"
AFTER = STARTS + timedelta(days=3)
CHOICE = Question("next", QuestionKind.CHOICE, {"en": "What next?"}, {"a": {"en": "Peace"}, "b": {"en": "Sport"}})


@pytest.fixture(autouse=True)
def three_days_later(time_of_day: Clock) -> None:
    time_of_day.now = AFTER


@pytest.fixture
def held(office: FakeOffice) -> FakeOffice:
    """Twelve who came, seven who did not, and six who were never to come."""
    office.held_events = FakeEventList(an_event(feedback=FeedbackForm((*STANDING_IN, CHOICE))))
    statuses = [*[Status.ATTENDED] * 12, *[Status.ABSENT] * 7, *[Status.CANCELLED] * 6]
    for number, status in enumerate(statuses):
        reference, reason = f"PS26-{number:06d}", Reason.BY_DELEGATE if status is Status.CANCELLED else None
        office.held_registrations.add(a_registration(reference=reference, status=status, reason=reason))
        if status is Status.ATTENDED:
            stay = Stay(STARTS, STARTS + timedelta(minutes=30 + 5 * number))
            office.held_attendance.held[reference] = Attendance(reference, (stay,), Source.REPORT)
            answers: dict[str, int | str] = {"event_rating": 3 + number % 3, "next": "a"}
            office.held_feedback.held.append(a_feedback(ballot=reference, reference=reference, answers=answers))
    entries = [
        AuditEntry(4, "PROVISIONING", "IN_REPAIR", "zoom", AFTER, "MeetingMisconfiguredError"),
        AuditEntry(6, "PROVISIONING", "CONFIRMED", "zoom", AFTER, ""),
    ]
    office.held_registrations.entries = [("PS26-000000", entry) for entry in entries]
    return office


def read(desk: Gateway) -> str:
    answer = desk.get(PAGE)
    assert answer.status == 200
    return html.unescape(answer.text)


def words(text: str) -> str:
    """Without markup, so that a heading and its number stand side by side."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def say(office: FakeOffice, number: int, text: str, **changes: Any) -> None:
    reference = f"PS26-{number:06d}"
    said = a_feedback(ballot=reference, reference=reference, answers={"recommendation": text}, **changes)
    office.held_feedback.held.append(said)


def test_every_figure_stands_with_what_it_counts(held: FakeOffice, desk: Gateway) -> None:
    text = words(read(desk))
    for told in (
        "Registered 25 Everybody who ever registered for this event",
        "Verified 19 Found, or decided, to be entitled to attend",
        "Confirmed 19 Given a link to join, and not cancelled",
        "Attended 12 Seen at the event",
        "Absent 7 Confirmed, and not seen at the event.",
        "Member Parliament 25 19 19 12",
        "French 25 19 19 12",
        "12 of 19 people answered: 63%.",
        "All 12 4.00 0 0 4 4 4",
        "Peace 12",
        "The Zoom meeting, or Rollcall’s access to it, is not set up as it must be. 1 1",
        "The delegate cancelled. 6",
        "Every mail has left.",
    ):
        assert told in text


def test_the_pictures_are_svg_without_script_and_say_in_words_what_they_show(held: FakeOffice, desk: Gateway) -> None:
    pictures = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)">', read(desk))
    assert [alt for _, alt in pictures] == [
        "Bars. Registered: 25; Verified: 19; Confirmed: 19; Attended: 12; Absent: 7.",
        "A line from the beginning to the end of the event. The most at a time: 12; at the end: 0.",
        "Columns. 1: 0; 2: 0; 3: 4; 4: 4; 5: 4.",
    ]
    for drawn, _ in pictures:
        svg = base64.b64decode(drawn).decode()
        names = {node.tag.partition("}")[2] for node in ET.fromstring(svg).iter()}
        assert "svg" in {ET.fromstring(svg).tag.partition("}")[2]}
        assert "script" not in names
        assert not re.search(r"href|url\(|@import|https?://(?!www\.w3\.org)", svg)


def test_the_picture_of_the_figures_shows_their_numbers_and_names(held: FakeOffice, desk: Gateway) -> None:
    drawn = base64.b64decode(re.findall(r"base64,([^\"]+)", read(desk))[0]).decode()
    texts = {
        "".join(node.itertext()).strip(" \u2007") for node in ET.fromstring(drawn).iter() if node.tag.endswith("text")
    }
    assert {"Registered", "Verified", "Confirmed", "Attended", "Absent", "25", "19", "12", "7"} <= texts


def test_a_group_under_five_has_no_number_on_the_page(held: FakeOffice, desk: Gateway) -> None:
    for number in range(3):
        changes = {"reference": f"PS26-S{number}", "organisation": "health-office", "language": "es"}
        held.held_registrations.add(a_registration(status=Status.ATTENDED, **changes))
    text = words(read(desk))
    assert "Permanent observer" not in text
    assert "Spanish" not in text
    assert "Groups not shown apart, together 28 22 22 15" in text


def test_a_dash_stands_for_what_is_not_shown_and_is_read_out_as_such(held: FakeOffice, desk: Gateway) -> None:
    for number in range(6):
        status = Status.ATTENDED if number < 2 else Status.DECLINED
        registration = a_registration(reference=f"PS26-S{number}", organisation="health-office", status=status)
        held.held_registrations.add(registration)
    assert "Permanent observer 6 – not shown – not shown – not shown" in words(read(desk))


def test_what_may_be_quoted_stands_with_the_organisation_and_never_with_a_name(held: FakeOffice, desk: Gateway) -> None:
    say(held, 0, "Write to the speaker <b>at once</b>.", may_quote=True)
    say(held, 1, "Not for the papers.")
    text = read(desk)
    quoted = words(text[text.index("What may be quoted") : text.index(">Recommendations<")])
    assert "National Assembly of Aruvia Write to the speaker" in quoted
    assert "Not for the papers" not in quoted
    assert "Not for the papers. Not to be quoted" in words(text)
    assert "<b>at once</b>" not in desk.get(PAGE).text
    for secret in ("Anna", "Ñandú", "anna@", "PS26-0"):
        assert secret not in text


def test_what_too_few_people_answered_is_not_told(office: FakeOffice, desk: Gateway) -> None:
    for number in range(4):
        reference = f"PS26-{number:06d}"
        office.held_registrations.add(a_registration(reference=reference, status=Status.ATTENDED))
        office.held_feedback.held.append(a_feedback(ballot=reference, answers={"event_rating": 1}))
    text = words(read(desk))
    assert "How was the event? Fewer than 5 people answered, so nothing is told of it." in text
    assert "How was the interpretation? Nobody answered." in text


def test_before_feedback_has_closed_the_report_is_made_as_things_stand(held: FakeOffice, desk: Gateway) -> None:
    held.held_reports.held["solidarity"] = REPORT
    text = words(read(desk))
    assert "This is how things stood on 2 Oct 2026, 13:00:00 UTC." in text
    assert "Registered 25" in text


def test_afterwards_the_kept_report_is_shown_though_everybody_was_forgotten(
    office: FakeOffice, desk: Gateway, time_of_day: Clock
) -> None:
    time_of_day.now = an_event().feedback_closes
    office.held_reports.held["solidarity"] = replace(REPORT, figures=Figures(registered=1_234))
    text = words(read(desk))
    assert "This is the final report, made on 13 Oct 2026, 13:00:00 UTC." in text
    assert "Registered 1,234" in text


def test_where_none_was_kept_there_is_still_one(held: FakeOffice, desk: Gateway, time_of_day: Clock) -> None:
    time_of_day.now = an_event().feedback_closes
    assert "Registered 25" in words(read(desk))


def test_an_event_that_has_hardly_begun_has_a_page_too(office: FakeOffice, desk: Gateway) -> None:
    text = words(read(desk))
    assert "Registered 0" in text
    assert "Nobody could be asked yet." in text
    assert "Nothing is known yet of who was there." in text


def test_every_table_has_a_caption_and_headings_for_its_columns(held: FakeOffice, desk: Gateway) -> None:
    tables = re.findall(r"<table.*?</table>", read(desk), re.DOTALL)
    assert len(tables) > 7
    assert all("<caption>" in table and '<th scope="col"' in table for table in tables)


def test_the_events_page_leads_to_the_report(office: FakeOffice, desk: Gateway) -> None:
    assert f'href="{PAGE}"' in desk.get("/secretariat/events/solidarity").text
    assert f'href="{PAGE}.xlsx"' in desk.get(PAGE).text
    assert desk.get("/secretariat/events/unknown/report").status == 404
    assert desk.get("/secretariat/events/unknown/report.xlsx").status == 404


def test_the_workbook_says_what_the_page_says_with_charts(held: FakeOffice, desk: Gateway) -> None:
    say(held, 0, "=1+1", may_quote=True)
    answer = desk.get(f"{PAGE}.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="solidarity-report-2026-10-02.xlsx"'
    assert [download.file for _, download in held.held_downloads.held] == ["report.xlsx"]
    book: Any = load_workbook(io.BytesIO(answer.body))
    rows = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    figures = {row[0]: row[1] for row in rows["Figures"]}
    assert [figures[name] for name in ("Registered", "Verified", "Confirmed", "Attended", "Absent")] == [
        25,
        19,
        19,
        12,
        7,
    ]
    assert figures["Response rate, per cent"] == 68
    assert ["By category of organisation", "Member Parliament", 25, 19, 19, 12] in rows["Groups"]
    assert rows["Attendance over time"][1] == ["15:00", 12]
    assert rows["Ratings"][1][:4] == ["How was the event?", None, 12, 4]
    assert rows["Choices"][1] == ["What next?", "Peace", 12]
    assert ["What do you recommend?", "National Assembly of Aruvia", "yes", "=1+1"] in rows["Texts"]
    assert not [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [len(book[title]._charts) for title in ("Figures", "Attendance over time")] == [1, 1]
