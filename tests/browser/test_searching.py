"""The organisation is found by typing a part of its name, and chosen without a mouse."""

import pytest
from playwright.sync_api import expect

from local.stack import Stack
from tests.browser.views import DESK, PLAIN_DESK, PLAIN_TELEPHONE, TELEPHONE, seen_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@seen_in(TELEPHONE, DESK)
def test_typing_narrows_the_list_whatever_the_accents_and_an_arrow_chooses(visitor: Visitor, stack: Stack) -> None:
    visitor.open_form(stack.events[0])
    expect(visitor.page.get_by_label("Search the list")).to_be_visible()
    whole = visitor.page.locator("#organisation option").count()
    visitor.page.locator("#email").focus()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type("belandie NATIONALE")
    assert visitor.page.locator("#organisation optgroup option").all_inner_texts() == [
        "Assemblée nationale de Bélandie"
    ]
    assert visitor.page.locator("#organisation option").count() < whole
    expect(visitor.page.get_by_role("status")).to_have_text("Organisations found: 1")
    visitor.look("search")
    visitor.page.keyboard.press("ArrowDown")
    assert visitor.focused == "organisation"
    assert visitor.page.locator("#organisation").input_value() == "parliament-belandie"


@seen_in(DESK)
def test_what_was_chosen_stays_chosen_while_the_search_goes_on(visitor: Visitor, stack: Stack) -> None:
    visitor.open_form(stack.events[0])
    visitor.page.locator("#organisation").select_option("parliament-calderra")
    visitor.page.get_by_label("Search the list").fill("belandie")
    assert visitor.page.locator("#organisation").input_value() == "parliament-calderra"
    visitor.page.get_by_label("Search the list").press("Enter")
    assert visitor.page.url.endswith(stack.events[0])
    assert visitor.page.locator("#organisation").input_value() == "parliament-calderra"


@seen_in(PLAIN_TELEPHONE, PLAIN_DESK)
def test_without_scripts_the_whole_list_is_there_by_category(visitor: Visitor, stack: Stack) -> None:
    visitor.open_form(stack.events[0])
    assert visitor.page.get_by_label("Search the list").count() == 0
    groups = visitor.page.locator("#organisation optgroup").evaluate_all("groups => groups.map(group => group.label)")
    assert groups == ["Member Parliaments", "Associate Members", "Permanent observers"]
    assert visitor.page.locator("#organisation optgroup option").count() >= 60
