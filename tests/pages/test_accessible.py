"""axe finds nothing on any page that a delegate can come to, in any state, on a telephone and at a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import take_picture
from tests.browser.views import VIEWS, View
from tests.pages.axe import violations
from tests.pages.hall import Hall
from tests.pages.states import STATES, Visit

pytestmark = pytest.mark.browser

#: Only these look different without a script.
_FORMS = [state for state in STATES if state.startswith("form")]
_CASES = [(state, view) for view in VIEWS for state in (STATES if view.scripts else _FORMS)]


@pytest.mark.parametrize(("state", "view"), _CASES, indirect=["view"], ids=lambda each: str(each))
def test_axe_finds_nothing_and_nothing_sticks_out(
    state: str, page: Page, view: View, hall: Hall, pictures: Path
) -> None:
    STATES[state](Visit(page, hall, view.scripts))
    take_picture(page, pictures / f"{state}-{view}.png")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert violations(page) == []
