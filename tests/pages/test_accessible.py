"""axe finds nothing on any page that a delegate can come to, in any state, on a telephone and at a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.views import PLAIN_TELEPHONE, TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.looks import looks_well_in_every_width
from tests.pages.states import STATES, Visit

pytestmark = pytest.mark.browser

#: Only these look different without a script.
_FORMS = [state for state in STATES if state.startswith("form")]
_CASES = [*((state, TELEPHONE) for state in STATES), *((state, PLAIN_TELEPHONE) for state in _FORMS)]


@pytest.mark.parametrize(("state", "view"), _CASES, indirect=["view"], ids=lambda each: str(each))
def test_axe_finds_nothing_and_nothing_sticks_out(
    state: str, page: Page, view: View, hall: Hall, pictures: Path
) -> None:
    STATES[state](Visit(page, hall, view.scripts))
    looks_well_in_every_width(page, pictures, state, scripts=view.scripts)
