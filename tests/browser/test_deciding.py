"""Doubtful cases are decided: by the secretariat, several at once, and by whom the organisation has named."""

import re

import pytest
from playwright.sync_api import expect

from functions.domain.events import MailKind
from local.road import Road, links
from local.stack import Stack
from tests.browser.people import stranger
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_the_secretariat_approves_several_at_once_and_declines_one(visitor: Visitor, way: Road) -> None:
    references = [way.register(stranger(f"case{number}-{visitor.view}")) for number in range(3)]
    assert {way.rests(reference) for reference in references} == {"AwaitDecision"}
    *good, bad = references
    open_review(visitor)
    visitor.press("Decide")
    expect(visitor.page.locator("#summary a")).to_have_count(2)
    visitor.look("review-errors")

    visitor.type({**{f"case-{reference}": "1" for reference in good}, "decision": "approve"})
    visitor.press("Decide")
    visitor.look("review-approved")
    assert visitor.heading == "2 approved"

    visitor.page.get_by_role("link", name="Go on").click()
    visitor.type({f"case-{bad}": "1", "decision": "decline", "reason": "not-vouched-for"})
    visitor.press("Decide")
    visitor.look("review-sure")
    visitor.press("Yes, decline it")
    assert visitor.heading == "1 declined"
    assert [way.ended(reference) for reference in references] == ["Confirmed", "Confirmed", "Declined"]
    visitor.page.goto(f"/secretariat/registrations/{bad}")
    visitor.look("secretariat-registration")


def test_a_focal_point_answers_on_the_page_of_their_mail_and_the_first_answer_stands(
    visitor: Visitor, way: Road, stack: Stack
) -> None:
    reference = way.register(stranger(f"vouched-{visitor.view}"))
    mail = way.mail(reference, MailKind.FOCAL_REQUEST)
    visitor.page.goto(f"/mailbox/{mail.number}")
    visitor.look("mail-focal-request")
    # A long address breaks, and widens no telephone.
    visitor.page.goto(f"/mailbox/{mail.number}/html")
    visitor.look("mail-focal-request-html")
    [question] = links(mail, f"{stack.url}/v/")
    visitor.page.goto(question)
    visitor.look("vouch")
    visitor.press("Send your answer")
    visitor.look("vouch-errors")
    visitor.page.locator("#summary a").click()
    assert visitor.focused == "answer"

    visitor.type({"answer": "yes"})
    visitor.press("Send your answer")
    visitor.look("vouched")
    assert visitor.heading == "Thank you for your answer"
    assert way.ended(reference) == "Confirmed"
    visitor.page.goto(question)
    visitor.look("vouch-decided")
    assert visitor.heading == "This has been decided already"


def open_review(visitor: Visitor) -> None:
    """By way of the front's first page, the list of events, and the event."""
    visitor.page.goto("/")
    visitor.page.get_by_role("row", name=re.compile("^Secretariat http")).get_by_role("link").click()
    visitor.sign_in()
    visitor.look("secretariat")
    visitor.page.get_by_role("link", name=re.compile("Parliamentary solidarity")).click()
    visitor.look("secretariat-event")
    visitor.page.get_by_role("link", name="To be decided").first.click()
    visitor.look("review")
