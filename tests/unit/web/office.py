"""What the secretariat's pages are made of, without AWS."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.adapters.looks import Look
from functions.alerting import Alert
from functions.domain.errors import ConflictError
from functions.domain.events import Event, MailKind
from tests.samples import an_event
from tests.unit.web.fakes import BASE_URL, ROLL, FakeEvents, FakeRegistrations, FakeRoll


class FakeEventList(FakeEvents):
    def __init__(self, *events: Event) -> None:
        super().__init__(*events)
        self.found: list[str] = []

    def list(self) -> list[Event]:
        return list(self.held.values())

    def problems(self, event_id: str, /) -> Sequence[str]:
        return self.found


class FakeLedger:
    def __init__(self) -> None:
        self.held: list[LedgerRow] = []

    def rows(self, reference: str, /) -> list[LedgerRow]:
        return [row for row in self.held if row.reference == reference]

    def unsent(self, event: str, before: datetime) -> list[LedgerRow]:
        return [row for row in self.held if row.state is not MailState.SENT and row.at <= before]

    def settle_as_sent(self, row: LedgerRow, at: datetime) -> None:
        self._take(row)
        self.held.append(LedgerRow(row.reference, row.kind, row.event_version, row.attempt, MailState.SENT, at))

    def allow_again(self, row: LedgerRow, /) -> None:
        self._take(row)

    def _take(self, row: LedgerRow) -> None:
        if row not in self.held:
            raise ConflictError("not as it was seen")
        self.held.remove(row)


class FakeLooks:
    def __init__(self) -> None:
        self.held: list[tuple[str, Look]] = []

    def add(self, reference: str, look: Look, /) -> None:
        self.held.append((reference, look))

    def of(self, reference: str, /) -> list[Look]:
        return [look for of, look in self.held if of == reference]


class FakeMailQueue:
    def __init__(self) -> None:
        self.held: list[tuple[list[str], MailKind, int]] = []

    def put(self, references: Sequence[str], kind: MailKind, event_version: int) -> None:
        self.held.append((list(references), kind, event_version))


class FakeEventRuns:
    def __init__(self) -> None:
        self.started: list[tuple[str, str]] = []

    def start(self, event_id: str, act: str) -> str:
        self.started.append((event_id, act))
        return f"{event_id}-{act}-9f2c41d7"


class FakeAlerts:
    def __init__(self) -> None:
        self.held: list[Alert] = []

    def standing(self, event_id: str, /) -> Sequence[str]:
        return self.held


@dataclass
class FakeOffice:
    held_events: FakeEventList = field(default_factory=lambda: FakeEventList(an_event()))
    held_registrations: FakeRegistrations = field(default_factory=FakeRegistrations)
    held_ledger: FakeLedger = field(default_factory=FakeLedger)
    held_looks: FakeLooks = field(default_factory=FakeLooks)
    held_queue: FakeMailQueue = field(default_factory=FakeMailQueue)
    held_runs: FakeEventRuns = field(default_factory=FakeEventRuns)
    held_alerts: FakeAlerts = field(default_factory=FakeAlerts)

    def events(self) -> FakeEventList:
        return self.held_events

    def registrations(self) -> FakeRegistrations:
        return self.held_registrations

    def roll(self) -> FakeRoll:
        return FakeRoll(ROLL)

    def ledger(self) -> FakeLedger:
        return self.held_ledger

    def looks(self) -> FakeLooks:
        return self.held_looks

    def mail_queue(self) -> FakeMailQueue:
        return self.held_queue

    def event_runs(self) -> FakeEventRuns:
        return self.held_runs

    def alerts(self) -> FakeAlerts:
        return self.held_alerts

    def setting(self, name: str, /) -> str:
        return {"BASE_URL": BASE_URL}[name]
