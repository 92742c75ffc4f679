"""Whose address this is: the way from what Zoom tells back to a registration."""

from typing import Protocol

from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.protection import reference_in
from functions.domain.registration import Registration, reference_for
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
    for probe in range(PROBES if wanted else 0):
        reference = reference_for(event.code, event.salt, wanted, probe)
        try:
            held = registrations.get(reference)
        except UnknownRegistrationError:
            return None
        if (held.event, held.email) == (event.id, wanted):
            return reference
    return None


def _protected(reference: str, address: str, event: Event, registrations: Registrations) -> str | None:
    try:
        held = registrations.get(reference)
    except UnknownRegistrationError:
        return None
    return reference if (held.event, held.zoom_address) == (event.id, address) else None
