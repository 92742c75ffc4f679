"""Each of a delegate's tasks is done by keyboard alone, with a focus that is seen."""

import pytest
from playwright.sync_api import Page, expect

from functions.domain.events import MailKind
from functions.domain.registration import Status
from tests.browser.views import TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.states import Visit

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", [TELEPHONE], indirect=True, ids=str)]

_HERE = "(here => [here.name, here.id, here.textContent.trim()])(document.activeElement)"

_RING = "(ring => [ring.outlineWidth, ring.outlineStyle])(getComputedStyle(document.activeElement))"


@pytest.fixture
def visit(page: Page, hall: Hall, view: View) -> Visit:
    return Visit(page, hall, view.scripts)


def tab_to(page: Page, wanted: str) -> None:
    """Presses Tab until the focus is on the field of this name, or the link or button of this text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(_HERE):
            width, style = page.evaluate(_RING)
            assert float(width.removesuffix("px")) >= 2, f"the focus on {wanted} is not seen"
            assert style == "solid", f"the focus on {wanted} is not seen"
            return
    raise AssertionError(f"Tab never came to {wanted}")


def press(page: Page, wanted: str, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def from_summary_to(page: Page, field: str) -> None:
    """The summary of errors has the focus; its first link leads to the field of this id."""
    expect(page.locator("#summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{field}")).to_be_focused()


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
    from_summary_to(page, "email")
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


def test_a_delegate_reads_the_form_in_another_language_with_what_was_typed(visit: Visit, page: Page) -> None:
    page.goto("/e/solidarity")
    tab_to(page, "given_names")
    page.keyboard.type("Anna")
    page.keyboard.press("Shift+Tab")
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if "Français" in page.evaluate(_HERE):
            break
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#given_names")).to_have_value("Anna")


def test_a_delegate_has_what_is_held_about_them_erased(visit: Visit, page: Page) -> None:
    visit.status(Status.CONFIRMED)
    press(page, "See or erase what you hold about me")
    visit.arrived("Look into your mailbox")
    assert [kind for _, kind in visit.hall.parts.held_requests.asked] == [MailKind.DATA_LINK]
    visit.data()
    with page.expect_download() as download:
        press(page, "Download everything as a file")
    assert download.value.suggested_filename == "PS26-7K3M9Q.json"
    press(page, "Erase my details")
    visit.arrived("Do you want us to erase")
    press(page, "Yes, erase my details")
    visit.arrived("Your details are being erased")
    [registration] = visit.hall.parts.held_registrations.held.values()
    assert registration.status is Status.ERASING


def test_a_delegate_stops_being_asked_for_feedback(visit: Visit, page: Page) -> None:
    visit.feedback()
    page.goto(f"{page.url}/stop")
    press(page, "Do not ask me for feedback again")
    visit.arrived("We will not ask you for feedback again")
    assert visit.hall.parts.held_respondents.held


def test_a_focal_point_says_whether_they_know_somebody(visit: Visit, page: Page) -> None:
    visit.vouch()
    tab_to(page, "answer")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    visit.arrived("Thank you for your answer")
    [registration] = visit.hall.parts.held_registrations.held.values()
    assert registration.status is Status.VERIFIED


def test_whose_link_has_expired_asks_for_another(visit: Visit, page: Page) -> None:
    registration = visit.held(Status.CONFIRMED)
    visit.open(visit.hall.parts.held_links.status(registration, visit.hall.now))
    press(page, "Send me a new link")
    visit.arrived("Look into your mailbox")
    assert [kind for _, kind in visit.hall.parts.held_requests.asked] == [MailKind.NEW_LINK]


def test_in_forced_colours_focus_and_buttons_are_still_seen(visit: Visit, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/e/solidarity")
    tab_to(page, "given_names")
    tab_to(page, "Register")
    border = page.get_by_role("button", name="Register").evaluate("button => getComputedStyle(button).borderTopStyle")
    assert border == "solid"
