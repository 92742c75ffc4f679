"""What a delegate does about a registration by the link of its mails: correct it, and cancel it."""

import pytest
from playwright.sync_api import expect

from functions.domain.events import MailKind
from functions.domain.registration import Status
from local.road import Road, links
from local.stack import Stack
from tests.browser.people import somebody
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_details_are_corrected_and_then_the_registration_is_cancelled(
    visitor: Visitor, way: Road, stack: Stack
) -> None:
    reference = way.register(somebody(f"changing-{visitor.view}"))
    [status, *_] = links(way.mail(reference, MailKind.CONFIRMATION), f"{stack.url}/r/")
    correct(visitor, status)
    expect(visitor.page.get_by_role("main")).to_contain_text("Spanish")
    assert way.registrations.get(reference).given_names == "Wayra"

    visitor.page.get_by_role("link", name="Cancel your registration").click()
    visitor.look("cancel")
    assert way.registrations.get(reference).status is Status.CONFIRMED
    visitor.press("Yes, cancel my registration")
    visitor.look("cancelled")
    assert visitor.heading == "Your registration is cancelled"
    visitor.page.goto(f"/mailbox/{way.mail(reference, MailKind.CANCELLATION).number}")
    visitor.look("mail-cancellation")
    visitor.page.goto(status)
    visitor.look("status-cancelled")
    assert visitor.page.get_by_role("link", name="Register again").count() == 1


def correct(visitor: Visitor, status: str) -> None:
    """By way of a mistake, from the registration's page and back to it."""
    visitor.page.goto(status)
    visitor.page.get_by_role("link", name="Change your details").click()
    visitor.look("edit")
    visitor.type({"given_names": "", "language": "es"})
    visitor.read()
    visitor.press("Save")
    expect(visitor.page.locator("#summary a")).to_have_count(1)
    visitor.look("edit-errors")
    visitor.type({"given_names": "Wayra"})
    visitor.press("Save")
    visitor.look("edited")
    assert visitor.heading == "Your details are changed"
    visitor.page.get_by_role("link", name="Back to your registration").click()
