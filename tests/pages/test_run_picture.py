"""The picture of a run is wider than a telephone: it is scrolled in its frame, and where the run stands is in sight."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route

from functions.adapters.run_history import Step, machine_of
from local.picture import STATE_MACHINES
from tests.browser.chromium import what_sticks_out
from tests.browser.views import View
from tests.pages.axe import violations
from tests.unit.web.office import FakeHistory
from tests.unit.web.test_runs import BEGAN, REGISTRATION, a_run, pages

pytestmark = pytest.mark.browser

_CONFIRMED = ("VerifyMember", "Status?", "ReserveSeat", "Status?", "ProvisionRegistrant", "Status?", "SendConfirmation")
_SEEN = """place => {
  const [at, frame] = [place, place.closest(".graph")].map(each => each.getBoundingClientRect());
  return frame.left <= at.left && at.right <= frame.right;
}"""


def show(page: Page, language: str) -> None:
    """A registration that is being confirmed, at the right of the picture."""
    machine = machine_of(json.loads((STATE_MACHINES / "registration.asl.json").read_text("utf-8")))
    steps = [Step(state, "", BEGAN + timedelta(seconds=at)) for at, state in enumerate(_CONFIRMED)]
    history = FakeHistory({REGISTRATION: [a_run("PS26-7K3M9Q-1", "RUNNING")]}, steps, machine)
    gateway = pages(history)

    def answer(route: Route) -> None:
        answered = gateway.get(f"/secretariat/runs/PS26-7K3M9Q-1?lang={language}")
        route.fulfill(body=answered.body, content_type=answered.headers["content-type"])

    page.route("**/secretariat/**", answer)
    page.goto("/secretariat/runs/PS26-7K3M9Q-1")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_does_not_stick_out_and_where_the_run_stands_is_in_sight(
    language: str, page: Page, view: View
) -> None:
    show(page, language)
    assert what_sticks_out(page) == []
    assert violations(page) == []
    assert page.locator("[data-place] text").text_content() == "SendConfirmation"
    if view.scripts:
        assert page.locator("[data-place]").evaluate(_SEEN)
