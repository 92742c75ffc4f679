"""What the pages and the API are made of, without AWS."""

from dataclasses import dataclass, field
from datetime import timedelta

from functions.adapters.links import Links
from functions.domain.errors import UnknownEventError, UnknownRegistrationError
from functions.domain.events import Category, Event
from functions.domain.feedback import Feedback
from functions.domain.membership import Organisation, Standing
from functions.domain.registration import Registration
from tests.samples import STARTS, an_event, an_organisation

BASE_URL = "https://rollcall.example"
OPEN = STARTS - timedelta(days=30)

ROLL = [
    an_organisation("aruvia", name="National Assembly of Aruvia"),
    an_organisation("belmora", name="Parliament of Belmora", standing=Standing.RIGHTS_SUSPENDED),
    an_organisation("pan-isles", name="Pan-Isles Assembly", category=Category.ASSOCIATE_MEMBER),
    an_organisation("health-office", name="Health Office", category=Category.PERMANENT_OBSERVER),
]


class FakeRoll:
    def __init__(self, organisations: list[Organisation]) -> None:
        self._organisations = {organisation.id: organisation for organisation in organisations}

    def organisations(self) -> list[Organisation]:
        return list(self._organisations.values())

    def organisation(self, organisation_id: str, /) -> Organisation | None:
        return self._organisations.get(organisation_id)


class FakeEvents:
    def __init__(self, *events: Event) -> None:
        self.held = {event.id: event for event in events}

    def get(self, event_id: str, /) -> Event:
        assert 0 < len(event_id) <= 2_048, "DynamoDB takes no such key"
        if event_id not in self.held:
            raise UnknownEventError("no such event")
        return self.held[event_id]


class FakeRegistrations:
    def __init__(self) -> None:
        self.held: dict[str, Registration] = {}

    def add(self, registration: Registration) -> Registration:
        return self.held.setdefault(registration.reference, registration)

    def get(self, reference: str, /) -> Registration:
        if reference not in self.held:
            raise UnknownRegistrationError("no such registration")
        return self.held[reference]


class FakeFeedback:
    def __init__(self) -> None:
        self.held: dict[str, Feedback] = {}

    def get(self, reference: str, /) -> Feedback | None:
        return self.held.get(reference)

    def put(self, feedback: Feedback, /) -> None:
        self.held[feedback.reference] = feedback


class FakeIdempotencyKeys:
    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def claim(self, key: str, fingerprint: str) -> bool:
        return self.held.setdefault(key, fingerprint) == fingerprint


@dataclass
class FakeParts:
    """As `functions.wiring`, with everything open to a test's eyes."""

    held_roll: FakeRoll = field(default_factory=lambda: FakeRoll(ROLL))
    held_events: FakeEvents = field(default_factory=lambda: FakeEvents(an_event()))
    held_registrations: FakeRegistrations = field(default_factory=FakeRegistrations)
    held_feedback: FakeFeedback = field(default_factory=FakeFeedback)
    held_keys: FakeIdempotencyKeys = field(default_factory=FakeIdempotencyKeys)
    held_links: Links = field(default_factory=lambda: Links(BASE_URL, ["a secret of the tests"]))

    def roll(self) -> FakeRoll:
        return self.held_roll

    def events(self) -> FakeEvents:
        return self.held_events

    def registrations(self) -> FakeRegistrations:
        return self.held_registrations

    def feedback(self) -> FakeFeedback:
        return self.held_feedback

    def idempotency(self) -> FakeIdempotencyKeys:
        return self.held_keys

    def links(self) -> Links:
        return self.held_links

    def setting(self, name: str, /) -> str:
        return {"BASE_URL": BASE_URL}[name]
