"""One registration as an officer sees it: what was said, what the roll knows, and what was done."""

from dataclasses import dataclass, replace
from datetime import datetime

import idna

from functions.adapters.looks import Look
from functions.adapters.registrations import AuditEntry
from functions.assigning import NOTE
from functions.domain.events import Event, MailKind
from functions.domain.membership import Organisation, domain_of
from functions.domain.protection import ENDED, NEW_LINK, PROTECTED, officer_of
from functions.domain.registration import Reason, Registration, Status
from functions.domain.wording import N_
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_words import (
    OTHER_PROBLEM,
    OTHER_REMEDY,
    PROBLEMS,
    REASON_NAMES,
    REMEDIES,
    STATUS_NAMES,
    actor_name,
)

_EDITED = "edited "
CHANGED_DETAILS = N_("Details were changed.")
RESUMED = N_("Resumed after a repair.")
AGAIN = N_("Submitted again.")
ASSIGNED = N_("A participant whom nobody had recognised was found to be this delegate.")
_NOTES = {
    NOTE: ASSIGNED,
    "resumed": RESUMED,
    "submitted again": AGAIN,
    PROTECTED: N_("Protected from then on."),
    ENDED: N_("No longer protected from then on."),
    NEW_LINK: N_("Zoom made another link to join."),
}
LOOKED = N_("Looked at who the delegate is")
FORMER_OFFICER = N_("An officer whom the event’s file no longer names")


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the audit in words; all of them are message ids, but for an officer's address."""

    at: datetime
    actor: str
    was: str
    """Empty where it did not change, or for the first entry."""
    became: str
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    registration: Registration
    organisation: Organisation | None
    deeds: list[Deed]
    asked: datetime | None = None
    """When the organisation's focal point was asked about this attempt; None where that was not looked up either."""

    @property
    def domain(self) -> str:
        return domain_of(self.registration.email)

    @property
    def domain_as_read(self) -> str:
        """An internationalised domain in its own letters; empty for any other."""
        try:
            read = idna.decode(self.domain)
        except idna.IDNAError:
            return ""
        return read if read != self.domain else ""

    @property
    def problem(self) -> str:
        """Message id: for what a registration stands in repair."""
        return PROBLEMS.get(self.registration.problem, OTHER_PROBLEM)

    @property
    def remedy(self) -> str:
        """Message id: what to do about it."""
        return REMEDIES.get(self.registration.problem, OTHER_REMEDY)


def case_of(reference: str, visit: Visit) -> Case:
    """Raises `UnknownRegistrationError`."""
    registration = visit.office.registrations().get(reference)
    entries = visit.office.registrations().audit(reference)
    return Case(
        registration,
        visit.office.roll().organisation(registration.organisation),
        [deed_of(entry) for entry in entries],
    )


def with_question(case: Case, visit: Visit) -> Case:
    """The case with when the focal point was asked."""
    registration = case.registration
    asked = [
        row.at
        for row in visit.office.ledger().rows(registration.reference)
        if row.kind is MailKind.FOCAL_REQUEST and row.attempt == registration.attempt
    ]
    return replace(case, asked=max(asked, default=None))


def with_looks(case: Case, event: Event, visit: Visit) -> Case:
    """The case with who looked at who it is, among what else was done."""
    looks = looks_at(case.registration.reference, event, visit)
    return replace(case, deeds=sorted([*case.deeds, *looks], key=lambda deed: deed.at))


def looks_at(reference: str, event: Event, visit: Visit) -> list[Deed]:
    """Who looked at who this protected delegate is."""
    return [_look(look, event) for look in visit.office.looks().of(reference)]


def _look(look: Look, event: Event) -> Deed:
    officer = officer_of(event, look.officer) or FORMER_OFFICER
    return Deed(at=look.at, actor=officer, was="", became=LOOKED, why=look.reason)


def deed_of(entry: AuditEntry) -> Deed:
    return Deed(
        at=entry.at,
        actor=actor_name(entry.actor),
        was=_status(entry.was) if entry.was != entry.became else "",
        became=_status(entry.became),
        why=_why(entry.note),
    )


def _status(name: str) -> str:
    return STATUS_NAMES[Status(name)] if name in Status else ""


def _why(note: str) -> str:
    """What an entry's note says, in words. Notes that are not known are names of errors."""
    if note in Reason:
        return REASON_NAMES[Reason(note)]
    if note.startswith(_EDITED):
        return CHANGED_DETAILS
    return _NOTES.get(note) or PROBLEMS.get(note, note)
