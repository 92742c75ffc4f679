"""What publishing an event does to what stood there before: the words for it, and which one it is."""

from datetime import datetime
from enum import StrEnum

from functions.domain.events import Event, Occasion


class Ask(StrEnum):
    """What a run of the event workflow is asked to do."""

    PUBLISH = "publish"
    RESUME = "resume"


class Deed(StrEnum):
    """What a publication did."""

    UNCHANGED = "unchanged"
    CHANGE = "change"
    PUBLISH = "publish"
    POSTPONE = "postpone"
    CANCEL = "cancel"


_BY_WEIGHT = list(Deed)


def deed(after: Event, before: Event | None, unfinished: Deed | None, now: datetime) -> Deed:
    """What the step from `before` to `after` is; `unfinished` is what the publication of `before` did not finish.

    What was not finished is not lost under a smaller change: delegates who were not told of a postponement still are.
    """
    return max(_step(after, before, now), unfinished or Deed.UNCHANGED, key=_BY_WEIGHT.index)


def _step(after: Event, before: Event | None, now: datetime) -> Deed:
    if after == before:
        return Deed.UNCHANGED
    if after.cancelled:
        return Deed.CHANGE if before and before.cancelled else Deed.CANCEL
    if before is None:
        return Deed.PUBLISH
    moved = (after.starts, after.ends) != (before.starts, before.ends)
    # Nobody is told to come at a time that is over.
    return Deed.POSTPONE if moved and now < after.ends else Deed.CHANGE


def occasion(did: Deed, event: Event) -> Occasion:
    """Why the event's registrations are gone through after a publication.

    Those of a cancelled event are cancelled each time that it is published: one may have slipped in.
    """
    if event.cancelled:
        return Occasion.EVENT_CANCELLED
    return Occasion.POSTPONEMENT if did is Deed.POSTPONE else Occasion.REPAIRED
