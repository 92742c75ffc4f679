"""The roads on which somebody acts: a decision, a cancellation, a repair, another time, and more people than seats."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from functions.domain.events import MailKind
from functions.domain.registration import Reason, Status
from functions.domain.staff import StaffRole
from local.deeds import approve, cancel, resume, review_form, vouch
from local.officers import ACCOUNTS
from local.people import Delegate
from local.road import Road, awaited, links
from local.traces import dead_letters
from tests.e2e.faults import post_to_zoom
from tests.e2e.published import Audit, Desk, audit, delegate, doubtful, kinds, mails_to, schedules, sheet

pytestmark = pytest.mark.ci

CLIENTS, SUBMISSIONS, SEATS = 8, 200, 50
VERIFIED: Audit = [
    ("SUBMITTED", "VERIFIED", "roll"),
    ("VERIFIED", "PROVISIONING", "workflow"),
    ("PROVISIONING", "CONFIRMED", "zoom"),
]


@pytest.fixture
def desk(way: Road, tmp_path: Path) -> Iterator[Desk]:
    yield Desk(way, tmp_path)
    post_to_zoom(way, "faults", mode="ok")


def confirmed(way: Road, person: Delegate) -> str:
    reference = way.register(person)
    assert way.ended(reference) == "Confirmed"
    return reference


def waiting(way: Road, person: Delegate, state: str) -> str:
    reference = way.register(person)
    assert way.rests(reference) == state
    return reference


def status_link(way: Road, reference: str) -> str:
    return links(way.mail(reference, MailKind.CONFIRMATION), f"{way.stack.url}/r/")[0]


def sequence(calendar: str) -> int:
    found = re.search(r"^SEQUENCE:(\d+)", calendar, re.MULTILINE)
    assert found, "the mail has no calendar entry"
    return int(found[1])


def test_the_secretariat_approves_on_its_page_and_the_delegate_is_confirmed(desk: Desk) -> None:
    plan = sheet("YES", "81000000001")
    way, _ = desk.publish(plan)
    planned = schedules(way)
    person = doubtful("approved")
    reference = waiting(way, person, "AwaitDecision")
    assert kinds(way, reference) == ["review-notice", "focal-request"]
    assert way.admitted(plan.meeting) == []

    assert "1 approved" in approve(way, [reference])

    assert way.ended(reference) == "Confirmed"
    assert kinds(way, reference) == ["review-notice", "focal-request", "confirmation"]
    assert way.admitted(plan.meeting) == [person.email]
    officer = f"secretariat:{ACCOUNTS[StaffRole.OFFICER]}"
    decided: Audit = [("SUBMITTED", "IN_REVIEW", "roll"), ("IN_REVIEW", "VERIFIED", officer)]
    assert audit(way, reference) == [*decided, *VERIFIED[1:]]
    assert schedules(way) == planned


def test_the_focal_point_declines_and_whoever_decides_second_is_told_so(desk: Desk) -> None:
    plan = sheet("NOT", "81000000002")
    way, _ = desk.publish(plan)
    planned = schedules(way)
    reference = waiting(way, doubtful("declined"), "AwaitDecision")
    seen_before = review_form(way)
    [question] = links(way.mail(reference, MailKind.FOCAL_REQUEST), f"{way.stack.url}/v/")

    answered = vouch(way, question, "no")

    assert (answered.status_code, "Thank you for your answer" in answered.text) == (200, True)
    assert way.ended(reference) == "Declined"
    assert "The first decision stands" in approve(way, [reference], seen_before)
    again = way.browser.post(question, data={"answer": "yes"})
    assert (again.status_code, "decided already" in again.text) == (409, True)
    assert way.registrations.get(reference).reason is Reason.NOT_VOUCHED_FOR
    assert kinds(way, reference) == ["review-notice", "focal-request", "decline"]
    assert way.registrants(plan.meeting) == []
    assert audit(way, reference) == [("SUBMITTED", "IN_REVIEW", "roll"), ("IN_REVIEW", "DECLINED", "focal-point")]
    assert schedules(way) == planned


def test_a_delegate_cancels_and_the_seat_goes_to_whoever_has_waited_longest(desk: Desk) -> None:
    plan = sheet("SEAT", "81000000003", capacity=2)
    way, _ = desk.publish(plan)
    planned = schedules(way)
    goer, stayer, first, second = (delegate(name) for name in ("goer", "stayer", "first", "second"))
    going, staying = confirmed(way, goer), confirmed(way, stayer)
    longest, other = waiting(way, first, "AwaitSeat"), waiting(way, second, "AwaitSeat")
    assert way.admitted(plan.meeting) == [goer.email, stayer.email]

    cancel(way, status_link(way, going))

    assert way.ended(longest) == "Confirmed"
    way.withdrawn(goer.email)
    assert set(way.admitted(plan.meeting)) == {stayer.email, first.email}
    assert way.rests(other) == "AwaitSeat"
    assert "METHOD:CANCEL" in way.mail(going, MailKind.CANCELLATION).calendar
    assert [kinds(way, each) for each in (going, staying, longest, other)] == [
        ["confirmation", "cancellation"],
        ["confirmation"],
        ["waitlist-notice", "confirmation"],
        ["waitlist-notice"],
    ]
    assert audit(way, going) == [*VERIFIED, ("CONFIRMED", "CANCELLED", "delegate")]
    assert audit(way, longest)[1:] == [
        ("VERIFIED", "WAITLISTED", "workflow"),
        ("WAITLISTED", "PROVISIONING", "workflow"),
        ("PROVISIONING", "CONFIRMED", "zoom"),
    ]
    seats = way.registrations.counts(way.event)
    assert (seats.taken, seats.waiting) == (2, 1)
    assert schedules(way) == planned


def test_delegates_in_repair_go_on_once_the_secretariat_resumes_and_it_was_told_once(desk: Desk) -> None:
    plan = sheet("MEND", "81000000004")
    way, _ = desk.publish(plan)
    planned = schedules(way)
    people = [delegate(f"broken{number}") for number in range(3)]
    for call in ("add", "batch"):
        post_to_zoom(way, "faults", mode="registration-off", on=call)
    references = [way.register(person) for person in people]
    assert {way.rests(reference) for reference in references} == {"AwaitRepair"}
    assert {way.registrations.get(reference).status for reference in references} == {Status.IN_REPAIR}
    [alert] = mails_to(way, plan.contact)
    assert alert.subject.startswith("Zoom needs to be put right")
    assert not any(kinds(way, reference) for reference in references)

    post_to_zoom(way, "faults", mode="ok")
    assert "Registrations in repair go on" in resume(way)

    assert {way.ended(reference) for reference in references} == {"Confirmed"}
    assert [kinds(way, reference) for reference in references] == [["confirmation"]] * 3
    assert sorted(way.admitted(plan.meeting)) == sorted(person.email for person in people)
    assert all(("IN_REPAIR", "PROVISIONING", "secretariat") in audit(way, reference) for reference in references)
    assert mails_to(way, plan.contact) == [alert]
    assert schedules(way) == planned


def test_another_time_is_told_once_and_moves_every_schedule(desk: Desk) -> None:
    plan = sheet("LATER", "81000000005")
    way, _ = desk.publish(plan)
    planned = schedules(way)
    coming = confirmed(way, delegate("coming"))
    doubted = waiting(way, doubtful("doubted"), "AwaitDecision")
    later = replace(plan, starts=plan.starts + timedelta(days=7))

    _, publication = desk.publish(later)

    assert publication.done == "postponed"
    assert len(planned) == 7
    assert schedules(way) == {name: at + timedelta(days=7) for name, at in planned.items()}
    before = way.mail(coming, MailKind.CONFIRMATION).calendar
    after = way.mail(coming, MailKind.POSTPONEMENT).calendar
    assert sequence(after) > sequence(before)
    assert f"DTSTART:{later.starts:%Y%m%dT%H%M%SZ}" in after
    way.mail(doubted, MailKind.POSTPONEMENT)
    assert desk.publish(later)[1].done.startswith("unchanged")
    assert kinds(way, coming) == ["confirmation", "postponement"]
    assert kinds(way, doubted) == ["review-notice", "focal-request", "postponement"]
    assert audit(way, coming) == VERIFIED
    assert len(way.admitted(plan.meeting)) == 1


def test_a_registrant_whom_the_host_cancels_in_zoom_is_cancelled_here_and_told(desk: Desk) -> None:
    plan = sheet("HOST", "81000000006")
    way, _ = desk.publish(plan)
    planned = schedules(way)
    reference = confirmed(way, delegate("unwanted"))
    [registrant] = way.registrants(plan.meeting)

    post_to_zoom(way, f"meetings/{plan.meeting}/registrants/{registrant['id']}/cancel")

    cancelled = way.stands(reference, Status.CANCELLED)
    assert cancelled.reason is Reason.BY_ZOOM_HOST
    assert "METHOD:CANCEL" in way.mail(reference, MailKind.CANCELLATION).calendar
    assert kinds(way, reference) == ["confirmation", "cancellation"]
    assert audit(way, reference) == [*VERIFIED, ("CONFIRMED", "CANCELLED", "zoom")]
    assert way.admitted(plan.meeting) == []
    assert way.registrations.counts(way.event).taken == 0
    assert schedules(way) == planned


def test_a_cancelled_event_tells_everybody_once_and_leaves_no_link_that_works(desk: Desk) -> None:
    plan = sheet("OFF", "81000000007", capacity=2)
    way, _ = desk.publish(plan)
    assert schedules(way)
    expecting = [confirmed(way, delegate("glad")), confirmed(way, delegate("ready"))]
    hoping = [waiting(way, delegate("patient"), "AwaitSeat"), waiting(way, doubtful("unclear"), "AwaitDecision")]
    assert len(way.admitted(plan.meeting)) == 2

    _, publication = desk.publish(replace(plan, cancelled=True))

    assert publication.done == "cancelled"
    everybody = [*expecting, *hoping]
    for reference in everybody:
        way.stands(reference, Status.CANCELLED)
        way.mail(reference, MailKind.CANCELLATION)
        assert audit(way, reference)[-1][1:] == ("CANCELLED", "secretariat")
    awaited(lambda: not way.admitted(plan.meeting) or None, 60, "Zoom to withdraw everybody")
    assert {way.ended(reference) for reference in hoping} == {"Cancelled"}
    assert [kinds(way, reference).count("cancellation") for reference in everybody] == [1] * 4
    assert [kinds(way, reference)[0] for reference in everybody] == [
        "confirmation",
        "confirmation",
        "waitlist-notice",
        "review-notice",
    ]
    assert schedules(way) == {}


def test_200_submissions_at_once_for_50_seats_make_50_confirmed_and_150_waiting(desk: Desk) -> None:
    plan = sheet("RUSH", "81000000008", capacity=SEATS)
    way, _ = desk.publish(plan)
    planned = schedules(way)
    people = [delegate(f"many{number}") for number in range(SUBMISSIONS)]

    with ThreadPoolExecutor(CLIENTS) as clients:
        references = list(clients.map(lambda person: submit(way, person), people))

    assert len(set(references)) == SUBMISSIONS
    rested = [way.rests(reference, seconds=240) for reference in references]
    assert (rested.count("Confirmed"), rested.count("AwaitSeat")) == (SEATS, SUBMISSIONS - SEATS)
    seated = {each for each, state in zip(references, rested, strict=True) if state == "Confirmed"}
    statuses = {each: way.registrations.get(each).status for each in references}
    assert {each for each, status in statuses.items() if status is Status.CONFIRMED} == seated
    assert list(statuses.values()).count(Status.WAITLISTED) == SUBMISSIONS - SEATS
    seats = way.registrations.counts(way.event)
    assert (seats.taken, seats.waiting) == (SEATS, SUBMISSIONS - SEATS)

    by_reference = dict(zip(references, people, strict=True))
    expected = sorted(by_reference[each].email for each in seated)
    assert sorted(way.admitted(plan.meeting)) == expected
    assert len(way.registrants(plan.meeting)) == SEATS
    told = [str(mail.message["Message-ID"]).split(".")[:2] for mail in way.stack.mailbox]
    mine = [(who, kind) for who, kind in told if who.startswith("<rush-")]
    assert sorted(mine) == sorted(
        (f"<{each.lower()}", "confirmation" if each in seated else "waitlist-notice") for each in references
    )
    assert schedules(way) == planned
    assert list(dead_letters(way.stack)) == []


def submit(way: Road, person: Delegate) -> str:
    """Sends the form as its JSON; gives the reference."""
    typed = {name: answer for name, answer in person.typed().items() if name != "consent"}
    answer = way.browser.post(f"/api/events/{way.event}/registrations", json={**typed, "consent": True})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["reference"])
