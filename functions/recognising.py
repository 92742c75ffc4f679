"""Whose address this is: the way from what Zoom tells back to a registration."""

from collections.abc import Iterator
from typing import Protocol

from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.protection import reference_in
from functions.domain.registration import Registration, Status, reference_for
from functions.registering import PROBES


class Registrations(Protocol):
    def get(self, reference: str, /) -> Registration: ...


def reference_of(event: Event, email: str, registrations: Registrations) -> str | None:
    """The reference of this address at the event; None for somebody who never registered with us.

    A protected delegate is known by their address at the relay as well.
    """
    wanted = email.strip().lower()
    if protected := reference_in(event, wanted):
        return _protected(protected, wanted, event, registrations)
    held = (each for each in _candidates(event, wanted, registrations) if each.event == event.id)
    return next((each.reference for each in held if each.email == wanted), None)


def was_forgotten(event: Event, email: str, registrations: Registrations) -> bool:
    """Whether somebody who may have had this address was erased: what Zoom tells of them late is not to be kept."""
    wanted = email.strip().lower()
    if protected := reference_in(event, wanted):
        return _erased(protected, registrations)
    return any(each.status is Status.ERASED for each in _candidates(event, wanted, registrations))


def _candidates(event: Event, email: str, registrations: Registrations) -> Iterator[Registration]:
    """The registrations that this address may have been given."""
    for probe in range(PROBES if email else 0):
        try:
            yield registrations.get(reference_for(event.code, event.salt, email, probe))
        except UnknownRegistrationError:
            return


def _protected(reference: str, address: str, event: Event, registrations: Registrations) -> str | None:
    try:
        held = registrations.get(reference)
    except UnknownRegistrationError:
        return None
    return reference if (held.event, held.zoom_address) == (event.id, address) else None


def _erased(reference: str, registrations: Registrations) -> bool:
    try:
        return registrations.get(reference).status is Status.ERASED
    except UnknownRegistrationError:
        return False
