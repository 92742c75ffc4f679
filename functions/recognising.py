"""Whose address this is: the way from what Zoom tells back to a registration."""

from typing import Protocol

from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.protection import reference_in
from functions.domain.registration import Registration, Status, reference_for
from functions.registering import PROBES


class Registrations(Protocol):
    def get(self, reference: str, /) -> Registration: ...


class Erasures(Protocol):
    def knew(self, event: str, registrant_id: str, salt: str) -> bool: ...


def reference_of(event: Event, email: str, registrations: Registrations) -> str | None:
    """The reference of this address at the event; None for somebody who never registered with us, or was erased.

    A protected delegate is known by their address at the relay as well.
    """
    held = _of_address(event, email, registrations)
    return held.reference if held and held.status is not Status.ERASED else None


def is_erased(
    event: Event, registrant_id: str, email: str, *, registrations: Registrations, erasures: Erasures
) -> bool:
    """Whether this is somebody who was erased: whatever comes late about them is not written down.

    `registrant_id` and `email` are as Zoom tells them, and either may be empty.
    """
    if registrant_id and erasures.knew(event.id, registrant_id, event.salt):
        return True
    held = _of_address(event, email, registrations)
    return held is not None and held.status is Status.ERASED


def _of_address(event: Event, email: str, registrations: Registrations) -> Registration | None:
    wanted = email.strip().lower()
    if protected := reference_in(event, wanted):
        return _protected(protected, wanted, event, registrations)
    for probe in range(PROBES if wanted else 0):
        try:
            held = registrations.get(reference_for(event.code, event.salt, wanted, probe))
        except UnknownRegistrationError:
            return None
        if held.is_of(event.id, wanted, event.salt):
            return held
    return None


def _protected(reference: str, address: str, event: Event, registrations: Registrations) -> Registration | None:
    """By the reference in an address at the relay, which a tombstone has no longer."""
    try:
        held = registrations.get(reference)
    except UnknownRegistrationError:
        return None
    known = held.status is Status.ERASED or held.zoom_address == address
    return held if held.event == event.id and known else None
