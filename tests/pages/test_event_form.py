"""The event's form and the pages after it: axe finds nothing, nothing sticks out, and progress shows by itself."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from functions.adapters import clock
from functions.adapters.run_history import Run, Step
from functions.domain.registration import Status
from functions.web import pages, secretariat
from tests.browser.views import View
from tests.pages.looks import looks_well
from tests.samples import a_registration, an_event
from tests.unit.web.fakes import BASE_URL, OPEN, FakeParts
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeEventList, FakeOffice, machine_of

pytestmark = pytest.mark.browser

EVENT = "/secretariat/events/solidarity"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> FakeOffice:
    monkeypatch.setattr(clock, "now", lambda: OPEN)
    office = FakeOffice(held_events=FakeEventList(an_event(capacity=100)))
    for status in (Status.CONFIRMED, Status.WAITLISTED):
        office.held_registrations.add(a_registration(reference=f"PS26-{status}", status=status))
    return office


@pytest.fixture
def desk(view: View, chromium: Browser, office: FakeOffice) -> Iterator[Page]:
    """Where an administrator has signed in; every request is answered in this process."""
    ours = Gateway(secretariat.application(office).resolve, office.signed_in(FATIMA))
    theirs = Gateway(pages.application(FakeParts()).resolve)

    def answer(route: Route) -> None:
        request, parts = route.request, urlsplit(route.request.url)
        gateway = theirs if parts.path.startswith("/static/") else ours
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        got = gateway.request(request.method, path, request.all_headers(), request.post_data_buffer)
        headers = {name: value for name, value in got.headers.items() if name != "content-encoding"}
        route.fulfill(status=got.status, headers=headers, body=got.body)

    with chromium.new_context(
        base_url=BASE_URL,
        viewport={"width": view.width, "height": 800},
        bypass_csp=True,
        locale="en-GB",
    ) as context:
        page = context.new_page()
        page.route("**/*", answer)
        if not view.scripts:
            page.route("**/*.js", lambda route: route.abort())
        yield page


def stands(office: FakeOffice, status: str, *states: str) -> None:
    run = Run("arn:of:it", office.held_events.drafts["solidarity"].run, status, OPEN, OPEN + timedelta(minutes=1))
    office.held_history.runs[machine_of("event-runs")] = [run]
    office.held_history.steps = [Step(state, "", OPEN) for state in states]


def whole(page: Page, name: str, view: View, pictures: Path) -> None:
    looks_well(page, pictures / f"event-{name}-{view}.png")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_event_is_given_another_time_on_pages_that_anybody_can_use(
    language: str, desk: Page, office: FakeOffice, view: View, pictures: Path
) -> None:
    desk.goto(f"{EVENT}/edit?lang={language}")
    whole(desk, f"form-{language}", view, pictures)
    desk.locator("#contact").fill("nobody")
    desk.locator("main form button").click()
    assert desk.locator("#contact").get_attribute("aria-invalid") == "true"
    whole(desk, f"form-errors-{language}", view, pictures)
    desk.locator("#contact").fill("events@secretariat.example")
    desk.locator("#starts").fill("2026-10-06T15:00")
    desk.locator("#ends").fill("2026-10-06T16:30")
    desk.locator("main form button").click()
    whole(desk, f"sure-{language}", view, pictures)
    desk.locator("button[name=sure]").click()
    expect(desk).to_have_url(f"{BASE_URL}{EVENT}/publication")
    [(event, _)] = office.held_runs.published
    assert f"{event.starts:%Y-%m-%d %H:%M}" == "2026-10-06 13:00"
    stands(office, "RUNNING", "CheckMeeting")
    desk.reload()
    whole(desk, f"under-way-{language}", view, pictures)
    office.held_events.found = ["In Zoom, open meeting 93812345678, choose Edit, and set the start."]
    stands(office, "FAILED", "CheckMeeting", "NeedsChange")
    desk.reload()
    whole(desk, f"needs-change-{language}", view, pictures)


def test_progress_shows_by_itself_where_there_are_scripts(desk: Page, office: FakeOffice, view: View) -> None:
    office.held_events.save_draft(an_event(version=2, place="Bern"), "solidarity-v2-1", by="operator")
    stands(office, "RUNNING", "CheckMeeting")
    desk.goto(f"{EVENT}/publication")
    stands(office, "SUCCEEDED", "CheckMeeting", "PublishEvent", "Changed")
    if not view.scripts:
        desk.get_by_role("link", name="Look again").click()
    expect(desk.get_by_role("heading", name="The event is changed")).to_be_visible(timeout=8_000)
    assert desk.title().startswith("The event is changed")
    assert desk.locator("[data-again]").count() == 0
