"""A line that breaks loses nothing that was typed, and what was typed is forgotten once it is sent, or later."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from functions.domain.registration import Status
from tests.browser.views import DESK, PLAIN_TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.states import STATES, Visit
from tests.unit.web.fakes import FakeEvents

pytestmark = pytest.mark.browser


@pytest.fixture(params=[DESK], ids=str)
def view(request: pytest.FixtureRequest) -> View:
    view: View = request.param
    return view


@pytest.fixture
def visit(page: Page, hall: Hall, view: View) -> Visit:
    """To an event that protects nobody: where one does, nothing is kept at all."""
    hall.parts.held_events = FakeEvents(replace(hall.parts.held_events.get("solidarity"), officers=(), relay=""))
    return Visit(page, hall, view.scripts)


def test_what_could_not_be_sent_is_still_there_and_is_sent_by_the_same_button(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    visit.fill()
    page.context.set_offline(True)
    visit.press("Register")
    expect(page.get_by_role("alert")).to_contain_text("This could not be sent")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#given_names")).to_have_value("Anna")

    page.context.set_offline(False)
    visit.press("Register")
    visit.arrived("We have your registration")
    assert len(visit.hall.parts.held_registrations.held) == 1


def test_what_the_gateway_did_not_let_through_is_still_there(visit: Visit, page: Page) -> None:
    def too_many(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=429, json={"message": "Too Many Requests"})
        else:
            route.fallback()

    page.goto("/e/solidarity")
    visit.fill()
    page.route("**/e/solidarity*", too_many)
    visit.press("Register")
    expect(page.get_by_role("alert")).to_contain_text("we are very busy")
    expect(page.locator("#given_names")).to_have_value("Anna")
    assert "Anna" in kept(page)

    page.unroute("**/e/solidarity*")
    visit.press("Register")
    visit.arrived("We have your registration")


def test_feedback_that_could_not_be_sent_is_still_there(visit: Visit, page: Page) -> None:
    visit.feedback()
    page.locator("#recommendation").fill("More of it")
    page.context.set_offline(True)
    visit.press("Save and go on later")
    expect(page.get_by_role("alert")).to_contain_text("This could not be sent")
    page.context.set_offline(False)
    visit.press("Save and go on later")
    visit.arrived("Saved:")
    expect(page.locator("#recommendation")).to_have_value("More of it")


def test_a_double_press_sends_the_form_once(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    visit.fill()
    page.get_by_role("button", name="Register").dblclick()
    visit.arrived("We have your registration")
    assert visit.hall.posts == ["/e/solidarity?lang=en"]


def test_a_tab_that_was_lost_has_what_was_typed_but_not_what_says_most_about_a_person(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    visit.fill(sharing="We were threatened", access_needs="Captions")
    page.locator("[name=gender]").first.check()
    page.reload()
    expect(page.get_by_text("is filled in again")).to_be_visible()
    expect(page.locator("#family_names")).to_have_value("Ñandú O'Brien")
    expect(page.get_by_role("combobox")).to_have_value("National Assembly of Aruvia")
    expect(page.locator("[name=role][value=member]")).to_be_checked()
    for name in ("sharing", "access_needs"):
        expect(page.locator(f"#{name}")).to_have_value("")
    expect(page.locator("[name=gender]").first).not_to_be_checked()
    expect(page.locator("#consent")).not_to_be_checked()
    assert "threatened" not in kept(page)


def test_a_language_that_was_changed_is_there_after_a_reload_too(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity?lang=fr")
    visit.fill()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#given_names")).to_have_value("Anna")


def test_of_what_was_deleted_again_nothing_is_said(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    page.locator("#given_names").fill("A")
    page.locator("#given_names").fill("")
    page.reload()
    expect(page.locator("#given_names")).to_have_value("")
    expect(page.get_by_text("is filled in again")).to_be_hidden()


def test_a_browser_that_does_not_know_the_time_zone_loses_nothing_either(visit: Visit, page: Page) -> None:
    page.add_init_script("Intl.DateTimeFormat = function () { throw new RangeError('unknown zone'); }")
    page.goto("/e/solidarity")
    visit.fill()
    page.reload()
    expect(page.locator("#given_names")).to_have_value("Anna")
    expect(page.locator("time[data-own]")).to_be_hidden()


def test_the_reader_clears_the_form(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    visit.fill()
    page.reload()
    visit.press("Clear the form")
    expect(page.locator("#given_names")).to_have_value("")
    assert kept(page) == "{}"


def test_nothing_is_left_once_it_is_sent_and_never_anything_beyond_the_tab(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    visit.fill()
    assert "Anna" in kept(page)
    visit.press("Register")
    visit.arrived("We have your registration")
    assert kept(page) == "{}"
    assert page.evaluate("localStorage.length") == 0
    page.goto("/e/solidarity")
    expect(page.locator("#given_names")).to_have_value("")


def test_what_was_typed_is_forgotten_after_half_an_hour(visit: Visit, page: Page) -> None:
    page.clock.install()
    page.goto("/e/solidarity")
    visit.fill()
    page.clock.fast_forward("31:00")
    page.reload()
    expect(page.locator("#given_names")).to_have_value("")
    assert kept(page) == "{}"


def test_an_event_that_protects_delegates_keeps_nothing_in_the_browser(page: Page, hall: Hall, view: View) -> None:
    page.goto("/e/solidarity")
    Visit(page, hall, view.scripts).fill()
    assert kept(page) == "{}"


def test_a_busy_table_loses_nothing_either(page: Page, hall: Hall, view: View) -> None:
    STATES["form-busy"](Visit(page, hall, view.scripts))
    expect(page.get_by_role("alert")).to_contain_text("we are very busy")
    expect(page.locator("#email")).to_have_value("anna@parliament.aruvia.example")


@pytest.mark.parametrize("view", [PLAIN_TELEPHONE], indirect=True, ids=str)
def test_without_scripts_what_met_a_busy_table_waits_to_be_sent_in_any_language(
    page: Page, hall: Hall, view: View
) -> None:
    table = hall.parts.held_registrations
    STATES["form-busy"](Visit(page, hall, view.scripts))
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Estamos muy ocupados")).to_be_visible()
    hall.parts.held_registrations = table
    page.get_by_role("button", name="Enviarlo de nuevo").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    [registration] = table.held.values()
    assert (registration.email, registration.locale) == ("anna@parliament.aruvia.example", "es")


def test_an_edit_is_sent_from_the_same_page_too(visit: Visit, page: Page) -> None:
    STATES["edited"](visit)
    [registration] = visit.hall.parts.held_registrations.held.values()
    assert (registration.given_names, registration.status) == ("Wayra", Status.CONFIRMED)


def kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(sessionStorage)"))
