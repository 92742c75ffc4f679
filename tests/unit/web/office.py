"""What the secretariat's pages are made of, without AWS."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.adapters.attendance import Settled
from functions.adapters.downloads import Download
from functions.adapters.events import Draft, Published
from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.adapters.looks import Look
from functions.adapters.run_history import Machine, Run, Step, UnknownRunError
from functions.adapters.unmatched import UnmatchedRow
from functions.adapters.user_pool import Attempt
from functions.alerting import Alert
from functions.domain.attendance import Attendance
from functions.domain.errors import ConflictError, NoStaffRoleError, SignInRefusedError, UnknownEventError
from functions.domain.events import Event, MailKind
from functions.domain.feedback import Feedback
from functions.domain.publication import Deed
from functions.domain.report import Report
from functions.domain.staff import StaffMember, StaffRole
from functions.web.workflows import WORKFLOWS
from tests.samples import OFFICERS, an_event
from tests.unit.web.fakes import BASE_URL, OPEN, ROLL, FakeEvents, FakeRegistrations, FakeRoll

FATIMA = StaffMember(OFFICERS[0], StaffRole.ADMINISTRATOR)
MACHINE = Machine("VerifyMember", {"VerifyMember": ("InRepair",), "InRepair": ("VerifyMember",)})
POOL = "https://pool.example"
STATES = "arn:aws:states:eu-central-1:123456789012"


def machine_of(folder: str) -> str:
    return f"{STATES}:stateMachine:{folder}"


class FakeEventList(FakeEvents):
    def __init__(self, *events: Event) -> None:
        super().__init__(*events)
        self.found: list[str] = []
        self.drafts: dict[str, Draft] = {}
        self.unfinished: Deed | None = None

    def list(self) -> list[Event]:
        return list(self.held.values())

    def problems(self, event_id: str, /) -> Sequence[str]:
        return self.found

    def of_meeting(self, meeting_id: str, /) -> str | None:
        return next((event.id for event in self.held.values() if event.meeting_id == meeting_id), None)

    def published(self, event_id: str, /) -> Published | None:
        event = self.held.get(event_id)
        return Published(event, {}, self.unfinished) if event else None

    def draft(self, event_id: str, /) -> Draft:
        if event_id not in self.drafts:
            raise UnknownEventError("no draft")
        return self.drafts[event_id]

    def save_draft(self, event: Event, run: str, /, *, by: str) -> None:
        self.drafts[event.id] = Draft(event, run, by)

    def drafted(self) -> Sequence[str]:
        return list(self.drafts)

    def discard(self, event_id: str, /) -> None:
        del self.drafts[event_id]


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
        self.published: list[tuple[Event, str]] = []

    def start(self, event_id: str, act: str) -> str:
        self.started.append((event_id, act))
        return f"{event_id}-{act}-9f2c41d7"

    def publication_of(self, event: Event, /) -> str:
        return f"{event.id}-v{event.version}-9f2c41d7"

    def publish(self, event: Event, name: str, /) -> None:
        self.published.append((event, name))


class FakeCloseoutRuns:
    def __init__(self) -> None:
        self.started: list[str] = []

    def start(self, event_id: str, /) -> str:
        self.started.append(event_id)
        return f"{event_id}-closeout-9f2c41d7"


class FakeAttendance:
    """As the attendance rows: one is replaced only as it was read."""

    def __init__(self) -> None:
        self.held: dict[str, Attendance] = {}
        self.known: Settled | None = None

    def get(self, reference: str, /) -> Attendance | None:
        return self.held.get(reference)

    def replace(self, attendance: Attendance, was: Attendance | None, /) -> None:
        if self.held.get(attendance.reference) != was:
            raise ConflictError("not as it was read")
        self.held[attendance.reference] = attendance

    def settled(self, event: Event, /) -> Settled | None:
        return self.known

    def many(self, references: Iterable[str], /) -> dict[str, Attendance]:
        return {reference: self.held[reference] for reference in references if reference in self.held}


class FakeUnmatched:
    def __init__(self) -> None:
        self.held: list[UnmatchedRow] = []

    def of(self, event: str, now: datetime, /) -> list[UnmatchedRow]:
        return list(self.held)

    def decide(self, event: str, key: str, decided: str, at: datetime, *, by: str) -> None:
        found = [row for row in self.held if row.participant.key == key and not row.reference]
        if not found:
            raise ConflictError("not as it was seen")
        self.held[self.held.index(found[0])] = replace(found[0], decided=decided)


class FakeAlerts:
    def __init__(self) -> None:
        self.held: list[Alert] = []

    def standing(self, event_id: str, /) -> Sequence[str]:
        return self.held


class FakeAnswers:
    def __init__(self) -> None:
        self.held: list[Feedback] = []

    def of_event(self, event: str, /) -> Iterator[Feedback]:
        return (feedback for feedback in self.held if feedback.event == event)


class FakeReports:
    def __init__(self) -> None:
        self.held: dict[str, Report] = {}

    def get(self, event_id: str, /) -> Report | None:
        return self.held.get(event_id)


class FakeDownloads:
    def __init__(self) -> None:
        self.held: list[tuple[str, Download]] = []

    def note(self, event_id: str, download: Download, /) -> None:
        self.held.append((event_id, download))

    def last(self, event_id: str, /) -> Sequence[Download]:
        return [download for event, download in reversed(self.held) if event == event_id]


class FakeSessions:
    def __init__(self) -> None:
        self.held: dict[str, StaffMember] = {}

    def open(self, member: StaffMember, now: datetime, /) -> str:
        token = f"session-{len(self.held)}"
        self.held[token] = member
        return token

    def member(self, token: str, now: datetime, /) -> StaffMember | None:
        return self.held.get(token)

    def close(self, token: str, /) -> None:
        self.held.pop(token, None)


class FakeUserPool:
    """Whoever comes back with the code `good` has signed in as `member`, if they have a role."""

    def __init__(self) -> None:
        self.member: StaffMember | None = FATIMA
        self.redeemed: list[Attempt] = []

    def sign_in_address(self, attempt: Attempt, /) -> str:
        return f"{POOL}/authorize?state={attempt.state}"

    def sign_out_address(self) -> str:
        return f"{POOL}/logout"

    def redeem(self, code: str, attempt: Attempt, /) -> StaffMember:
        self.redeemed.append(attempt)
        if code != "good":
            raise SignInRefusedError("no such code")
        if self.member is None:
            raise NoStaffRoleError("no group")
        return self.member


@dataclass
class FakeHistory:
    """Pages of one run each."""

    runs: dict[str, list[Run]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    machine: Machine = MACHINE

    def page(self, machine_arn: str, token: str = "", size: int = 1) -> tuple[list[Run], str]:
        runs, begin = self.runs.get(machine_arn, []), int(token or 0)
        return runs[begin : begin + 1], str(begin + 1) if begin + 1 < len(runs) else ""

    def read(self, machine_arn: str, name: str) -> tuple[Run, list[Step], Machine]:
        found = [run for run in self.runs.get(machine_arn, []) if run.name == name]
        if not found:
            raise UnknownRunError("no such run")
        return found[0], self.steps, self.machine


@dataclass
class FakeOffice:
    held_events: FakeEventList = field(default_factory=lambda: FakeEventList(an_event()))
    held_roll: FakeRoll = field(default_factory=lambda: FakeRoll(ROLL))
    held_registrations: FakeRegistrations = field(default_factory=FakeRegistrations)
    held_ledger: FakeLedger = field(default_factory=FakeLedger)
    held_looks: FakeLooks = field(default_factory=FakeLooks)
    held_queue: FakeMailQueue = field(default_factory=FakeMailQueue)
    held_runs: FakeEventRuns = field(default_factory=FakeEventRuns)
    held_closeouts: FakeCloseoutRuns = field(default_factory=FakeCloseoutRuns)
    held_attendance: FakeAttendance = field(default_factory=FakeAttendance)
    held_unmatched: FakeUnmatched = field(default_factory=FakeUnmatched)
    held_alerts: FakeAlerts = field(default_factory=FakeAlerts)
    held_feedback: FakeAnswers = field(default_factory=FakeAnswers)
    held_reports: FakeReports = field(default_factory=FakeReports)
    held_downloads: FakeDownloads = field(default_factory=FakeDownloads)
    held_sessions: FakeSessions = field(default_factory=FakeSessions)
    held_pool: FakeUserPool = field(default_factory=FakeUserPool)
    held_history: FakeHistory = field(default_factory=FakeHistory)
    stage: str = "local"
    base_url: str = BASE_URL

    def signed_in(self, member: StaffMember) -> dict[str, str]:
        """Headers of a browser in which this member has signed in."""
        name = "__Host-session" if self.base_url.startswith("https:") else "session"
        return {"cookie": f"{name}={self.held_sessions.open(member, OPEN)}"}

    def events(self) -> FakeEventList:
        return self.held_events

    def registrations(self) -> FakeRegistrations:
        return self.held_registrations

    def roll(self) -> FakeRoll:
        return self.held_roll

    def ledger(self) -> FakeLedger:
        return self.held_ledger

    def looks(self) -> FakeLooks:
        return self.held_looks

    def mail_queue(self) -> FakeMailQueue:
        return self.held_queue

    def event_runs(self) -> FakeEventRuns:
        return self.held_runs

    def closeout_runs(self) -> FakeCloseoutRuns:
        return self.held_closeouts

    def attendance(self) -> FakeAttendance:
        return self.held_attendance

    def unmatched(self) -> FakeUnmatched:
        return self.held_unmatched

    def alerts(self) -> FakeAlerts:
        return self.held_alerts

    def feedback(self) -> FakeAnswers:
        return self.held_feedback

    def reports(self) -> FakeReports:
        return self.held_reports

    def downloads(self) -> FakeDownloads:
        return self.held_downloads

    def sessions(self) -> FakeSessions:
        return self.held_sessions

    def user_pool(self) -> FakeUserPool:
        return self.held_pool

    def history(self) -> FakeHistory:
        return self.held_history

    def setting(self, name: str, /) -> str:
        machines = {workflow.machine: machine_of(workflow.folder) for workflow in WORKFLOWS}
        return {**machines, "BASE_URL": self.base_url, "STAGE": self.stage, "USER_POOL_URL": POOL}[name]
