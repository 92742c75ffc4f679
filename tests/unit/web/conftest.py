"""Pages and API on fakes, at a time at which registration is open."""

from datetime import datetime

import pytest

from functions.adapters import clock
from functions.web import api, pages, secretariat
from tests.unit.web.fakes import OPEN, FakeParts
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeOffice


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time_of_day(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ours = Clock(OPEN)
    monkeypatch.setattr(clock, "now", ours)
    return ours


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts()


@pytest.fixture
def site(parts: FakeParts, time_of_day: Clock) -> Gateway:
    return Gateway(pages.application(parts).resolve)


@pytest.fixture
def service(parts: FakeParts, time_of_day: Clock) -> Gateway:
    return Gateway(api.application(parts).resolve)


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def desk(office: FakeOffice, time_of_day: Clock) -> Gateway:
    """The secretariat's pages over `office`, where an administrator has signed in whom the event's file names."""
    return Gateway(secretariat.application(office).resolve, office.signed_in(FATIMA))
