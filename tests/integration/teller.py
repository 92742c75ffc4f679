"""What stories of races and faults are told with.

Each story begins with delegates of its own and leaves the office at rest; what happens in between is fixed, so that
chance is not needed. It is named after what happens, and is about one guard or two.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from functions.adapters.roll import RollTable
from functions.domain.events import Event
from functions.domain.registration import Registration, Status
from functions.domain.submission import Submission
from functions.editing import edit
from functions.registering import register
from functions.seating import promote
from functions.steps.verify_member import verify_member
from tests.integration.invariants import broken_at_any_time, broken_at_rest
from tests.integration.office import ANNA, Office

MEMBER = ("parliament.aruvia.example", "parliament-aruvia")
STRANGER = ("gmail.com", "parliament-aruvia")
SUSPENDED = ("assembly.drakova.example", "parliament-drakova")
OBSERVER = ("legislators.example", "observer-legislators")
NOW, SOON, LATER = timedelta(seconds=5), timedelta(minutes=2), timedelta(minutes=40)

type Story = Callable[["Teller"], None]


@dataclass
class Teller:
    """What stories are told with: an office, and people who have never been there."""

    office: Office
    capacity: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def person(self, of: tuple[str, str] = MEMBER) -> dict[str, str]:
        role = "representative" if of == OBSERVER else "member"
        return {"email": f"p{next(self.numbers)}@{of[0]}", "organisation": of[1], "role": role}

    def submits(self, of: tuple[str, str] = MEMBER) -> str:
        return self.office.submit(**self.person(of))

    def comes(self, of: tuple[str, str] = MEMBER) -> str:
        """Submits, and everything that can be done at once is done."""
        reference = self.submits(of)
        self.office.settle()
        return reference

    def again(self, reference: str) -> None:
        held = self.held(reference)
        self.office.submit(email=held.email, organisation=held.organisation, role=held.role)

    def registers(self, email: str, event: Event | None = None) -> str:
        """As the form does, without anything moving; at an event as it was read before, perhaps."""
        typed: dict[str, Any] = {**dict.fromkeys(Submission.model_fields, ""), **ANNA, "email": email}
        filled = Submission.model_construct(**typed)
        office, now = self.office, self.office.cloud.clock.now()
        events = self._events(event)
        return register(filled, office.event.id, "en", registrations=office.table, events=events, now=now).reference

    def is_verified(self, reference: str, attempt: int, event: Event | None = None) -> None:
        """As the run's first step does; by an event as it was read before, perhaps."""
        table, events, now = self.office.table, self._events(event), self.office.cloud.clock.now()
        verify_member(reference, attempt, registrations=table, events=events, roll=self._roll, now=now)

    def promotes(self) -> None:
        """As a cancellation's run does, and the daily comparison."""
        event, now = self.office.events.get(self.office.event.id), self.office.cloud.clock.now()
        promote(event, registrations=self.office.table, roll=self._roll, now=now)

    @property
    def _roll(self) -> RollTable:
        return RollTable(self.office.client("dynamodb"), self.office.cloud.outputs["RollTable"])

    def _events(self, event: Event | None) -> Any:
        return SimpleNamespace(get=lambda _: event) if event else self.office.events

    def edits(self, held: Registration, **changes: Any) -> None:
        details = {name: getattr(held, name, "") for name in Submission.model_fields}
        changed = Submission.model_construct(**{**details, **changes})
        now = self.office.cloud.clock.now()
        edit(held, changed, self.office.event, registrations=self.office.table, now=now)

    def held(self, reference: str) -> Registration:
        return self.office.table.get(reference)

    def stands(self, reference: str, *statuses: Status) -> None:
        assert self.held(reference).status in statuses, (reference, self.held(reference).status, statuses)

    def passes(self, time: timedelta) -> None:
        self.office.cloud.advance(time)
        self.holds()

    def until(self, moment: Any) -> None:
        self.office.cloud.advance_to(moment)
        self.holds()

    def holds(self) -> None:
        broken = list(broken_at_any_time(self.office, self.capacity))
        assert not broken, broken

    def rests(self) -> None:
        """With Zoom well, for longer than any request of before could still be under way."""
        never_happened = self.office.meanwhile.forget()
        assert not never_happened, never_happened
        self.office.zoom.faults.clear()
        self.passes(LATER)
        broken = list(broken_at_rest(self.office))
        assert not broken, broken
        given_up = [each for each in self.office.cloud.take_failures() if not each.why.startswith("repeated")]
        assert not given_up, given_up
