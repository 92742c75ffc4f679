"""One laptop's stack and one Chromium for all tests here; each test visits with a window of its own.

They go with the last of these tests: two stacks at once would be too much for a small machine.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from local.ports import free_ports
from local.road import Road, road
from local.samples import EVENTS, load_event, load_roll
from local.stack import Stack
from tests.browser.chromium import launched, picture_folder
from tests.browser.people import REHEARSED, somebody
from tests.browser.views import VIEWS, View
from tests.browser.visitor import Visitor


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(free_ports(), tmp_path_factory.mktemp("stack") / "run") as stack:
        load_roll(stack)
        load_event(stack, EVENTS[0])
        yield stack


@pytest.fixture(scope="package")
def way(stack: Stack) -> Iterator[Road]:
    """The road to the sample event, for whatever a test needs to have happened already."""
    with road(stack) as way:
        way.event = stack.events[0]
        yield way


@pytest.fixture(scope="package", autouse=True)
def rehearsal(stack: Stack) -> Iterator[tuple[Road, str]]:
    """An event that starts within minutes, with somebody's reference: it goes its way while the other tests run."""
    with road(stack) as way:
        way.publish()
        yield way, way.register(somebody(REHEARSED))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return picture_folder(tmp_path_factory)


@pytest.fixture(params=VIEWS, ids=str)
def visitor(request: pytest.FixtureRequest, chromium: Browser, stack: Stack, pictures: Path) -> Iterator[Visitor]:
    view: View = request.param
    with chromium.new_context(
        base_url=stack.url,
        viewport={"width": view.width, "height": 800},
        java_script_enabled=view.scripts,
        locale="en-GB",
        reduced_motion="reduce",
    ) as context:
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page(), view, pictures)
        yield visitor
    assert visitor.complaints == [], "the browser refused something that a page asked for"
