"""The report as a workbook: a sheet for each part, with Excel's own charts beside the figures."""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from functions.domain.events import Event
from functions.domain.questions import RATINGS
from functions.domain.report import COUNTED, Figures, Marks, Report
from functions.domain.wording import N_
from functions.language import format_when, language_name, translator
from functions.spreadsheets import Cell, Formats, Row, sheet_name, write_cell
from functions.web.report_words import DIMENSIONS, FIGURES, NOT_SAID, group_name, question_text
from functions.web.secretariat_words import OTHER_PROBLEM, PROBLEMS, REASON_NAMES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

TOGETHER = N_("Groups not shown apart, together")
FEW = N_("fewer than five")
_GROUPING, _GROUP = N_("Grouping"), N_("Group")
_CHART = {"width": 640, "height": 320}


def report_workbook(event: Event, report: Report, locale: str) -> bytes:
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheets = _Sheets(book, locale)
        sheets.add(N_("Figures"), _figures(event, report, locale))
        sheets.chart("bar", N_("Figures"), first=4, last=3 + len(Figures.__slots__), beside="A15")
        sheets.add(N_("Groups"), _groups(report, locale))
        sheets.add(N_("Attendance over time"), _presence(event, report, locale))
        if report.presence:
            sheets.chart("area", N_("Attendance over time"), first=1, last=len(report.presence), beside="D2")
        sheets.add(N_("Ratings"), _ratings(report, locale))
        if report.choices:
            sheets.add(N_("Choices"), _choices(report, locale))
        sheets.add(N_("Texts"), _texts(report, locale))
        sheets.add(N_("Repairs and mails"), _faults(report, locale))
    return file.getvalue()


class _Sheets:
    """A workbook that is added to; names of sheets are message ids."""

    def __init__(self, book: "Workbook", locale: str) -> None:
        self._book = book
        self._translate = translator(locale).gettext
        self._formats = Formats.of(book)
        self._sheets: dict[str, Worksheet] = {}

    def add(self, name: str, rows: Iterable[Row]) -> None:
        sheet = self._book.add_worksheet(sheet_name(self._translate(name)))
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, 8, 14)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                write_cell(sheet, number, column, cell, self._formats)
        self._sheets[name] = sheet

    def chart(self, kind: str, name: str, *, first: int, last: int, beside: str) -> None:
        """Of a sheet's second column over its first, from row `first` to `last`, both counted from nought."""
        title = sheet_name(self._translate(name))
        chart = self._book.add_chart({"type": kind})
        series = {"categories": [title, first, 0, last, 0], "values": [title, first, 1, last, 1]}
        labels = {"data_labels": {"value": True}} if kind == "bar" else {}
        chart.add_series({**series, **labels, "fill": {"color": "#1D4E89"}, "gap": 60})
        chart.set_legend({"none": True})
        chart.set_title({"name": title})
        chart.set_y_axis({"reverse": kind == "bar", "min": 0 if kind == "area" else None})
        chart.set_size(_CHART)
        self._sheets[name].insert_chart(beside, chart)


def _figures(event: Event, report: Report, locale: str) -> Iterable[Row]:
    translate = translator(locale).gettext
    yield (event.title(locale),)
    yield (format_when(event.starts, event.ends, event.zone, locale, event.place_in(locale)),)
    yield (translate(N_("As of (UTC)")), report.built_at)
    yield ()
    for name in Figures.__slots__:
        title, meaning = FIGURES[name]
        yield (translate(title), getattr(report.figures, name), translate(meaning))
    yield (translate(N_("Asked for feedback")), report.asked)
    yield (translate(N_("Answered")), report.answered)
    if report.response_rate is not None:
        yield (translate(N_("Response rate, per cent")), report.response_rate)


def _groups(report: Report, locale: str) -> Iterable[Row]:
    translate = translator(locale).gettext
    yield (translate(_GROUPING), translate(_GROUP), *(translate(FIGURES[name][0]) for name in COUNTED))
    for breakdown in report.breakdowns:
        grouping = translate(DIMENSIONS[breakdown.dimension])
        for row in breakdown.rows:
            counts = ("–" if count is None else count for count in row.counts)
            yield (grouping, group_name(breakdown.dimension, row.group, locale), *counts)
        if any(breakdown.together):
            yield (grouping, translate(TOGETHER), *breakdown.together)


def _presence(event: Event, report: Report, locale: str) -> Iterable[Row]:
    translate = translator(locale).gettext
    yield (translate(N_("From")), translate(N_("Delegates present")))
    yield from ((f"{present.at.astimezone(event.zone):%H:%M}", present.people) for present in report.presence)


def _ratings(report: Report, locale: str) -> Iterable[Row]:
    translate = translator(locale).gettext
    answers, mean = translate(N_("Answers")), translate(N_("Mean"))
    yield (translate(N_("Question")), translate(N_("Language")), answers, mean, *(str(mark) for mark in RATINGS))
    for rating in report.ratings:
        question = question_text(rating.labels, locale)
        if rating.marks is None:
            yield (question, "", _few(rating.answers, locale))
            continue
        yield (question, "", *_marks(rating.marks))
        for each in rating.languages:
            language = language_name(each.language, locale) if each.language else translate(NOT_SAID)
            yield (question, language, *_marks(each.marks))
        if rating.together:
            yield (question, translate(TOGETHER), *_marks(rating.together))


def _marks(marks: Marks) -> Sequence[Cell]:
    return (marks.answers, round(marks.mean, 2), *marks.counts)


def _choices(report: Report, locale: str) -> Iterable[Row]:
    translate = translator(locale).gettext
    yield (translate(N_("Question")), translate(N_("Answer")), translate(N_("Answers")))
    for choice in report.choices:
        question = question_text(choice.labels, locale)
        if not choice.choices and not choice.together:
            yield (question, "", _few(choice.answers, locale))
        yield from ((question, question_text(each.labels, locale), each.count) for each in choice.choices)
        if choice.together:
            yield (question, translate(TOGETHER), choice.together)


def _few(answers: int | None, locale: str) -> Cell:
    return translator(locale).gettext(FEW) if answers is None else answers


def _texts(report: Report, locale: str) -> Iterable[Row]:
    translate = translator(locale).gettext
    yield tuple(translate(name) for name in (N_("Question"), N_("Organisation"), N_("May be quoted"), N_("Text")))
    for text in report.texts:
        for voices in text.voices:
            for said in voices.said:
                quote = translate(N_("yes") if said.may_quote else N_("no"))
                yield (question_text(text.labels, locale), voices.organisation, quote, said.text)


def _faults(report: Report, locale: str) -> Iterable[Row]:
    translate = translator(locale).gettext
    yield (translate(N_("What happened")), translate(N_("How often")), translate(N_("Put right")))
    for trouble in report.faults.troubles:
        yield (translate(PROBLEMS.get(trouble.problem, OTHER_PROBLEM)), trouble.times, trouble.repaired)
    yield (translate(N_("Mails that may not have left")), report.faults.unsent)
    for withdrawal in report.faults.withdrawals:
        reason = REASON_NAMES.get(withdrawal.reason, N_("Cancelled"))  # type: ignore[call-overload]
        yield (translate(reason), withdrawal.count)
