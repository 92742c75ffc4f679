"""Adding a batch of delegates to their Zoom meetings: never twice, and each run is told how it went."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched, groupby
from typing import TYPE_CHECKING

from functions.adapters.zoom import Meeting, Person, Registrant
from functions.domain.errors import (
    MeetingFullError,
    PermanentError,
    RetryableError,
    RollcallError,
    TransitionError,
    ZoomOutcomeUnknownError,
    ZoomRateLimitedError,
)
from functions.domain.registration import Registration, Status

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.runs import Runs
    from functions.adapters.zoom import Zoom

BATCH = 30
#: An unanswered request may still be under way at Zoom: it is given this long before anyone looks for its result.
SETTLING_SECONDS = 30
_RETRY_SECONDS = 5
_LONGEST_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Job:
    """One registration whose run waits for its registrant; `id` is the queue message's."""

    id: str
    reference: str
    event: str
    token: str
    receives: int = 1
    """How often the queue has delivered it, this time included."""


@dataclass(slots=True)
class Report:
    """The jobs to be delivered again, by message id, each with the seconds to wait until then."""

    again: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """What one invocation has in hand: its time, and the jobs that it must see again."""

    report: Report
    now: datetime
    deadline: datetime
    """Until then nobody else takes these registrations up."""


@dataclass(frozen=True, slots=True)
class Claim:
    job: Job
    registration: Registration
    tried: bool
    """Somebody began with it before, and did not come to an end."""


type Results = dict[str, Registrant | RollcallError]


@dataclass(frozen=True, slots=True)
class Provisioning:
    registrations: "RegistrationTable"
    events: "EventTable"
    zoom: "Zoom"
    runs: "Runs"

    def work(self, jobs: Iterable[Job], report: Report, now: datetime, deadline: datetime) -> None:
        """Provisions every job that it can, tells the run of each how it went, and reports the others."""
        work = Work(report, now, deadline)
        by_event = sorted(jobs, key=lambda job: job.event)
        for event_id, group in groupby(by_event, key=lambda job: job.event):
            for some in batched(group, BATCH, strict=False):
                claims = [claim for job in some if (claim := self._claim(job, work))]
                if claims:
                    self._provision(event_id, claims, work)

    def _claim(self, job: Job, work: Work) -> Claim | None:
        """The registration, marked as ours to provision; None where there is nothing to do, or not now."""
        try:
            registration = self.registrations.get(job.reference)
            match registration.status:
                case Status.CONFIRMED:
                    self.runs.succeed(job.token)
                    return None
                case Status.PROVISIONING:
                    self.registrations.take_over_provisioning(job.reference, at=work.now, until=work.deadline)
                    return Claim(job, registration, tried=True)
                case Status.VERIFIED:
                    begun = registration.moved(Status.PROVISIONING)
                    self.registrations.begin_provisioning(begun, was=registration, at=work.now, until=work.deadline)
                    return Claim(job, begun, tried=False)
                case status:
                    # Among them IN_REPAIR, whose run has ended: once repaired, it has a run and a message of its own.
                    raise TransitionError(f"{job.reference} is {status}: its registrant is not asked for")
        except RetryableError:
            work.report.again[job.id] = _RETRY_SECONDS
        except PermanentError as error:
            self.runs.fail(job.token, error)
        return None

    def _provision(self, event_id: str, claims: list[Claim], work: Work) -> None:
        try:
            event = self.events.get(event_id)
            results = self._registrants(Meeting(event.meeting_id, event.meeting_kind), claims)
        except RollcallError as error:
            results = dict.fromkeys((claim.registration.email for claim in claims), error)
        for claim in claims:
            result = results[claim.registration.email]
            if isinstance(result, RollcallError):
                self._give_back(claim, result, work)
            else:
                self._confirm(claim, result, work)

    def _registrants(self, meeting: Meeting, claims: list[Claim]) -> Results:
        """Each address with its registrant, found or added, or with the reason why there is none."""
        results = self._found(meeting, [claim.registration.email for claim in claims])
        missing = [claim for claim in claims if claim.registration.email not in results]
        fresh = [_person(claim.registration) for claim in missing if not claim.tried]
        # Whoever was asked for before is asked for alone: only then does Zoom say what is wrong with one of many.
        alone = [_person(claim.registration) for claim in missing if claim.tried]
        if len(fresh) > 1 and self.zoom.meeting(meeting).takes_batches:
            return results | self._add_together(meeting, fresh) | self._add_singly(meeting, alone)
        return results | self._add_singly(meeting, fresh + alone)

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
        except RetryableError:
            work.report.again[claim.job.id] = _RETRY_SECONDS
        else:
            self.runs.succeed(claim.job.token)

    def _give_back(self, claim: Claim, error: RollcallError, work: Work) -> None:
        registration, job = claim.registration, claim.job
        if isinstance(error, RetryableError):
            # What Zoom surely did not do may be asked for by whoever comes next; what it may still do may not.
            settling = SETTLING_SECONDS if isinstance(error, ZoomOutcomeUnknownError) else 0
            self.registrations.leave_provisioning(registration.reference, until=work.now + timedelta(seconds=settling))
            work.report.again[job.id] = _delay(error, job.receives)
            return
        if isinstance(error, MeetingFullError):
            waiting = registration.moved(Status.WAITLISTED)
            self.registrations.save(waiting, was=registration, actor="zoom", at=work.now, note=type(error).__name__)
        self.runs.fail(job.token, error)


def _of_one_person(error: RollcallError) -> bool:
    return isinstance(error, ZoomRateLimitedError) and error.one_person


def _delay(error: RetryableError, receives: int) -> float:
    """Seconds until it makes sense to ask Zoom again: as it says, or longer each time while it is out of order."""
    match error:
        case ZoomRateLimitedError():
            return error.retry_after
        case ZoomOutcomeUnknownError():
            return min(SETTLING_SECONDS * 2.0 ** (receives - 1), _LONGEST_SECONDS)
        case _:
            return _RETRY_SECONDS


def _person(registration: Registration) -> Person:
    return Person(
        registration.email, registration.given_names, registration.family_names, language=registration.language
    )
