"""When Zoom is asked who was there, and for how long: all of it follows from when feedback is asked for."""

from datetime import datetime, timedelta

from functions.domain.events import Event

_OFTEN = timedelta(minutes=5)
_SELDOM = timedelta(hours=1)
_TIMES = 24
"""How often Zoom is asked after the request for feedback; an hour apart, that is a day."""


def is_over(event: Event, now: datetime) -> bool:
    """Whether there is anything to close: not for an event that was cancelled, or moved into the future."""
    return not event.cancelled and now >= event.ends


def must_settle(event: Event, now: datetime) -> bool:
    """Whether what the webhooks told must do: there is no other look before feedback is asked for, and the words of
    that mail depend on who was there."""
    return now + _often(event) >= _asked(event)


def next_look(event: Event, now: datetime) -> datetime | None:
    """When to ask Zoom again: every five minutes until feedback is asked for, then every hour for a day, then no more.

    Of an event that asks for feedback within minutes of its end, both are as much shorter.
    """
    if not must_settle(event, now):
        return now + _often(event)
    following = now + _seldom(event)
    return following if following <= _asked(event) + _TIMES * _seldom(event) else None


def _asked(event: Event) -> datetime:
    return event.ends + event.feedback_after


def _often(event: Event) -> timedelta:
    return max(min(_OFTEN, event.feedback_after / 12), timedelta(seconds=1))


def _seldom(event: Event) -> timedelta:
    return max(min(_SELDOM, event.feedback_after), _often(event))
