"""The report of an event as a page and as a workbook: the one that is kept, or until there is one, as of now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response
from babel.numbers import format_decimal

from functions.adapters.downloads import Download
from functions.domain.events import Event
from functions.domain.questions import RATINGS, UsedAs
from functions.domain.report import COUNTED, Figures, Marks, Report, TextResult
from functions.domain.small_groups import SMALLEST_GROUP
from functions.domain.wording import N_
from functions.language import format_when, language_name, translator
from functions.reporting import build_report
from functions.spreadsheets import FileKind
from functions.web.report_pictures import Picture, bars, columns, course
from functions.web.report_words import DIMENSIONS, FIGURES, NOT_SAID, group_name, question_language, question_text
from functions.web.report_workbook import report_workbook
from functions.web.responses import download
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_words import OTHER_PROBLEM, PROBLEMS
from functions.web.submitted import known_event

_FIGURES_ALT = N_("Bars. %(figures)s.")
_COURSE_ALT = N_(
    "A line from the beginning to the end of the event. The most at a time: %(most)s; at the end: %(last)s."
)
_RATING_ALT = N_("Columns. %(figures)s.")
_FIGURE = N_("%(name)s: %(number)s")


@dataclass(frozen=True, slots=True)
class Shown:
    """A report in the words of its reader."""

    event: Event
    report: Report
    kept: bool
    """Whether it is the one that is kept; otherwise it was made just now."""
    locale: str

    def number(self, number: float | None) -> str:
        return "" if number is None else str(format_decimal(number, locale=self.locale))

    def mean(self, marks: Marks) -> str:
        return str(format_decimal(marks.mean, "0.00", locale=self.locale))

    def time(self, at: datetime) -> str:
        return f"{at.astimezone(self.event.zone):%H:%M}"

    def question(self, labels: Mapping[str, str]) -> str:
        return question_text(labels, self.locale)

    def spoken(self, labels: Mapping[str, str]) -> str:
        """The language in which `question` says it."""
        return question_language(labels, self.locale)

    def language(self, code: str) -> str:
        return language_name(code, self.locale) if code else self.translate(NOT_SAID)

    def translate(self, message: str) -> str:
        return translator(self.locale).gettext(message)

    def texts(self, used_as: UsedAs | None) -> Sequence[TextResult]:
        return [text for text in self.report.texts if text.used_as is used_as and text.voices]

    @property
    def quotable(self) -> Sequence[TextResult]:
        return [text for text in self.report.texts if text.quotable]

    # Pictures

    @property
    def funnel(self) -> Picture:
        names = [self.translate(FIGURES[name][0]) for name in Figures.__slots__]
        numbers = [getattr(self.report.figures, name) for name in Figures.__slots__]
        return bars(names, numbers, self._alt(_FIGURES_ALT, names, numbers))

    @property
    def course(self) -> Picture:
        people = [present.people for present in self.report.presence]
        alt = self.translate(_COURSE_ALT) % {"most": self.number(max(people)), "last": self.number(people[-1])}
        return course([self.time(present.at) for present in self.report.presence], people, alt)

    def columns(self, marks: Marks) -> Picture:
        names = [str(mark) for mark in RATINGS]
        return columns(names, marks.counts, self._alt(_RATING_ALT, names, marks.counts))

    def _alt(self, message: str, names: Sequence[str], numbers: Sequence[int]) -> str:
        told = (
            self.translate(_FIGURE) % {"name": name, "number": self.number(number)}
            for name, number in zip(names, numbers, strict=True)
        )
        return self.translate(message) % {"figures": "; ".join(told)}


def show_report(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`, `TableThrottledError`."""
    shown = _shown(event_id, visit)
    event = shown.event
    return visit.page(
        "report",
        shown=shown,
        report=shown.report,
        event=event,
        event_title=event.title(visit.locale),
        held=format_when(event.starts, event.ends, event.zone, visit.locale, event.place_in(visit.locale)),
        figures=FIGURES,
        counted=COUNTED,
        dimensions=DIMENSIONS,
        group_name=lambda dimension, group: group_name(dimension, group, visit.locale),
        smallest=SMALLEST_GROUP,
        used=UsedAs,
        problems=PROBLEMS,
        other_problem=OTHER_PROBLEM,
    )


def send_report(event_id: str, visit: Visit) -> Response[bytes]:
    """The workbook, noted as taken. Raises `UnknownEventError`, `TableThrottledError`."""
    shown = _shown(event_id, visit)
    content = report_workbook(shown.event, shown.report, visit.locale)
    visit.office.downloads().note(shown.event.id, Download("report.xlsx", visit.now, visit.member.actor))
    name = f"{shown.event.id}-report-{visit.now:%Y-%m-%d}.xlsx"
    return download(name, FileKind.XLSX.content_type, content)


def _shown(event_id: str, visit: Visit) -> Shown:
    event = known_event(event_id, visit.office.events())
    kept = visit.office.reports().get(event.id) if visit.now >= event.feedback_closes else None
    report = kept or build_report(event, visit.office, visit.now)
    return Shown(event, report, kept is not None, visit.locale)
