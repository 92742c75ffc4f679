"""What the pages and the API are made of. `functions.wiring` has all of it; tests give fakes."""

from datetime import datetime
from typing import Protocol

from functions.adapters.links import LinkClaim, Purpose
from functions.domain.events import Event
from functions.domain.feedback import Feedback
from functions.domain.membership import Organisation
from functions.domain.registration import Registration


class Roll(Protocol):
    def organisations(self) -> list[Organisation]: ...

    def organisation(self, organisation_id: str, /) -> Organisation | None: ...


class Events(Protocol):
    def get(self, event_id: str, /) -> Event: ...


class Registrations(Protocol):
    def add(self, registration: Registration) -> Registration: ...

    def get(self, reference: str, /) -> Registration: ...


class FeedbackAnswers(Protocol):
    def get(self, reference: str, /) -> Feedback | None: ...

    def put(self, feedback: Feedback, /) -> None: ...


class Links(Protocol):
    def read(self, token: str, purpose: Purpose, now: datetime) -> LinkClaim: ...


class IdempotencyKeys(Protocol):
    def claim(self, key: str, fingerprint: str) -> bool: ...


class Parts(Protocol):
    """Each is made when it is first asked for: a request pays only for what it needs."""

    def roll(self) -> Roll: ...

    def events(self) -> Events: ...

    def registrations(self) -> Registrations: ...

    def feedback(self) -> FeedbackAnswers: ...

    def links(self) -> Links: ...

    def idempotency(self) -> IdempotencyKeys: ...

    def setting(self, name: str, /) -> str: ...
