"""Saving a submission: one conditional write, after which the registration runs by itself."""

from datetime import datetime
from typing import Protocol

from functions.domain.errors import RollcallError
from functions.domain.events import Event
from functions.domain.registration import Registration, Role, Status, reference_for

_PROBES = 16


class Submitted(Protocol):
    """What a delegate filled in, checked (see functions.domain.submission)."""

    title: str
    given_names: str
    family_names: str
    email: str
    organisation: str
    role: Role
    language: str
    sharing: str
    access_needs: str


class Events(Protocol):
    def get(self, event_id: str) -> Event: ...


class Registrations(Protocol):
    def add(self, registration: Registration) -> Registration: ...


def register(
    submission: Submitted, event_id: str, locale: str, *, registrations: Registrations, events: Events, now: datetime
) -> Registration:
    """The registration of this address at this event: a new one, or the one that it has already.

    Raises `UnknownEventError`, `RegistrationClosedError`.
    """
    event = events.get(event_id)
    event.admit(now)
    for probe in range(_PROBES):
        wanted = _registration(submission, event, locale, probe, now)
        held = registrations.add(wanted)
        if (held.event, held.email) == (wanted.event, wanted.email):
            return held
    raise RollcallError(f"{event_id}: no free reference in {_PROBES} tries")


def _registration(submission: Submitted, event: Event, locale: str, probe: int, now: datetime) -> Registration:
    return Registration(
        reference=reference_for(event.code, event.salt, submission.email, probe),
        event=event.id,
        attempt=1,
        status=Status.SUBMITTED,
        version=1,
        title=submission.title,
        given_names=submission.given_names,
        family_names=submission.family_names,
        email=submission.email,
        organisation=submission.organisation,
        role=submission.role,
        language=submission.language,
        locale=locale,
        sharing=submission.sharing,
        access_needs=submission.access_needs,
        consented_at=now,
        submitted_at=now,
    )
