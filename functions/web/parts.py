"""What the pages and the API are made of. `functions.wiring` has all of it; tests give fakes."""

from datetime import datetime
from typing import Any, Protocol

from functions.adapters.links import LinkClaim, Purpose
from functions.balloting import Ballots, FeedbackAnswers, Respondents
from functions.domain.attendance import Attendance
from functions.domain.events import Event, MailKind
from functions.domain.membership import Organisation
from functions.domain.registration import Registration


class Roll(Protocol):
    def organisations(self) -> list[Organisation]: ...

    def organisation(self, organisation_id: str, /) -> Organisation | None: ...


class Events(Protocol):
    def get(self, event_id: str, /) -> Event: ...


class Registrations(Protocol):
    """What delegates and focal points change; each says more in functions.adapters.registrations."""

    def add(self, registration: Registration) -> Registration: ...

    def get(self, reference: str, /) -> Registration: ...

    def save(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = ""
    ) -> None: ...

    def save_with_place(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, limit: int | None
    ) -> None: ...

    def readdress(
        self,
        ended: Registration,
        *,
        was: Registration,
        begun: Registration,
        over: Registration | None,
        at: datetime,
    ) -> None: ...


class AttendanceRows(Protocol):
    def get(self, reference: str, /) -> Attendance | None: ...


class CertificateCodes(Protocol):
    def code(self, reference: str, /) -> str: ...

    def address(self, code: str, /) -> str: ...

    def read(self, code: str, /) -> str: ...


class Links(Protocol):
    def read(self, token: str, purpose: Purpose, now: datetime) -> LinkClaim: ...

    def read_renewable(self, token: str) -> LinkClaim: ...


class LinkRequests(Protocol):
    def ask(self, registration: Registration, kind: MailKind, now: datetime) -> bool: ...


class Erasures(Protocol):
    def rows(self, registration: Registration, /) -> list[dict[str, Any]]: ...


class IdempotencyKeys(Protocol):
    def claim(self, key: str, fingerprint: str) -> bool: ...


class HasEvents(Protocol):
    def events(self) -> Events: ...


class Parts(Protocol):
    """Each is made when it is first asked for: a request pays only for what it needs."""

    def roll(self) -> Roll: ...

    def events(self) -> Events: ...

    def registrations(self) -> Registrations: ...

    def feedback(self) -> FeedbackAnswers: ...

    def ballots(self) -> Ballots: ...

    def respondents(self) -> Respondents: ...

    def attendance(self) -> AttendanceRows: ...

    def links(self) -> Links: ...

    def certificate_codes(self) -> CertificateCodes: ...

    def link_requests(self) -> LinkRequests: ...

    def erasures(self) -> Erasures: ...

    def idempotency(self) -> IdempotencyKeys: ...

    def setting(self, name: str, /) -> str: ...
