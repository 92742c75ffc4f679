"""What the pages and the API are made of, without AWS."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from functions.adapters.ballots import Ballots
from functions.adapters.certificate_codes import CertificateCodes
from functions.adapters.links import Links
from functions.adapters.registration_items import to_values
from functions.adapters.registrations import AuditEntry
from functions.adapters.seat_counts import Seats
from functions.domain.attendance import Attendance
from functions.domain.errors import ConflictError, UnknownEventError, UnknownRegistrationError
from functions.domain.events import Category, Event, MailKind
from functions.domain.feedback import Feedback
from functions.domain.held_roll import HeldRoll, RollImport
from functions.domain.membership import Organisation, Standing
from functions.domain.registration import Registration, Status
from functions.domain.staff import OPERATOR
from tests.samples import STARTS, an_event, an_organisation

BASE_URL = "https://rollcall.example"
OPEN = STARTS - timedelta(days=30)
FIRST_IMPORT = "20260701T090000.000000Z"

ROLL = [
    an_organisation("aruvia", name="National Assembly of Aruvia"),
    an_organisation("belmora", name="Parliament of Belmora", standing=Standing.RIGHTS_SUSPENDED),
    an_organisation("pan-isles", name="Pan-Isles Assembly", category=Category.ASSOCIATE_MEMBER),
    an_organisation("health-office", name="Health Office", category=Category.PERMANENT_OBSERVER),
]


class FakeRoll:
    def __init__(self, organisations: list[Organisation]) -> None:
        self._organisations = {organisation.id: organisation for organisation in organisations}
        self.held_imports = [RollImport(FIRST_IMPORT, OPERATOR, len(organisations))] if organisations else []

    def organisations(self) -> list[Organisation]:
        return list(self._organisations.values())

    def organisation(self, organisation_id: str, /) -> Organisation | None:
        return self._organisations.get(organisation_id)

    def current(self) -> HeldRoll:
        return HeldRoll(self.held_imports[0].version if self.held_imports else "", self.organisations())

    def imports(self, at_most: int) -> list[RollImport]:
        return self.held_imports[:at_most]

    def replace(
        self, organisations: Iterable[Organisation], version: str, *, by: str = OPERATOR, over: str | None = None
    ) -> None:
        if over not in (None, self.current().version):
            raise ConflictError("changed meanwhile")
        self._organisations = {organisation.id: organisation for organisation in organisations}
        self.held_imports.insert(0, RollImport(version, by, len(self._organisations)))


class FakeEvents:
    def __init__(self, *events: Event) -> None:
        self.held = {event.id: event for event in events}

    def get(self, event_id: str, /) -> Event:
        assert 0 < len(event_id) <= 2_048, "DynamoDB takes no such key"
        if event_id not in self.held:
            raise UnknownEventError("no such event")
        return self.held[event_id]


class FakeRegistrations:
    """As the registrations table: a change is made on the version that was read, with an entry in the audit."""

    def __init__(self) -> None:
        self.held: dict[str, Registration] = {}
        self.entries: list[tuple[str, AuditEntry]] = []
        self.seats = Seats()

    def add(self, registration: Registration) -> Registration:
        return self.held.setdefault(registration.reference, registration)

    def get(self, reference: str, /) -> Registration:
        assert 0 < len(reference) <= 2_048, "DynamoDB takes no such key"
        if reference not in self.held:
            raise UnknownRegistrationError("no such registration")
        return self.held[reference]

    def save(self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = "") -> None:
        if self.held[registration.reference].version != was.version:
            raise ConflictError("changed meanwhile")
        self.held[registration.reference] = registration
        entry = AuditEntry(registration.version, was.status, registration.status, actor, at, note)
        self.entries.append((registration.reference, entry))

    def save_with_place(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, limit: int | None
    ) -> None:
        self.save(registration, was=was, actor=actor, at=at, note=registration.reason or "")

    def readdress(
        self,
        ended: Registration,
        *,
        was: Registration,
        begun: Registration,
        over: Registration | None,
        at: datetime,
    ) -> None:
        assert self.held.get(begun.reference) == over
        self.save(ended, was=was, actor="delegate", at=at, note=ended.reason or "")
        self.held[begun.reference] = begun

    def audience(self, event: str, status: Status, cursor: str = "") -> tuple[list[str], str]:
        """One reference a page, so that whoever forgets the cursor misses somebody."""
        begin = int(cursor or 0)
        found = [entry.reference for entry in self._of(event, status)]
        return found[begin : begin + 1], str(begin + 1) if begin + 1 < len(found) else ""

    def standing(self, event: str, /) -> dict[Status, int]:
        return {status: len(self._of(event, status)) for status in Status}

    def many(self, references: Iterable[str], /) -> Iterator[Registration]:
        return (self.held[reference] for reference in references if reference in self.held)

    def waiting_line(self, event: str, /) -> list[str]:
        waiting = sorted(self._of(event, Status.WAITLISTED), key=lambda entry: entry.submitted_at)
        return [entry.reference for entry in waiting]

    def audit(self, reference: str, /) -> list[AuditEntry]:
        return [entry for whose, entry in self.entries if whose == reference]

    def counts(self, event: str, /) -> Seats:
        return self.seats

    def _of(self, event: str, status: Status) -> list[Registration]:
        return [entry for entry in self.held.values() if (entry.event, entry.status) == (event, status)]


class FakeFeedback:
    def __init__(self) -> None:
        self.held: dict[str, Feedback] = {}

    def get(self, ballot: str, /) -> Feedback | None:
        return self.held.get(ballot)

    def put(self, feedback: Feedback, /) -> None:
        self.held[feedback.ballot] = feedback


class FakeRespondents:
    def __init__(self) -> None:
        self.held: set[str] = set()

    def add(self, reference: str, /) -> None:
        self.held.add(reference)


class FakeAttendance:
    def __init__(self) -> None:
        self.held: dict[str, Attendance] = {}

    def get(self, reference: str, /) -> Attendance | None:
        return self.held.get(reference)


class FakeLinkRequests:
    def __init__(self) -> None:
        self.asked: list[tuple[str, MailKind]] = []

    def ask(self, registration: Registration, kind: MailKind, now: datetime) -> bool:
        self.asked.append((registration.reference, kind))
        return True


class FakeErasures:
    """What lies under a reference: the registration, a token that is nobody's but ours, and what else a test puts
    there."""

    def __init__(self) -> None:
        self.beside: list[dict[str, Any]] = []

    def rows(self, registration: Registration, /) -> list[dict[str, Any]]:
        waits = {"pk": registration.reference, "sk": "WAIT#1", "token": "a token of a run"}
        return [to_values(registration), waits, *self.beside]


class FakeIdempotencyKeys:
    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def claim(self, key: str, fingerprint: str) -> bool:
        return self.held.setdefault(key, fingerprint) == fingerprint


@dataclass
class FakeParts:
    """As `functions.wiring`, with everything open to a test's eyes."""

    base_url: str = BASE_URL
    held_roll: FakeRoll = field(default_factory=lambda: FakeRoll(ROLL))
    held_events: FakeEvents = field(default_factory=lambda: FakeEvents(an_event()))
    held_registrations: FakeRegistrations = field(default_factory=FakeRegistrations)
    held_feedback: FakeFeedback = field(default_factory=FakeFeedback)
    held_ballots: Ballots = field(default_factory=lambda: Ballots(["a secret of the tests"]))
    held_respondents: FakeRespondents = field(default_factory=FakeRespondents)
    held_attendance: FakeAttendance = field(default_factory=FakeAttendance)
    held_erasures: FakeErasures = field(default_factory=FakeErasures)
    held_keys: FakeIdempotencyKeys = field(default_factory=FakeIdempotencyKeys)
    held_requests: FakeLinkRequests = field(default_factory=FakeLinkRequests)
    held_links: Links = field(default_factory=lambda: Links(BASE_URL, ["a secret of the tests"]))
    held_codes: CertificateCodes = field(default_factory=lambda: CertificateCodes(BASE_URL, ["a secret of the tests"]))

    def roll(self) -> FakeRoll:
        return self.held_roll

    def events(self) -> FakeEvents:
        return self.held_events

    def registrations(self) -> FakeRegistrations:
        return self.held_registrations

    def feedback(self) -> FakeFeedback:
        return self.held_feedback

    def ballots(self) -> Ballots:
        return self.held_ballots

    def respondents(self) -> FakeRespondents:
        return self.held_respondents

    def idempotency(self) -> FakeIdempotencyKeys:
        return self.held_keys

    def attendance(self) -> FakeAttendance:
        return self.held_attendance

    def certificate_codes(self) -> CertificateCodes:
        return self.held_codes

    def link_requests(self) -> FakeLinkRequests:
        return self.held_requests

    def erasures(self) -> FakeErasures:
        return self.held_erasures

    def links(self) -> Links:
        return self.held_links

    def setting(self, name: str, /) -> str:
        return {"BASE_URL": self.base_url}[name]
