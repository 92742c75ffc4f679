"""The report is kept beside its event whole, however long; and so is who took which file."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.downloads import Download, DownloadTable
from functions.adapters.events import EventTable
from functions.adapters.reports import ReportTable, fingerprint
from functions.domain.questions import UsedAs
from functions.domain.report import (
    Breakdown,
    Choice,
    ChoiceResult,
    Dimension,
    Faults,
    Figures,
    LanguageMarks,
    Marks,
    Present,
    RatingResult,
    Report,
    Row,
    Said,
    TextResult,
    Trouble,
    Voices,
    Withdrawal,
)
from tests.samples import STARTS, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LABELS = {"en": "How was it?"}
NOW = STARTS + timedelta(days=14, microseconds=7)
REPORT = Report(
    event="solidarity",
    built_at=NOW,
    figures=Figures(20, 15, 14, 9, 5),
    breakdowns=(
        Breakdown(Dimension.REGION, (Row("Africa", (12, None, None, 0)), Row("", (8, 7, 6, 5))), (0, 8, 8, 4)),
    ),
    presence=(Present(STARTS, 9),),
    asked=14,
    answered=6,
    anonymous=False,
    ratings=(
        RatingResult("event_rating", LABELS, 6, Marks((0, 0, 1, 2, 3)), (LanguageMarks("fr", Marks((0, 0, 1, 2, 3))),)),
        RatingResult("rare", LABELS, None, None),
    ),
    choices=(ChoiceResult("next", LABELS, 6, (Choice({"en": "Peace"}, 6),), 0),),
    texts=(TextResult("example", LABELS, UsedAs.EXAMPLE, (Voices("Aruvia", (Said("李, عمر and Ñ\n“=1”", True),)),)),),
    faults=Faults((Trouble("MeetingFullError", 2, 1),), 3, (Withdrawal("by-delegate", 4),)),
)


@pytest.fixture
def reports(dynamodb: "DynamoDBClient") -> ReportTable:
    return ReportTable(dynamodb, TABLE)


def test_a_report_is_read_back_as_it_was_kept(reports: ReportTable) -> None:
    assert reports.get("solidarity") is None
    reports.keep(REPORT)
    assert reports.get("solidarity") == REPORT
    assert reports.get("another") is None


def test_a_report_that_no_item_has_room_for_is_kept_whole(reports: ReportTable) -> None:
    said = tuple(Said(f"{number} " + "é李" * 1_000, may_quote=True) for number in range(300))
    long = replace(REPORT, texts=(TextResult("example", LABELS, None, (Voices("", said),)),))
    reports.keep(long)
    assert reports.get("solidarity") == long


def test_a_new_report_takes_the_place_of_the_old_and_leaves_nothing_of_it(dynamodb: "DynamoDBClient") -> None:
    events, reports = EventTable(dynamodb, TABLE), ReportTable(dynamodb, TABLE, part=200)
    events.put(an_event(), None)
    before = dynamodb.scan(TableName=TABLE)["Count"]
    reports.keep(REPORT)
    shorter = replace(REPORT, built_at=NOW + timedelta(hours=1), texts=(), ratings=(), choices=())
    reports.keep(shorter)
    reports.keep(shorter)
    assert reports.get("solidarity") == shorter
    items = [item for item in dynamodb.scan(TableName=TABLE)["Items"] if item["sk"]["S"].startswith("REPORT#")]
    assert len({item["sk"]["S"].split("#")[1] for item in items}) == 1
    assert dynamodb.scan(TableName=TABLE)["Count"] == before + 1 + len(items)
    assert events.get("solidarity") == an_event()


def test_the_secretariat_is_told_of_a_report_once_and_again_when_it_says_something_else(reports: ReportTable) -> None:
    reports.keep(REPORT)
    assert reports.claim_telling("solidarity", fingerprint(REPORT))
    later = replace(REPORT, built_at=NOW + timedelta(days=1))
    reports.keep(later)
    assert not reports.claim_telling("solidarity", fingerprint(later))
    assert reports.claim_telling("solidarity", fingerprint(replace(later, answered=7)))


def test_what_did_not_leave_is_told_by_the_next_try(reports: ReportTable) -> None:
    reports.keep(REPORT)
    reports.claim_telling("solidarity", fingerprint(REPORT))
    reports.release_telling("solidarity")
    assert reports.claim_telling("solidarity", fingerprint(REPORT))


def test_downloads_are_listed_newest_first_and_each_event_has_its_own(dynamodb: "DynamoDBClient") -> None:
    downloads = DownloadTable(dynamodb, TABLE)
    taken = [Download("audit.csv", NOW + timedelta(minutes=number % 2), "secretariat") for number in range(4)]
    for download in taken:
        downloads.note("solidarity", download)
    downloads.note("another", Download("feedback.csv", NOW, "secretariat"))
    assert downloads.last("solidarity") == sorted(taken, key=lambda each: each.at, reverse=True)
