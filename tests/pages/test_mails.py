"""Every mail as a mail program shows it: wide and narrow, by day and by night, and as plain text."""

import html
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from functions.domain.events import MailKind
from functions.domain.registration import Reason, Registration, Status
from functions.mails.compose import compose
from tests.browser.chromium import take_picture
from tests.pages.axe import violations
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
#: Width, scheme, whether the mail is shown as HTML, and the language in which its reader registered.
_SHOWN = [
    *((width, scheme, True, "en") for width in (600, 360) for scheme in ("light", "dark")),
    (720, "light", False, "en"),
    (600, "light", True, "ar"),
    (360, "dark", True, "ar"),
    (360, "light", True, "fr"),
    (360, "light", True, "es"),
]


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


def shown(message: EmailMessage, *, as_html: bool) -> str:
    """The page that a mail program makes of it; plain text stands in 80 columns of equal width."""
    if as_html:
        return body(message, "html")
    text = html.escape(body(message, "plain"))
    style = "font:16px/1.3 monospace;white-space:pre-wrap;overflow-wrap:anywhere;width:80ch;margin:1em"
    return f"<title>{html.escape(message['Subject'])}</title><main style='{style}'>{text}</main>"


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize(("width", "scheme", "as_html", "locale"), _SHOWN)
def test_a_mail_fits_its_window_and_is_read_by_everybody(
    kind: MailKind, width: int, scheme: str, as_html: bool, locale: str, chromium: Browser, pictures: Path
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    with context:
        page = context.new_page()
        page.set_content(shown(composed(kind, locale), as_html=as_html))
        form = f"{locale}-{width}-{scheme}" if as_html else "text"
        take_picture(page, pictures / f"mail-{kind}-{form}.png")
        if as_html:
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
            assert violations(page, "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa") == []
            expect_nothing_loaded(page)


def expect_nothing_loaded(page: Page) -> None:
    """No picture, font or style comes from anywhere: a mail says to nobody that it was opened."""
    expect(page.locator("img, link, script, iframe, [background]")).to_have_count(0)
