"""Stays of one person: the time counts once, however many devices they came with."""

from datetime import timedelta

import pytest

from functions.domain.attendance import Attendance, Source, Stay, merged
from tests.samples import STARTS


def stay(joined: float, left: float) -> Stay:
    """Minutes after the start."""
    return Stay(STARTS + timedelta(minutes=joined), STARTS + timedelta(minutes=left))


@pytest.mark.parametrize(
    ("stays", "one"),
    [
        ([], []),
        ([stay(0, 10), stay(20, 30)], [stay(0, 10), stay(20, 30)]),
        ([stay(20, 30), stay(0, 10)], [stay(0, 10), stay(20, 30)]),
        ([stay(0, 30), stay(10, 20)], [stay(0, 30)]),
        ([stay(0, 20), stay(10, 30)], [stay(0, 30)]),
        ([stay(0, 10), stay(10, 30)], [stay(0, 30)]),
        ([stay(0, 30), stay(0, 30)], [stay(0, 30)]),
    ],
)
def test_of_two_devices_at_once_the_time_counts_once(stays: list[Stay], one: list[Stay]) -> None:
    assert list(merged(stays)) == one


def test_a_begun_minute_counts() -> None:
    assert Attendance("PS26-7K3M9Q", (stay(0, 10), stay(20, 21.5)), Source.REPORT).minutes == 12
