"""Checks from the queue for Zoom: single registrations are made to agree with Zoom's list. No run waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.adapters.zoom import Meeting
from functions.domain.errors import RetryableError, RollcallError
from functions.reconciling import check_registration
from functions.zoom_jobs import Job, Leases, Work

if TYPE_CHECKING:
    from functions.adapters.events import EventTable
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.zoom import Registrant, Zoom
    from functions.domain.events import Event
    from functions.domain.registration import Registration


@dataclass(frozen=True, slots=True)
class Checking:
    registrations: "RegistrationTable"
    events: "EventTable"
    zoom: "Zoom"
    leases: Leases

    def work(self, jobs: Iterable[Job], work: Work) -> None:
        """Checks whom it can, and reports the others. What only a person can put right is left to the daily pass."""
        for event_id, claims in self.leases.take_all(jobs, work):
            self._check_all(event_id, claims, work)

    def _check_all(self, event_id: str, claims: "list[tuple[Job, Registration]]", work: Work) -> None:
        try:
            event = self.events.get(event_id)
            # Read once for all of them, and after they were claimed: nobody of ours changes it meanwhile.
            everybody = list(self.zoom.registrants(Meeting(event.meeting_id, event.meeting_kind)))
        except RollcallError as error:
            for job, _ in claims:
                self._end(job, work, error)
            return
        for job, registration in claims:
            self._check(job, registration, event, everybody, work)

    def _check(
        self, job: Job, registration: "Registration", event: "Event", everybody: "list[Registrant]", work: Work
    ) -> None:
        try:
            check_registration(
                registration,
                event,
                zoom=self.zoom,
                registrations=self.registrations,
                now=work.now,
                everybody=everybody,
            )
        except RollcallError as error:
            self._end(job, work, error)
        else:
            self._end(job, work)

    def _end(self, job: Job, work: Work, error: RollcallError | None = None) -> None:
        self.leases.give_back(job, work, error)
        if isinstance(error, RetryableError):
            work.later(job, error)
