"""axe finds nothing on any page of the secretariat, in any state, on a telephone and at a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import take_picture
from tests.browser.views import DESK, TELEPHONE, View
from tests.pages.axe import violations
from tests.pages.hall import Hall
from tests.pages.office_filled import fill
from tests.pages.office_states import OFFICE_STATES, Officer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("view", [TELEPHONE, DESK], indirect=True, ids=str)
@pytest.mark.parametrize("state", OFFICE_STATES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    state: str, page: Page, view: View, hall: Hall, pictures: Path
) -> None:
    fill(hall.office)
    OFFICE_STATES[state](Officer(page, hall, view.scripts, "en", pictures, view))
    page.wait_for_load_state()
    take_picture(page, pictures / f"{state}-{view}.png")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert violations(page) == []
