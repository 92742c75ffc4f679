"""Jobs that wait for their turn at Zoom, and what becomes of those that cannot be done at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from functions.domain.errors import (
    PermanentError,
    RetryableError,
    TransitionError,
    ZoomOutcomeUnknownError,
    ZoomRateLimitedError,
)
from functions.domain.registration import Status

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.runs import Runs
    from functions.domain.registration import Registration

#: An unanswered request may still be under way at Zoom: it is given this long before anyone looks for its result.
SETTLING_SECONDS = 30
RETRY_SECONDS = 5
_LONGEST_SECONDS = 15 * 60


class ZoomWork(StrEnum):
    PROVISION = "provision"
    """Make the registrant."""
    WITHDRAW = "withdraw"
    """Cancel whatever registrant there is: nobody may hold a join link who is not entitled to it."""
    ERASE = "erase"
    """Withdraw and delete whatever registrants there are, or were: Zoom forgets the delegate."""
    CHECK = "check"
    """Compare what Zoom has with what we have. No run waits for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One registration for Zoom; `id` is the queue message's, `token` that of the run that waits, if one does."""

    id: str
    work: ZoomWork
    reference: str
    event: str
    attempt: int
    token: str = ""
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

    def later(self, job: Job, error: RetryableError) -> None:
        self.report.again[job.id] = _delay(error, job.receives)


@dataclass(frozen=True, slots=True)
class Leases:
    """Who works on a registration at Zoom: one at a time, whether to add, to withdraw or to compare."""

    registrations: "RegistrationTable"
    runs: "Runs"

    def take(self, job: Job, work: Work) -> "tuple[Registration, bool] | None":
        """The registration as it is once it is ours, and whether somebody began before; None if it is not for now."""
        try:
            tried = self.registrations.claim_zoom(job.reference, at=work.now, until=work.deadline)
            registration = self.registrations.get(job.reference)
            if registration.status is not Status.ERASED:
                return registration, tried
            self._let_rest(job)
        except RetryableError as error:
            work.later(job, error)
        except PermanentError as error:
            self.fail(job, error)
        return None

    def take_all(self, jobs: Iterable[Job], work: Work) -> "Iterator[tuple[str, list[tuple[Job, Registration]]]]":
        """Each event with those of its registrations that are ours now; events of which none is are left out."""
        for event_id, group in groupby(sorted(jobs, key=lambda job: job.event), key=lambda job: job.event):
            if claims := [(job, taken[0]) for job in group if (taken := self.take(job, work))]:
                yield event_id, claims

    def _let_rest(self, job: Job) -> None:
        """Of an erased registration nobody is left at Zoom, and nothing may lie beside its tombstone."""
        self.registrations.forget_zoom(job.reference)
        if job.work is ZoomWork.PROVISION:
            self.fail(job, TransitionError(f"{job.reference} is erased: its registrant is not asked for"))
        else:
            self.succeed(job, {"withdrawn": 0})

    def give_back(self, job: Job, work: Work, error: BaseException | None = None) -> None:
        """What Zoom surely did or did not do may be taken up at once; what it may still do may not."""
        settling = SETTLING_SECONDS if isinstance(error, ZoomOutcomeUnknownError) else 0
        self.registrations.leave_zoom(job.reference, until=work.now + timedelta(seconds=settling))

    def succeed(self, job: Job, output: dict[str, str | int]) -> None:
        if job.token:
            self.runs.succeed(job.token, output)

    def fail(self, job: Job, error: Exception) -> None:
        if job.token:
            self.runs.fail(job.token, error)


def _delay(error: RetryableError, receives: int) -> float:
    """Seconds until it makes sense to ask Zoom again: as it says, or longer each time while it is out of order."""
    match error:
        case ZoomRateLimitedError():
            return error.retry_after
        case ZoomOutcomeUnknownError():
            return min(SETTLING_SECONDS * 2.0 ** (receives - 1), _LONGEST_SECONDS)
        case _:
            return RETRY_SECONDS
