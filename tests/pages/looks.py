"""How a page looks in a window of some width."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.chromium import take_picture, what_sticks_out
from tests.browser.views import DESK, TELEPHONE, View
from tests.pages.axe import violations


def looks_well(page: Page, picture: Path, *rules: str) -> None:
    """Nothing sticks out, and axe finds nothing against the page, or against these `rules` alone."""
    take_picture(page, picture)
    sticking_out, against = what_sticks_out(page), violations(page, *rules)
    assert not sticking_out, sticking_out
    assert not against, against


def looks_well_in_every_width(page: Page, pictures: Path, name: str, *, scripts: bool) -> None:
    """The same page, on a telephone and at a desk."""
    for width in (TELEPHONE.width, DESK.width):
        page.set_viewport_size({"width": width, "height": 800})
        looks_well(page, pictures / f"{name}-{View(width, scripts)}.png")
