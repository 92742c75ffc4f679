"""The secretariat sees how every event stands, and what waits for it."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest

from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.adapters.seat_counts import Seats
from functions.alerting import Alert
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.events import MailKind
from functions.domain.registration import Reason, Registration, Status
from functions.web.secretariat_words import ALERTS, PROBLEMS, REASON_NAMES
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.fakes import BASE_URL, OPEN, ROLL
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeEventList, FakeOffice
from tests.unit.web.words import words_of

EVENT = "/secretariat/events/solidarity"


def read(desk: Gateway, path: str) -> str:
    answer = desk.get(path)
    assert answer.status == 200
    return html.unescape(answer.text)


def hold(office: FakeOffice, status: Status, *references: str) -> list[Registration]:
    return [office.held_registrations.add(a_registration(reference=each, status=status)) for each in references]


def test_every_event_is_listed_with_how_many_stand_where_and_what_is_wrong(office: FakeOffice, desk: Gateway) -> None:
    hold(office, Status.CONFIRMED, "PS26-AAAAAA", "PS26-BBBBBB")
    hold(office, Status.IN_REVIEW, "PS26-CCCCCC")
    office.held_alerts.held.append(Alert.MEETING_FULL)

    text = read(desk, "/secretariat")

    assert f'href="{EVENT}"' in text
    assert "Confirmed 2" in words_of(text)
    assert "To be decided 1" in words_of(text)
    assert "Together 3" in words_of(text)
    assert all(told in text for told in ALERTS[Alert.MEETING_FULL])


def test_of_a_cancelled_event_nothing_is_to_be_put_right(office: FakeOffice, desk: Gateway) -> None:
    office.held_events.held["solidarity"] = an_event(cancelled=True)
    office.held_alerts.held.append(Alert.MEETING_NEEDS_REPAIR)
    assert ALERTS[Alert.MEETING_NEEDS_REPAIR][0] not in read(desk, "/secretariat")


def test_the_events_to_come_stand_before_those_that_are_over(office: FakeOffice, desk: Gateway) -> None:
    for name, days in (("over", -40), ("later", 60), ("next", 1)):
        starts = OPEN + timedelta(days=days)
        office.held_events.held[name] = an_event(id=name, starts=starts, ends=starts + timedelta(hours=1))
    del office.held_events.held["solidarity"]

    assert re.findall(r'href="/secretariat/events/(\w+)"', read(desk, "/secretariat")) == ["next", "later", "over"]


def test_where_there_is_nothing_the_pages_say_so(office: FakeOffice, desk: Gateway) -> None:
    assert "Nobody has registered yet." in read(desk, "/secretariat")
    assert "There is nothing to decide." in read(desk, f"{EVENT}/review")
    assert "Nobody waits for a seat." in read(desk, f"{EVENT}/waiting")
    assert "Nothing is in repair." in read(desk, f"{EVENT}/repair")
    assert "Every mail has left." in read(desk, f"{EVENT}/unsent")
    office.held_events = FakeEventList()
    assert "No event has been published yet." in read(desk, "/secretariat")


def test_an_event_shows_its_seats_and_links_to_what_waits(office: FakeOffice, desk: Gateway) -> None:
    office.held_events = FakeEventList(an_event(capacity=50))
    office.held_events.found = ["Switch on registration for the meeting."]
    office.held_registrations.seats = Seats(taken=50, waiting=3, zoom_full=True)
    hold(office, Status.IN_REVIEW, "PS26-CCCCCC")
    row = LedgerRow("PS26-CCCCCC", MailKind.REVIEW_NOTICE, 1, 1, MailState.SENDING, OPEN - timedelta(minutes=3))
    office.held_ledger.held.append(row)

    text = read(desk, EVENT)

    assert "Taken 50 of 50" in words_of(text)
    assert "Waiting 3" in words_of(text)
    assert "Zoom took nobody any more" in text
    assert "Switch on registration for the meeting." in text
    assert "Mails that may not have left 1" in words_of(text)
    assert all(f'href="{EVENT}/{queue}"' in text for queue in ("review", "unsent", "waiting"))
    assert f'href="{EVENT}/repair"' not in text


def test_a_mail_that_has_only_just_been_handed_over_is_not_a_persons_yet(office: FakeOffice, desk: Gateway) -> None:
    row = LedgerRow("PS26-CCCCCC", MailKind.REVIEW_NOTICE, 1, 1, MailState.SENDING, OPEN - timedelta(seconds=90))
    office.held_ledger.held.append(row)

    assert "Mails that may not have left none" in words_of(read(desk, EVENT))


def test_one_action_lets_all_go_on_that_are_in_repair(office: FakeOffice, desk: Gateway) -> None:
    assert "Resume" not in read(desk, EVENT)
    hold(office, Status.IN_REPAIR, "PS26-AAAAAA", "PS26-BBBBBB")
    assert f'action="{EVENT}/resume"' in read(desk, EVENT)

    answer = desk.post(f"{EVENT}/resume", form={})

    assert "2 registrations are on their way." in answer.text
    assert 'href="/secretariat/event-runs/solidarity-resume-9f2c41d7"' in answer.text
    assert office.held_runs.started == [("solidarity", "resume")]


def test_without_anything_in_repair_nothing_is_started(office: FakeOffice, desk: Gateway) -> None:
    assert "There is nothing to resume" in desk.post(f"{EVENT}/resume", form={}).text
    assert not office.held_runs.started


def test_the_waiting_list_stands_in_the_order_of_the_line(office: FakeOffice, desk: Gateway) -> None:
    for reference, day in (("PS26-BBBBBB", 2), ("PS26-AAAAAA", 1), ("PS26-CCCCCC", 3)):
        submitted = STARTS - timedelta(days=40 - day)
        waiting = a_registration(reference=reference, status=Status.WAITLISTED, submitted_at=submitted)
        office.held_registrations.add(waiting)

    listed = re.findall(r"registrations/(PS26-\w+)", read(desk, f"{EVENT}/waiting"))

    assert listed == ["PS26-AAAAAA", "PS26-BBBBBB", "PS26-CCCCCC"]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_what_is_in_repair_says_what_is_wrong_in_plain_words(problem: str, office: FakeOffice, desk: Gateway) -> None:
    office.held_registrations.add(a_registration(status=Status.IN_REPAIR, problem=problem))

    text = read(desk, f"{EVENT}/repair")

    assert PROBLEMS[problem] in text
    assert problem not in text


def test_a_registration_shows_its_details_its_story_its_mails_and_its_runs(office: FakeOffice, desk: Gateway) -> None:
    registration = a_registration(
        status=Status.IN_REVIEW, attempt=2, version=5, join_url="https://zoom.example/w/1?tk=x"
    )
    office.held_registrations.add(registration)
    declined = registration.moved(Status.DECLINED, reason=Reason.NOT_INVITED)
    office.held_registrations.save(declined, was=registration, actor="secretariat", at=OPEN, note=Reason.NOT_INVITED)
    office.held_ledger.held.append(LedgerRow(registration.reference, MailKind.DECLINE, 1, 2, MailState.SENT, OPEN))

    text = read(desk, f"/secretariat/registrations/{registration.reference}")

    told = words_of(text)
    assert registration.email in text
    assert ROLL[0].name in text
    assert "The secretariat: To be decided → Declined The secretariat decided so, for no reason that is named." in told
    assert "Decline Sent" in told
    assert all(f'href="/secretariat/runs/{registration.reference}-{attempt}"' in text for attempt in (1, 2))
    assert "tk=" not in text
    assert "Cancel this registration" not in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": Status.CONFIRMED, "registrant_id": "r1"}, "Registered there yes"),
        (
            {"status": Status.CONFIRMED, "protected": True, "zoom_address": "p@a.example"},
            "Another link to join is being",
        ),
        ({"status": Status.CANCELLED, "registrant_id": "r1"}, "Registered there not any more"),
        ({"status": Status.IN_REVIEW}, "Registered there no"),
        (
            {"status": Status.CONFIRMED, "registrant_id": "r1", "protected": True},
            "Registered there yes Zoom knows this delegate as Delegate 7K3M9Q",
        ),
    ],
)
def test_a_registration_says_how_it_stands_in_zoom(
    changes: dict[str, Any], said: str, office: FakeOffice, desk: Gateway
) -> None:
    office.held_registrations.add(a_registration(**changes))
    text = words_of(read(desk, "/secretariat/registrations/PS26-7K3M9Q"))
    assert said in text
    assert "In the meeting not that we know of" in text


def test_a_registration_says_how_long_the_delegate_was_there(office: FakeOffice, desk: Gateway) -> None:
    hold(office, Status.ATTENDED, "PS26-7K3M9Q")
    stay = Stay(STARTS, STARTS + timedelta(minutes=42))
    office.held_attendance.held["PS26-7K3M9Q"] = Attendance("PS26-7K3M9Q", (stay,), Source.REPORT)
    assert "In the meeting 42 minutes" in words_of(read(desk, "/secretariat/registrations/PS26-7K3M9Q"))


def test_of_an_erased_registration_only_is_said_when_and_at_whose_wish(office: FakeOffice, desk: Gateway) -> None:
    erased = a_registration(status=Status.ERASING).erased(OPEN, "delegate", "salt", bounced=False)
    office.held_registrations.add(erased)
    text = words_of(read(desk, "/secretariat/registrations/PS26-7K3M9Q"))
    assert "Asked for by The delegate" in text
    assert not re.search("Submitted|No mail has been sent|not on the roll|Registered there", text)


@pytest.mark.parametrize(
    ("status", "shown"), [(Status.IN_REVIEW, True), (Status.DECLINED, True), (Status.CONFIRMED, False)]
)
def test_a_reason_is_shown_while_it_says_why_the_registration_stands_so(
    status: Status, shown: bool, office: FakeOffice, desk: Gateway
) -> None:
    office.held_registrations.add(a_registration(status=status, reason=Reason.FREE_MAIL))
    text = read(desk, "/secretariat/registrations/PS26-7K3M9Q")
    assert (REASON_NAMES[Reason.FREE_MAIL] in text) is shown


def test_the_secretariat_is_asked_before_it_cancels(office: FakeOffice, desk: Gateway) -> None:
    (registration,) = hold(office, Status.CONFIRMED, "PS26-7K3M9Q")
    path = "/secretariat/registrations/PS26-7K3M9Q"
    assert f'action="{path}/cancel"' in read(desk, path)

    asked = desk.post(f"{path}/cancel", form={})
    assert "Do you want to cancel this registration?" in asked.text
    assert office.held_registrations.get("PS26-7K3M9Q") == registration

    done = desk.post(f"{path}/cancel", form={"sure": "yes"})
    cancelled = office.held_registrations.get("PS26-7K3M9Q")
    ((_, entry),) = office.held_registrations.entries
    assert "The registration is cancelled" in done.text
    assert (cancelled.status, cancelled.reason, entry.actor) == (
        Status.CANCELLED,
        Reason.BY_SECRETARIAT,
        FATIMA.actor,
    )
    assert "was cancelled already" in desk.post(f"{path}/cancel", form={"sure": "yes"}).text
    assert f'href="/secretariat/cancellations/{cancelled.run}"' in read(desk, path)


def test_what_has_ended_is_not_cancelled(office: FakeOffice, desk: Gateway) -> None:
    (ended,) = hold(office, Status.ATTENDED, "PS26-7K3M9Q")

    assert desk.post("/secretariat/registrations/PS26-7K3M9Q/cancel", form={"sure": "yes"}).status == 409
    assert office.held_registrations.get("PS26-7K3M9Q") == ended


@pytest.mark.parametrize(
    "path",
    [
        "/secretariat/events/unknown",
        "/secretariat/events/unknown/review",
        "/secretariat/events/unknown/attendance",
        "/secretariat/events/%00/unsent",
        "/secretariat/registrations/PS26-AAAAAA",
        "/secretariat/registrations/SEATS%23solidarity",
        "/secretariat/registrations/" + "x" * 3_000,
        "/secretariat/elsewhere",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(path: str, desk: Gateway) -> None:
    assert desk.get(path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        *(f"{EVENT}/{deed}" for deed in ("resume", "review", "unsent", "attendance", "attendance/again")),
        *(f"/secretariat/registrations/PS26-7K3M9Q/{act}" for act in ("cancel", "protect", "reveal")),
    ],
)
def test_another_site_cannot_act_for_the_secretariat(path: str, office: FakeOffice, desk: Gateway) -> None:
    before = hold(office, Status.IN_REPAIR, "PS26-7K3M9Q")
    form = {"sure": "yes", "decision": "approve", "case-PS26-7K3M9Q": "1"}

    assert desk.post(path, form=form, headers={"Origin": "https://evil.example"}).status == 403
    assert [office.held_registrations.get("PS26-7K3M9Q")] == before
    assert not office.held_runs.started
    assert not office.held_closeouts.started
    assert desk.post(path, form=form, headers={"Origin": BASE_URL}).status != 403


def test_a_person_is_erased_after_one_more_question_and_the_page_says_that_it_is_under_way(
    office: FakeOffice, desk: Gateway
) -> None:
    held = office.held_registrations.add(a_registration(status=Status.ATTENDED))
    address = f"/secretariat/registrations/{held.reference}"
    assert "Erase this person" in desk.get(address).text

    asked = desk.post(f"{address}/erase", form={})
    assert (asked.status, office.held_registrations.get(held.reference)) == (200, held)
    assert "This cannot be undone" in asked.text

    done = desk.post(f"{address}/erase", form={"sure": "yes"})
    erasing = office.held_registrations.get(held.reference)
    assert "The erasure is under way" in done.text
    assert (erasing.status, erasing.erased_by) == (Status.ERASING, "secretariat")
    assert "Erase this person" not in desk.get(address).text
    assert "was asked for already" in desk.post(f"{address}/erase", form={"sure": "yes"}).text
    assert desk.post(f"{address}/erase", form={}, headers={"Origin": "https://evil.example"}).status == 403
    assert office.held_registrations.get(held.reference) == erasing


def test_a_bar_shows_who_is_sure_who_waits_for_the_officer_and_says_so_in_words(
    office: FakeOffice, desk: Gateway
) -> None:
    hold(office, Status.CONFIRMED, "PS26-AAAAAA", "PS26-BBBBBB")
    hold(office, Status.IN_REPAIR, "PS26-CCCCCC")
    hold(office, Status.DECLINED, "PS26-DDDDDD")

    text = read(desk, EVENT)

    assert 'aria-label="Confirmed or attended: 2; Waiting for you: 1; Ended otherwise: 1"' in text
    bar = re.findall(r'<rect class="(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', text)
    assert bar == [("sure", "0.0", "50.0"), ("yours", "50.0", "25.0"), ("over", "75.0", "25.0")]
    assert "style=" not in text


def test_where_nobody_has_registered_there_is_no_bar(desk: Gateway) -> None:
    assert "<svg" not in read(desk, EVENT)
