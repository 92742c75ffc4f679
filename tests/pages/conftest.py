"""The hall and one Chromium for all tests here; each visits with a window of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from functions.adapters import clock
from tests.browser.chromium import launched, picture_folder
from tests.browser.views import VIEWS, View
from tests.pages.hall import Hall, open_hall
from tests.pages.states import an_open_house


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    hall = Hall(an_open_house())
    monkeypatch.setattr(clock, "now", hall.tick)
    with open_hall(hall) as hall:
        yield hall


@pytest.fixture(scope="package")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return picture_folder(tmp_path_factory)


@pytest.fixture(params=VIEWS, ids=str)
def view(request: pytest.FixtureRequest) -> View:
    view: View = request.param
    return view


@pytest.fixture
def page(view: View, chromium: Browser, hall: Hall) -> Iterator[Page]:
    """Without our policy, which lets in no script that is not ours: axe is none of ours. It needs scripts itself, so
    that a view without them is one in which ours does not arrive."""
    with chromium.new_context(
        base_url=hall.url,
        viewport={"width": view.width, "height": 800},
        bypass_csp=True,
        locale="en-GB",
        timezone_id="America/Lima",
        reduced_motion="reduce",
    ) as context:
        context.set_default_timeout(10_000)
        if not view.scripts:
            context.route("**/site.*.js", lambda route: route.abort())
        yield context.new_page()
