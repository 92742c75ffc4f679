"""What a delegate and the secretariat do in a real browser: with JavaScript and without, on a telephone and a desk."""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from functions.domain.events import MailKind
from local.form_filling import READING_SECONDS
from local.people import Delegate, member
from local.road import Pace, Road, links
from local.samples import ROLL
from operations.import_roll import roll_file
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

REFERENCE = re.compile(r"[A-Z0-9]{2,6}-[0-9A-Z]{6}")
SIZES = [(1280, True), (1280, False), (320, True), (320, False)]


def delegate(name: str) -> Delegate:
    """A member's delegate with an address of their own."""
    someone = member(roll_file(ROLL))
    return someone.renamed(someone.email.replace("q.vexley", name))


def fill_in(page: Page, person: Delegate, *, but: str = "") -> None:
    """Types everything except the field named `but`."""
    typed = person.typed()
    for name in ("title", "given_names", "family_names", "email", "sharing", "access_needs"):
        if name != but:
            page.fill(f"[name={name}]", typed[name])
    page.select_option("[name=organisation]", typed["organisation"])
    page.check("[name=role][value=member]")
    page.check("[name=language][value=fr]")
    page.check("[name=consent]")
    time.sleep(READING_SECONDS)


def send(page: Page) -> None:
    page.click("form button[type=submit]")


def see(page: Page, folder: Path, name: str) -> None:
    """Keeps a picture, and makes sure that nothing has to be scrolled to sideways."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
        pytest.fail(f"{name} is wider than the window")


def reference_on(page: Page) -> str:
    return page.locator(".reference").inner_text()


@pytest.mark.parametrize(("width", "javascript"), SIZES)
def test_a_form_with_a_mistake_comes_back_with_everything_that_was_typed(
    open_page: Open, form: str, screenshots: Path, width: int, javascript: bool
) -> None:
    page = open_page(width=width, javascript=javascript)
    person = delegate(f"wrong{width}{javascript}".lower())
    page.goto(form)
    see(page, screenshots, f"form-{width}-{javascript}")
    fill_in(page, person, but="family_names")
    send(page)
    see(page, screenshots, f"form-error-{width}-{javascript}")
    expect(page.locator("#summary")).to_contain_text("amily")
    expect(page.locator("[name=given_names]")).to_have_value(person.given_names)
    expect(page.locator("[name=organisation]")).to_have_value(person.organisation)
    page.click("#summary a")
    expect(page.locator("[name=family_names]")).to_be_focused()
    page.fill("[name=family_names]", person.family_names)
    send(page)
    assert REFERENCE.fullmatch(reference_on(page))
    see(page, screenshots, f"received-{width}-{javascript}")


def test_the_join_link_comes_by_mail_and_zoom_knows_it(
    open_page: Open, way: Road, form: str, screenshots: Path
) -> None:
    page = open_page()
    person = delegate("joins")
    page.goto(form)
    fill_in(page, person)
    send(page)
    reference = reference_on(page)
    assert way.stack.zoom_url not in page.content()
    assert way.ended(reference) == "Confirmed"
    way.mail(reference, MailKind.CONFIRMATION)

    page.goto(f"{way.stack.url}/mailbox")
    see(page, screenshots, "mailbox")
    page.locator("tr, li", has_text=person.email).first.get_by_role("link").first.click()
    see(page, screenshots, "mailbox-mail")
    mail = way.mail(reference, MailKind.CONFIRMATION)
    page.goto(links(mail, f"{way.stack.zoom_url}/w/")[0])
    expect(page.locator("body")).to_contain_text(person.family_names)
    see(page, screenshots, "zoom-joined")

    page.goto(links(mail, f"{way.stack.url}/r/")[0])
    expect(page.locator("body")).to_contain_text(reference)
    expect(page.locator("body")).to_contain_text("Geneva time")
    see(page, screenshots, "status")


def test_a_double_click_makes_one_registration_and_one_mail(open_page: Open, way: Road, form: str) -> None:
    page = open_page()
    person = delegate("twice")
    page.goto(form)
    fill_in(page, person)
    page.dblclick("form button[type=submit]")
    reference = reference_on(page)
    way.ended(reference)
    way.mail(reference, MailKind.CONFIRMATION)
    assert [registrant["email"] for registrant in way.registrants()].count(person.email) == 1
    assert len(way.mails(reference)) == 1


def test_the_secretariat_finds_the_run_by_the_reference_and_reads_its_steps(
    open_page: Open, way: Road, form: str, screenshots: Path
) -> None:
    page = open_page()
    page.goto(form)
    fill_in(page, delegate("watched"))
    send(page)
    reference = reference_on(page)
    way.ended(reference)
    page.goto(f"{way.stack.url}/secretariat/runs")
    see(page, screenshots, "runs")
    page.click(f"text={reference}-1")
    for state in ("VerifyMember", "ProvisionRegistrant", "SendConfirmation", "Confirmed"):
        expect(page.locator("body")).to_contain_text(state)
    see(page, screenshots, "run")


def test_an_organisation_is_found_by_typing_and_chosen_with_the_keyboard(open_page: Open, form: str) -> None:
    page = open_page()
    page.goto(form)
    page.get_by_label("Search the list of organisations").press_sequentially("aruvia")
    options = page.locator("[name=organisation] optgroup option")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=organisation]")).to_have_value("parliament-aruvia")


def test_a_rehearsal_reminds_and_asks_for_feedback_by_itself(open_page: Open, way: Road, screenshots: Path) -> None:
    way.publish(Pace(starts_in=timedelta(seconds=80)))
    page = open_page(width=320)
    page.goto(f"{way.stack.url}/e/{way.event}")
    fill_in(page, delegate("rehearses"))
    send(page)
    reference = reference_on(page)
    for kind in (MailKind.REMINDER_1, MailKind.REMINDER_2, MailKind.REMINDER_3):
        way.mail(reference, kind, seconds=100)
    request = way.mail(reference, MailKind.FEEDBACK_REQUEST, seconds=100)
    page.goto(links(request, f"{way.stack.url}/f/")[0])
    see(page, screenshots, "feedback")
    page.check("[name=event_rating][value='5']")
    page.fill("[name=recommendation]", "Train the staff.")
    time.sleep(READING_SECONDS)
    send(page)
    see(page, screenshots, "feedback-thanks")
    stored = way.feedback(reference)
    assert stored is not None
    assert (stored.event_rating, stored.recommendation) == (5, "Train the staff.")

    page.goto(links(request, f"{way.stack.url}/f/")[0])
    expect(page.locator("[name=recommendation]")).to_have_value("Train the staff.")
    page.check("[name=event_rating][value='3']")
    time.sleep(READING_SECONDS)
    send(page)
    changed = way.feedback(reference)
    assert changed is not None
    assert changed.event_rating == 3
