"""axe finds nothing on any page of the secretariat, in any state, on a telephone and at a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.views import TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.looks import looks_well_in_every_width
from tests.pages.office_filled import fill
from tests.pages.office_states import OFFICE_STATES, Officer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("view", [TELEPHONE], indirect=True, ids=str)
@pytest.mark.parametrize("state", OFFICE_STATES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    state: str, page: Page, view: View, hall: Hall, pictures: Path
) -> None:
    fill(hall.office)
    OFFICE_STATES[state](Officer(page, hall, view.scripts, "en", pictures, view))
    looks_well_in_every_width(page, pictures, state, scripts=view.scripts)
