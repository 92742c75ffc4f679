"""The report's figures: who registered, was verified, confirmed and there; in groups, and over time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from functions.domain.attendance import Attendance
from functions.domain.events import Event
from functions.domain.membership import Organisation
from functions.domain.registration import HAD_PLACE, Registration, Status
from functions.domain.report import COUNTED, Breakdown, Dimension, Figures, Present, Row
from functions.domain.small_groups import fold

MOST_POINTS = 60

_VERIFIED = HAD_PLACE | {Status.VERIFIED, Status.WAITLISTED, Status.PROVISIONING, Status.IN_REPAIR}


def is_verified(registration: Registration, became: Iterable[str]) -> bool:
    """`became` are the statuses that its audit names: of who cancelled, they alone say that they were verified."""
    return registration.status in _VERIFIED or not _VERIFIED.isdisjoint(became)


def count(registrations: Iterable[Registration], verified: frozenset[str]) -> Figures:
    """`verified` are the references of whoever was ever verified."""
    counted = dict.fromkeys((*COUNTED, "absent"), 0)
    for registration in registrations:
        for name in _counted_as(registration, verified):
            counted[name] += 1
    return Figures(**counted)


def breakdowns(
    registrations: Sequence[Registration],
    verified: frozenset[str],
    organisations: Mapping[str, Organisation],
    event: Event,
) -> tuple[Breakdown, ...]:
    """By everything that the event knows of people. Of whose organisation is not on the roll, category and region are
    not known."""

    def category(registration: Registration) -> str:
        found = organisations.get(registration.organisation)
        return found.category.value if found else ""

    def region(registration: Registration) -> str:
        found = organisations.get(registration.organisation)
        return found.region if found else ""

    groupings: dict[Dimension, Callable[[Registration], str]] = {
        Dimension.CATEGORY: category,
        Dimension.REGION: region,
        Dimension.ROLE: lambda registration: registration.role.value,
        Dimension.GENDER: lambda registration: registration.gender,
        Dimension.LANGUAGE: lambda registration: registration.language,
    }
    if not event.asks_gender:
        del groupings[Dimension.GENDER]
    return tuple(_breakdown(dimension, group, registrations, verified) for dimension, group in groupings.items())


def _breakdown(
    dimension: Dimension,
    group: Callable[[Registration], str],
    registrations: Sequence[Registration],
    verified: frozenset[str],
) -> Breakdown:
    # Of whoever is erased nothing is known any more but that they were there.
    groups = {each.reference: "" if each.status is Status.ERASED else group(each) for each in registrations}
    names = sorted(set(groups.values()), key=lambda name: (not name, name.casefold()))
    counted = {column: dict.fromkeys(names, 0) for column in COUNTED}
    for registration in registrations:
        for column in _counted_as(registration, verified) & counted.keys():
            counted[column][groups[registration.reference]] += 1
    folded = [fold(counted[column]) for column in COUNTED]
    rows = (Row(name, tuple(column.shown.get(name) for column in folded)) for name in names)
    # A group that is shown nowhere is not even named.
    shown = tuple(row for row in rows if any(value is not None for value in row.counts))
    return Breakdown(dimension, shown, tuple(column.together for column in folded))


def _counted_as(registration: Registration, verified: frozenset[str]) -> set[str]:
    """Names of `Figures` under which this one counts."""
    names = {"registered"}
    if registration.reference in verified:
        names.add("verified")
    if registration.status in HAD_PLACE:
        names.add("confirmed")
    if registration.status is Status.ATTENDED:
        names.add("attended")
    if registration.status is Status.ABSENT:
        names.add("absent")
    return names


def presence(attendances: Iterable[Attendance], event: Event) -> tuple[Present, ...]:
    """How many were there in each interval from the event's start to its end: whole minutes, `MOST_POINTS` of them at
    the most. Nothing where nobody was."""
    minutes = -(-(event.ends - event.starts) // timedelta(minutes=1))
    interval = timedelta(minutes=max(1, -(-minutes // MOST_POINTS)))
    people = [0] * -(-(event.ends - event.starts) // interval)
    for attendance in attendances:
        for place in _within(attendance, event, interval):
            people[place] += 1
    if not any(people):
        return ()
    return tuple(Present(event.starts + place * interval, number) for place, number in enumerate(people))


def _within(attendance: Attendance, event: Event, interval: timedelta) -> set[int]:
    """The intervals in which somebody was there, once however often they left and came back."""
    found: set[int] = set()
    for stay in attendance.stays:
        joined, left = max(stay.joined, event.starts), min(stay.left, event.ends)
        if joined < left:
            first, last = (joined - event.starts) // interval, -(-(left - event.starts) // interval)
            found.update(range(first, last))
    return found
