"""The mailbox shows each accepted mail as it left, and nothing that was refused."""

import base64
import json
from datetime import UTC, datetime
from email.message import EmailMessage

import httpx
import pytest

from local.front import front
from local.mailbox import Mailbox, ses_endpoint

RECEIVED = datetime(2026, 9, 26, 13, 0, tzinfo=UTC)
CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def confirmation() -> EmailMessage:
    mail = EmailMessage()
    mail["To"] = "anna@parliament.example"
    mail["From"] = "events@rollcall.example"
    mail["Subject"] = "You are registered – Ñandú"
    mail.set_content("Join here.")
    mail.add_alternative("<p>Join <script>steal()</script>here.</p>", subtype="html")
    mail.add_attachment(CALENDAR.encode(), maintype="text", subtype="calendar", filename="invitation.ics")
    return mail


def ministack(status: int) -> httpx.Client:
    answer = httpx.MockTransport(lambda request: httpx.Response(status, json={"MessageId": "one"}))
    return httpx.Client(transport=answer, base_url="http://ministack")


def send(mailbox: Mailbox, mail: EmailMessage, *, answered: int = 200) -> int:
    call = {"Content": {"Raw": {"Data": base64.b64encode(mail.as_bytes()).decode()}}}
    endpoint = ses_endpoint(mailbox, ministack(answered)).test_client()
    return endpoint.post("/v2/email/outbound-emails", data=json.dumps(call)).status_code


@pytest.fixture
def mailbox() -> Mailbox:
    mailbox = Mailbox()
    mailbox.add(confirmation().as_bytes(), RECEIVED)
    return mailbox


class Browser:
    def __init__(self, mailbox: Mailbox) -> None:
        self._client = front(ministack(200), "api", mailbox, dict).test_client()

    def read(self, path: str) -> str:
        return self._client.get(path).get_data(as_text=True)

    def policy(self, path: str) -> str:
        return self._client.get(path).headers["Content-Security-Policy"]

    def status(self, path: str) -> int:
        return self._client.get(path).status_code


@pytest.fixture
def browser(mailbox: Mailbox) -> Browser:
    return Browser(mailbox)


def test_an_accepted_mail_is_kept_byte_for_byte() -> None:
    mailbox, mail = Mailbox(), confirmation()
    mail.set_boundary("fixed")  # else drawn anew each time it is written
    send(mailbox, mail)
    assert [kept.raw for kept in mailbox] == [mail.as_bytes()]


def test_a_refused_mail_is_not_in_the_mailbox() -> None:
    mailbox = Mailbox()
    assert send(mailbox, confirmation(), answered=400) == 400
    assert list(mailbox) == []


def test_the_list_has_the_newest_mail_first(mailbox: Mailbox, browser: Browser) -> None:
    reminder = confirmation()
    reminder.replace_header("Subject", "Tomorrow")
    mailbox.add(reminder.as_bytes(), RECEIVED)
    page = browser.read("/mailbox")
    assert page.index("Tomorrow") < page.index("You are registered – Ñandú")


def test_a_mail_is_shown_as_text_calendar_and_headers(browser: Browser) -> None:
    page = browser.read("/mailbox/1")
    assert "Join here." in page
    assert "BEGIN:VCALENDAR" in page
    assert "events@rollcall.example" in page


def test_what_a_mail_holds_cannot_run(browser: Browser) -> None:
    assert "<script>" not in browser.read("/mailbox/1")
    assert "sandbox" in browser.policy("/mailbox/1/html")
    assert "default-src 'none'" in browser.policy("/mailbox/1/html")


def test_links_in_a_mail_open_outside_of_its_frame(mailbox: Mailbox, browser: Browser) -> None:
    mail = EmailMessage()
    mail.set_content("<html><head></head><a href='https://zoom.example'>Join</a>", subtype="html")
    mailbox.add(mail.as_bytes(), RECEIVED)
    assert '<head><base target="_blank">' in browser.read("/mailbox/2/html")


def test_a_mail_that_was_never_sent_is_not_found(browser: Browser) -> None:
    assert browser.status("/mailbox/99") == 404


def test_programs_read_the_same_mails_as_json(browser: Browser) -> None:
    (mail,) = json.loads(browser.read("/mailbox/messages.json"))
    assert (mail["number"], mail["to"], mail["text"]) == (1, "anna@parliament.example", "Join here.\n")
