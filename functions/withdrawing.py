"""Withdrawing registrants at Zoom: whoever is not entitled to a join link is left with none that works."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.adapters.zoom import Meeting, Registrant
from functions.domain.errors import MeetingOverError, RetryableError, RollcallError
from functions.domain.registration import Registration, Status
from functions.zoom_jobs import Job, Leases, Work

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.zoom import Zoom

#: In these a registration owns its registrant, or is about to.
ENTITLED = frozenset({Status.PROVISIONING, Status.IN_REPAIR, Status.CONFIRMED, Status.ATTENDED, Status.ABSENT})


@dataclass(frozen=True, slots=True)
class Withdrawing:
    events: "EventTable"
    zoom: "Zoom"
    leases: Leases

    def work(self, jobs: Iterable[Job], work: Work) -> None:
        """Withdraws whom it can, tells the run of each how many registrants there were, and reports the others."""
        for event_id, claims in self.leases.take_all(jobs, work):
            self._withdraw(event_id, claims, work)

    def _withdraw(self, event_id: str, claims: list[tuple[Job, Registration]], work: Work) -> None:
        # The same person may have registered anew: what Zoom has is then the new attempt's.
        without = [registration for _, registration in claims if registration.status not in ENTITLED]
        emails = [address for registration in without for address in registration.addresses]
        try:
            event = self.events.get(event_id)
            meeting = Meeting(event.meeting_id, event.meeting_kind)
            found = self.zoom.find_all(meeting, emails) if emails else {}
        except MeetingOverError:
            found = {}
        except RollcallError as error:
            for job, _ in claims:
                self._not_done(job, error, work)
            return
        for job, registration in claims:
            theirs = [entry for address in registration.addresses for entry in found.get(address, [])]
            self._cancel(job, meeting, theirs, work)

    def _cancel(self, job: Job, meeting: Meeting, registrants: list[Registrant], work: Work) -> None:
        try:
            for registrant in registrants:
                self.zoom.cancel(meeting, registrant.id, registrant.email)
        except MeetingOverError:
            pass  # nobody can join any more
        except RollcallError as error:
            self._not_done(job, error, work)
            return
        self.leases.give_back(job, work)
        self.leases.succeed(job, {"withdrawn": len(registrants)})

    def _not_done(self, job: Job, error: RollcallError, work: Work) -> None:
        self.leases.give_back(job, work, error)
        if isinstance(error, RetryableError):
            work.later(job, error)
        else:
            self.leases.fail(job, error)
