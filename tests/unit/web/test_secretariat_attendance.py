"""The secretariat sees who was there, and recognises whom Rollcall could not."""

import html
from datetime import timedelta

import pytest

from functions.adapters.attendance import Settled
from functions.adapters.unmatched import SET_ASIDE, UnmatchedRow
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.matching import Unmatched
from functions.domain.registration import Status
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeEventList, FakeOffice
from tests.unit.web.test_secretariat import EVENT, hold, read
from tests.unit.web.words import words_of

PAGE = f"{EVENT}/attendance"
OVER = STARTS + timedelta(hours=2)
STAY = Stay(STARTS, STARTS + timedelta(minutes=30))
KEY = "4f2a9c"
TYPED = {"participant": KEY, "act": "assign", f"reference-{KEY}": "PS26-7K3M9Q"}


@pytest.fixture(autouse=True)
def _after_the_event(time_of_day: Clock) -> None:
    time_of_day.now = OVER


@pytest.fixture
def stranger(office: FakeOffice) -> UnmatchedRow:
    row = UnmatchedRow(Unmatched(KEY, "Eve’s <iPad>", "eve@else.example", (STAY,)))
    office.held_unmatched.held.append(row)
    return row


def test_how_many_were_there_is_told_with_the_source_and_since_when(office: FakeOffice, desk: Gateway) -> None:
    hold(office, Status.ATTENDED, "PS26-AAAAAA", "PS26-BBBBBB")
    hold(office, Status.ABSENT, "PS26-CCCCCC")
    office.held_attendance.known = Settled(Source.REPORT, OVER)

    told = words_of(read(desk, PAGE))

    assert "Confirmed 0 Attended 2 Absent 1" in told
    assert "Known since 29 Sep 2026, 15:00:00 UTC. Source: Zoom’s report of the meeting." in told
    assert "There is nobody to recognise." in told
    assert f'href="{PAGE}"' in read(desk, EVENT)


def test_until_it_is_known_the_page_says_so(office: FakeOffice, desk: Gateway, time_of_day: Clock) -> None:
    assert "It is not known yet who was there" in read(desk, PAGE)
    time_of_day.now = STARTS
    page = read(desk, PAGE)
    assert "The event is not over yet." in page
    assert "again" not in page


@pytest.mark.usefixtures("stranger")
def test_whoever_nobody_recognised_is_listed_as_zoom_showed_them(desk: Gateway) -> None:
    page = desk.get(PAGE).text
    assert "Eve’s &lt;iPad&gt;" in page
    told = words_of(html.unescape(page))
    assert "eve@else.example" in told
    assert "30 minutes From 29 Sep 2026, 13:00:00 UTC to 29 Sep 2026, 13:30:00 UTC" in told


@pytest.mark.usefixtures("stranger")
def test_a_participant_is_counted_as_a_delegate_once_that_was_asked_for_twice(
    office: FakeOffice, desk: Gateway
) -> None:
    (absent,) = hold(office, Status.ABSENT, "PS26-7K3M9Q")
    asked = desk.post(PAGE, form=TYPED | {f"reference-{KEY}": " ps26-7k3m9q "})
    assert "Do you want to count this participant as this delegate?" in asked.text
    assert absent.family_names in html.unescape(asked.text)
    assert office.held_registrations.get("PS26-7K3M9Q") == absent
    assert office.held_attendance.held == {}

    assert "is counted as this delegate" in desk.post(PAGE, form=TYPED | {"sure": "yes"}).text
    ((_, entry),) = office.held_registrations.entries
    assert office.held_registrations.get("PS26-7K3M9Q").status is Status.ATTENDED
    assert (entry.actor, entry.was, entry.became) == (FATIMA.actor, Status.ABSENT, Status.ATTENDED)
    assert office.held_attendance.held == {
        "PS26-7K3M9Q": Attendance("PS26-7K3M9Q", (STAY,), Source.SECRETARIAT),
    }
    assert 'href="/secretariat/registrations/PS26-7K3M9Q"' in read(desk, PAGE)
    assert "found to be this delegate" in read(desk, "/secretariat/registrations/PS26-7K3M9Q")
    assert "is not as they were" in desk.post(PAGE, form=TYPED | {"sure": "yes"}).text


@pytest.mark.usefixtures("stranger")
def test_a_protected_delegates_name_is_not_shown_when_it_is_asked_once_more(office: FakeOffice, desk: Gateway) -> None:
    office.held_registrations.add(a_registration(status=Status.ABSENT, protected=True))
    asked = html.unescape(desk.post(PAGE, form=TYPED).text)
    assert "Delegate 7K3M9Q" in asked
    assert "Ñandú" not in asked


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize("reference", ["", "PS26-NNNNNN", "PS26-CANCE7", "PS26-E7SEWH", "<script>", "x" * 3_000])
def test_a_reference_of_nobody_who_was_expected_is_refused_at_its_field(
    reference: str, office: FakeOffice, desk: Gateway
) -> None:
    hold(office, Status.CANCELLED, "PS26-CANCE7")
    office.held_registrations.add(a_registration(reference="PS26-E7SEWH", event="another", status=Status.ABSENT))
    answer = desk.post(PAGE, form=TYPED | {f"reference-{KEY}": reference, "sure": "yes"})
    assert answer.status == 422
    assert f'<a href="#reference-{KEY}">Reference: Enter the reference of a delegate' in html.unescape(answer.text)
    assert f'value="{html.escape(reference)}"' in answer.text
    assert office.held_attendance.held == {}
    assert office.held_registrations.entries == []


@pytest.mark.usefixtures("stranger")
def test_who_is_no_delegate_is_set_aside_and_may_still_be_recognised(office: FakeOffice, desk: Gateway) -> None:
    hold(office, Status.ABSENT, "PS26-7K3M9Q")
    assert "The participant is set aside" in desk.post(PAGE, form=TYPED | {"act": "aside"}).text
    assert [row.decided for row in office.held_unmatched.held] == [SET_ASIDE]
    page = read(desk, PAGE)
    assert "There is nobody to recognise." in page
    assert "Set aside: not delegates" in page
    assert 'value="aside"' not in page
    desk.post(PAGE, form=TYPED | {"sure": "yes"})
    assert [row.decided for row in office.held_unmatched.held] == ["PS26-7K3M9Q"]


@pytest.mark.parametrize("form", [{}, {"act": "burn"}, {"participant": KEY}])
def test_what_the_page_does_not_offer_is_refused(form: dict[str, str], desk: Gateway) -> None:
    assert desk.post(PAGE, form=form).status == 422


def test_a_participant_who_is_not_there_any_more_is_left_alone(office: FakeOffice, desk: Gateway) -> None:
    hold(office, Status.ABSENT, "PS26-7K3M9Q")
    for act in ("assign", "aside"):
        assert "is not as they were" in desk.post(PAGE, form=TYPED | {"act": act, "sure": "yes"}).text
    assert office.held_attendance.held == {}


def test_one_button_has_zooms_report_read_again_once_the_event_is_over(
    office: FakeOffice, desk: Gateway, time_of_day: Clock
) -> None:
    assert f'action="{PAGE}/again"' in read(desk, PAGE)
    answer = desk.post(f"{PAGE}/again", form={})
    assert 'href="/secretariat/closeouts/solidarity-closeout-9f2c41d7"' in answer.text
    assert office.held_closeouts.started == ["solidarity"]

    time_of_day.now = STARTS
    assert desk.post(f"{PAGE}/again", form={}).status == 409
    time_of_day.now, office.held_events = OVER, FakeEventList(an_event(cancelled=True))
    assert desk.post(f"{PAGE}/again", form={}).status == 409
    assert office.held_closeouts.started == ["solidarity"]
