"""What is to be seen of a registration once it is made: by the delegate, and by the secretariat."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from functions.domain.events import MailKind
from local.road import Road, links
from local.stack import Stack
from tests.browser.people import somebody
from tests.browser.views import DESK, TELEPHONE, seen_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Registered:
    reference: str
    status_link: str


@pytest.fixture(scope="module")
def registered(way: Road, stack: Stack) -> Registered:
    reference = way.register(somebody("settled"))
    [link, *_] = links(way.mail(reference, MailKind.CONFIRMATION), f"{stack.url}/r/")
    assert way.ended(reference) == "Confirmed"
    return Registered(reference, link)


def test_the_status_link_says_where_the_registration_stands(
    visitor: Visitor, registered: Registered, stack: Stack
) -> None:
    visitor.page.goto(registered.status_link)
    visitor.look("status")
    assert visitor.heading == "Your place is confirmed"
    assert visitor.reference == registered.reference
    assert stack.zoom_url not in visitor.page.content()


@seen_in(TELEPHONE)
def test_a_changed_status_link_shows_nothing(visitor: Visitor, registered: Registered) -> None:
    visitor.page.goto(registered.status_link[:-3])
    visitor.look("not-found")
    assert visitor.heading == "Page not found"
    assert registered.reference not in visitor.page.content()


def test_the_secretariat_finds_the_run_by_its_reference_and_sees_its_steps(
    visitor: Visitor, registered: Registered
) -> None:
    visitor.page.goto("/")
    visitor.look("index")
    visitor.page.get_by_role("row", name="Secretariat's runs").get_by_role("link").click()
    visitor.sign_in()
    visitor.look("runs")
    visitor.page.get_by_role("link", name=f"{registered.reference}-1").click()
    expect(visitor.page.get_by_role("main")).to_contain_text("Ended as planned")
    visitor.look("run")
    steps = visitor.page.get_by_role("listitem").locator("strong").all_inner_texts()
    tasks = [step for step in steps if step != "Status?"]
    assert tasks == ["VerifyMember", "ReserveSeat", "ProvisionRegistrant", "SendConfirmation", "Confirmed"]


@seen_in(TELEPHONE, DESK)
def test_the_sandbox_zoom_shows_who_is_registered(visitor: Visitor, registered: Registered, stack: Stack) -> None:
    visitor.page.goto(stack.zoom_url)
    visitor.look("zoom")
    visitor.page.get_by_role("row").filter(has_text="86420975310").get_by_role("link").click()
    visitor.look("zoom-meeting")
    assert somebody("settled").email in visitor.page.get_by_role("main").inner_text()
