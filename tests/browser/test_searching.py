"""The organisation is found among a whole roll: by typing a part of its name, or on the list that is there anyway."""

import pytest
from playwright.sync_api import expect

from local.stack import Stack
from tests.browser.views import DESK, PLAIN_DESK, PLAIN_TELEPHONE, TELEPHONE, seen_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@seen_in(TELEPHONE, DESK)
def test_typing_narrows_the_list_whatever_the_accents(visitor: Visitor, stack: Stack) -> None:
    visitor.open_form(stack.events[0])
    box = visitor.page.locator("input#organisation")
    box.press_sequentially("belandie NATIONALE")
    expect(visitor.page.get_by_role("option")).to_have_text(["Assemblée nationale de Bélandie"])
    expect(visitor.page.get_by_role("status")).to_have_text("Organisations found: 1")
    visitor.look("search")
    box.press("Enter")
    assert visitor.page.locator("[name=organisation]").input_value() == "parliament-belandie"


@seen_in(PLAIN_TELEPHONE, PLAIN_DESK)
def test_without_scripts_the_whole_list_is_there_by_category(visitor: Visitor, stack: Stack) -> None:
    visitor.open_form(stack.events[0])
    assert visitor.page.get_by_role("textbox", name="Organisation").count() == 0
    groups = visitor.page.locator("#organisation optgroup").evaluate_all("groups => groups.map(group => group.label)")
    assert groups == ["Member Parliaments", "Associate Members", "Permanent observers"]
    assert visitor.page.locator("#organisation optgroup option").count() >= 60
