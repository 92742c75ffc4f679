"""What a delegate receives, read back as a mail program reads it."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.events import REMINDERS, Event, MailKind
from functions.domain.registration import DECLINE_REASONS, Reason, Registration, Status
from functions.mails.compose import NoJoinLinkError, compose
from tests.samples import STARTS, a_registration, an_event, an_organisation

JOIN = "https://zoom.example/w/93812345678?tk=" + "a" * 60
LINK = "https://rollcall.example/r/token-of-this-mail-" + "b" * 80
ORGANISATION = an_organisation(focal_point="focal.point@parliament.aruvia.example")
KINDS = tuple(MailKind)
JOINING = {MailKind.CONFIRMATION, MailKind.LINK_CHANGED, *REMINDERS}
_VISIBLE = st.characters(exclude_categories=["C", "Z"])


def sent(
    kind: MailKind = MailKind.CONFIRMATION,
    registration: Registration | None = None,
    event: Event | None = None,
    **changes: Any,
) -> bytes:
    """The mail as it leaves, in bytes."""
    values: dict[str, Any] = {
        "link": LINK,
        "sender": "registrations@rollcall.example",
        "now": STARTS - timedelta(days=10),
        **changes,
    }
    person = registration or a_registration(status=Status.CONFIRMED, join_url=JOIN)
    return compose(kind, person, event or an_event(), ORGANISATION, **values).as_bytes()


def mail(*arguments: Any, **changes: Any) -> EmailMessage:
    """The mail as it arrives, read by a mail program."""
    received = message_from_bytes(sent(*arguments, **changes), policy=policy.default)
    assert isinstance(received, EmailMessage)
    return received


def text_of(message: EmailMessage) -> str:
    return content(message, "plain")


def html_of(message: EmailMessage) -> str:
    return content(message, "html")


def content(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def everything(message: EmailMessage) -> list[str]:
    """Headers, both bodies, and the calendar file if there is one, each unfolded."""
    files = [str(part.get_content()).replace("\r\n ", "") for part in message.iter_attachments()]
    return [str(message.items()), text_of(message), html_of(message).replace("&amp;", "&"), *files]


def both(message: EmailMessage) -> list[str]:
    """The two bodies with their line breaks evened out."""
    html = html_of(message).replace("&amp;", "&").replace("&#39;", "'")
    return [re.sub(r"\s+", " ", body) for body in (text_of(message), html)]


@pytest.mark.parametrize(
    "expected",
    [
        JOIN,
        LINK,
        "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)",
        "PS26-7K3M9Q",
        "French",
        "events@secretariat.example",
        "This link is yours alone",
        "Parliament of Aruvia",
        "https://secretariat.example/privacy",
    ],
)
def test_the_confirmation_says_all_that_a_delegate_needs_in_text_and_in_html(expected: str) -> None:
    assert all(expected in body for body in both(mail()))


def test_the_confirmation_brings_a_calendar_file() -> None:
    [attachment] = mail().iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    assert attachment["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert attachment.get_filename() == "event.ics"
    assert JOIN in str(attachment.get_content()).replace("\r\n ", "")


PROTECTED = a_registration(
    status=Status.CONFIRMED, join_url=JOIN, registrant_id="r2", version=9, protected=True, zoom_address="p+1@a.example"
)


def test_a_changed_link_comes_with_a_calendar_file_that_replaces_the_old_one_and_a_link_to_the_registration() -> None:
    changed = mail(MailKind.LINK_CHANGED, PROTECTED)
    says = ("The one that you had before no longer works", JOIN, LINK, "you are shown as Delegate 7K3M9Q")
    assert all(text in re.sub("<[^>]+>", "", body) or text in body for text in says for body in both(changed))
    [entry] = changed.iter_attachments()
    [before] = mail().iter_attachments()
    uid = re.compile(r"UID:(\S+)")
    assert uid.findall(str(entry.get_content())) == uid.findall(str(before.get_content()))
    assert JOIN in str(entry.get_content()).replace("\r\n ", "")


def test_each_changed_link_is_another_mail_to_a_mail_program() -> None:
    later = replace(PROTECTED, version=11)
    ids = {mail(MailKind.LINK_CHANGED, person)["Message-ID"] for person in (PROTECTED, later)}
    assert len(ids) == 2


@pytest.mark.parametrize("kind", [MailKind.CONFIRMATION, MailKind.LINK_CHANGED])
def test_only_a_protected_delegate_is_told_by_what_alias_zoom_shows_them(kind: MailKind) -> None:
    shown = {
        protected: "Delegate 7K3M9Q" in html_of(mail(kind, replace(PROTECTED, protected=protected)))
        for protected in (True, False)
    }
    assert shown == {True: True, False: False}


def test_a_protected_delegate_is_written_to_by_their_own_name_at_their_own_address() -> None:
    message = mail(MailKind.CONFIRMATION, PROTECTED)
    assert message["To"].addresses[0].addr_spec == PROTECTED.email
    assert all("Anna Ñandú O'Brien" in re.sub("<[^>]+>", "", body) for body in both(message))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", Status)
def test_nobody_but_the_confirmed_has_a_join_link_in_any_mail(kind: MailKind, status: Status) -> None:
    """Even if one were still stored for somebody else."""
    person = a_registration(status=status, join_url=JOIN, registrant_id="r1")
    if kind in JOINING and status is not Status.CONFIRMED:
        with pytest.raises(NoJoinLinkError):
            mail(kind, person)
        return
    message = mail(kind, person)
    may_hold_it = status is Status.CONFIRMED and kind in JOINING | {MailKind.POSTPONEMENT}
    assert any(JOIN in part for part in everything(message)) == may_hold_it


@pytest.mark.parametrize("kind", sorted(JOINING | {MailKind.POSTPONEMENT}))
def test_no_mail_that_promises_a_join_link_goes_out_without_one(kind: MailKind) -> None:
    with pytest.raises(NoJoinLinkError):
        mail(kind, a_registration(status=Status.CONFIRMED))


@pytest.mark.parametrize("reason", [*Reason, None])
def test_a_decline_gives_the_reason_in_words_and_whom_to_write_to(reason: Reason | None) -> None:
    for body in both(mail(MailKind.DECLINE, a_registration(status=Status.DECLINED, reason=reason))):
        assert "We are sorry that we cannot confirm your registration." in body
        assert "events@secretariat.example" in body
        assert "None" not in body
        assert reason is None or reason.value not in body


def test_a_suspended_organisation_and_a_closed_audience_are_different_reasons() -> None:
    suspended, outside, doubtful = (
        text_of(mail(MailKind.DECLINE, a_registration(reason=reason)))
        for reason in (Reason.ORGANISATION_SUSPENDED, Reason.NOT_IN_AUDIENCE, Reason.FREE_MAIL)
    )
    assert len({suspended, outside, doubtful}) == 3


def test_each_reason_that_an_officer_may_give_reaches_the_delegate_in_words_of_its_own() -> None:
    told = [text_of(mail(MailKind.DECLINE, a_registration(reason=reason))) for reason in (*DECLINE_REASONS, None)]
    assert len(set(told)) == len(told)


def test_a_review_notice_says_that_a_person_looks_and_nothing_is_to_be_done() -> None:
    for body in both(mail(MailKind.REVIEW_NOTICE, a_registration(status=Status.IN_REVIEW))):
        assert "a person in our team is looking at it" in body
        assert "You do not need to do anything" in body
        assert LINK in body


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=7), "in 1 week"),
        (timedelta(days=6, hours=23, minutes=57), "in 7 days"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(hours=23, minutes=58), "in 24 hours"),
        (timedelta(hours=16), "in 16 hours"),
        (timedelta(minutes=59, seconds=20), "in 1 hour"),
        (timedelta(minutes=58, seconds=20), "in 59 minutes"),
        (timedelta(minutes=2), "in 2 minutes"),
    ],
)
def test_a_reminder_says_how_long_it_really_is_until_the_start(before: timedelta, words: str) -> None:
    for kind in (MailKind.REMINDER_1, MailKind.REMINDER_3):
        message = mail(kind, now=STARTS - before)
        assert message["Subject"].startswith(f"Starts {words}: ")
        assert all(f"this event starts {words}." in body and JOIN in body for body in both(message))


def test_a_reminder_that_is_late_says_that_the_event_is_starting() -> None:
    message = mail(MailKind.REMINDER_3, now=STARTS)
    assert message["Subject"].startswith("Starting now: ")
    assert all("is starting now" in body for body in both(message))


def test_a_feedback_request_has_the_link_and_until_when_answers_may_change() -> None:
    for body in both(mail(MailKind.FEEDBACK_REQUEST)):
        assert LINK in body
        assert "until Tuesday 13 October 2026, 15:00, Geneva time" in body


@pytest.mark.parametrize("kind", KINDS)
def test_plain_text_keeps_to_72_columns_but_never_breaks_a_link(kind: MailKind) -> None:
    long = [line.strip() for line in text_of(mail(kind)).splitlines() if len(line) > 72]
    assert all(line.startswith("https://") and " " not in line for line in long)
    assert "\n\n\n" not in text_of(mail(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name", ["Seán O'Brien", "李 明", "عمر الفاروق", "{{7*7}} %(title)s", "=HYPERLINK(1)", "${jndi:ldap://x}", "100 %"]
)
def test_names_are_literal_in_every_mail(kind: MailKind, name: str) -> None:
    person = a_registration(given_names=name, family_names="Ñ", status=Status.CONFIRMED, join_url=JOIN)
    assert all(f"{name} Ñ" in body for body in both(mail(kind, person)))


def test_markup_in_a_name_is_text_in_both_bodies() -> None:
    person = a_registration(given_names="<script>alert(1)</script> & Co", status=Status.CONFIRMED, join_url=JOIN)
    message = mail(registration=person)
    assert "<script>alert(1)</script> & Co" in re.sub(r"\s+", " ", text_of(message))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in html_of(message)
    assert "<script" not in html_of(message)


def test_headers_say_who_writes_to_whom_and_that_a_machine_does() -> None:
    message = mail(now=STARTS - timedelta(days=10))
    assert message["From"] == "The Secretariat <registrations@rollcall.example>"
    assert message["Reply-To"] == "events@secretariat.example"
    assert message["Date"] == "Sat, 19 Sep 2026 13:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "en"
    assert message["Subject"] == "Your link to join: Parliamentary solidarity: Supporting MPs under threat"


def test_the_message_id_is_the_same_for_the_same_mail_and_only_for_it() -> None:
    first, again, other_kind = mail(), mail(now=STARTS), mail(MailKind.REVIEW_NOTICE)
    assert first["Message-ID"] == again["Message-ID"] == "<ps26-7k3m9q.confirmation.1.1@rollcall.example>"
    renewed = mail(registration=a_registration(attempt=2, status=Status.CONFIRMED, join_url=JOIN))
    others = {other_kind["Message-ID"], mail(event=an_event(version=2))["Message-ID"], renewed["Message-ID"]}
    assert len({first["Message-ID"], *others}) == 4


@given(st.text(_VISIBLE | st.sampled_from(' ,;:"<>()@\\'), min_size=1, max_size=200))
def test_any_name_comes_through_the_address_header_whole_and_alone(name: str) -> None:
    person = a_registration(given_names=f"x{name}", family_names="y", status=Status.CONFIRMED, join_url=JOIN)
    raw = str(message_from_bytes(sent(MailKind.REMINDER_1, person))["To"])
    # As RFC 2047 reads it: the parser behind `addresses` takes the break between two encoded words for a space.
    [(shown, address)] = getaddresses([raw.replace("\r\n", "").replace("\n", "")])
    assert address == "anna@parliament.aruvia.example"
    assert str(make_header(decode_header(shown))) == " ".join(f"x{name} y".split())


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85", "\x00", "\x1b"])
def test_a_control_character_in_a_name_adds_no_header(end: str) -> None:
    person = a_registration(given_names=f"Eve{end}Bcc: all@parliament.example", status=Status.CONFIRMED, join_url=JOIN)
    message = mail(registration=person)
    assert message["Bcc"] is None
    assert message["To"].isprintable()
    assert [address.addr_spec for address in message["To"].addresses] == ["anna@parliament.aruvia.example"]


def test_a_name_that_is_written_from_right_to_left_stands_apart_from_what_is_around_it() -> None:
    person = a_registration(given_names="عمر", family_names="حسن", status=Status.CONFIRMED, join_url=JOIN)
    assert "<bdi>Ms عمر حسن</bdi>" in html_of(mail(registration=person)).replace("\n", " ")


@pytest.mark.parametrize(("locale", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_mail_reads_in_its_direction_where_a_program_shows_it_within_a_page_of_its_own(
    locale: str, direction: str
) -> None:
    person = a_registration(locale=locale, status=Status.CONFIRMED, join_url=JOIN)
    shown = html_of(mail(registration=person))
    cells = re.findall('<td class="(?:inside|quiet foot)"[^>]*>', shown)
    assert len(cells) == 2
    assert all(f'dir="{direction}"' in cell for cell in cells)
    assert re.search(f'<table role="presentation" class="page" lang="{locale}" dir="{direction}"', shown)
    assert re.search(f'<bdi dir="ltr">{re.escape(JOIN)}', shown.replace("&amp;", "&"))


def test_a_name_with_joiners_keeps_them() -> None:
    person = a_registration(given_names="علی\u200cرضا", family_names="y", status=Status.CONFIRMED, join_url=JOIN)
    assert mail(registration=person)["To"].addresses[0].display_name == "علی\u200cرضا y"


@given(st.text(_VISIBLE | st.just(" "), min_size=1, max_size=200))
def test_any_title_comes_through_the_subject_whole(title: str) -> None:
    words = " ".join(f"x{title}x".split())
    subject = mail(event=an_event(titles={"en": words}))["Subject"]
    assert subject == f"Your link to join: {words}"


def test_no_header_line_is_longer_than_mail_servers_take() -> None:
    person = a_registration(given_names="é" * 100, family_names="李" * 100, status=Status.CONFIRMED, join_url=JOIN)
    written = sent(MailKind.CONFIRMATION, person, an_event(titles={"en": "Ж" * 200}))
    assert written.isascii()
    lines = written.split(b"\r\n")
    assert max(len(line) for line in lines if b"=?utf-8?" in line) <= 76
    assert max(map(len, lines)) <= 78
