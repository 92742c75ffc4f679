"""Whoever follows an error from the summary, by mouse or by finger, sees the field whole and where they are."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.views import DESK, TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.states import Visit

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", [DESK, TELEPHONE], indirect=True, ids=str)]


@pytest.mark.parametrize(("name", "label"), [("email", "E-mail address"), ("role", "Role")])
def test_an_error_leads_to_its_field_with_label_message_and_ring_in_sight(
    name: str, label: str, page: Page, hall: Hall, view: View
) -> None:
    page.goto("/e/solidarity")
    Visit(page, hall, view.scripts).press("Register")
    page.locator("#summary a", has_text=label).click()
    field = page.locator(f"#{name}")
    expect(field).to_be_focused()
    expect(page.locator("label, legend").get_by_text(label, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator(f"#{name}-error")).to_be_in_viewport(ratio=1)
    expect(field).to_be_in_viewport(ratio=1)
    expect(field).to_have_css("outline-style", "solid")
