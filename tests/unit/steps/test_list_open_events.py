"""Which events are looked at each day."""

from datetime import timedelta

from functions.steps.list_open_events import list_open_events
from tests.samples import STARTS, an_event


def test_events_are_looked_at_until_a_day_after_their_end_also_those_that_are_cancelled() -> None:
    coming = an_event(id="coming")
    over = an_event(id="over", starts=STARTS - timedelta(days=1), ends=STARTS - timedelta(hours=23))
    long_over = an_event(id="long-over", starts=STARTS - timedelta(days=3), ends=STARTS - timedelta(hours=24))
    called_off = an_event(id="called-off", cancelled=True)
    assert list_open_events([coming, over, long_over, called_off], STARTS) == ["coming", "over", "called-off"]
