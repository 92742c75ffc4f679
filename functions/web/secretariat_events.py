"""The events, and one event: how many stand where, what is wrong, and what waits for the secretariat."""

from dataclasses import dataclass
from datetime import timedelta

from aws_lambda_powertools.event_handler import Response

from functions.alerting import Alert
from functions.domain.errors import UnknownEventError
from functions.domain.events import Event
from functions.domain.registration import Status
from functions.domain.wording import N_
from functions.language import format_moment, format_when
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_funnel import Group, groups_of
from functions.web.secretariat_words import ALERTS
from functions.web.submitted import known_event

#: A mail that left has its row settled within seconds: one that has not after these is for a person.
SETTLED = timedelta(minutes=2)
NOTHING_IN_REPAIR = N_("There is nothing to resume")
RESUMED = N_("Registrations in repair go on")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands."""

    event: Event
    title: str
    when: str
    counts: dict[Status, int]
    """Statuses in which there is somebody, in the order of the road."""
    alerts: list[tuple[str, str]]
    """What is the matter, and what to do."""

    @property
    def groups(self) -> list[Group]:
        """What the bar is drawn of, from left to right."""
        return groups_of(self.counts)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def show_events(visit: Visit) -> Response[str]:
    """Every event, the next to come first, and the drafts that are not published yet."""
    table = visit.office.events()
    events = sorted(table.list(), key=lambda event: (event.ends < visit.now, event.starts))
    published = {event.id for event in events}
    found = (_draft(event_id, visit) for event_id in table.drafted() if event_id not in published)
    drafts = [drafted for drafted in found if drafted]
    return visit.page("events", events=[_standing(event, visit) for event in events], drafts=drafts)


def show_event(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`."""
    event = known_event(event_id, visit.office.events())
    return visit.page(
        "event",
        standing=_standing(event, visit),
        seats=visit.office.registrations().counts(event.id),
        unsent=len(visit.office.ledger().unsent(event.id, before=visit.now - SETTLED)),
        problems=visit.office.events().problems(event.id),
        publication=_draft(event.id, visit) is not None,
        opens=format_moment(event.opens, event.zone, visit.locale, event.place_in(visit.locale)),
        closes=format_moment(event.closes, event.zone, visit.locale, event.place_in(visit.locale)),
    )


def _draft(event_id: str, visit: Visit) -> Event | None:
    """What was last drafted; None also for a draft that is only just being written."""
    try:
        return visit.office.events().draft(event_id).event
    except UnknownEventError:
        return None


def resume(event_id: str, visit: Visit) -> Response[str]:
    """Starts the run that lets whoever is in repair go on. Raises `UnknownEventError`, `RequestRefusedError`."""
    event = known_event(event_id, visit.office.events())
    references = of_status(event.id, Status.IN_REPAIR, visit)
    back = f"/secretariat/events/{event.id}"
    if not references:
        return visit.done(NOTHING_IN_REPAIR, back)
    run = visit.office.event_runs().start(event.id, "resume")
    return visit.page("resumed", heading=RESUMED, count=len(references), run=run, back=back)


def of_status(event_id: str, status: Status, visit: Visit) -> list[str]:
    """References of all who are in this status."""
    registrations, cursor = visit.office.registrations(), ""
    found, cursor = registrations.audience(event_id, status)
    while cursor:
        more, cursor = registrations.audience(event_id, status, cursor)
        found = [*found, *more]
    return found


def _standing(event: Event, visit: Visit) -> Standing:
    counts = visit.office.registrations().standing(event.id)
    alerts = visit.office.alerts().standing(event.id)
    return Standing(
        event=event,
        title=event.title(visit.locale),
        when=format_when(event.starts, event.ends, event.zone, visit.locale, event.place_in(visit.locale)),
        counts={status: count for status, count in counts.items() if count},
        # Of an event that is cancelled there is nothing to put right any more.
        alerts=[] if event.cancelled else [ALERTS[Alert(name)] for name in alerts],
    )
