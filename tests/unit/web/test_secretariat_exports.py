"""The secretariat takes an event's data away: whole, as it was written, of this event alone, and on record."""

import csv
import io
import random
import re
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from functions.adapters.registrations import AuditEntry
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.questions import FeedbackForm, Question, QuestionKind
from functions.domain.registration import Reason, Registration, Status
from functions.web.secretariat_exports import EXPORTS
from tests.samples import STARTS, a_feedback, a_registration, an_event
from tests.unit.web.fakes import OPEN
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeEventList, FakeOffice

EXPORT_PAGE = "/secretariat/events/solidarity/exports"
FILES = [f"{export.name}.{kind}" for export in EXPORTS for kind in ("csv", "xlsx")]


def take(desk: Gateway, name: str) -> list[dict[str, Any]]:
    """The rows of an export by the heading of each cell; that both files say the same is seen to at once."""
    as_csv, as_xlsx = (desk.get(f"{EXPORT_PAGE}/{name}.{kind}") for kind in ("csv", "xlsx"))
    assert (as_csv.status, as_xlsx.status) == (200, 200)
    rows = list(csv.reader(io.StringIO(as_csv.body.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(as_xlsx.body)).active
    assert sheet is not None
    cells = [[str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == [[text.removeprefix("'") for text in row] for row in rows]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def hold(office: FakeOffice, **changes: Any) -> Registration:
    return office.held_registrations.add(a_registration(**changes))


def test_registrations_have_a_row_each_with_what_was_said_and_what_became_of_it(
    office: FakeOffice, desk: Gateway
) -> None:
    hold(office, reference="PS26-AAAAAA", sharing="A caucus,\nand a “hotline”", status=Status.CONFIRMED)
    hold(office, reference="PS26-BBBBBB", given_names="李", family_names="عمر", reason=Reason.NOT_IN_AUDIENCE)
    anna, li = sorted(take(desk, "registrations"), key=lambda row: row["Reference"])
    assert anna == {
        "Reference": "PS26-AAAAAA",
        "Status": "Confirmed",
        "Title": "Ms",
        "Given names": "Anna",
        "Family names": "Ñandú O'Brien",
        "E-mail address": "anna@parliament.aruvia.example",
        "Organisation": "National Assembly of Aruvia",
        "Category": "Member Parliament",
        "Region": "",
        "Role": "Member of Parliament",
        "Language of interpretation": "French",
        "Protected": "",
        "Would share": "A caucus,\nand a “hotline”",
        "Access needs": "",
        "Submitted (UTC)": "2026-08-30 13:00:00",
        "Attempt": "1",
        "Reason": "",
    }
    assert (li["Given names"], li["Family names"]) == ("李", "عمر")
    assert li["Reason"] == "The event is not open to this organisation."


def test_gender_has_a_column_where_the_event_asks_for_it(office: FakeOffice, desk: Gateway) -> None:
    office.held_events = FakeEventList(an_event(asks_gender=True))
    hold(office, gender="woman")
    assert take(desk, "registrations")[0]["Gender"] == "Woman"


def test_an_organisation_that_has_left_the_roll_is_told_by_its_id(office: FakeOffice, desk: Gateway) -> None:
    hold(office, organisation="formerly")
    row = take(desk, "registrations")[0]
    assert (row["Organisation"], row["Category"]) == ("formerly", "")


def test_attendance_is_told_of_whoever_was_to_come_or_came(office: FakeOffice, desk: Gateway) -> None:
    for letter, status in zip(
        "ABCD", (Status.ATTENDED, Status.ABSENT, Status.CANCELLED, Status.CANCELLED), strict=True
    ):
        hold(office, reference=f"PS26-{letter}", status=status)
    stays = [Stay(STARTS + timedelta(minutes=begin), STARTS + timedelta(minutes=begin + 10)) for begin in (0, 60)]
    for reference in ("PS26-A", "PS26-C"):
        office.held_attendance.held[reference] = Attendance(reference, tuple(stays), Source.REPORT)
    came, absent, cancelled = sorted(take(desk, "attendance"), key=lambda row: row["Reference"])
    assert came == {
        "Reference": "PS26-A",
        "Name": "Anna Ñandú O'Brien",
        "Organisation": "National Assembly of Aruvia",
        "Status": "Attended",
        "Minutes present": "20",
        "First joined (UTC)": "2026-09-29 13:00:00",
        "Last left (UTC)": "2026-09-29 14:10:00",
        "Times present": "2",
        "Told by": "Zoom’s report of the meeting",
    }
    assert (absent["Reference"], absent["Minutes present"], absent["First joined (UTC)"]) == ("PS26-B", "0", "")
    assert (cancelled["Reference"], cancelled["Minutes present"]) == ("PS26-C", "20")


def test_feedback_has_a_column_for_each_question_in_words(office: FakeOffice, desk: Gateway) -> None:
    asked = (
        Question("stars", QuestionKind.RATING, {"en": "How good?"}),
        Question(
            "next", QuestionKind.CHOICE, {"en": "What next?"}, {"peace": {"en": "Peace"}, "sport": {"en": "Sport"}}
        ),
        Question("heard", QuestionKind.INTERPRETATION, {"en": "Interpretation?"}),
        Question("more", QuestionKind.TEXT, {"en": "More?"}),
    )
    office.held_events = FakeEventList(an_event(feedback=FeedbackForm(asked)))
    hold(office)
    answers = {"stars": 5, "next": "peace", "heard": 3, "heard_language": "fr", "more": "=2+3"}
    office.held_feedback.held.append(a_feedback(answers=answers, may_quote=True))
    assert take(desk, "feedback") == [
        {
            "Reference": "PS26-7K3M9Q",
            "Name": "Anna Ñandú O'Brien",
            "Organisation": "National Assembly of Aruvia",
            "Saved (UTC)": "2026-09-29 16:00:00",
            "May be quoted": "yes",
            "How good?": "5",
            "What next?": "Peace",
            "Interpretation?": "3",
            "Interpretation? Language listened to": "French",
            "More?": "'=2+3",
        }
    ]


def test_anonymous_feedback_says_nothing_of_whose_it_is(office: FakeOffice, desk: Gateway) -> None:
    office.held_events = FakeEventList(an_event(feedback=FeedbackForm(anonymous=True)))
    hold(office)
    office.held_feedback.held.append(a_feedback(ballot="a ballot", reference=""))
    [row] = take(desk, "feedback")
    assert not {"Reference", "Name", "Organisation", "Saved (UTC)"} & row.keys()
    assert row["Saved on"] == "2026-09-29"
    assert "a ballot" not in row.values()


def test_the_audit_says_what_was_done_by_whom_and_why(office: FakeOffice, desk: Gateway) -> None:
    hold(office)
    entry = AuditEntry(2, "IN_REVIEW", "DECLINED", "secretariat", OPEN, "not-invited")
    office.held_registrations.entries = [("PS26-7K3M9Q", entry)]
    assert take(desk, "audit") == [
        {
            "Reference": "PS26-7K3M9Q",
            "When (UTC)": f"{OPEN:%Y-%m-%d %H:%M:%S}",
            "Who": "The secretariat",
            "Before": "To be decided",
            "After": "Declined",
            "Why": "The secretariat decided so, for no reason that is named.",
        }
    ]


@pytest.mark.parametrize("name", ["registrations", "attendance", "feedback", "audit"])
def test_a_protected_delegate_is_known_by_the_alias_alone(name: str, office: FakeOffice, desk: Gateway) -> None:
    protected = hold(office, status=Status.CONFIRMED, protected=True, zoom_address="relay+7K3M9Q@secretariat.example")
    office.held_feedback.held.append(a_feedback())
    office.held_registrations.entries = [
        (protected.reference, AuditEntry(2, "CONFIRMED", "CONFIRMED", "delegate", OPEN, "edited family_names"))
    ]
    [row] = take(desk, name)
    told = " ".join(row.values())
    for secret in ("Anna", "Ñandú", "anna@", "relay+", "Ms "):
        assert secret not in told
    assert name == "audit" or "Delegate 7K3M9Q" in told
    assert name == "audit" or row["Organisation"] == "National Assembly of Aruvia"


@pytest.mark.parametrize("name", ["registrations", "attendance", "feedback", "audit"])
def test_no_file_holds_a_link_to_join(name: str, office: FakeOffice, desk: Gateway) -> None:
    registration = hold(office, status=Status.CONFIRMED, join_url="https://zoom.example/secret", registrant_id="z-4711")
    office.held_feedback.held.append(a_feedback(reference=registration.reference))
    assert not re.search(r"zoom\.example|4711", str(take(desk, name)))


@pytest.mark.parametrize("name", ["registrations", "attendance", "feedback", "audit"])
def test_another_events_rows_are_in_no_file(name: str, office: FakeOffice, desk: Gateway) -> None:
    hold(office, reference="XX26-AAAAAA", event="another", status=Status.CONFIRMED)
    office.held_feedback.held.append(a_feedback(event="another", reference="XX26-AAAAAA"))
    entry = AuditEntry(2, "SUBMITTED", "CONFIRMED", "roll", OPEN, "")
    office.held_registrations.entries = [("XX26-AAAAAA", entry)]
    assert take(desk, name) == []


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("https://evil.example")', "+41", "-1", "@SUM(A1)", "<script>alert(1)</script>", "{{7*7}}"]
)
def test_what_delegates_write_is_shown_and_never_computed(text: str, office: FakeOffice, desk: Gateway) -> None:
    hold(office, sharing=text, given_names=text)
    [row] = take(desk, "registrations")
    assert row["Would share"].removeprefix("'") == text
    assert not row["Would share"].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_one_to_keep_named_by_event_and_day(file: str, office: FakeOffice, desk: Gateway) -> None:
    answer = desk.get(f"{EXPORT_PAGE}/{file}")
    name, _, kind = file.partition(".")
    assert answer.headers["content-disposition"] == f'attachment; filename="solidarity-{name}-2026-08-30.{kind}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_csv_is_compressed_for_the_browsers_that_take_it(office: FakeOffice, desk: Gateway) -> None:
    plain = desk.get(f"{EXPORT_PAGE}/audit.csv")
    zipped = desk.get(f"{EXPORT_PAGE}/audit.csv", headers={"Accept-Encoding": "br, gzip"})
    assert "content-encoding" not in plain.headers
    assert (zipped.headers["content-encoding"], zipped.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert zipped.body == plain.body


def test_each_file_that_is_taken_is_on_record_and_shown(office: FakeOffice, desk: Gateway) -> None:
    office.held_events = FakeEventList(an_event(), an_event(id="another"))
    assert "Nobody has taken a file yet." in desk.get(EXPORT_PAGE).text
    for file in FILES:
        desk.get(f"{EXPORT_PAGE}/{file}")
    desk.get("/secretariat/events/another/exports/audit.csv")
    assert [download.file for event, download in office.held_downloads.held if event == "solidarity"] == FILES
    text = desk.get(EXPORT_PAGE).text
    assert len(re.findall(f"{FATIMA.address}</td>", text)) == len(FILES)
    assert "30 Aug 2026, 13:00:00 UTC" in text


def test_the_page_warns_of_personal_data_and_links_to_every_file(office: FakeOffice, desk: Gateway) -> None:
    text = desk.get(EXPORT_PAGE).text
    assert "These files hold personal data." in text
    for file in FILES:
        assert f'href="{EXPORT_PAGE}/{file}"' in text
    assert f'href="{EXPORT_PAGE}"' in desk.get("/secretariat/events/solidarity").text


@pytest.mark.parametrize(
    "path",
    [
        f"{EXPORT_PAGE}/everything.csv",
        f"{EXPORT_PAGE}/registrations.pdf",
        f"{EXPORT_PAGE}/registrations",
        "/secretariat/events/unknown/exports/registrations.csv",
        "/secretariat/events/unknown/exports",
        "/secretariat/events/EVENT%23/exports/audit.csv",
    ],
)
def test_what_there_is_not_is_not_found_and_not_recorded(path: str, office: FakeOffice, desk: Gateway) -> None:
    assert desk.get(path).status == 404
    assert office.held_downloads.held == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_no_answer_has_room_for_is_refused_in_words(kind: str, office: FakeOffice, desk: Gateway) -> None:
    letters = [chr(0x4E00 + number) for number in range(20_000)]
    noise = random.Random(4)
    for number in range(1_300):
        hold(office, reference=f"PS26-{number}", sharing="".join(noise.choices(letters, k=2_000)))
    answer = desk.get(f"{EXPORT_PAGE}/registrations.{kind}", headers={"Accept-Encoding": "gzip"})
    assert answer.status == 413
    assert "This file is too large" in answer.text
    assert office.held_downloads.held == []
