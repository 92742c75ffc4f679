"""Each of a delegate's tasks is done by keyboard alone, with a focus that is seen."""

import pytest
from playwright.sync_api import Page, expect

from functions.domain.registration import Status
from tests.browser.views import TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.states import Visit

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", [TELEPHONE], indirect=True, ids=str)]

_HERE = "(document.activeElement.name || document.activeElement.id || document.activeElement.textContent.trim())"

_RING = "(ring => [ring.outlineWidth, ring.outlineStyle])(getComputedStyle(document.activeElement))"


@pytest.fixture
def visit(page: Page, hall: Hall, view: View) -> Visit:
    return Visit(page, hall, view.scripts)


def tab_to(page: Page, wanted: str) -> None:
    """Presses Tab until the focus is on the field of this name, or the link or button of this text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(_HERE) == wanted:
            width, style = page.evaluate(_RING)
            assert float(width.removesuffix("px")) >= 2, f"the focus on {wanted} is not seen"
            assert style == "solid", f"the focus on {wanted} is not seen"
            return
    raise AssertionError(f"Tab never came to {wanted}")


def test_the_first_key_leads_past_the_header(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_delegate_registers_by_way_of_a_mistake(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    for name, text in {"title": "Ms", "given_names": "Anna", "family_names": "Ñandú"}.items():
        tab_to(page, name)
        page.keyboard.type(text)
    tab_to(page, "organisation")
    page.keyboard.type("aruvia")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    for name in ("role", "language", "consent"):
        tab_to(page, name)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    visit.arrived("Error:")
    expect(page.locator("#summary")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#email")).to_be_focused()
    page.keyboard.type("anna@parliament.aruvia.example")
    page.keyboard.press("Enter")
    visit.arrived("We have your registration")
    expect(page.get_by_role("main")).to_be_focused()
    assert len(visit.hall.parts.held_registrations.held) == 1


def test_a_delegate_changes_their_details_and_cancels(visit: Visit, page: Page) -> None:
    visit.status(Status.CONFIRMED)
    address = page.url
    tab_to(page, "Change your details")
    page.keyboard.press("Enter")
    visit.arrived("Change your details")
    tab_to(page, "given_names")
    page.keyboard.press("Control+A")
    page.keyboard.type("Wayra")
    page.keyboard.press("Enter")
    visit.arrived("Your details are changed")

    page.goto(address)
    tab_to(page, "Cancel your registration")
    page.keyboard.press("Enter")
    visit.arrived("Do you want to cancel")
    tab_to(page, "Yes, cancel my registration")
    page.keyboard.press("Enter")
    visit.arrived("Your registration is cancelled")
    [registration] = visit.hall.parts.held_registrations.held.values()
    assert (registration.given_names, registration.status) == ("Wayra", Status.CANCELLED)


def test_a_delegate_gives_feedback(visit: Visit, page: Page) -> None:
    visit.feedback()
    tab_to(page, "event_rating")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "recommendation")
    page.keyboard.type("More of it")
    tab_to(page, "Send feedback")
    page.keyboard.press("Enter")
    visit.arrived("Thank you for your feedback")
    [said] = visit.hall.parts.held_feedback.held.values()
    assert (said.answers["event_rating"], said.answers["recommendation"]) == (4, "More of it")


def test_in_forced_colours_focus_and_buttons_are_still_seen(visit: Visit, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/e/solidarity")
    tab_to(page, "given_names")
    tab_to(page, "Register")
    border = page.get_by_role("button", name="Register").evaluate("button => getComputedStyle(button).borderTopStyle")
    assert border == "solid"
