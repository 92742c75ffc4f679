"""The secretariat signs in on the user pool's page, does what its role allows, and signs out."""

import re

import pytest
from playwright.sync_api import expect

from functions.domain.staff import StaffRole
from local.officers import ACCOUNTS
from local.road import Road
from tests.browser.people import stranger
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_whoever_signs_in_is_on_the_page_that_they_asked_for_until_they_sign_out(visitor: Visitor, way: Road) -> None:
    page = f"/secretariat/events/{way.event}/registrations"
    visitor.page.goto(page)
    visitor.sign_in()
    assert visitor.page.url.endswith(page)
    visitor.look("signed-in")

    visitor.page.get_by_role("link", name="Sign out").click()
    assert visitor.heading == "You are signed out"
    visitor.look("signed-out")
    visitor.page.goto(page)
    expect(visitor.page.locator("#username")).to_be_visible()


def test_a_viewer_sees_the_cases_and_can_decide_none_not_even_by_a_crafted_request(visitor: Visitor, way: Road) -> None:
    reference = way.register(stranger(f"seen-{visitor.view}"))
    assert way.rests(reference) == "AwaitDecision"
    page = f"/secretariat/events/{way.event}/review"
    visitor.page.goto(page)
    visitor.sign_in(StaffRole.VIEWER)
    expect(visitor.page.get_by_role("main")).to_contain_text(reference)
    expect(visitor.page.get_by_text(re.compile(re.escape(ACCOUNTS[StaffRole.VIEWER])))).to_be_visible()
    expect(visitor.page.get_by_role("button", name="Decide")).to_have_count(0)
    visitor.look("review-as-viewer")

    crafted: dict[str, str | float | bool] = {"decision": "approve", f"case-{reference}": "1"}
    answer = visitor.page.request.post(page, form=crafted)

    assert answer.status == 403
    assert "Your role does not allow this" in answer.text()
    assert way.registrations.get(reference).status == "IN_REVIEW"
