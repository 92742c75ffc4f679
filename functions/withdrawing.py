"""Withdrawing registrants at Zoom: whoever is not entitled to a join link is left with none that works, and of whoever
is erased Zoom keeps nothing either."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.adapters.zoom import Meeting, Registrant
from functions.domain.errors import MeetingMisconfiguredError, MeetingOverError, RetryableError, RollcallError
from functions.domain.registration import Registration, Status
from functions.zoom_jobs import Job, Leases, Work, ZoomWork

if TYPE_CHECKING:
    from functions.adapters.erasures import ErasureTable
    from functions.adapters.events import EventTable
    from functions.adapters.zoom import Zoom

#: In these a registration owns its registrant, or is about to.
ENTITLED = frozenset({Status.PROVISIONING, Status.IN_REPAIR, Status.CONFIRMED, Status.ATTENDED, Status.ABSENT})


@dataclass(frozen=True, slots=True)
class Withdrawing:
    events: "EventTable"
    zoom: "Zoom"
    leases: Leases
    erasures: "ErasureTable"

    def work(self, jobs: Iterable[Job], work: Work) -> None:
        """Withdraws whom it can, tells the run of each how many registrants there were, and reports the others."""
        for event_id, claims in self.leases.take_all(jobs, work):
            self._withdraw(event_id, claims, work)

    def _withdraw(self, event_id: str, claims: list[tuple[Job, Registration]], work: Work) -> None:
        # The same person may have registered anew: what Zoom has is then the new attempt's.
        leaving = [registration for _, registration in claims if registration.status not in ENTITLED]
        emails = [address for registration in leaving for address in registration.addresses]
        try:
            event = self.events.get(event_id)
            meeting = Meeting(event.meeting_id, event.meeting_kind)
            found = self.zoom.find_all(meeting, emails) if emails else {}
        except RollcallError as error:
            for job, _ in claims:
                self._not_done(job, error, work)
            return
        for job, registration in claims:
            registrants = [one for address in registration.addresses for one in found.get(address, [])]
            self._take_out(job, registration, meeting, registrants, work)

    def _take_out(
        self, job: Job, registration: Registration, meeting: Meeting, registrants: list[Registrant], work: Work
    ) -> None:
        try:
            for registrant in registrants:
                self.zoom.cancel(meeting, registrant.id, registrant.email)
            if job.work is ZoomWork.ERASE and registration.status is Status.ERASING:
                self._delete(registration, meeting, registrants)
        except RollcallError as error:
            self._not_done(job, error, work)
        else:
            self._done(job, len(registrants), work)

    def _delete(self, registration: Registration, meeting: Meeting, registrants: list[Registrant]) -> None:
        """Those that were withdrawn before are in no list: they are known by their ids alone."""
        for registrant_id in {registrant.id for registrant in registrants} | {*self.erasures.registrants(registration)}:
            self.zoom.delete(meeting, registrant_id)

    def _done(self, job: Job, withdrawn: int, work: Work) -> None:
        self.leases.give_back(job, work)
        self.leases.succeed(job, {"withdrawn": withdrawn})

    def _not_done(self, job: Job, error: RollcallError, work: Work) -> None:
        if _nobody_is_left(job, error):
            self._done(job, 0, work)
            return
        self.leases.give_back(job, work, error)
        if isinstance(error, RetryableError):
            work.later(job, error)
        else:
            self.leases.fail(job, error)


def _nobody_is_left(job: Job, error: RollcallError) -> bool:
    """Nobody can join a meeting that is over; and of one that is gone, Zoom has no registrants either."""
    gone = isinstance(error, MeetingMisconfiguredError) and error.gone
    return isinstance(error, MeetingOverError) or (gone and job.work is ZoomWork.ERASE)
