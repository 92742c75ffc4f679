"""Saving a submission: one conditional write, after which the registration runs by itself."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from functions.domain.errors import ConflictError, RollcallError
from functions.domain.events import Event, MailKind
from functions.domain.membership import invited
from functions.domain.protection import protected_address
from functions.domain.registration import (
    FORGOTTEN,
    MAX_ATTEMPTS,
    RENEWABLE,
    Registration,
    Role,
    Status,
    reference_for,
)

PROBES = 16
_JUST_NOW = timedelta(minutes=10)
"""Within that time, a form that comes again is the same one: its mail is on its way."""


class Submitted(Protocol):
    """What a delegate filled in, checked (see functions.domain.submission)."""

    title: str
    given_names: str
    family_names: str
    email: str
    organisation: str
    role: Role
    invitation_code: str
    language: str
    sharing: str
    access_needs: str
    gender: str
    protected: bool


class Events(Protocol):
    def get(self, event_id: str) -> Event: ...


class Registrations(Protocol):
    def add(self, registration: Registration) -> Registration: ...
    def get(self, reference: str) -> Registration: ...
    def save(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = ""
    ) -> None: ...


class LinkRequests(Protocol):
    def ask(self, registration: Registration, kind: MailKind, now: datetime, /) -> bool: ...


def register(
    submission: Submitted, event_id: str, locale: str, *, registrations: Registrations, events: Events, now: datetime
) -> Registration:
    """The registration of this address at this event: a new one, or the one that it has already.

    Where that one has ended, declined or cancelled, the submission is its next attempt. Raises `UnknownEventError`,
    `RegistrationClosedError`.
    """
    event = events.get(event_id)
    event.admit(now)
    for probe in range(PROBES):
        wanted = _registration(submission, event, locale, probe, now)
        held = registrations.add(wanted)
        if held == wanted or held.is_of(event.id, wanted.email, event.salt):
            return _again(wanted, held, registrations, now)
    raise RollcallError(f"{event_id}: no free reference in {PROBES} tries")


def remind(registration: Registration, link_requests: LinkRequests, now: datetime) -> None:
    """Whoever had registered before is mailed the link to that registration: the form's answer tells nobody of it."""
    if registration.submitted_at < now - _JUST_NOW and registration.status not in FORGOTTEN:
        link_requests.ask(registration, MailKind.NEW_LINK, now)


def _again(wanted: Registration, held: Registration, registrations: Registrations, now: datetime) -> Registration:
    """What the table holds after this submission: `held` where that is active, or has begun anew too often.

    While it is being erased it stays `held` too: another answer would tell anybody who asks that there is somebody.
    """
    if held.status not in RENEWABLE or held.attempt >= MAX_ATTEMPTS:
        return held
    if held.protected:  # until somebody says otherwise on the registration's own page
        wanted = replace(wanted, protected=True, zoom_address=held.zoom_address)
    renewed = wanted.renewed(held)
    try:
        note = "submitted again, after mails had bounced" if held.bounced else "submitted again"
        registrations.save(renewed, was=held, actor="delegate", at=now, note=note)
    except ConflictError:  # the same form, sent twice at once
        return registrations.get(held.reference)
    return renewed


def _registration(submission: Submitted, event: Event, locale: str, probe: int, now: datetime) -> Registration:
    reference = reference_for(event.code, event.salt, submission.email, probe)
    return Registration(
        reference=reference,
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
        invited=invited(event, submission.invitation_code),
        gender=submission.gender,
        protected=submission.protected,
        zoom_address=protected_address(event, reference) if submission.protected else "",
    )
