"""What is true of every registration whatever happened, in any order: read from the tables, from Zoom and the mails.

The numbers are those of the design: I1 one registrant, I2 nothing is lost, I3 cancelled is cancelled, I4 one mail of a
kind, I5 ended stays ended, I6 no link for the unverified, I7 no reminder that is wrong, I8 no seat too many, I11 only
allowed changes, each with its entry.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from functions.domain.registration import FORGOTTEN, RENEWABLE, SEATED, TRANSITIONS, Status
from tests.integration.mail_invariants import broken_mails
from tests.integration.members import belongs, places
from tests.integration.office import Office

#: In these a person, a deadline or Zoom still has to act, and somebody sees it.
SEEN = frozenset(
    {Status.IN_REVIEW, Status.WAITLISTED, Status.IN_REPAIR, Status.CONFIRMED, Status.ATTENDED, Status.ABSENT}
)
_WENT = frozenset({Status.ATTENDED, Status.ABSENT})
#: Who has been found to be a member, at the latest by then.
_VERIFIED = frozenset({Status.VERIFIED, Status.WAITLISTED, Status.PROVISIONING, *SEATED, *_WENT})
#: The ends at which a run may fail: each is where a person sees what to do.
_FAILURES = frozenset({"Unsent", "NotWithdrawn", "NotErased", "Superseded", "NeedsChange", "Unchecked"})
_LEFT_AT_ZOOM = frozenset({"NotWithdrawn", "NotErased"})
_PERSONAL = {"title", "given_names", "family_names", "email", "organisation", "role", "language", "join_url"}


@dataclass
class Case:
    """One registration, as the table has it."""

    item: dict[str, Any]
    audit: list[dict[str, Any]] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    """The ledger's rows: kind, version, attempt."""

    @property
    def reference(self) -> str:
        return str(self.item["pk"])

    @property
    def status(self) -> Status:
        return Status(self.item["status"])

    @property
    def attempt(self) -> int:
        return int(self.item["attempt"])

    @property
    def email(self) -> str:
        """Empty for a tombstone."""
        return str(self.item.get("email", ""))

    def admitted_by(self) -> str:
        """Who verified this attempt: the roll, or a person to whom it stood in review; empty for nobody."""
        admitted = ""
        for entry in self.audit:
            if entry["became"] == Status.SUBMITTED:
                admitted = ""
            elif entry["became"] == Status.VERIFIED != entry["was"]:
                by_a_person = entry["actor"] in ("secretariat", "focal-point")
                admitted = str(entry["actor"]) if by_a_person == (entry["was"] == Status.IN_REVIEW) else ""
        return admitted


def cases(office: Office) -> list[Case]:
    found: dict[str, Case] = {}
    items = office.cloud.items("RegistrationsTable")
    for item in items:
        if item["sk"] == "REGISTRATION":
            found[item["pk"]] = Case(item)
    for item in sorted(items, key=lambda each: str(each["sk"])):
        kind, _, rest = str(item["sk"]).partition("#")
        if kind == "AUDIT":
            found[item["pk"]].audit.append(item)
        if kind == "MAIL":
            found[item["pk"]].mails.append(rest)
    return list(found.values())


def broken_at_any_time(office: Office, capacity: int) -> Iterator[str]:
    """What may not be, not even while messages are under way."""
    held = cases(office)
    yield from _one_registrant(office)
    yield from broken_mails(office)
    yield from _members(office, held)
    yield from _seats(office, held, capacity)
    yield from _roads(held)


def broken_at_rest(office: Office) -> Iterator[str]:
    """What may not be once everything that was under way has arrived, and Zoom is well."""
    held, runs = cases(office), office.cloud.executions()
    yield from _ends(office, held)
    waiting = {run.name for run in runs if run.status == "RUNNING"}
    failed = {run.name for run in runs if run.status not in ("RUNNING", "SUCCEEDED") and run.state in _LEFT_AT_ZOOM}
    entitled = {case.email for case in held if case.status in {*SEATED, *_WENT}}
    given_up = {case.email for case in held if f"{case.reference}-{case.attempt}" in failed}
    active = {registrant.email.lower() for registrant in office.registrants() if registrant.status == "approved"}
    yield from (f"I3: a registrant is left of {email}" for email in active - entitled - given_up)
    for case in held:
        name = f"{case.reference}-{case.attempt}"
        if case.status in {Status.IN_REVIEW, Status.WAITLISTED, Status.IN_REPAIR} and name not in waiting:
            yield f"I2: nobody waits for {case.reference}, which is {case.status}"
    begun = Counter((r.input["reference"], r.input["attempt"]) for r in runs if r.machine.startswith("Registration"))
    yield from (f"I1: {number} runs of {attempt}" for attempt, number in begun.items() if number > 1)
    for run in runs:
        if run.status not in ("RUNNING", "SUCCEEDED") and run.state not in _FAILURES:
            yield f"I2: the run {run.name} broke off at {run.state}: {run.error} {run.cause}"
    yield from _event(office, held)


def _ends(office: Office, held: list[Case]) -> Iterator[str]:
    links = {r.link for r in office.registrants() if r.status == "approved"}
    for case in held:
        told = {(kind, int(attempt)) for kind, _, attempt in (row.split("#") for row in case.mails)}
        ahead = office.cloud.clock.now() < office.event.ends and not office.event.cancelled
        if case.status is Status.CONFIRMED and ahead and case.item["join_url"] not in links:
            yield f"I2: {case.reference} is confirmed, and its link is dead"
        if case.status is Status.CONFIRMED and ahead and ("confirmation", case.attempt) not in told:
            yield f"I2: {case.reference} is confirmed, and was never told"
        if case.status is Status.CANCELLED and ("cancellation", case.attempt) not in told:
            yield f"I3: {case.reference} is cancelled, and was never told"
        if case.status not in {*SEEN, *RENEWABLE}:
            yield f"I2: {case.reference} stays {case.status}"


def _event(office: Office, held: list[Case]) -> Iterator[str]:
    now, event = office.cloud.clock.now(), office.event
    moments = sorted(f"at({moment.at:%Y-%m-%dT%H:%M:%S})" for moment in event.moments() if moment.at > now)
    if sorted(office.schedules().values()) != moments:
        yield f"I7: schedules at {sorted(office.schedules().values())}, and moments at {moments}"
    if event.cancelled:
        yield from (
            f"I2: {case.reference} is {case.status}, and the event was called off"
            for case in held
            if case.status not in {*RENEWABLE, *_WENT}
        )
    seats = office.table.counts(event.id)
    if seats.waiting and seats.free(event.capacity) and now < event.closes and not event.cancelled:
        yield f"I2: {seats.waiting} wait, and {seats.taken} of {event.capacity} seats are taken"


def broken_after_an_erasure(office: Office) -> Iterator[str]:
    """I12: once an erasure has come to rest, its tombstone is left, which holds nothing of the person."""
    items = office.cloud.items("RegistrationsTable")
    for erased in (item for item in items if "erased_at" in item):
        beside = [item["sk"] for item in items if item["pk"] == erased["pk"] and item is not erased]
        if beside:
            yield f"I12: beside the tombstone {erased['pk']} there are {beside}"
        if known := _PERSONAL & erased.keys():
            yield f"I12: the tombstone {erased['pk']} says {known}"


def _one_registrant(office: Office) -> Iterator[str]:
    active = Counter(r.email.lower() for r in office.registrants() if r.status in ("approved", "pending"))
    yield from (f"I1: {number} registrants of {email}" for email, number in active.items() if number > 1)


def _members(office: Office, held: list[Case]) -> Iterator[str]:
    """Who is verified is so by the roll itself, or by a person to whom the case stood open."""
    places_of = Counter[str]()
    for case in held:
        admitted = case.admitted_by()
        if case.status in _VERIFIED and not (admitted == "roll" and belongs(case.email, case.item["organisation"])):
            if admitted not in ("secretariat", "focal-point"):
                yield f"I6: {case.reference} is {case.status}, admitted by {admitted or 'nobody'}"
        elif case.item.get("place") and admitted == "roll":
            places_of[case.item["organisation"]] += 1
    for organisation, number in places_of.items():
        if number > (places(organisation) or number):
            yield f"I6: {number} delegates of {organisation} were admitted without a person"


def _seats(office: Office, held: list[Case], capacity: int) -> Iterator[str]:
    seated = [case for case in held if case.item.get("seat")]
    if len(seated) > capacity:
        yield f"I8: {len(seated)} seats of {capacity}"
    for case in held:
        if case.status in SEATED and not case.item.get("seat"):
            yield f"I8: {case.reference} is {case.status} without a seat"
        if case.status in {*RENEWABLE, Status.WAITLISTED} and case.item.get("seat"):
            yield f"I8: {case.reference} is {case.status} and keeps a seat"
        if case.status in RENEWABLE and case.item.get("place"):
            yield f"I8: {case.reference} is {case.status} and keeps a place"
    counted = next((item for item in office.cloud.items("RegistrationsTable") if item["pk"].startswith("SEATS#")), {})
    waiting = sum(case.status is Status.WAITLISTED for case in held)
    if counted and (counted.get("taken", 0), counted.get("waiting", 0)) != (len(seated), waiting):
        yield f"I8: {counted} counted where {len(seated)} sit and {waiting} wait"


def _roads(held: list[Case]) -> Iterator[str]:
    for case in held:
        if case.status is Status.ERASED:  # what was done to them is forgotten with them
            continue
        versions = [int(str(entry["sk"]).removeprefix("AUDIT#")) for entry in case.audit]
        if versions and versions != list(range(versions[0], versions[-1] + 1)):
            yield f"I11: {case.reference} has gaps in its audit: {versions}"
        if (versions or [1])[-1] != case.item["version"]:
            yield f"I11: {case.reference} has version {case.item['version']}, and its audit ends at {versions}"
        if versions and case.audit[-1]["became"] != case.status:
            yield f"I11: {case.reference} is {case.status}, and its audit does not say so"
        yield from _steps(case)


def _steps(case: Case) -> Iterator[str]:
    after_an_erasure = case.audit and case.audit[0]["was"] == Status.ERASED
    stood: str = Status.ERASED if after_an_erasure else Status.SUBMITTED
    for entry in case.audit:
        was, became = entry["was"], Status(entry["became"])
        renewed = became is Status.SUBMITTED and entry["actor"] == "delegate"
        if was and was != stood:
            yield f"I11: {case.reference} was {stood}, and went from {was} to {became}"
        if was and was in RENEWABLE and became not in FORGOTTEN and not renewed:
            yield f"I5: {case.reference} came back from {was} as {became}"
        elif was and was != became and not renewed and became not in TRANSITIONS[Status(was)]:
            yield f"I11: {case.reference} went from {was} to {became}"
        stood = became
