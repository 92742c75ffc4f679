"""What delegates change in their own registration."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from functions.domain.errors import RollcallError, TransitionError, UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.protection import protected_address, protection
from functions.domain.registration import ENDS, MAX_ATTEMPTS, RENEWABLE, Reason, Registration, Status, reference_for
from functions.registering import PROBES, Submitted

_DETAILS = ("title", "given_names", "family_names", "role", "language", "sharing", "access_needs")


class Registrations(Protocol):
    """As functions.adapters.registrations has them."""

    def get(self, reference: str, /) -> Registration: ...

    def save(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = ""
    ) -> None: ...

    def readdress(
        self,
        ended: Registration,
        *,
        was: Registration,
        begun: Registration,
        over: Registration | None,
        at: datetime,
    ) -> None: ...


class EditOutcome(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    READDRESSED = "readdressed"
    """The registration ended, and another one began under the new address, which is verified anew."""


@dataclass(frozen=True, slots=True)
class Edit:
    outcome: EditOutcome
    registration: Registration
    """As it stands now; for a new address, the one that was ended."""
    had: Registration | None = None
    """What the new address was registered as already: that stands, and nobody but its holder is told of it."""


def edit(
    registration: Registration,
    submission: Submitted,
    event: Event,
    *,
    registrations: Registrations,
    now: datetime,
) -> Edit:
    """Makes the registration what the delegate says. The organisation stays what it is.

    Raises `TransitionError` for one that has ended, `ConflictError` where somebody changes it at the same moment.
    """
    if registration.status in ENDS:
        raise TransitionError(f"{registration.reference} is {registration.status}")
    wanted = {name: getattr(submission, name) for name in _details(event)}
    if submission.email != registration.email:
        return _readdress(registration, submission.email, wanted, event, registrations, now)
    changed = {name: value for name, value in wanted.items() if value != getattr(registration, name)}
    if not changed:
        return Edit(EditOutcome.UNCHANGED, registration)
    named = ", ".join(changed)
    if "protected" in changed:
        changed |= protection(registration, event, now, wanted=submission.protected)
    edited = registration.changed(**changed)
    # The entry names what was changed, never what it was.
    registrations.save(edited, was=registration, actor="delegate", at=now, note=f"edited {named}")
    return Edit(EditOutcome.CHANGED, edited)


def _details(event: Event) -> tuple[str, ...]:
    """The fields that this event lets a delegate change. What it does not ask for stays as it was said once."""
    asked = [("gender", event.asks_gender), ("protected", event.protects)]
    return (*_DETAILS, *(name for name, offered in asked if offered))


def _readdress(
    registration: Registration,
    email: str,
    details: dict[str, object],
    event: Event,
    registrations: Registrations,
    now: datetime,
) -> Edit:
    """A reference stands for an address, so the registration goes on under another one, with seat and place."""
    ended = registration.moved(Status.CANCELLED, reason=Reason.ADDRESS_CHANGED)
    begun, held = _successor(registration, email, details, event, registrations)
    if begun is None:
        registrations.save(ended, was=registration, actor="delegate", at=now, note=Reason.ADDRESS_CHANGED)
        return Edit(EditOutcome.READDRESSED, ended, held)
    registrations.readdress(ended, was=registration, begun=begun, over=held, at=now)
    return Edit(EditOutcome.READDRESSED, ended)


def _successor(
    registration: Registration,
    email: str,
    details: dict[str, object],
    event: Event,
    registrations: Registrations,
) -> tuple[Registration | None, Registration | None]:
    """The registration to begin, and the ended one that it takes the place of; where one is active, that alone."""
    protected = details.get("protected", registration.protected)
    for probe in range(PROBES):
        reference = reference_for(event.code, event.salt, email, probe)
        fresh = replace(
            registration,
            **details,  # type: ignore[arg-type] # names and types are those of the submission's own fields
            reference=reference,
            email=email,
            attempt=1,
            status=Status.SUBMITTED,
            version=1,
            reason=None,
            registrant_id="",
            join_url="",
            problem="",
            zoom_address=protected_address(event, reference) if protected else "",
            bounced=False,
            had_link=False,
        )
        try:
            held = registrations.get(fresh.reference)
        except UnknownRegistrationError:
            return fresh, None
        if held.is_of(event.id, email, event.salt):
            return _after(fresh, held)
    raise RollcallError(f"{event.id}: no free reference in {PROBES} tries")


def _after(fresh: Registration, held: Registration) -> tuple[Registration | None, Registration]:
    if held.status not in RENEWABLE or held.attempt >= MAX_ATTEMPTS:
        return None, held
    return fresh.renewed(held), held
