"""Whose registrations are gone through on an occasion: their statuses, in the order in which they are listed."""

from functions.domain.events import Occasion
from functions.domain.registration import Status

# A registration may move on while the pages are listed. In the order of the road it is then met again further on, at
# worst twice, and never missed; who is met twice is written to once, for the mail ledger sees to it.
_ROAD = (
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.VERIFIED,
    Status.WAITLISTED,
    Status.PROVISIONING,
    Status.IN_REPAIR,
    Status.CONFIRMED,
)
_BOTH_WAYS = (Status.WAITLISTED, Status.PROVISIONING, Status.IN_REPAIR, Status.CONFIRMED)
#: Who is found absent may be found to have been there after all.
_HAD_PLACE = (Status.CONFIRMED, Status.ABSENT, Status.ATTENDED)

_STATUSES: dict[Occasion, tuple[Status, ...]] = {
    Occasion.POSTPONEMENT: _ROAD,
    # Between these four the road has ways back, and whoever was missed would wait for an event that is not held.
    Occasion.EVENT_CANCELLED: (*_ROAD, *_BOTH_WAYS),
    Occasion.DEADLINE: (Status.IN_REVIEW, Status.WAITLISTED),
    Occasion.REPAIRED: (Status.IN_REPAIR,),
    Occasion.CLOSEOUT: (Status.CONFIRMED, Status.ABSENT),
    Occasion.FEEDBACK_REQUEST: _HAD_PLACE,
    Occasion.FEEDBACK_REMINDER: _HAD_PLACE,
}


def statuses(occasion: Occasion) -> tuple[Status, ...]:
    """The statuses of those whom the occasion concerns. Reminders are for whoever has a join link."""
    return _STATUSES.get(occasion, (Status.CONFIRMED,))
