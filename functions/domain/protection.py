"""Protected delegates: by what Zoom knows them, and by what mark it is noted who looked at who they are."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from functions.domain.events import Event
from functions.domain.registration import Registration, Status

#: What the audit says of each change.
PROTECTED = "protected"
ENDED = "no longer protected"
NEW_LINK = "another link to join"


def protected_address(event: Event, reference: str) -> str:
    """The event's relay with the reference after a plus sign, such as `protected+ps26-7k3m9q@assembly.example`."""
    before, after = _around(event)
    return f"{before}{reference.lower()}{after}"


def reference_in(event: Event, address: str) -> str | None:
    """The reference in an address of the event's relay, as Zoom says it in lower case; None for any other address."""
    before, after = _around(event)
    if not (event.relay and address.startswith(before) and address.endswith(after)):
        return None
    return address.removeprefix(before).removesuffix(after).upper()


def _around(event: Event) -> tuple[str, str]:
    local, _, domain = event.relay.lower().rpartition("@")
    return f"{local}+", f"@{domain}"


def protection(registration: Registration, event: Event, now: datetime, *, wanted: bool) -> dict[str, Any]:
    """What changes in a registration that is to be protected, or to be so no longer.

    Whoever can join already gives that link up: Zoom makes another one, under the name and address that then hold.
    """
    changes: dict[str, Any] = {"protected": wanted}
    if wanted:
        changes["zoom_address"] = protected_address(event, registration.reference)
    if registration.status is Status.CONFIRMED and now < event.ends and not event.cancelled:
        changes |= {"registrant_id": "", "join_url": ""}
    return changes


def names_officer(event: Event, address: str) -> bool:
    """Whether the event’s file names this address, in lower case, among those who may see who a protected
    delegate is."""
    return address in {officer.lower() for officer in event.officers}


def officer_mark(event: Event, officer: str) -> str:
    """Stands for an officer's address in what is kept: keyed with the event's salt, so that it tells nobody else."""
    return hmac.digest(event.salt.encode(), f"officer:{officer.lower()}".encode(), hashlib.sha256).hex()[:16]


def officer_of(event: Event, mark: str) -> str:
    """The address of the officer; empty for one whom the event's file names no more."""
    return next((officer for officer in event.officers if officer_mark(event, officer) == mark), "")
