"""Registering with a real browser: from the first page to the meeting."""

import re

import pytest
from playwright.sync_api import Page, expect

from functions.domain.events import MailKind
from local.people import Delegate
from local.road import Road
from local.stack import Stack
from tests.browser.people import somebody
from tests.browser.views import DESK, PLAIN_TELEPHONE, seen_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

_ASKED = ["title", "given_names", "family_names", "email", "organisation", "role", "language", "consent"]
_RECEIVED = "We have your registration"


def test_the_form_corrected_leads_to_a_mail_whose_join_link_zoom_knows(
    visitor: Visitor, stack: Stack, way: Road
) -> None:
    delegate = somebody(f"walker-{visitor.view}")
    send_with_mistakes(visitor, delegate)
    visitor.type({"email": delegate.email, "consent": "yes"})
    visitor.press("Register")
    visitor.look("received")
    assert visitor.heading == _RECEIVED
    way.mail(visitor.reference, MailKind.CONFIRMATION)

    open_mail(visitor, delegate.email)
    with visitor.page.context.expect_page() as opened:
        visitor.page.frame_locator("iframe").get_by_role("link", name="Join the meeting").click()
    visitor.look("joined", opened.value)
    joined = opened.value.get_by_role("main").inner_text()
    assert f"as {delegate.given_names} {delegate.family_names}" in joined


@seen_in(PLAIN_TELEPHONE, DESK)
def test_what_was_typed_is_still_there_beside_the_errors(visitor: Visitor) -> None:
    answers = send_with_mistakes(visitor, somebody(f"hasty-{visitor.view}"))
    visitor.look("errors-kept")
    assert held(visitor.page) == answers


def test_each_error_in_the_summary_leads_to_its_field(visitor: Visitor, stack: Stack) -> None:
    visitor.open_form(stack.events[0])
    visitor.look("form")
    visitor.read()
    visitor.press("Register")
    visitor.look("errors")
    expect(visitor.page).to_have_title(re.compile("^Error:"))
    led = []
    for error in visitor.page.locator("#summary a").all():
        error.click()
        led.append(visitor.focused)
    assert led == _ASKED


@seen_in(DESK)
def test_the_page_with_the_reference_has_no_link_to_the_meeting_or_to_the_status(
    visitor: Visitor, stack: Stack
) -> None:
    visitor.open_form(stack.events[0])
    visitor.type(somebody("linkless").typed())
    visitor.read()
    visitor.press("Register")
    assert re.fullmatch(r"PS26-[0-9A-Z]{6}", visitor.reference)
    assert visitor.page.locator("main a:not([href^='mailto:'])").count() == 0
    assert stack.zoom_url not in visitor.page.content()
    assert "/r/" not in visitor.page.content()


@seen_in(PLAIN_TELEPHONE)
def test_a_form_sent_before_a_person_could_read_it_is_asked_for_again(visitor: Visitor, stack: Stack) -> None:
    visitor.open_form(stack.events[0])
    visitor.type(somebody("quick").typed())
    # However slow this machine is, the form was first shown just now.
    visitor.page.evaluate("document.querySelector('[name=started]').value = String(Date.now())")
    visitor.press("Register")
    expect(visitor.page.locator("#summary")).to_contain_text("nothing is saved yet")
    visitor.look("too-quick")
    visitor.read()
    visitor.press("Register")
    assert visitor.heading == _RECEIVED


@seen_in(DESK)
def test_a_double_click_and_the_same_again_later_make_one_registration(
    visitor: Visitor, stack: Stack, way: Road
) -> None:
    delegate = somebody("double")
    references = []
    for _ in range(2):
        visitor.open_form(stack.events[0])
        visitor.type(delegate.typed())
        visitor.read()
        visitor.page.get_by_role("button", name="Register").dblclick()
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text(_RECEIVED)
        references.append(visitor.reference)
    assert references[0] == references[1]
    assert way.ended(references[0]) == "Confirmed"
    assert [registrant["email"] for registrant in way.registrants()].count(delegate.email) == 1
    assert sum(delegate.email in mail.to for mail in stack.mailbox) == 1


def send_with_mistakes(visitor: Visitor, delegate: Delegate) -> dict[str, str]:
    """Sends the form with half an address and no consent. Returns what was typed."""
    answers = {**delegate.typed(), "email": "half@"}
    del answers["consent"]
    visitor.open_form("solidarity-2026")
    visitor.type(answers)
    visitor.read()
    visitor.press("Register")
    expect(visitor.page.locator("#summary a")).to_have_count(2)
    return answers


def open_mail(visitor: Visitor, address: str) -> None:
    """By way of the mailbox's list."""
    visitor.page.goto("/mailbox")
    visitor.look("mailbox")
    visitor.page.get_by_role("row").filter(has_text=address).get_by_role("link").click()
    visitor.look("mail-confirmation")


def held(page: Page) -> dict[str, str]:
    """What the form would send, but for what people do not type."""
    sent = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form')))")
    return {name: value for name, value in sent.items() if name not in ("started", "website")}
