"""When the event is, in the reader's own zone too, whatever the clocks do in between."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.hall import Hall
from tests.samples import an_event
from tests.unit.web.fakes import FakeEvents

pytestmark = pytest.mark.browser

# Geneva's clocks go back on 25 October 2026 at 01:00 UTC, New York's on 1 November.
_BEFORE = datetime(2026, 10, 24, 13, tzinfo=UTC)
_AFTER = datetime(2026, 10, 26, 14, tzinfo=UTC)
_DURING = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
_YEAR_ENDS = datetime(2026, 12, 31, 22, tzinfo=UTC)


@pytest.fixture
def reading(chromium: Browser, hall: Hall) -> Iterator[Callable[[str, datetime], Page]]:
    contexts = []

    def read(zone: str, starts: datetime) -> Page:
        event = an_event(starts=starts, ends=starts + timedelta(minutes=90), closes=starts)
        hall.parts.held_events = FakeEvents(event)
        context = chromium.new_context(base_url=hall.url, timezone_id=zone, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.goto("/e/solidarity")
        return page

    yield read
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("zone", "starts", "there", "own"),
    [
        ("America/New_York", _BEFORE, "Saturday 24 October 2026, 15:00", "24 October 2026, 09:00–10:30 (Eastern Dayl"),
        # Geneva is an hour nearer for that week.
        ("America/New_York", _AFTER, "Monday 26 October 2026, 15:00", "26 October 2026, 10:00–11:30 (Eastern Dayl"),
        ("Asia/Kathmandu", _AFTER, "Monday 26 October 2026, 15:00", "26 October 2026, 19:45–21:15 (Nepal Time)"),
        ("Pacific/Auckland", _YEAR_ENDS, "Thursday 31 December 2026, 23:00", "Friday 1 January 2027, 11:00–12:30"),
        ("Europe/Berlin", _DURING, "02:30", ""),
        ("Europe/Zurich", _BEFORE, "15:00", ""),
    ],
)
def test_the_readers_time_stands_beside_the_events_where_it_differs(
    reading: Callable[[str, datetime], Page], zone: str, starts: datetime, there: str, own: str
) -> None:
    page = reading(zone, starts)
    expect(page.locator(".when")).to_contain_text(there)
    expect(page.locator(".when")).to_contain_text("UTC")
    time = page.locator(".when time")
    assert datetime.fromisoformat(time.get_attribute("datetime") or "") == starts
    if own:
        expect(time).to_be_visible()
        said = time.inner_text().replace("\u2009", "").replace("\u202f", "").replace(",", "")
        assert own.replace(",", "") in said, said
    else:
        expect(time).to_be_hidden()


def test_where_the_readers_clocks_change_meanwhile_each_end_is_told_with_its_zone(
    reading: Callable[[str, datetime], Page],
) -> None:
    own = reading("Europe/London", _DURING).locator(".when time").inner_text()
    assert "01:30 British Summer Time" in own
    assert "02:00 Greenwich Mean Time" in own


def test_without_a_script_the_events_time_and_utc_are_there(chromium: Browser, hall: Hall) -> None:
    with chromium.new_context(base_url=hall.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/e/solidarity")
        expect(page.locator(".when")).to_have_text(
            "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)"
        )
