"""Zoom's list and ours, made to agree: who was cancelled there, who is still let in and should not be, who is twice."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from functions.adapters.zoom import Meeting, Registrant
from functions.alerting import Alert
from functions.cancelling import cancel
from functions.comparing import Theirs, belongs, compare
from functions.domain.errors import MeetingMisconfiguredError, MeetingOverError
from functions.domain.events import Event
from functions.domain.protection import NEW_LINK
from functions.domain.registration import Reason, Registration, Status
from functions.drift import Drift
from functions.examining import examine_meeting
from functions.provisioning import person_of
from functions.recognising import reference_of
from functions.seating import promote

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.roll import RollTable
    from functions.adapters.zoom import Zoom

#: More than so many confirmed delegates who are gone from Zoom at once, and more than a fifth of all, is no host's
#: decision about each of them.
_MANY = 5


class Queue(Protocol):
    def check(self, reference: str, event: str, attempt: int, /) -> None: ...


class Alerting(Protocol):
    def tell(self, event: Event, alert: Alert, now: datetime, details: Sequence[str] = (), /) -> bool: ...

    def clear(self, event_id: str, alert: Alert, /) -> None: ...


class Checked(StrEnum):
    """What a check did."""

    AGREED = "agreed"
    CANCELLED = "cancelled"
    """Somebody took the registrant out inside Zoom."""
    ADOPTED = "adopted"
    """Somebody put another registrant in its place inside Zoom."""
    RENEWED = "renewed"
    """The link to join was given up for another one, and that one is made."""
    WITHDRAWN = "withdrawn"
    """Somebody was let in who is not entitled to it, or twice."""


def check_registration(
    registration: Registration,
    event: Event,
    *,
    zoom: "Zoom",
    registrations: "RegistrationTable",
    now: datetime,
    everybody: Iterable[Registrant] | None = None,
) -> Checked:
    """Makes one registration and Zoom's list, as it is now, agree.

    `registration` was read while nobody else works on it at Zoom; so was `everybody`, Zoom's list, where it is given.
    Raises Zoom's errors, `ConflictError` and `TransitionError`; asked again, it does what is left.
    """
    meeting = Meeting(event.meeting_id, event.meeting_kind)
    listed = zoom.registrants(meeting) if everybody is None else everybody
    theirs = [registrant for registrant in listed if belongs(registrant, registration)]
    finding = compare(registration, theirs, event, now)
    if finding.missing:
        cancel(registration.reference, Reason.BY_ZOOM_HOST, actor="zoom", registrations=registrations, now=now)
        return Checked.CANCELLED
    # First out, then in: nobody is let in twice, not even for a moment.
    for registrant in finding.surplus:
        zoom.cancel(meeting, registrant.id, registrant.email or registration.in_zoom)
    if finding.lacking:
        _adopt(registration, zoom.add(meeting, person_of(registration)), registrations, now)
        return Checked.RENEWED
    if finding.kept:
        _adopt(registration, zoom.approve(meeting, finding.kept), registrations, now)
    if finding.adopted:
        return Checked.ADOPTED
    return Checked.WITHDRAWN if finding.surplus else Checked.AGREED


def _adopt(registration: Registration, kept: Registrant, registrations: "RegistrationTable", now: datetime) -> None:
    if kept.id != registration.registrant_id:
        changed = registration.changed(registrant_id=kept.id, join_url=kept.join_url)
        note = NEW_LINK if registration.changes_link else "another registrant in Zoom"
        registrations.save(changed, was=registration, actor="zoom", at=now, note=note)


def reconcile(
    event: Event,
    *,
    zoom: "Zoom",
    registrations: "RegistrationTable",
    roll: "RollTable",
    queue: Queue,
    alerting: Alerting,
    now: datetime,
) -> Drift:
    """One pass over everybody in Zoom and here: a check is queued for each that differs, and free seats are given away.

    The secretariat is told what needs a person. Raises `RetryableError` where Zoom or a table asks to wait.
    """
    problems = examine_meeting(event, zoom) if now < event.ends and not event.cancelled else []
    if problems:
        alerting.tell(event, Alert.MEETING_NEEDS_REPAIR, now, problems)
    # Ours first: whoever is confirmed while Zoom's list is read is then not missed there.
    ours = list(_registrations_of(event.id, registrations))
    if not problems and all(each.status is not Status.IN_REPAIR for each in ours):
        alerting.clear(event.id, Alert.MEETING_NEEDS_REPAIR)
    try:
        theirs = Theirs.of(zoom.registrants(Meeting(event.meeting_id, event.meeting_kind)))
    except (MeetingMisconfiguredError, MeetingOverError):
        return Drift(readable=False)
    drift = Drift()
    differing = _differing(ours, theirs, event, drift, now)
    if not event.cancelled:  # nobody holds a meeting that they might disturb
        drift.strangers = sum(_is_stranger(registrant, event, registrations) for registrant in theirs.unclaimed())
    drift.held_back = drift.cancelled_in_zoom > max(_MANY, drift.confirmed // 5)
    for registration, missing in differing:
        if not (missing and drift.held_back):
            queue.check(registration.reference, event.id, registration.attempt)
    drift.promoted = len(promote(event, registrations=registrations, roll=roll, now=now))
    if told := drift.sentences(event):
        alerting.tell(event, Alert.DRIFT, now, told)
    else:
        alerting.clear(event.id, Alert.DRIFT)
    return drift


def _differing(
    ours: list[Registration], theirs: Theirs, event: Event, drift: Drift, now: datetime
) -> list[tuple[Registration, bool]]:
    """The registrations that do not agree with Zoom, each with whether it is missing there; counts them."""
    differing = []
    for registration in ours:
        finding = compare(registration, theirs.claim(registration), event, now)
        drift.confirmed += registration.status is Status.CONFIRMED
        if not finding.agrees:
            drift.cancelled_in_zoom += finding.missing
            drift.without_link += finding.lacking
            drift.withdrawn += not (finding.missing or finding.lacking)
            differing.append((registration, finding.missing))
    return differing


def _is_stranger(registrant: Registrant, event: Event, registrations: "RegistrationTable") -> bool:
    """Asks once more, by id and address: a registration that moved on while the lists were read was passed over."""
    return not (
        registrations.by_registrant(event.id, registrant.id) or reference_of(event, registrant.email, registrations)
    )


def _registrations_of(event: str, registrations: "RegistrationTable") -> Iterator[Registration]:
    """Every registration of an event, each once. One that moves on meanwhile may be missed, or shown as it was."""
    seen: set[str] = set()
    for status in Status:
        cursor, more = "", True
        while more:
            references, cursor = registrations.audience(event, status, cursor)
            more = bool(cursor)
            for reference in references:
                if reference not in seen:
                    seen.add(reference)
                    yield registrations.get(reference)
