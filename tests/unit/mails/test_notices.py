"""The mails that say where a registration has come to: what happened first, then what to do."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from functions.domain.events import MailKind
from functions.domain.protection import protection
from functions.domain.registration import Reason, Registration, Status
from tests.samples import STARTS, a_protecting_event, a_registration, an_event
from tests.unit.mails.test_compose import JOIN, LINK, ORGANISATION, both, mail

WHEN = "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)"
WAITING = (
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.VERIFIED,
    Status.WAITLISTED,
    Status.PROVISIONING,
    Status.IN_REPAIR,
)
CANCELLATIONS = {
    Reason.BY_DELEGATE: "As you asked, your registration is cancelled.",
    Reason.BY_SECRETARIAT: "We have cancelled your registration",
    Reason.BY_ZOOM_HOST: "cancelled by the meeting’s host in Zoom",
    Reason.ADDRESS_CHANGED: "this address is no longer registered",
    Reason.EVENT_CANCELLED: "this event will not take place",
}


def says(message: EmailMessage, *expected: str) -> bool:
    return all(text in body for text in expected for body in both(message))


def calendar_of(message: EmailMessage) -> Calendar:
    [attachment] = message.iter_attachments()
    return Calendar.from_ical(str(attachment.get_content()))


def cancelled(reason: Reason | None, *, had_link: bool = True) -> Registration:
    return a_registration(status=Status.CANCELLED, reason=reason, had_link=had_link)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (MailKind.REVIEW_NOTICE, Status.IN_REVIEW),
        (MailKind.WAITLIST_NOTICE, Status.WAITLISTED),
        (MailKind.EXPIRY, Status.EXPIRED),
        (MailKind.CANCELLATION, Status.CANCELLED),
        (MailKind.POSTPONEMENT, Status.WAITLISTED),
    ],
)
def test_every_notice_names_the_event_its_time_the_reference_and_whom_to_ask(kind: MailKind, status: Status) -> None:
    message = mail(kind, a_registration(status=status))
    assert says(message, an_event().title("en"), WHEN, "PS26-7K3M9Q", "events@secretariat.example")


def test_whoever_waits_hears_how_seats_are_given_and_until_when_and_can_give_up() -> None:
    message = mail(MailKind.WAITLIST_NOTICE, a_registration(status=Status.WAITLISTED))
    assert says(message, "You are on the waiting list for:", "waited longest", "15:00, Geneva time.", LINK)


def test_an_expiry_says_whether_a_decision_or_a_seat_was_missing() -> None:
    undecided = mail(MailKind.EXPIRY, a_registration(status=Status.EXPIRED, reason=Reason.UNDECIDED))
    no_seat = mail(MailKind.EXPIRY, a_registration(status=Status.EXPIRED, reason=Reason.NO_SEAT))
    assert says(undecided, "could not be decided on in time")
    assert says(no_seat, "no seat has become free")
    assert undecided["Subject"].startswith("You are not registered: ")


@pytest.mark.parametrize(("reason", "words"), CANCELLATIONS.items())
def test_a_cancellation_says_by_whom_or_why_and_never_in_the_words_of_another(reason: Reason, words: str) -> None:
    message = mail(MailKind.CANCELLATION, cancelled(reason))
    assert says(message, words)
    assert not any(says(message, other) for other in CANCELLATIONS.values() if other != words)


def test_an_event_that_is_cancelled_says_so_in_the_subject() -> None:
    message = mail(MailKind.CANCELLATION, cancelled(Reason.EVENT_CANCELLED))
    assert message["Subject"].startswith("This event will not take place: ")


def test_the_old_address_is_not_told_the_new_one_but_what_to_do_if_it_was_somebody_else() -> None:
    message = mail(MailKind.CANCELLATION, cancelled(Reason.ADDRESS_CHANGED))
    assert says(message, "If it was not you who asked for this, write to us at once.")


def test_a_cancellation_takes_the_event_out_of_the_calendar_of_whoever_had_it_there() -> None:
    had_it, never_had_it = cancelled(Reason.BY_DELEGATE), cancelled(Reason.BY_DELEGATE, had_link=False)
    calendar = calendar_of(mail(MailKind.CANCELLATION, had_it))
    confirmed = calendar_of(mail(registration=a_registration(status=Status.CONFIRMED, join_url=JOIN)))
    assert calendar["METHOD"] == "CANCEL"
    assert calendar.walk("VEVENT")[0]["UID"] == confirmed.walk("VEVENT")[0]["UID"]
    without = mail(MailKind.CANCELLATION, never_had_it)
    assert not list(without.iter_attachments())
    assert not any("link to join" in body for body in both(without))


def test_whoever_gave_up_a_link_for_their_protection_and_then_cancels_loses_the_calendars_entry_too() -> None:
    event = a_protecting_event()
    confirmed = a_registration(status=Status.PROVISIONING).moved(Status.CONFIRMED, registrant_id="r1", join_url=JOIN)
    without_link = confirmed.changed(**protection(confirmed, event, event.starts - timedelta(days=1), wanted=True))
    assert (without_link.registrant_id, without_link.changes_link) == ("", True)
    message = mail(MailKind.CANCELLATION, without_link.moved(Status.CANCELLED, reason=Reason.BY_DELEGATE), event)
    assert calendar_of(message)["METHOD"] == "CANCEL"
    assert says(message, "Your link to join no longer works")


def test_whoever_waits_for_another_link_hears_of_the_new_time_and_that_the_link_follows() -> None:
    waits = a_registration(status=Status.CONFIRMED, zoom_address="protected@a.example", protected=True)
    message = mail(MailKind.POSTPONEMENT, waits, a_protecting_event())
    assert says(message, "The time of this event has changed", "we send you your link to join as soon as we have it")
    assert not list(message.iter_attachments())
    assert not says(message, "stays the same")


def test_a_confirmed_delegate_keeps_the_link_and_the_calendar_moves() -> None:
    confirmed = a_registration(status=Status.CONFIRMED, join_url=JOIN)
    message = mail(MailKind.POSTPONEMENT, confirmed, an_event(version=3))
    assert says(message, "The time of this event has changed.", "your link to join stays the same")
    assert not any(JOIN in body for body in both(message))
    [entry] = calendar_of(message).walk("VEVENT")
    assert (entry["SEQUENCE"], entry["LOCATION"]) == (4, JOIN)


@pytest.mark.parametrize("status", WAITING)
def test_whoever_still_waits_hears_the_new_time_and_where_they_stand_and_no_more(status: Status) -> None:
    message = mail(MailKind.POSTPONEMENT, a_registration(status=status, join_url=JOIN))
    assert says(message, "The time of this event has changed.", WHEN)
    assert not list(message.iter_attachments())
    assert not says(message, "stays the same")
    assert says(message, "waiting list") == (status is Status.WAITLISTED)
    assert says(message, "A person in our team") == (status is Status.IN_REVIEW)


@pytest.mark.parametrize(("languages", "locale"), [(("en", "fr"), "en"), (("pt", "es"), "es"), (("de",), "en")])
def test_the_focal_point_is_asked_in_the_events_language_whatever_the_delegates(
    languages: tuple[str, ...], locale: str
) -> None:
    registration = a_registration(status=Status.IN_REVIEW, locale="fr")
    message = mail(MailKind.FOCAL_REQUEST, registration, an_event(languages=languages))
    assert message["Content-Language"] == locale


def test_the_focal_point_is_asked_about_one_person_until_when_and_that_the_first_answer_counts() -> None:
    message = mail(MailKind.FOCAL_REQUEST, a_registration(status=Status.IN_REVIEW, locale="fr"))
    assert message["To"] == ORGANISATION.focal_point
    assert message["Content-Language"] == "en"
    assert says(message, "Anna Ñandú O", "anna@parliament.aruvia.example", ORGANISATION.name, LINK)
    assert says(
        message, "Do you know this person?", "until Tuesday 29 September 2026, 15:00", "The first answer counts"
    )
    assert says(message, "our records name you as the focal point")
    assert not any("this address was used to register" in body for body in both(message))


def test_the_second_feedback_mail_says_that_it_is_the_last() -> None:
    message = mail(MailKind.FEEDBACK_REMINDER, a_registration(status=Status.ATTENDED))
    assert says(message, LINK, "We will not ask again", "until Tuesday 13 October 2026, 15:00, Geneva time")


def test_the_footers_two_sentences_do_not_run_together() -> None:
    html = both(mail(now=STARTS))[1]
    assert '</a>.</p> <p style="margin:0"><a class="link" href="https://secretariat.example/privacy"' in html


def test_an_erasure_takes_the_event_out_of_the_calendar_of_whoever_had_a_link() -> None:
    had_it = a_registration(status=Status.ERASING, had_link=True, version=9)
    message = mail(MailKind.ERASURE_RECEIPT, had_it)
    confirmed = calendar_of(mail(registration=a_registration(status=Status.CONFIRMED, join_url=JOIN)))
    taken_out = calendar_of(message)
    assert taken_out["METHOD"] == "CANCEL"
    assert taken_out.walk("VEVENT")[0]["UID"] == confirmed.walk("VEVENT")[0]["UID"]
    assert says(message, "The attached file takes the event out of your calendar")
    without = mail(MailKind.ERASURE_RECEIPT, a_registration(status=Status.ERASING))
    assert not list(without.iter_attachments())
    assert not any("attached file" in body for body in both(without))


def test_a_link_is_called_after_the_page_that_it_opens() -> None:
    data, waiting = (
        both(mail(kind, a_registration(status=Status.WAITLISTED)))[1]
        for kind in (MailKind.DATA_LINK, MailKind.WAITLIST_NOTICE)
    )
    assert "What we hold about you</a>" in data
    assert "Your registration</a>" in waiting
