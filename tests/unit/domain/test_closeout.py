"""When Zoom is asked who was there: it follows from when feedback is asked for."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, pairwise

import pytest

from functions.domain.closeout import is_over, must_settle, next_look
from functions.domain.events import Event, Occasion
from tests.samples import STARTS, an_event

EVENT = an_event()
ASKED = EVENT.ends + EVENT.feedback_after


def looks(event: Event) -> Iterator[datetime]:
    """Every moment at which Zoom is asked, if it never has a report."""
    at: datetime | None = next(moment.at for moment in event.moments() if moment.kind is Occasion.CLOSEOUT)
    while at:
        yield at
        at = next_look(event, at)


def test_zoom_is_asked_every_five_minutes_until_feedback_is_asked_for_and_then_every_hour_for_a_day() -> None:
    times = [at - ASKED for at in looks(EVENT)]
    minutes = timedelta(minutes=1)
    assert times[:6] == [-before * minutes for before in (30, 25, 20, 15, 10, 5)]
    assert times[6:8] == [55 * minutes, 115 * minutes]
    assert timedelta(hours=23) < times[-1] <= timedelta(days=1)


def test_at_a_rehearsal_of_minutes_the_times_shrink_with_it() -> None:
    short = an_event(feedback_after=timedelta(minutes=1))
    times = [at - (short.ends + short.feedback_after) for at in looks(short)]
    assert times[:7] == [timedelta(seconds=seconds) for seconds in (-30, -25, -20, -15, -10, -5, 55)]
    assert timedelta(minutes=23) < times[-1] <= timedelta(minutes=24)


def test_where_feedback_is_asked_for_days_later_zoom_is_not_asked_more_seldom() -> None:
    late = an_event(feedback_after=timedelta(days=2), feedback_closes=STARTS + timedelta(days=20))
    times = list(islice(looks(late), 100))
    assert {after - before for before, after in pairwise(times)} == {timedelta(minutes=5)}


@pytest.mark.parametrize("feedback_after", [timedelta(0), timedelta(seconds=3), timedelta(hours=1), timedelta(days=9)])
def test_asking_comes_to_an_end_whatever_the_events_file_says(feedback_after: timedelta) -> None:
    times = list(looks(an_event(feedback_after=feedback_after)))
    assert len(times) < 12 * 24 * 9 + 60
    assert times == sorted(set(times))


def test_the_last_look_before_feedback_is_asked_for_must_do_with_what_the_webhooks_told() -> None:
    assert not must_settle(EVENT, ASKED - timedelta(minutes=6))
    assert must_settle(EVENT, ASKED - timedelta(minutes=5))
    assert any(must_settle(EVENT, at) for at in looks(EVENT) if at < ASKED)


def test_an_event_that_was_cancelled_or_moved_into_the_future_is_not_over() -> None:
    assert is_over(EVENT, EVENT.ends)
    assert not is_over(EVENT, EVENT.ends - timedelta(seconds=1))
    assert not is_over(an_event(cancelled=True), EVENT.ends)
