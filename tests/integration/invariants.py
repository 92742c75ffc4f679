"""What is true of every registration whatever happened, in any order: read from the tables, from Zoom and the mails.

The numbers are those of the design: I1 one registrant, I2 nothing is lost, I3 cancelled is cancelled, I4 one mail of a
kind, I5 ended stays ended, I6 no link for the unverified, I7 no reminder that is wrong, I8 no seat too many, I11 only
allowed changes, each with its entry.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from functions.domain.registration import RENEWABLE, SEATED, TRANSITIONS, Status
from tests.integration.office import Office, join_links_in

#: In these a person, a deadline or Zoom still has to act, and somebody sees it.
SEEN = frozenset(
    {Status.IN_REVIEW, Status.WAITLISTED, Status.IN_REPAIR, Status.CONFIRMED, Status.ATTENDED, Status.ABSENT}
)
#: Who has been found to be a member, at the latest by then.
_VERIFIED = frozenset({Status.VERIFIED, Status.WAITLISTED, Status.PROVISIONING, *SEATED})
_PERSONAL = {"title", "given_names", "family_names", "email", "organisation", "role", "language", "join_url"}


@dataclass
class Case:
    """One registration, as the table has it."""

    item: dict[str, Any]
    audit: list[dict[str, Any]] = field(default_factory=list)

    @property
    def reference(self) -> str:
        return str(self.item["pk"])

    @property
    def status(self) -> Status:
        return Status(self.item["status"])

    def stood_at(self, second: datetime) -> set[Status]:
        """The statuses that it had in that second, by its audit. What happens at one moment has no order here."""
        changes = [(datetime.fromisoformat(entry["at"]), Status(entry["became"])) for entry in self.audit]
        before = [status for at, status in changes if at < second]
        during = {status for at, status in changes if second <= at < second + timedelta(seconds=1)}
        return {before[-1] if before else Status.SUBMITTED, *during}


def cases(office: Office) -> list[Case]:
    found: dict[str, Case] = {}
    items = office.cloud.items("RegistrationsTable")
    for item in items:
        if item["sk"] == "REGISTRATION":
            found[item["pk"]] = Case(item)
    for item in sorted(items, key=lambda each: str(each["sk"])):
        if str(item["sk"]).startswith("AUDIT#"):
            found[item["pk"]].audit.append(item)
    return list(found.values())


def broken_at_any_time(office: Office, capacity: int) -> Iterator[str]:
    """What may not be, not even while messages are under way."""
    held = cases(office)
    yield from _one_registrant(office)
    yield from _one_mail(office)
    yield from _links(office, held)
    yield from _reminders(office, held)
    yield from _seats(office, held, capacity)
    yield from _roads(held)


def broken_at_rest(office: Office) -> Iterator[str]:
    """What may not be once everything that was under way has arrived, and Zoom is well."""
    held = cases(office)
    active = Counter(registrant.email.lower() for registrant in office.registrants() if registrant.status == "approved")
    entitled = {str(case.item["email"]) for case in held if case.status in {*SEATED, Status.ATTENDED, Status.ABSENT}}
    for email in active.keys() - entitled:
        yield f"I3: a registrant is left of {email}"
    links = {r.link for r in office.registrants() if r.status == "approved"}
    for case in held:
        if case.status is Status.CONFIRMED and case.item["join_url"] not in links:
            yield f"I2: {case.reference} is confirmed, and its link is dead"
        if case.status not in {*SEEN, *RENEWABLE}:
            yield f"I2: {case.reference} stays {case.status}"
    waiting = {run.name for run in office.cloud.executions() if run.status == "RUNNING"}
    for case in held:
        name = f"{case.reference}-{case.item['attempt']}"
        if case.status in {Status.IN_REVIEW, Status.WAITLISTED, Status.IN_REPAIR} and name not in waiting:
            yield f"I2: nobody waits for {case.reference}, which is {case.status}"


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


def _one_mail(office: Office) -> Iterator[str]:
    sent = Counter(mail["Message-ID"] for mail in office.cloud.mails())
    yield from (f"I4: {number} times {message}" for message, number in sent.items() if number > 1)


def _links(office: Office, held: list[Case]) -> Iterator[str]:
    by_reference = {case.reference.lower(): case for case in held}
    for mail in office.cloud.mails():
        if not join_links_in(mail):
            continue
        case = by_reference[_reference(mail)]
        if not case.stood_at(_sent(mail)) & _VERIFIED:
            yield f"I6: {case.reference} was sent a join link as {case.stood_at(_sent(mail))}"


def _reminders(office: Office, held: list[Case]) -> Iterator[str]:
    by_reference = {case.reference.lower(): case for case in held}
    for mail in office.cloud.mails():
        if ".reminder-" not in mail["Message-ID"]:
            continue
        case, sent = by_reference[_reference(mail)], _sent(mail)
        if Status.CONFIRMED not in case.stood_at(sent):
            yield f"I7: a reminder to {case.reference} as {case.stood_at(sent)}"
        starts = office.starts_at(sent)
        if not any(abs((starts - before - sent).total_seconds()) <= 900 for before in office.event.reminders):
            yield f"I7: a reminder at {sent} of an event that starts at {starts}"


def _seats(office: Office, held: list[Case], capacity: int) -> Iterator[str]:
    seated = [case for case in held if case.item.get("seat")]
    if len(seated) > capacity:
        yield f"I8: {len(seated)} seats of {capacity}"
    for case in held:
        if case.status in SEATED and not case.item["seat"]:
            yield f"I8: {case.reference} is {case.status} without a seat"
    counted = next((item for item in office.cloud.items("RegistrationsTable") if item["pk"].startswith("SEATS#")), {})
    waiting = sum(case.status is Status.WAITLISTED for case in held)
    if counted and (counted.get("taken", 0), counted.get("waiting", 0)) != (len(seated), waiting):
        yield f"I8: {counted} counted where {len(seated)} sit and {waiting} wait"


def _roads(held: list[Case]) -> Iterator[str]:
    for case in held:
        versions = [int(str(entry["sk"]).removeprefix("AUDIT#")) for entry in case.audit]
        if versions and versions != list(range(versions[0], versions[-1] + 1)):
            yield f"I11: {case.reference} has gaps in its audit: {versions}"
        if versions and (versions[-1], case.audit[-1]["became"]) != (case.item["version"], case.status):
            yield f"I11: {case.reference} is {case.status}, and its audit does not say so"
        for entry in case.audit:
            was, became = entry["was"], Status(entry["became"])
            renewed = became is Status.SUBMITTED and entry["actor"] == "delegate"
            if was and was in RENEWABLE and became is not Status.ERASING and not renewed:
                yield f"I5: {case.reference} came back from {was} as {became}"
            elif was and was != became and not renewed and became not in TRANSITIONS[Status(was)]:
                yield f"I11: {case.reference} went from {was} to {became}"


def _reference(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).strip("<>").split(".")[0]


def _sent(mail: EmailMessage) -> datetime:
    moment: datetime = mail["Date"].datetime
    return moment
