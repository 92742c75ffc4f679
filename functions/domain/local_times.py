"""Times of day at a place, as instants; and a whole event's times moved together for a rehearsal."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_WEEK = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


class LocalTimeError(ValueError):
    """The time does not exist in that zone, or exists twice: the message says what to write instead."""


def instant(written: datetime, zone_name: str) -> datetime:
    """The moment in UTC of a time of day in a zone. `written` has an offset only to say which of two times is meant."""
    local = written.replace(tzinfo=ZoneInfo(zone_name))
    moments = sorted({local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)})
    real = [moment for moment in moments if _reads(moment, zone_name) == local.replace(tzinfo=None)]
    if not real:
        raise LocalTimeError(f"does not exist in {zone_name}: the clocks jump over it")
    if written.tzinfo is None and len(real) == 1:
        return real[0]
    offsets = [_offset(moment, zone_name) for moment in real]
    if written.tzinfo is None:
        raise LocalTimeError(f"exists twice in {zone_name}: write {offsets[0]} or {offsets[1]} after it")
    if written.astimezone(UTC) not in real:
        raise LocalTimeError(f"has an offset that {zone_name} does not have then: it has {' or '.join(offsets)}")
    return written.astimezone(UTC)


def shift(written: datetime, starts: datetime, zone_name: str, starts_in: timedelta | None, now: datetime) -> datetime:
    """`written` in UTC, moved as `starts` must be to lie `starts_in` after `now`; unmoved where that is None.

    From a day upwards the move is by whole weeks of the calendar, to the first start that is not earlier: weekday and
    local time stay. Below, the start is rounded up to a whole minute.
    """
    if starts_in is None:
        return instant(written, zone_name)
    if starts_in < timedelta(days=1):
        start = now + starts_in
        start += -(start - datetime.min.replace(tzinfo=UTC)) % _MINUTE
        return instant(written, zone_name) + (start - instant(starts, zone_name))
    wanted = (now + starts_in).astimezone(ZoneInfo(zone_name)).replace(tzinfo=None)
    weeks = -((starts.replace(tzinfo=None) - wanted) // _WEEK)
    return instant(written.replace(tzinfo=None) + weeks * _WEEK, zone_name)


def _reads(moment: datetime, zone_name: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone_name)).replace(tzinfo=None)


def _offset(moment: datetime, zone_name: str) -> str:
    return moment.astimezone(ZoneInfo(zone_name)).strftime("%:z")
