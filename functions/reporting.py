"""Everything about an event is read, and its report made of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Protocol

from functions.abreast import abreast
from functions.domain.attendance import Attendance
from functions.domain.events import Event
from functions.domain.feedback import Feedback
from functions.domain.membership import Organisation
from functions.domain.registration import HAD_PLACE, Registration, Status
from functions.domain.report import Report
from functions.domain.report_answers import choices, ratings, texts
from functions.domain.report_faults import Entry, faults
from functions.domain.report_figures import breakdowns, count, is_verified, presence

BATCH = 100


class Registrations(Protocol):
    def audience(self, event: str, status: Status, cursor: str = "") -> tuple[list[str], str]: ...

    def many(self, references: Iterable[str], /) -> Iterator[Registration]: ...

    def audit(self, reference: str, /) -> Sequence[Entry]: ...


class Attendances(Protocol):
    def many(self, references: Iterable[str], /) -> dict[str, Attendance]: ...


class Answers(Protocol):
    def of_event(self, event: str, /) -> Iterator[Feedback]: ...


class Roll(Protocol):
    def organisations(self) -> list[Organisation]: ...


class Ledger(Protocol):
    def unsent(self, event: str, before: datetime) -> Sequence[object]: ...


class Sources(Protocol):
    """Each is made when it is first asked for."""

    def registrations(self) -> Registrations: ...

    def attendance(self) -> Attendances: ...

    def feedback(self) -> Answers: ...

    def roll(self) -> Roll: ...

    def ledger(self) -> Ledger: ...


@dataclass(frozen=True, slots=True)
class _Everybody:
    registrations: list[Registration]
    stories: list[Sequence[Entry]]
    attendances: list[Attendance]


def references_of(event: str, registrations: Registrations) -> list[str]:
    """Every reference of the event, once: who moves on while we read is met again further down the road."""
    found: dict[str, None] = {}
    for status in Status:
        cursor, more = "", True
        while more:
            page, cursor = registrations.audience(event, status, cursor)
            found.update(dict.fromkeys(page))
            more = bool(cursor)
    return list(found)


def build_report(event: Event, sources: Sources, now: datetime) -> Report:
    """The report as of now. Raises `TableThrottledError`."""
    everybody = _everybody(event, sources)
    registrations, said = everybody.registrations, list(sources.feedback().of_event(event.id))
    organisations = {organisation.id: organisation for organisation in sources.roll().organisations()}
    verified = frozenset(
        registration.reference
        for registration, story in zip(registrations, everybody.stories, strict=True)
        if is_verified(registration, (entry.became for entry in story))
    )
    figures, form = count(registrations, verified), event.feedback
    return Report(
        event=event.id,
        built_at=now,
        figures=figures,
        breakdowns=breakdowns(registrations, verified, organisations, event),
        presence=presence(everybody.attendances, event),
        asked=figures.confirmed,
        answered=_answered(said, registrations, event),
        anonymous=form.anonymous,
        ratings=ratings(form.asked, said),
        choices=choices(form.asked, said),
        texts=texts(form.asked, said, {} if form.anonymous else _named(registrations, organisations)),
        faults=faults(registrations, everybody.stories, len(sources.ledger().unsent(event.id, before=now))),
    )


def _answered(said: Sequence[Feedback], registrations: Sequence[Registration], event: Event) -> int:
    """How many of those asked. Whoever answered during the event and cancelled then was not; behind anonymous answers
    they cannot be told from the others."""
    asked = {each.reference for each in registrations if each.status in HAD_PLACE}
    if event.feedback.anonymous:
        return min(len(said), len(asked))
    return sum(feedback.reference in asked for feedback in said)


def _everybody(event: Event, sources: Sources) -> _Everybody:
    # Made before there are threads, each of which would make its own.
    registrations, attendance = sources.registrations(), sources.attendance()

    def read(references: Sequence[str]) -> tuple[list[Registration], dict[str, Attendance]]:
        return list(registrations.many(references)), attendance.many(references)

    read_all = list(abreast(read, batched(references_of(event.id, registrations), BATCH, strict=False)))
    people = [registration for some, _ in read_all for registration in some]
    stories = list(abreast(registrations.audit, (registration.reference for registration in people)))
    return _Everybody(people, stories, [each for _, some in read_all for each in some.values()])


def _named(registrations: Iterable[Registration], organisations: dict[str, Organisation]) -> dict[str, str]:
    """The organisation's name by reference. A protected delegate may be the only one whom it has sent."""
    return {
        registration.reference: organisations[registration.organisation].name
        for registration in registrations
        if registration.organisation in organisations and not registration.protected
    }
