"""Who waits for a seat, in the order of the line; and what is in repair, with what is wrong."""

from aws_lambda_powertools.event_handler import Response

from functions.domain.registration import Status
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_cases import case_of
from functions.web.secretariat_events import of_status
from functions.web.submitted import known_event


def show_waiting(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`."""
    event = known_event(event_id, visit.office.events())
    registrations = visit.office.registrations()
    return visit.page(
        "waiting",
        event=event,
        event_title=event.title(visit.locale),
        cases=[case_of(reference, visit) for reference in registrations.waiting_line(event.id)],
        seats=registrations.counts(event.id),
    )


def show_repair(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`."""
    event = known_event(event_id, visit.office.events())
    return visit.page(
        "repair",
        event=event,
        event_title=event.title(visit.locale),
        cases=[case_of(reference, visit) for reference in of_status(event.id, Status.IN_REPAIR, visit)],
        problems=visit.office.events().problems(event.id),
    )
