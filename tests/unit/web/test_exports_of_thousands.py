"""An export of ten thousand delegates holds their references, and of their rows only the one that is being written."""

import tracemalloc
from collections.abc import Iterable, Iterator

import pytest

from functions.adapters.registrations import AuditEntry
from functions.domain.feedback import Feedback
from functions.domain.registration import Registration, Status
from functions.web.request import Request
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_exports import EXPORTS, Export
from tests.samples import a_feedback, a_registration, an_event
from tests.unit.web.fakes import OPEN, FakeRegistrations
from tests.unit.web.office import FATIMA, FakeOffice


class ManyRegistrations(FakeRegistrations):
    """So many that nobody would keep them: each is made when it is asked for."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def audience(self, event: str, status: Status, cursor: str = "") -> tuple[list[str], str]:
        found = range(self._number) if status is Status.ATTENDED else ()
        return [f"PS26-{each:06d}" for each in found], ""

    def many(self, references: Iterable[str], /) -> Iterator[Registration]:
        for reference in references:
            yield a_registration(reference=reference, status=Status.ATTENDED, sharing=f"{reference} " * 100)

    def audit(self, reference: str, /) -> list[AuditEntry]:
        note = f"edited given_names {reference} " * 10
        return [AuditEntry(version, "CONFIRMED", "CONFIRMED", "delegate", OPEN, note) for version in range(2, 6)]


class ManyAnswers:
    def __init__(self, number: int) -> None:
        self._number = number

    def of_event(self, event: str, /) -> Iterator[Feedback]:
        answers = {"example": "What we did. " * 60}
        return (a_feedback(reference=f"PS26-{each:06d}", answers=answers) for each in range(self._number))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_of_ten_thousand_delegates_only_the_references_are_held(export: Export, office: FakeOffice) -> None:
    """How the rows are written then, tests.unit.test_spreadsheets tries."""
    few, many = (rows_and_peak(export, office, number) for number in (1_000, 10_000))
    assert (few[0], many[0]) == ((4_001, 40_001) if export.name == "audit" else (1_001, 10_001))
    assert many[1] - few[1] < 10_000 * 200, f"{few[1]:,} bytes for a thousand, {many[1]:,} for ten thousand"


def rows_and_peak(export: Export, office: FakeOffice, number: int) -> tuple[int, int]:
    """How many rows there are, and the most bytes that were held at a time."""
    office.held_registrations = ManyRegistrations(number)
    office.held_feedback = ManyAnswers(number)  # type: ignore[assignment]
    tracemalloc.start()
    try:
        visit = Visit(Request({}, {}, b""), office, "en", OPEN, FATIMA)
        return sum(1 for _ in export.rows(an_event(), visit)), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
