"""Adding a batch of delegates to their Zoom meetings: never twice, and each run is told how it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched, groupby
from typing import TYPE_CHECKING

from functions.adapters.zoom import Meeting, Person, Registrant
from functions.domain.errors import (
    MeetingFullError,
    RetryableError,
    RollcallError,
    TransitionError,
    ZoomRateLimitedError,
)
from functions.domain.registration import Registration, Status
from functions.zoom_jobs import Job, Leases, Work

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.zoom import Zoom

BATCH = 30


@dataclass(frozen=True, slots=True)
class Claim:
    job: Job
    registration: Registration
    tried: bool
    """Somebody began with it before."""


type Results = dict[str, Registrant | RollcallError]


@dataclass(frozen=True, slots=True)
class Provisioning:
    registrations: "RegistrationTable"
    events: "EventTable"
    zoom: "Zoom"
    leases: Leases

    def work(self, jobs: Iterable[Job], work: Work) -> None:
        """Provisions every job that it can, tells the run of each how it went, and reports the others."""
        by_event = sorted(jobs, key=lambda job: job.event)
        for event_id, group in groupby(by_event, key=lambda job: job.event):
            for some in batched(group, BATCH, strict=False):
                claims = [claim for job in some if (claim := self._claim(job, work))]
                if claims:
                    self._provision(event_id, claims, work)

    def _claim(self, job: Job, work: Work) -> Claim | None:
        """The registration, ours to provision; None where there is nothing to do, or not now."""
        taken = self.leases.take(job, work)
        if taken is None:
            return None
        registration, tried = taken
        if registration.attempt == job.attempt and registration.status is Status.PROVISIONING:
            return Claim(job, registration, tried)
        self.leases.give_back(job, work)
        if registration.attempt == job.attempt and registration.status is Status.CONFIRMED:
            self.leases.succeed(job, {"status": Status.CONFIRMED})
        else:
            error = TransitionError(f"{job.reference} is {registration.status}: its registrant is not asked for")
            self.leases.fail(job, error)
        return None

    def _provision(self, event_id: str, claims: list[Claim], work: Work) -> None:
        try:
            event = self.events.get(event_id)
            results = self._registrants(Meeting(event.meeting_id, event.meeting_kind), claims)
        except RollcallError as error:
            results = dict.fromkeys((claim.registration.in_zoom for claim in claims), error)
        for claim in claims:
            result = results[claim.registration.in_zoom]
            if isinstance(result, RollcallError):
                self._give_back(claim, result, work)
            else:
                self._confirm(claim, result, work)

    def _registrants(self, meeting: Meeting, claims: list[Claim]) -> Results:
        """Each address with its registrant, found or added, or with the reason why there is none."""
        self._withdraw_outdated(meeting, claims)
        results = self._found(meeting, [claim.registration.in_zoom for claim in claims])
        missing = [claim for claim in claims if claim.registration.in_zoom not in results]
        fresh = [person_of(claim.registration) for claim in missing if not claim.tried]
        # Whoever was asked for before is asked for alone: only then does Zoom say what is wrong with one of many.
        alone = [person_of(claim.registration) for claim in missing if claim.tried]
        if len(fresh) > 1 and self.zoom.meeting(meeting).takes_batches:
            return results | self._add_together(meeting, fresh) | self._add_singly(meeting, alone)
        return results | self._add_singly(meeting, fresh + alone)

    def _withdraw_outdated(self, meeting: Meeting, claims: list[Claim]) -> None:
        """Whoever was asked for before, and is to be known by another address since, is not left in Zoom twice."""
        outdated = [address for claim in claims if claim.tried for address in claim.registration.outdated]
        for registrants in self.zoom.find_all(meeting, outdated).values():
            for registrant in registrants:
                self.zoom.cancel(meeting, registrant.id, registrant.email)

    def _found(self, meeting: Meeting, emails: list[str]) -> Results:
        found = self.zoom.find(meeting, emails)
        return {email: self._approved(meeting, registrant) for email, registrant in found.items()}

    def _approved(self, meeting: Meeting, registrant: Registrant) -> Registrant | RollcallError:
        try:
            return self.zoom.approve(meeting, registrant)
        except RollcallError as error:
            return error

    def _add_together(self, meeting: Meeting, people: list[Person]) -> Results:
        emails = [person.email for person in people]
        try:
            return dict(self.zoom.add_batch(meeting, people))
        except RollcallError as error:
            if isinstance(error, RetryableError) and not _of_one_person(error):
                return dict.fromkeys(emails, error)
            # One of them spoils the batch: each is asked for alone, after a look at whom the batch let in.
            found = self._found(meeting, emails)
            return found | self._add_singly(meeting, [person for person in people if person.email not in found])

    def _add_singly(self, meeting: Meeting, people: list[Person]) -> Results:
        results: Results = {}
        for number, person in enumerate(people):
            try:
                results[person.email] = self.zoom.add(meeting, person)
            except RollcallError as error:
                if isinstance(error, RetryableError) and not _of_one_person(error):
                    # Zoom is tired or gone: the rest would fare no better now.
                    return results | dict.fromkeys((later.email for later in people[number:]), error)
                results[person.email] = error
        return results

    def _confirm(self, claim: Claim, registrant: Registrant, work: Work) -> None:
        confirmed = claim.registration.moved(
            Status.CONFIRMED, registrant_id=registrant.id, join_url=registrant.join_url
        )
        try:
            self.registrations.save(confirmed, was=claim.registration, actor="zoom", at=work.now)
        except RetryableError as error:
            # Cancelled meanwhile, perhaps: whoever withdraws it takes the lease after us and finds the registrant.
            work.later(claim.job, error)
        else:
            self.leases.succeed(claim.job, {"status": Status.CONFIRMED})
        self.leases.give_back(claim.job, work)

    def _give_back(self, claim: Claim, error: RollcallError, work: Work) -> None:
        self.leases.give_back(claim.job, work, error)
        if isinstance(error, RetryableError):
            work.later(claim.job, error)
            return
        try:
            if isinstance(error, MeetingFullError):
                waiting = claim.registration.moved(Status.WAITLISTED)
                note = type(error).__name__
                self.registrations.wait_for_zoom(waiting, was=claim.registration, at=work.now, note=note)
        except RetryableError as conflict:
            work.later(claim.job, conflict)
        else:
            self.leases.fail(claim.job, error)


def _of_one_person(error: RollcallError) -> bool:
    return isinstance(error, ZoomRateLimitedError) and error.one_person


def person_of(registration: Registration) -> Person:
    """What Zoom is told of a delegate: nothing that says who it is, of one who is protected."""
    if registration.protected:
        first_name, _, last_name = registration.alias.partition(" ")
        return Person(registration.in_zoom, first_name, last_name)
    return Person(
        registration.email, registration.given_names, registration.family_names, language=registration.language
    )
