"""Each of an officer's main tasks is done by keyboard alone, with a focus that is seen."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from functions.adapters.ledger_rows import MailState
from functions.domain.registration import DECLINE_REASONS, Status
from local.samples import ROLL
from tests.browser.views import TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.office_filled import ADMINISTRATOR, CASES, CONFIRMED, OFFICER, fill
from tests.pages.office_states import EVENT, Officer
from tests.pages.test_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", [TELEPHONE], indirect=True, ids=str)]


@pytest.fixture
def officer(page: Page, hall: Hall, view: View, pictures: Path) -> Officer:
    fill(hall.office)
    officer = Officer(page, hall, view.scripts, "en", pictures, view)
    officer.sign_in(OFFICER)
    return officer


def press(page: Page, wanted: str, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def test_an_officer_decides_cases_by_way_of_a_mistake(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "To be decided")
    officer.arrived("To be decided")
    press(page, "Decide")
    officer.arrived("Error:")
    expect(page.locator("#summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#cases")).to_be_focused()
    for reference in CASES[:2]:
        press(page, f"case-{reference}", "Space")
    tab_to(page, "decision")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "reason")
    page.keyboard.press("ArrowDown")
    press(page, "Decide")
    officer.arrived("Do you want to decline these registrations")
    press(page, "Yes, decline them")
    officer.arrived("2 declined")
    held = [officer.hall.office.held_registrations.get(reference) for reference in CASES]
    assert [case.status for case in held] == [Status.DECLINED, Status.DECLINED, Status.IN_REVIEW]
    assert held[0].reason is DECLINE_REASONS[0]


def test_an_officer_searches_and_cancels_a_registration(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "Registrations")
    officer.arrived("Registrations")
    tab_to(page, "search")
    page.keyboard.type(CONFIRMED.lower())
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    press(page, CONFIRMED)
    officer.arrived(CONFIRMED)
    press(page, "Cancel this registration")
    officer.arrived("Do you want to cancel this registration")
    press(page, "Yes, cancel the registration")
    officer.arrived("The registration is cancelled")
    assert officer.hall.office.held_registrations.get(CONFIRMED).status is Status.CANCELLED


def test_an_officer_cancels_several_registrations_at_once(officer: Officer, page: Page) -> None:
    officer.go(f"{EVENT}/registrations")
    for reference in CASES[:2]:
        press(page, f"pick-{reference}", "Space")
    press(page, "Cancel those that you ticked")
    officer.arrived("Do you want to cancel these registrations")
    press(page, "Yes, cancel them")
    officer.arrived("The registrations are cancelled")
    held = [officer.hall.office.held_registrations.get(reference).status for reference in CASES]
    assert held == [Status.CANCELLED, Status.CANCELLED, Status.IN_REVIEW]


def test_an_officer_settles_mails_that_may_not_have_left(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "Mails that may not have left")
    officer.arrived("Mails that may not have left")
    press(page, "act")
    officer.arrived("Marked as sent")
    press(page, "Go on")
    officer.arrived("Mails that may not have left")
    tab_to(page, "act")
    press(page, "act")
    officer.arrived("Do you want to send this mail again")
    press(page, "Yes, send it again")
    officer.arrived("It is being sent again")
    assert {row.state for row in officer.hall.office.held_ledger.held} == {MailState.SENT}


def test_an_administrator_changes_an_event(officer: Officer, page: Page) -> None:
    officer.sign_in(ADMINISTRATOR)
    officer.go(EVENT)
    press(page, "Change or postpone")
    officer.arrived("Change or postpone")
    tab_to(page, "capacity")
    page.keyboard.press("Control+A")
    page.keyboard.type("none")
    page.keyboard.press("Enter")
    officer.arrived("Error:")
    expect(page.locator("#summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#capacity")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("321")
    page.keyboard.press("Enter")
    officer.arrived("Do you want to change this event")
    press(page, "sure")
    page.wait_for_url("**/publication")
    assert officer.hall.office.held_events.draft("solidarity").event.capacity == 321


def test_an_administrator_replaces_the_roll(officer: Officer, page: Page) -> None:
    """The file itself is chosen in a window of the browser's own."""
    officer.sign_in(ADMINISTRATOR)
    officer.go("/secretariat/roll")
    page.set_input_files("#file", ROLL)
    tab_to(page, "file")
    press(page, "Show what would change")
    officer.arrived("What the new roll would change")
    if page.locator("[name=checked]").count():
        press(page, "checked", "Space")
    press(page, "Import this roll")
    officer.arrived("Roll")
    expect(page.get_by_role("status")).to_contain_text("The roll is replaced")


def test_a_picture_and_a_table_that_are_wider_than_the_window_are_scrolled(officer: Officer, page: Page) -> None:
    officer.go(f"/secretariat/runs/{CONFIRMED}-1")
    scroll(page, page.get_by_role("region", name="The run as a picture"))
    officer.go(f"{EVENT}/report")
    scroll(page, page.get_by_role("table", name="By category of organisation"))


def scroll(page: Page, wide: Locator) -> None:
    wide.evaluate("wide => { wide.scrollLeft = 0; wide.focus() }")
    expect(wide).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
