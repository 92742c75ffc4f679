"""A delegate's main tasks in each language, with a script and without, on a telephone and at a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from functions.domain.registration import Status
from functions.language import LOCALES, OWN_NAMES
from tests.browser.views import View, in_every_language
from tests.pages.hall import Hall
from tests.pages.reader import Reader
from tests.pages.states import LAST, OVER
from tests.samples import a_registration

pytestmark = [pytest.mark.browser, in_every_language(LOCALES)]


@pytest.fixture
def reader(page: Page, hall: Hall, view: View, locale: str, pictures: Path) -> Reader:
    return Reader(page, hall, view.scripts, locale, pictures, view)


def test_a_delegate_registers(reader: Reader, page: Page) -> None:
    """They choose their language when half of the form is filled in: nothing of it is lost, and nothing sent."""
    page.goto("/e/solidarity")
    reader.fill(given_names="Ñandú <b>", email="half@")
    if reader.locale != "en":
        page.get_by_role("button", name=OWN_NAMES[reader.locale], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", reader.locale)
    expect(page.locator("#given_names")).to_have_value("Ñandú <b>")
    assert reader.hall.parts.held_registrations.held == {}
    reader.press("Register")
    expect(page.locator("#summary-title")).to_have_text(reader.words("There is a problem"))
    reader.looks("errors")
    page.locator("#email").fill("anna@parliament.aruvia.example")
    reader.press("Register")
    reader.reads("We have your registration")
    [saved] = reader.hall.parts.held_registrations.held.values()
    assert (saved.locale, saved.given_names) == (reader.locale, "Ñandú <b>")


def test_a_delegate_changes_their_details_and_cancels(reader: Reader, page: Page) -> None:
    """In the language in which they registered, without choosing it again."""
    parts = reader.hall.parts
    held = a_registration(status=Status.CONFIRMED, reference="PS26-7K3M9Q", locale=reader.locale)
    parts.held_registrations.held[held.reference] = held
    reader.open(parts.held_links.status(held, LAST))
    reader.reads("Your place is confirmed")
    address = page.url
    reader.follow("Change your details")
    page.locator("#given_names").fill("Wayra")
    reader.press("Save")
    reader.reads("Your details are changed")
    page.goto(address)
    reader.follow("Cancel your registration")
    reader.reads("Do you want to cancel your registration?")
    reader.press("Yes, cancel my registration")
    expect(page.get_by_role("heading", level=1)).to_have_text(reader.words("Your registration is cancelled"))
    cancelled = parts.held_registrations.get(held.reference)
    assert (cancelled.given_names, cancelled.status) == ("Wayra", Status.CANCELLED)


def test_a_delegate_gives_feedback(reader: Reader, page: Page) -> None:
    parts, reader.hall.now = reader.hall.parts, OVER
    held = a_registration(status=Status.ATTENDED, reference="PS26-7K3M9Q", locale=reader.locale)
    parts.held_registrations.held[held.reference] = held
    reader.open(parts.held_links.feedback(held, LAST))
    page.get_by_label(reader.words("4 – good"), exact=True).first.check()
    page.locator("#recommendation").fill("Train the staff, 李, عمر")
    reader.looks("feedback")
    reader.press("Send feedback")
    reader.reads("Thank you for your feedback")
    said = parts.held_feedback.get(held.reference)
    assert said
    assert said.answers["recommendation"] == "Train the staff, 李, عمر"
