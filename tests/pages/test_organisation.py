"""The organisation is found by typing and chosen by keyboard or by touch, and a screen reader is told all of it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.views import DESK, PLAIN_DESK, TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.states import STATES, Visit
from tests.samples import an_organisation
from tests.unit.web.fakes import ROLL, FakeRoll

pytestmark = pytest.mark.browser

in_scripts = pytest.mark.parametrize("view", [DESK], indirect=True, ids=str)


@pytest.fixture
def box(page: Page) -> Locator:
    page.goto("/e/solidarity")
    return page.get_by_role("combobox", name="Organisation")


def chosen(page: Page) -> str:
    """What the form would send."""
    return page.locator("[name=organisation]").input_value()


@in_scripts
def test_arrows_go_through_what_was_found_and_enter_takes_one_without_sending_the_form(
    page: Page, box: Locator, hall: Hall
) -> None:
    box.press_sequentially("ASSEMBLY")
    expect(page.get_by_role("option")).to_have_text(["National Assembly of Aruvia", "Pan-Isles Assembly"])
    expect(page.get_by_role("status")).to_have_text("Organisations found: 2")
    marked = []
    for _ in range(3):
        box.press("ArrowDown")
        marked.append(page.locator(f"[id='{box.get_attribute('aria-activedescendant')}']").inner_text())
        expect(page.get_by_role("option", selected=True)).to_have_text(marked[-1])
    assert marked == ["National Assembly of Aruvia", "Pan-Isles Assembly", "National Assembly of Aruvia"]

    box.press("Enter")
    expect(box).to_have_value("National Assembly of Aruvia")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert chosen(page) == "aruvia"
    assert hall.posts == []


@in_scripts
def test_where_nothing_is_found_that_is_seen_and_what_to_do(page: Page, box: Locator) -> None:
    box.fill("xyzq")
    expect(page.get_by_text("No organisation has this in its name.")).to_be_visible()
    box.fill("aruvia")
    expect(page.get_by_text("No organisation has this in its name.")).to_have_count(0)


@in_scripts
def test_whoever_leaves_the_box_with_one_match_in_it_has_chosen_that_one(page: Page, box: Locator) -> None:
    box.fill("aruvia")
    box.press("Tab")
    assert chosen(page) == "aruvia"
    expect(box).to_have_value("National Assembly of Aruvia")


@in_scripts
def test_an_apostrophe_is_found_however_it_is_typed(page: Page, hall: Hall, box: Locator) -> None:
    hall.parts.held_roll = FakeRoll([*ROLL, an_organisation("briania", name="Parliament of O’Briania")])
    page.reload()
    for typed in ("o'briania", "o’briania"):
        box.fill(typed)
        expect(page.get_by_role("option")).to_have_text("Parliament of O’Briania")


@in_scripts
def test_the_empty_box_offers_the_whole_list_by_category(page: Page, box: Locator) -> None:
    box.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_count(4)
    expect(page.get_by_role("group", name="Permanent observers").get_by_role("option")).to_have_text(["Health Office"])


@in_scripts
def test_escape_closes_the_list_and_then_empties_the_box(page: Page, box: Locator) -> None:
    box.press_sequentially("health office")
    assert chosen(page) == "health-office"
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert chosen(page) == "health-office"
    box.press("Escape")
    expect(box).to_have_value("")
    assert chosen(page) == ""


@in_scripts
def test_enter_takes_the_one_whose_whole_name_was_typed(page: Page, box: Locator, hall: Hall) -> None:
    box.press_sequentially("Health Office")
    box.press("Enter")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("Health Office")
    assert (chosen(page), hall.posts) == ("health-office", [])


@in_scripts
def test_whoever_clicks_elsewhere_while_the_list_is_open_hits_what_they_see(page: Page, box: Locator) -> None:
    page.set_viewport_size({"width": DESK.width, "height": 2400})
    box.click()
    expect(page.get_by_role("listbox")).to_be_visible()
    language = page.locator("[name=language]").first
    place = language.bounding_box()
    assert place
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(language).to_be_checked()
    expect(page.get_by_role("listbox")).to_have_count(0)


@in_scripts
def test_what_is_typed_over_a_choice_undoes_it(page: Page, box: Locator) -> None:
    """What the box shows is what is sent: never an organisation that is no longer to be seen."""
    box.fill("Health Office")
    box.press_sequentially(" of nowhere")
    assert chosen(page) == ""


@pytest.mark.parametrize("view", [TELEPHONE], indirect=True, ids=str)
def test_a_finger_chooses_from_targets_that_it_can_hit(page: Page, box: Locator) -> None:
    box.click()
    option = page.get_by_role("option", name="Pan-Isles Assembly")
    bounds = option.bounding_box()
    assert bounds is not None
    assert bounds["height"] >= 44
    option.click()
    assert chosen(page) == "pan-isles"


@in_scripts
def test_a_form_that_comes_back_shows_the_choice_in_the_box_and_ties_the_error_to_it(
    page: Page, hall: Hall, view: View
) -> None:
    STATES["form-filled"](Visit(page, hall, view.scripts))
    expect(page.get_by_role("combobox")).to_have_value("National Assembly of Aruvia")
    page.goto("/e/solidarity")
    page.get_by_role("button", name="Register").click()
    page.locator("#summary a[href='#organisation']").click()
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("combobox")).to_have_accessible_description(re.compile("Error: Choose your organisation"))


@pytest.mark.parametrize("view", [PLAIN_DESK], indirect=True, ids=str)
def test_without_scripts_there_is_a_list_to_choose_from(page: Page) -> None:
    page.goto("/e/solidarity")
    page.get_by_label("Organisation").select_option("pan-isles")
    assert chosen(page) == "pan-isles"
