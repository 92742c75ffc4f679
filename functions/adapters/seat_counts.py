"""An event's seats and its organisations' places: counted in the transaction that changes a registration."""

from dataclasses import dataclass

from functions.adapters.dynamo import Values
from functions.adapters.registration_items import places_key, seats_key
from functions.adapters.transactions import Part, changed_meanwhile, update
from functions.domain.errors import NoPlaceError, NoSeatError
from functions.domain.registration import Registration, Status

_FREE = "(attribute_not_exists(taken) OR taken < :capacity)"
_NOBODY_WAITS = "(attribute_not_exists(waiting) OR waiting <= :nobody)"
_ZOOM_HAS_ROOM = "attribute_not_exists(zoom_full)"


@dataclass(frozen=True, slots=True)
class Seats:
    taken: int = 0
    waiting: int = 0
    zoom_full: bool = False
    """Zoom took nobody any more when it was last asked."""

    def free(self, capacity: int | None) -> bool:
        return not self.zoom_full and (capacity is None or self.taken < capacity)


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of an event's seats for a change to be made."""

    only_if: str = ""
    having: tuple[tuple[str, int], ...] = ()
    sets: str = ""
    refused: str = ""


ANYWAY = Rule()
#: Zoom has no room whatever we counted: nobody else is sent there until something has changed.
ZOOM_IS_FULL = Rule(sets="SET zoom_full = :yes ", having=((":yes", 1),))


def a_free_seat(capacity: int | None, *, next_in_line: bool) -> Rule:
    """A seat is free; and nobody waits for it, unless this one is the next in line."""
    conditions = [_ZOOM_HAS_ROOM]
    having: list[tuple[str, int]] = []
    if capacity is not None:
        conditions.append(_FREE)
        having.append((":capacity", capacity))
    if not next_in_line:
        conditions.append(_NOBODY_WAITS)
        having.append((":nobody", 0))
    return Rule(" AND ".join(conditions), tuple(having), refused="seat")


def no_free_seat(capacity: int | None) -> Rule:
    """The opposite of `a_free_seat` for somebody who comes new."""
    conditions = ["waiting > :nobody", "attribute_exists(zoom_full)"]
    having = [(":nobody", 0)]
    if capacity is not None:
        conditions.append("taken >= :capacity")
        having.append((":capacity", capacity))
    return Rule(" OR ".join(conditions), tuple(having))


def seats_part(table: str, registration: Registration, was: Registration, rule: Rule) -> list[Part]:
    """The count of seats and of who waits for one, where this change touches it."""
    taken = int(registration.seat) - int(was.seat)
    waiting = (registration.status is Status.WAITLISTED) - (was.status is Status.WAITLISTED)
    if not taken and not waiting and rule is ANYWAY:
        return []
    having: Values = {":taken": taken, ":waiting": waiting, **dict(rule.having)}
    refusal = (
        NoSeatError(f"{registration.event}: no free seat") if rule.refused else changed_meanwhile(registration.event)
    )
    expression = f"{rule.sets}ADD taken :taken, waiting :waiting"
    return [update(table, seats_key(registration.event), expression, having, only_if=rule.only_if, refusal=refusal)]


def places_part(table: str, registration: Registration, was: Registration, limit: int | None) -> list[Part]:
    """The count of the organisation's delegates, which must not pass `limit` where one comes in."""
    change = int(registration.place) - int(was.place)
    if not change:
        return []
    limited = change > 0 and limit is not None
    return [
        update(
            table,
            places_key(was.event, (registration if change > 0 else was).organisation),
            "ADD taken :change",
            {":change": change} | ({":limit": limit} if limited else {}),
            only_if="attribute_not_exists(taken) OR taken < :limit" if limited else "",
            refusal=NoPlaceError(f"{registration.event}: the organisation has all its places"),
        )
    ]
