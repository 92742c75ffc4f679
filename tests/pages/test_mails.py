"""Every mail as a mail program shows it: wide and narrow, by day and by night, and as plain text."""

import html
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from functions.domain.events import MailKind
from functions.domain.registration import Reason, Registration, Status
from functions.mails.compose import compose
from tests.browser.chromium import take_picture
from tests.pages.looks import looks_well
from tests.samples import STARTS, a_registration, an_event, an_organisation

pytestmark = pytest.mark.browser

_JOIN = "https://zoom.example/w/93812345678?tk=" + "a" * 60
_LINK = "https://rollcall.example/r/token-of-this-mail-" + "b" * 80
_STANDS = {
    MailKind.DECLINE: (Status.DECLINED, Reason.NOT_IN_AUDIENCE),
    MailKind.REVIEW_NOTICE: (Status.IN_REVIEW, Reason.FREE_MAIL),
    MailKind.FOCAL_REQUEST: (Status.IN_REVIEW, Reason.FREE_MAIL),
    MailKind.WAITLIST_NOTICE: (Status.WAITLISTED, None),
    MailKind.EXPIRY: (Status.EXPIRED, Reason.NO_SEAT),
    MailKind.CANCELLATION: (Status.CANCELLED, Reason.BY_DELEGATE),
    MailKind.ERASURE_RECEIPT: (Status.ERASING, None),
    MailKind.FEEDBACK_REQUEST: (Status.ATTENDED, None),
    MailKind.FEEDBACK_REMINDER: (Status.ABSENT, None),
}
#: Width and scheme of the windows in which a mail in each language is looked at.
_WINDOWS: dict[str, list[tuple[int, Literal["light", "dark"]]]] = {
    "en": [(600, "light"), (600, "dark"), (360, "light"), (360, "dark")],
    "ar": [(600, "light"), (360, "dark")],
    "fr": [(360, "light")],
    "es": [(360, "light")],
}


def composed(kind: MailKind, locale: str) -> EmailMessage:
    status, reason = _STANDS.get(kind, (Status.CONFIRMED, None))
    person: Registration = a_registration(
        status=status,
        reason=reason,
        join_url=_JOIN,
        registrant_id="r1",
        protected=True,
        zoom_address="p+1@a.example",
        locale=locale,
    )
    event = an_event(recording_url="https://video.example/solidarity")
    organisation = an_organisation(focal_point="focal.point@parliament.aruvia.example")
    sent_at = STARTS - timedelta(days=10)
    return compose(kind, person, event, organisation, link=_LINK, sender="registrations@rollcall.example", now=sent_at)


def body(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.fixture(scope="module")
def reading(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        yield context.new_page()


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("locale", _WINDOWS)
def test_a_mail_fits_its_window_and_is_read_by_everybody(
    kind: MailKind, locale: str, reading: Page, pictures: Path
) -> None:
    message = composed(kind, locale)
    reading.set_content(body(message, "html"))
    for width, scheme in _WINDOWS[locale]:
        reading.set_viewport_size({"width": width, "height": 800})
        reading.emulate_media(color_scheme=scheme)
        picture = pictures / f"mail-{kind}-{locale}-{width}-{scheme}.png"
        looks_well(reading, picture, "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
    expect_nothing_loaded(reading)
    take_picture_of_text(message, reading, pictures / f"mail-{kind}-{locale}-text.png")


def take_picture_of_text(message: EmailMessage, page: Page, picture: Path) -> None:
    """Of the plain text, which stands in 80 columns of equal width."""
    style = "font:16px/1.3 monospace;white-space:pre-wrap;overflow-wrap:anywhere;width:80ch;margin:1em"
    page.set_viewport_size({"width": 720, "height": 800})
    page.set_content(f"<main style='{style}'>{html.escape(body(message, 'plain'))}</main>")
    take_picture(page, picture)


def expect_nothing_loaded(page: Page) -> None:
    """No picture, font or style comes from anywhere: a mail says to nobody that it was opened."""
    expect(page.locator("img, link, script, iframe, [background]")).to_have_count(0)
