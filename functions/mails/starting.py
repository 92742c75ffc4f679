"""How long it is until an event starts, said from the moment at which the mail is written."""

from datetime import datetime, timedelta

from babel.dates import format_timedelta

_WHOLE = {timedelta(hours=1), timedelta(days=1), timedelta(days=7)}


def in_time(starts: datetime, now: datetime, locale: str) -> str:
    """For example "in 59 minutes", "in 24 hours", "in 1 week"; a begun minute counts. Empty once it has started."""
    minutes = -((now - starts) // timedelta(minutes=1))
    if minutes <= 0:
        return ""
    left = timedelta(minutes=minutes)
    # The larger unit from two of them on, or where it is exact: never "in 1 day" for 16 hours.
    return format_timedelta(left, threshold=1 if left in _WHOLE else 2, add_direction=True, locale=locale)
