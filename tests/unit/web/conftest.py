"""Pages and API on fakes, at a time at which registration is open."""

from datetime import datetime

import pytest

from functions.adapters import clock
from functions.web import api, pages
from tests.unit.web.fakes import OPEN, FakeParts
from tests.unit.web.gateway import Gateway


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
