"""Who is due which mail, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.due_mails import due
from functions.domain.events import ON_REQUEST, REMINDERS, MailKind
from functions.domain.registration import FORGOTTEN, Reason, Registration, Status
from tests.samples import STARTS, a_registration, an_event

EVENT = an_event()
EARLIER = STARTS - timedelta(days=1)
AFTER = EVENT.ends + timedelta(hours=1)
SECOND = timedelta(seconds=1)
ANSWERS = {
    MailKind.CONFIRMATION: {Status.CONFIRMED},
    MailKind.LINK_CHANGED: {Status.CONFIRMED},
    MailKind.DECLINE: {Status.DECLINED},
    MailKind.REVIEW_NOTICE: {Status.IN_REVIEW},
    MailKind.FOCAL_REQUEST: {Status.IN_REVIEW},
    MailKind.WAITLIST_NOTICE: {Status.WAITLISTED},
    MailKind.EXPIRY: {Status.EXPIRED},
    MailKind.CANCELLATION: {Status.CANCELLED},
    MailKind.ERASURE_RECEIPT: {Status.ERASING},
}
POSTPONED = an_event(version=2, moved_in=2, published_at=EARLIER - timedelta(days=2))
TOLD_OF_A_NEW_TIME = {
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.VERIFIED,
    Status.WAITLISTED,
    Status.PROVISIONING,
    Status.IN_REPAIR,
    Status.CONFIRMED,
}
AFTERWARDS = (MailKind.FEEDBACK_REQUEST, MailKind.FEEDBACK_REMINDER)


def confirmed(**changes: object) -> Registration:
    return a_registration(status=Status.CONFIRMED, **changes)


def test_every_kind_of_mail_has_a_rule_that_is_tested_here() -> None:
    assert {*ANSWERS, *REMINDERS, *AFTERWARDS, MailKind.POSTPONEMENT, *ON_REQUEST} == set(MailKind)


@pytest.mark.parametrize("kind", sorted(ON_REQUEST))
@pytest.mark.parametrize("status", Status)
def test_a_link_is_due_for_an_hour_after_it_was_asked_for_to_whoever_is_not_forgotten(
    kind: MailKind, status: Status
) -> None:
    asked, person = int(EARLIER.timestamp()), a_registration(status=status)
    assert due(kind, person, EVENT, asked, EARLIER + timedelta(minutes=59)) == (status not in FORGOTTEN)
    assert not due(kind, person, EVENT, asked, EARLIER + timedelta(minutes=61))
    assert not due(kind, person, EVENT, None, EARLIER)


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("status", Status)
def test_an_answer_is_due_only_while_it_is_true(kind: MailKind, status: Status) -> None:
    person = a_registration(status=status, reason=Reason.FREE_MAIL)
    assert due(kind, person, EVENT, None, EARLIER) == (status in ANSWERS[kind])


@pytest.mark.parametrize("reason", Reason)
def test_the_focal_point_is_asked_who_somebody_is_and_not_what_is_the_secretariats_to_decide(reason: Reason) -> None:
    person = a_registration(status=Status.IN_REVIEW, reason=reason)
    known = {Reason.FREE_MAIL, Reason.UNKNOWN_DOMAIN, Reason.OTHER_ORGANISATION, Reason.INTERNATIONALISED_DOMAIN}
    assert due(MailKind.FOCAL_REQUEST, person, EVENT, None, EARLIER) == (reason in known)


def test_nobody_asks_an_organisation_about_a_delegate_who_is_protected() -> None:
    person = a_registration(status=Status.IN_REVIEW, reason=Reason.FREE_MAIL, protected=True)
    assert not due(MailKind.FOCAL_REQUEST, person, EVENT, None, EARLIER)


@pytest.mark.parametrize("kind", [MailKind.CONFIRMATION, MailKind.LINK_CHANGED])
def test_while_a_link_is_being_changed_no_mail_promises_one(kind: MailKind) -> None:
    has = confirmed(protected=True, zoom_address="p+1@a.example", registrant_id="r1", join_url="https://zoom.example/1")
    assert due(kind, has, EVENT, None, EARLIER)
    assert not due(kind, replace(has, registrant_id="", join_url=""), EVENT, None, EARLIER)
    assert not due(kind, has, EVENT, None, EVENT.ends)


def test_nobody_is_confirmed_for_an_event_that_is_over_or_cancelled() -> None:
    assert due(MailKind.CONFIRMATION, confirmed(), EVENT, None, EVENT.ends - SECOND)
    assert not due(MailKind.CONFIRMATION, confirmed(), EVENT, None, EVENT.ends)
    assert not due(MailKind.CONFIRMATION, confirmed(), an_event(cancelled=True), None, EARLIER)


@pytest.mark.parametrize("kind", REMINDERS)
def test_nobody_is_reminded_while_their_link_is_being_changed(kind: MailKind) -> None:
    """The mail with the other link follows; a reminder without one could not be written."""
    changing = confirmed(zoom_address="protected+ps26-7k3m9q@assembly.example", registrant_id="")
    assert changing.changes_link
    assert not due(kind, changing, EVENT, 1, EARLIER)
    assert due(kind, replace(changing, registrant_id="r1"), EVENT, 1, EARLIER)


@pytest.mark.parametrize("kind", REMINDERS)
@pytest.mark.parametrize("status", Status)
def test_only_the_confirmed_are_reminded(kind: MailKind, status: Status) -> None:
    assert due(kind, a_registration(status=status), EVENT, 1, EARLIER) == (status is Status.CONFIRMED)


@pytest.mark.parametrize("kind", REMINDERS)
def test_nobody_is_reminded_of_an_old_time_too_late_or_of_a_cancelled_event(kind: MailKind) -> None:
    assert due(kind, confirmed(), EVENT, 1, STARTS - SECOND)
    assert not due(kind, confirmed(), EVENT, 1, STARTS)
    assert not due(kind, confirmed(), an_event(version=2), 1, EARLIER)
    assert not due(kind, confirmed(), an_event(cancelled=True), 1, EARLIER)


def test_a_reminder_whose_moment_passed_before_somebody_registered_is_not_for_them() -> None:
    moment = STARTS - EVENT.reminders[1]
    assert due(MailKind.REMINDER_2, confirmed(submitted_at=moment), EVENT, 1, moment)
    late = confirmed(submitted_at=moment + SECOND)
    assert not due(MailKind.REMINDER_2, late, EVENT, 1, moment + SECOND)
    assert due(MailKind.REMINDER_3, late, EVENT, 1, STARTS - EVENT.reminders[2])


def test_a_reminder_that_the_event_no_longer_has_is_not_sent() -> None:
    event = an_event(reminders=(timedelta(days=7),))
    assert due(MailKind.REMINDER_1, confirmed(), event, 1, EARLIER)
    assert not due(MailKind.REMINDER_2, confirmed(), event, 1, EARLIER)


@pytest.mark.parametrize("status", Status)
def test_whoever_expects_the_event_hears_of_its_new_time(status: Status) -> None:
    person = a_registration(status=status)
    assert due(MailKind.POSTPONEMENT, person, POSTPONED, 2, EARLIER) == (status in TOLD_OF_A_NEW_TIME)


def test_the_new_time_is_told_once_it_holds_and_to_those_who_have_not_seen_it_at_the_form() -> None:
    assert not due(MailKind.POSTPONEMENT, confirmed(), POSTPONED, 3, EARLIER)
    assert not due(MailKind.POSTPONEMENT, confirmed(submitted_at=POSTPONED.published_at), POSTPONED, 2, EARLIER)
    assert not due(MailKind.POSTPONEMENT, confirmed(), POSTPONED, 2, POSTPONED.ends)


def test_a_notice_of_a_new_time_is_not_lost_when_the_event_is_published_once_more_meanwhile() -> None:
    once_more = replace(POSTPONED, version=3)
    assert due(MailKind.POSTPONEMENT, confirmed(), once_more, 2, EARLIER)
    assert not due(MailKind.POSTPONEMENT, confirmed(), replace(once_more, moved_in=3), 2, EARLIER)


@pytest.mark.parametrize("kind", AFTERWARDS)
@pytest.mark.parametrize("status", Status)
def test_feedback_is_asked_of_everybody_who_had_a_place_whether_they_came_or_not(
    kind: MailKind, status: Status
) -> None:
    person = a_registration(status=status)
    assert due(kind, person, EVENT, 1, AFTER) == (status in {Status.CONFIRMED, Status.ATTENDED, Status.ABSENT})


@pytest.mark.parametrize("kind", AFTERWARDS)
def test_feedback_is_asked_for_after_the_event_and_before_it_closes(kind: MailKind) -> None:
    assert not due(kind, confirmed(), EVENT, 1, EVENT.ends - SECOND)
    assert not due(kind, confirmed(), EVENT, 1, EVENT.feedback_closes)
    assert not due(kind, confirmed(), an_event(version=2), 1, AFTER)
    assert not due(kind, confirmed(), an_event(cancelled=True), 1, AFTER)
