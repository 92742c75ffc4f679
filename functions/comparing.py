"""How one registration stands to the registrants that Zoom has for it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from functions.adapters.zoom import Registrant
from functions.adapters.zoom_records import APPROVED
from functions.domain.events import Event
from functions.domain.registration import Registration, Status
from functions.withdrawing import ENTITLED


@dataclass(frozen=True, slots=True)
class Finding:
    """How one registration stands to the registrants of its address."""

    kept: Registrant | None
    """The one by which the delegate joins."""
    surplus: tuple[Registrant, ...] = ()
    """Those to be withdrawn."""
    missing: bool = False
    """It is confirmed, and Zoom lets nobody in for it."""
    adopted: bool = False
    """`kept` is not the one that we know."""
    lacking: bool = False
    """Its link to join is being changed, and Zoom has not been asked for the new one, or has not made it."""

    @property
    def agrees(self) -> bool:
        differs = self.surplus or self.missing or self.adopted or self.lacking
        return not (differs or (self.kept and self.kept.status != APPROVED))


def compare(registration: Registration, registrants: Iterable[Registrant], event: Event, now: datetime) -> Finding:
    """`registrants` are all that are pending or approved under its addresses or its registrant's id. Those of an
    address by which Zoom is not to know the delegate, or no longer, are surplus.

    After the event nobody is missed: what Zoom keeps of a meeting that is over is its own affair. Of an event that is
    cancelled neither: whoever is still confirmed is about to be cancelled with it.
    """
    active = tuple({registrant.id: registrant for registrant in registrants}.values())
    if registration.status not in ENTITLED:
        return Finding(None, surplus=active)
    if registration.status is not Status.CONFIRMED or now >= event.ends or event.cancelled:
        return Finding(None)
    kept = _kept(registration, tuple(entry for entry in active if entry.email not in registration.outdated))
    if kept is None and registration.changes_link:
        return Finding(None, surplus=active, lacking=True)
    if kept is None:
        # A pending one of another id was let in by nobody: it goes with the cancellation that follows.
        return Finding(None, missing=True)
    surplus = tuple(registrant for registrant in active if registrant is not kept)
    return Finding(kept, surplus, adopted=kept.id != registration.registrant_id)


def _kept(registration: Registration, active: tuple[Registrant, ...]) -> Registrant | None:
    """Ours if Zoom lets it in, else another that it lets in, else ours that waits for approval."""
    ours = [registrant for registrant in active if registrant.id == registration.registrant_id]
    approved = [registrant for registrant in (*ours, *active) if registrant.status == APPROVED]
    return next(iter([*approved, *ours]), None)


def belongs(registrant: Registrant, registration: Registration) -> bool:
    """By id or by address: Zoom hides some addresses, and those who were erased have none."""
    return bool(
        (registration.registrant_id and registrant.id == registration.registrant_id)
        or registrant.email in registration.addresses
    )


@dataclass(slots=True)
class Theirs:
    """Everybody whom Zoom has, by id and by address."""

    everybody: dict[str, Registrant] = field(default_factory=dict)
    by_email: defaultdict[str, list[Registrant]] = field(default_factory=lambda: defaultdict(list))
    claimed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, registrants: Iterable[Registrant]) -> Self:
        theirs = cls({registrant.id: registrant for registrant in registrants})
        for registrant in theirs.everybody.values():
            theirs.by_email[registrant.email].append(registrant)
        return theirs

    def claim(self, registration: Registration) -> list[Registrant]:
        """Those who belong to the registration: they are no strangers."""
        near = [entry for address in registration.addresses for entry in self.by_email.get(address, [])]
        if ours := self.everybody.get(registration.registrant_id):
            near.append(ours)
        found = [registrant for registrant in near if belongs(registrant, registration)]
        self.claimed.update(registrant.id for registrant in found)
        return found

    def unclaimed(self) -> list[Registrant]:
        return [registrant for registrant in self.everybody.values() if registrant.id not in self.claimed]
