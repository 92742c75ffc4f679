"""The life of an event of two hundred, from its publication to its retention: every figure equals a count made here."""

import csv
import io
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.integration.assembly import LAST, STRANGERS, Assembly, status_page
from tests.integration.crowd import CONTACT, LANGUAGES, PEOPLE, SEATS, Book, Person, crowd, event_file
from tests.integration.office import Office, link_in
from tests.integration.report_reading import quoted, tables

# One event for all: whoever runs the tests in several processes gives these to one of them (--dist loadfile).
pytestmark = pytest.mark.ci

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
FIGURES = ("Registered", "Verified", "Confirmed", "Attended")
CHOICES = {"short": "Shorter", "right": "As it was", "long": "Longer", "never": "Not at all"}
APART, REST = "Group", "Groups not shown apart, together"
type Groups = Mapping[str, int]


@pytest.fixture(scope="module")
def held(template: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembly]:
    """The event, over and reported."""
    chance = random.Random("two hundred")  # the same people each time
    file = tmp_path_factory.mktemp("events") / "assembly.yaml"
    file.write_text(event_file(START + timedelta(days=10)), encoding="utf-8")
    with Office(template, START, file=file) as office:
        office.cloud.patience = 600
        assembly = Assembly(office, Book(crowd(chance)), chance)
        # Three reminders, the deadline, the closeout, two requests for feedback.
        assert len(office.schedules()) == 7
        assembly.register_everybody()
        assembly.decide()
        assembly.cancel_some()
        assembly.close_registration()
        office.zoom.report_ready_after = 35 * 60
        assembly.hold()
        assembly.close_out()
        yield assembly


@pytest.fixture(scope="module")
def book(held: Assembly) -> Book:
    return held.book


@pytest.fixture(scope="module")
def page(held: Assembly) -> str:
    return held.office.secretariat.get(f"{_path(held)}/report").text


@pytest.fixture(scope="module")
def sheets(held: Assembly) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet of the report's workbook."""
    book: Any = load_workbook(io.BytesIO(held.office.secretariat.get(f"{_path(held)}/report.xlsx").body))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def _path(held: Assembly) -> str:
    return f"/secretariat/events/{held.office.event.id}"


# Each person


def test_the_two_hundred_went_every_way_there_is(book: Book) -> None:
    ends = Counter(person.status for person in book.people)
    assert ends.keys() == {"Attended", "Absent", "Cancelled", "Declined", "Lapsed"}
    assert min(ends.values()) >= 5
    assert ends.total() == PEOPLE
    assert len(book.seated) == SEATS
    assert any(person.protected for person in book.now("Attended"))
    assert any(0 < person.minutes < 10 for person in book.now("Absent"))
    assert any("On the waiting list" in person.road for person in book.now("Attended"))
    assert {person.status for person in book.people if "On the waiting list" in person.road} >= {"Lapsed", "Cancelled"}


def test_everybody_ends_where_the_book_says(held: Assembly, book: Book) -> None:
    words = {"Lapsed": "EXPIRED"}
    items = held.office.cloud.items("RegistrationsTable")
    statuses = {item["pk"]: item["status"] for item in items if "email" in item and "family_names" in item}
    assert statuses == {person.reference: words.get(person.status, person.status.upper()) for person in book.people}


def test_everybody_got_the_mails_that_were_due_to_them_and_each_once(held: Assembly, book: Book) -> None:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for mail in held.office.cloud.mails():
        reference, kind, *_ = str(mail["Message-ID"]).strip("<>").split(".")
        kinds[reference].append(kind)
    told = {person.reference: [kind for kind in kinds[person.reference.lower()] if kind != "focal-request"]
            for person in book.people}  # fmt: skip
    assert told == {person.reference: person.mails for person in book.people}
    asked_of_focal_points = {reference for reference, found in kinds.items() if "focal-request" in found}
    assert asked_of_focal_points == {
        person.reference.lower() for person in book.people if person.private and not person.protected
    }


def test_the_closeout_ends_with_the_report_and_the_secretariat_is_told_once(held: Assembly) -> None:
    [run] = [run for run in held.office.cloud.executions() if run.machine.startswith("Closeout")]
    assert (run.status, run.state) == ("SUCCEEDED", "Reported")
    [mail] = held.mails()[CONTACT]
    assert link_in(mail, "/secretariat/") == f"{_path(held)}/report"
    assert held.office.schedules() == {}


def test_whoever_attended_has_a_certificate_and_nobody_else(held: Assembly, book: Book) -> None:
    mails = held.mails()
    pages = {person: f"{status_page(mails[person.email])}/certificate" for person in book.figure("Confirmed")}
    refused = {person: held.office.pages.get(pages[person]).status for person in book.now("Absent")}
    assert set(refused.values()) == {409}
    for attended in book.now("Attended")[::20]:
        answer = held.office.pages.get(pages[attended])
        assert answer.status == 200
        [paper] = PdfReader(io.BytesIO(answer.body)).pages
        text = " ".join(paper.extract_text().split())
        assert f"Dr {attended.given} {attended.family}" in text
        assert f"Present for {attended.minutes} minutes" in text


# The report


def test_the_figures_are_those_of_the_book(page: str, sheets: dict[str, list[tuple[Any, ...]]], book: Book) -> None:
    counted = {name: len(book.figure(name)) for name in (*FIGURES, "Absent")}
    [shown] = tables(page)["Figures of the event"]
    assert {name: int(row[0]) for name, row in shown.items() if name != "Figure"} == counted
    assert {row[0]: row[1] for row in sheets["Figures"] if row[0] in counted} == counted
    answered = sum(bool(person.said) for person in book.people)
    assert (
        f"{answered} of {counted['Confirmed']} people answered: {round(100 * answered / counted['Confirmed'])}%" in page
    )


@pytest.mark.parametrize("heading", ["By category of organisation", "By region", "By role", "By gender",
                                     "By language of interpretation"])  # fmt: skip
def test_groups_are_those_of_the_book_and_the_number_of_a_small_one_appears_nowhere(
    page: str, sheets: dict[str, list[tuple[Any, ...]]], book: Book, heading: str
) -> None:
    [table] = tables(page)[heading]
    on_sheet = {row[1]: [str(cell) for cell in row[2:6]] for row in sheets["Groups"] if row[0] == heading}
    on_page = {name: ["–" if cell.startswith("–") else cell for cell in row] for name, row in table.items()}
    del on_page[APART]
    assert on_sheet == on_page
    names = {person.groups()[heading] for person in book.people}
    for column, figure in enumerate(FIGURES):
        counted = Counter(dict.fromkeys(names, 0))
        counted.update(person.groups()[heading] for person in book.figure(figure))
        shown = {name: row[column] for name, row in on_page.items() if name != REST}
        rest = on_page.get(REST, ["0"] * 4)[column]
        told_safely(counted, {name: int(cell) for name, cell in shown.items() if cell != "–"}, int(rest))


def told_safely(counted: Groups, shown: Groups, rest: int) -> None:
    """What is shown is right, and nobody can work the number of a group under five out of it; and no more is hidden
    than that takes."""
    assert {name: counted[name] for name in shown} == shown
    hidden = {name: count for name, count in counted.items() if name not in shown}
    assert sum(hidden.values()) == rest
    small = {name: count for name, count in counted.items() if 0 < count < 5}
    assert small.keys() <= hidden.keys()
    if not small:
        assert not hidden
        return
    assert rest >= 5 or not shown
    assert set(hidden.values()) != {4} or not shown
    if sum(small.values()) >= 5 and set(small.values()) != {4}:
        assert all(count < 5 for count in hidden.values())
    large = [count for count in hidden.values() if count >= 5]
    assert not large or not shown or max(large) < min(shown.values())


def test_attendance_over_time_is_that_of_the_book(
    page: str, sheets: dict[str, list[tuple[Any, ...]]], book: Book, held: Assembly
) -> None:
    """Ninety minutes are told in forty-five intervals."""
    starts = held.office.event.starts
    counted = {
        f"{starts + timedelta(seconds=30 * tick):%H:%M}": sum(
            not person.there.isdisjoint(range(tick, tick + 4)) for person in book.people
        )
        for tick in range(0, LAST, 4)
    }
    [shown] = tables(page)["Delegates present"]
    assert {at: int(row[0]) for at, row in shown.items() if at != "From"} == counted
    assert dict(row[:2] for row in sheets["Attendance over time"][1:]) == counted


def test_ratings_and_choices_are_those_that_were_given(
    page: str, sheets: dict[str, list[tuple[Any, ...]]], book: Book
) -> None:
    said = [person.said for person in book.people if person.said]
    overall, heard = tables(page)["From 1 (poor) to 5 (excellent)"]
    assert overall["All"] == _marks([int(answers["overall"]) for answers in said])
    by_language = defaultdict(list)
    for answers in said:
        if "heard" in answers:
            by_language[answers["heard_language"]].append(int(answers["heard"]))
    assert heard["All"] == _marks([mark for marks in by_language.values() for mark in marks])
    counted = {LANGUAGES[code]: len(marks) for code, marks in by_language.items()}
    shown = {name: int(row[0]) for name, row in heard.items() if name in counted}
    rest = heard.get("Languages not shown apart, together", ["0"])
    told_safely(counted, shown, int(rest[0]))
    for code, marks in by_language.items():
        assert heard.get(LANGUAGES[code], _marks(marks)) == _marks(marks)

    [chosen] = tables(page)["How often each answer was chosen"]
    given = Counter(dict.fromkeys(CHOICES.values(), 0))
    given.update(CHOICES[answers["length"]] for answers in said if "length" in answers)
    rest = chosen.pop("Answers not shown apart, together", ["0"])
    told_safely(given, {name: int(row[0]) for name, row in chosen.items() if name != "Answer"}, int(rest[0]))

    rows = {(row[0], row[1]): [f"{cell:.2f}" if place == 1 else str(cell) for place, cell in enumerate(row[2:9])]
            for row in sheets["Ratings"][1:]}  # fmt: skip
    assert rows["How was it", None] == overall["All"]
    assert rows["How was the interpretation", None] == heard["All"]


def _marks(given: list[int]) -> list[str]:
    """How many, their mean, and how often each mark was given."""
    return [str(len(given)), f"{sum(given) / len(given):.2f}", *(str(given.count(mark)) for mark in range(1, 6))]


@pytest.mark.parametrize(
    ("question", "heading"), [("idea", "Recommendations"), ("story", "National examples"),
                              ("remark", "Other answers in words")],
)  # fmt: skip
def test_texts_stand_with_the_organisation_that_said_them(page: str, book: Book, question: str, heading: str) -> None:
    """A protected delegate's stand with none."""
    written: defaultdict[str, set[str]] = defaultdict(set)
    for person in book.people:
        if question in person.said:
            organisation = "Without an organisation" if person.protected else person.body["name"]
            written[organisation].add(person.said[question])
    assert quoted(page, heading) == written


def test_what_may_be_quoted_is_what_its_author_agreed_to(
    page: str, sheets: dict[str, list[tuple[Any, ...]]], book: Book
) -> None:
    written = {
        person.said[question]: "may_quote" in person.said
        for person in book.people
        for question in ("idea", "story", "remark")
        if question in person.said
    }
    may = {text for text, agreed in written.items() if agreed}
    assert {text for said in quoted(page, "What may be quoted").values() for text in said} == may
    assert {row[3]: row[2] == "yes" for row in sheets["Texts"][1:]} == written


# The exports


@pytest.fixture(scope="module")
def take(held: Assembly) -> Callable[[str], list[dict[str, str]]]:
    """The rows of an export, which are the same in both kinds of file."""

    def taken(name: str) -> list[dict[str, str]]:
        path = f"{_path(held)}/exports/{name}"
        text = held.office.secretariat.get(f"{path}.csv").body.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        sheet: Any = load_workbook(io.BytesIO(held.office.secretariat.get(f"{path}.xlsx").body)).active
        heading, *others = sheet.iter_rows(values_only=True)
        assert list(heading) == list(rows[0])
        assert [row[0] for row in others] == [next(iter(row.values())) for row in rows]
        return rows

    return taken


def test_the_registrations_are_exported_by_name_and_the_protected_by_alias(
    take: Callable[[str], list[dict[str, str]]], book: Book
) -> None:
    rows = take("registrations")
    named = ("Reference", "Status", "Given names", "Family names", "E-mail address", "Organisation", "Gender")
    assert sorted(tuple(row[name] for name in named) for row in rows) == sorted(
        (person.reference, person.status, *_shown_as(person), person.body["name"], _gender(person))
        for person in book.people
    )
    assert {row["Reference"] for row in rows if row["Protected"]} == {
        person.reference for person in book.people if person.protected
    }


def _shown_as(person: Person) -> tuple[str, str, str]:
    """A sign that would begin a formula is told to be a text."""
    return (person.called, "", "") if person.protected else (_cell(person.given), person.family, person.email)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith("=") else text


def _gender(person: Person) -> str:
    return {"woman": "Woman", "man": "Man", "other": "Other", "": ""}[person.gender]


def test_the_attendance_is_exported_minute_by_minute(take: Callable[[str], list[dict[str, str]]], book: Book) -> None:
    columns = ("Reference", "Name", "Status", "Minutes present", "Times present")
    assert sorted(tuple(row[name] for name in columns) for row in take("attendance")) == sorted(
        (person.reference, _cell(person.called), person.status, str(person.minutes), str(person.times))
        for person in book.figure("Confirmed")
    )


def test_strangers_are_kept_for_a_person_to_recognise(held: Assembly) -> None:
    page = held.office.secretariat.get(f"{_path(held)}/attendance").text
    assert [name for name in STRANGERS if f"<bdi>{name}</bdi>" in page] == list(STRANGERS)
    assert page.count("<h3><bdi>") == len(STRANGERS)


def test_the_feedback_is_exported_as_it_was_said_last(take: Callable[[str], list[dict[str, str]]], book: Book) -> None:
    columns = ("Reference", "Name", "How was it", "What do you recommend", "Anything else", "May be quoted")
    assert sorted(tuple(row[name] for name in columns) for row in take("feedback")) == sorted(
        (
            person.reference,
            _cell(person.called),
            *(person.said.get(question, "") for question in ("overall", "idea", "remark")),
            person.said.get("may_quote", "no"),
        )
        for person in book.people
        if person.said
    )


def test_the_audit_is_exported_step_by_step(take: Callable[[str], list[dict[str, str]]], book: Book) -> None:
    roads = defaultdict(list)
    for row in take("audit"):
        roads[row["Reference"]].append(row["After"])
    assert roads == {person.reference: person.road for person in book.people}


# Retention: the last test, for it leaves nothing to the others


def test_when_retention_is_over_nobody_is_left_and_the_report_is(held: Assembly, book: Book, page: str) -> None:
    office, mails = held.office, len(held.office.cloud.mails())
    office.cloud.advance_to(office.event.forgotten_at)
    for _ in range(2):  # the first day's run erases everybody, the second finds nobody left
        office.cloud.advance(timedelta(days=1))
        office.cloud.start_schedule("ReconciliationDaily")
        office.cloud.settle()
    assert office.events.get(office.event.id).forgotten

    rows = office.cloud.items("RegistrationsTable")
    tombstones = {item["pk"]: item["status"] for item in rows if item["sk"] == "REGISTRATION"}
    assert tombstones == {person.reference: "ERASED" for person in book.people}
    held_in = ("RegistrationsTable", "EventsTable", "FeedbackTable")
    now = office.cloud.clock.now().timestamp()
    # What has an end behind it is deleted by DynamoDB itself, and not read any more until then.
    items = [item for table in held_in for item in office.cloud.items(table) if item.get("expires_at", now + 1) > now]
    kept = json.dumps(items, ensure_ascii=False, default=_readable)
    for person in book.people:
        told = [person.said[question] for question in ("idea", "story", "remark") if question in person.said]
        secrets = [person.email, person.family, *([] if "may_quote" in person.said else told)]
        assert [secret for secret in secrets if secret in kept] == []
    assert [name for name in STRANGERS if name in kept] == []

    left = office.secretariat.get(f"{_path(held)}/report").text
    assert tables(left) == tables(page)
    assert quoted(left, "What may be quoted") == quoted(page, "What may be quoted")
    assert len(office.cloud.mails()) == mails
    assert office.schedules() == {}


def _readable(value: Any) -> str:
    """The report is kept as bytes."""
    return bytes(value).decode() if hasattr(value, "value") else str(value)
