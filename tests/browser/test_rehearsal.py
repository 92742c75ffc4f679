"""An event that comes and goes while the tests run: its mails come by themselves, and lead to the feedback page."""

from dataclasses import dataclass

import pytest

from functions.domain.events import REMINDERS, MailKind
from local.road import Road, links
from local.stack import Stack
from tests.browser.people import REHEARSED, somebody
from tests.browser.views import DESK, PLAIN_TELEPHONE, seen_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Over:
    """The event once it has ended."""

    way: Road
    reference: str
    feedback_link: str


@pytest.fixture(scope="module")
def over(rehearsal: tuple[Road, str], stack: Stack) -> Over:
    way, reference = rehearsal
    request = way.mail(reference, MailKind.FEEDBACK_REQUEST, seconds=150)
    [link, *_] = links(request, f"{stack.url}/f/")
    return Over(way, reference, link)


@seen_in(PLAIN_TELEPHONE, DESK)
def test_reminders_and_the_feedback_request_are_in_the_mailbox(visitor: Visitor, over: Over) -> None:
    visitor.page.goto("/mailbox")
    rows = visitor.page.get_by_role("row").filter(has_text=somebody(REHEARSED).email)
    assert rows.count() == 1 + len(REMINDERS) + 1
    for kind in (*REMINDERS, MailKind.FEEDBACK_REQUEST):
        [mail] = over.way.mails(over.reference, kind)
        visitor.page.goto(f"/mailbox/{mail.number}")
        visitor.look(f"mail-{kind}")
        assert visitor.heading == mail.subject


@seen_in(PLAIN_TELEPHONE, DESK)
def test_feedback_is_filled_in_saved_and_changed(visitor: Visitor, over: Over) -> None:
    visitor.page.goto(over.feedback_link)
    visitor.look("feedback")
    visitor.type({"event_rating": "4", "interpretation_rating": "3", "recommendation": f"Again, {visitor.view}."})
    visitor.read()
    visitor.press("Send feedback")
    visitor.look("thanks")
    assert visitor.heading == "Thank you for your feedback"

    visitor.page.goto(over.feedback_link)
    assert visitor.page.locator("[name=recommendation]").input_value() == f"Again, {visitor.view}."
    assert visitor.page.locator("[name=event_rating]:checked").get_attribute("value") == "4"
    visitor.type({"event_rating": "2", "may_quote": "yes"})
    visitor.read()
    visitor.press("Send feedback")
    assert visitor.heading == "Thank you for your feedback"
    saved = over.way.feedback(over.reference)
    assert saved is not None
    assert (saved.answers["event_rating"], saved.answers["recommendation"], saved.may_quote) == (
        2,
        f"Again, {visitor.view}.",
        True,
    )


@seen_in(PLAIN_TELEPHONE, DESK)
def test_the_outreach_runs_are_listed_for_the_secretariat(visitor: Visitor, over: Over) -> None:
    visitor.page.goto("/secretariat/runs")
    visitor.sign_in()
    outreach = visitor.page.locator("a[href^='/secretariat/outreach/']")
    # Registration closed before feedback was asked for.
    assert outreach.count() == len(REMINDERS) + 2
    assert visitor.page.locator("a[href^='/secretariat/closeouts/']").count() == 1
    outreach.first.click()
    visitor.look("outreach-run")
    assert visitor.page.get_by_role("listitem").count() > 0
