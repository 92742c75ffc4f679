"""What Zoom's webhooks tell piece by piece becomes time in the meeting."""

from datetime import datetime, timedelta

import pytest

from functions.domain.attendance import Stay, whole_minutes
from functions.domain.participation import Participant, Participation, Presence, Sighting, paired, stays
from tests.samples import STARTS, an_event

EVENT = an_event()
ANNA = Participant(reference="PS26-7K3M9Q")


def at(minutes: float) -> datetime:
    """Minutes after the start; the event lasts 90."""
    return STARTS + timedelta(minutes=minutes)


def seen(told: str, who: Participant = ANNA) -> list[Sighting]:
    """`+5a -20a` is that device a came in minute 5 and went in minute 20."""
    kinds = {"+": Presence.JOINED, "-": Presence.LEFT}
    return [Sighting(who, kinds[each[0]], at(float(each[1:-1])), each[-1]) for each in told.split()]


def time_of(told: str, end: float = 90) -> list[tuple[float, float]]:
    found = stays(paired(seen(told)), EVENT, at(end))
    return [((stay.joined - STARTS).total_seconds() / 60, (stay.left - STARTS).total_seconds() / 60) for stay in found]


@pytest.mark.parametrize(
    ("told", "time"),
    [
        ("", []),
        ("+5a -20a", [(5, 20)]),
        ("-20a +5a", [(5, 20)]),
        ("+5a -20a +30a -40a", [(5, 20), (30, 40)]),
        ("+5a +10b -20a -30b", [(5, 30)]),
        ("+5a -10a +7b -12b +50b -60b", [(5, 12), (50, 60)]),
        ("+-5a -20a", [(-5, 20)]),
    ],
    ids=["nobody", "once", "out of order", "left and returned", "two devices", "devices in turns", "before the start"],
)
def test_coming_and_going_are_paired_by_device_and_merged(told: str, time: list[tuple[float, float]]) -> None:
    assert time_of(told) == time


def test_who_is_not_known_to_have_left_stayed_until_the_meeting_ended() -> None:
    assert time_of("+5a") == [(5, 90)]
    assert time_of("+5a", end=100) == [(5, 100)]
    assert time_of("+95a") == [(95, 95)], "after the end there is nothing to stay for"


def test_who_is_not_known_to_have_come_was_there_from_the_start() -> None:
    assert time_of("-20a") == [(0, 20)]
    assert time_of("+5a -20a -40a") == [(5, 40)]


def test_who_comes_again_without_having_gone_was_there_all_the_time() -> None:
    assert time_of("+5a +30a -40a") == [(5, 40)]


def test_who_comes_and_goes_in_the_same_second_was_not_there_from_the_start() -> None:
    assert time_of("-30a +30a") == [(30, 30)]


def test_a_rehearsal_does_not_count_and_whoever_stays_on_from_one_counts_from_two_hours_before() -> None:
    assert time_of("+-300a --121a") == []
    assert time_of("+-1500a --1440a") == []
    assert time_of("+-300a --20a") == [(-120, -20)]


def test_a_report_may_leave_out_when_somebody_left_or_hold_a_clock_that_ran_back() -> None:
    told = [Participation(ANNA, at(5), None), Participation(ANNA, None, at(3)), Participation(ANNA, at(70), at(60))]
    assert stays(told, EVENT, at(90)) == (Stay(at(0), at(3)), Stay(at(5), at(90)))


def test_a_stranger_who_changes_their_name_between_coming_and_going_is_one() -> None:
    renamed = seen("+5a", Participant(name="iPad")) + seen("-20a", Participant(name="Eve"))
    (participation,) = paired(renamed)
    assert (participation.joined, participation.left) == (at(5), at(20))
    assert participation.who.name == "Eve"


def test_a_number_of_a_device_that_zoom_gives_to_somebody_else_later_does_not_make_them_one() -> None:
    others = [Participant(email=f"{name}@else.example") for name in ("eve", "ben")]
    told = seen("+5a", others[0]) + seen("+50a -60a", others[1])
    assert {each.who.email: (each.joined, each.left) for each in paired(told)} == {
        "eve@else.example": (at(5), None),
        "ben@else.example": (at(50), at(60)),
    }


def test_a_begun_minute_counts() -> None:
    assert whole_minutes([Stay(at(0), at(1.5)), Stay(at(5), at(6.5))]) == 3
