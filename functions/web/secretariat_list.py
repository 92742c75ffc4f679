"""Everybody who registered for an event, page by page, by status and organisation; and the search for one of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.abreast import abreast
from functions.domain.events import Event
from functions.domain.plain_text import plain
from functions.domain.registration import ENDS, Registration, Status
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_bulk import PICKED
from functions.web.submitted import known_event

SEARCH = "search"
_ROWS = 100
"""A page ends with the read that fills it, so it may be somewhat longer."""
_READS = 20
"""Of a filter that few fit, a page ends after so many reads, and the next goes on from there."""
_FOUND = 100
_LONGEST = 200
_ORGANISATION = re.compile(r"[A-Za-z0-9._-]{1,100}")
#: Where the table goes on, as its `audience` writes it: shard, then reference and place in the order.
_CURSOR = re.compile(
    r"(?P<status>[A-Z_]+)~([0-9]{1,4}(\|([A-Z0-9-]{1,40}\|(?P=status)#[0-9TZ:.+-]{1,40}(#[\w-]*)?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Row:
    registration: Registration
    organisation: str
    """Its name; what was submitted where it is not on the roll."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address says; empty is everybody. What is no status, or no id, is as if it were not there."""

    status: Status | None
    organisation: str
    begin: str
    """Where the page begins: status and cursor; empty for the first."""

    def fits(self, registration: Registration) -> bool:
        return self.organisation in ("", registration.organisation)


def show_list(event_id: str, visit: Visit) -> Response[str]:
    """Raises `UnknownEventError`."""
    event = known_event(event_id, visit.office.events())
    chosen = _chosen(visit)
    found, more = _page(event.id, chosen, visit)
    return _answer(event, visit, found, chosen=chosen, more=more)


def search_list(event_id: str, visit: Visit) -> Response[str]:
    """What is looked for comes in the form, and never stands in an address.

    Raises `UnknownEventError`, `RequestRefusedError`.
    """
    event = known_event(event_id, visit.office.events())
    words = visit.request.form().get(SEARCH, "").strip()[:_LONGEST]
    sought = plain(words)
    everybody = (each for page, _ in _pages(event.id, Filter(None, "", ""), visit) for each in page)
    found = list(islice((each for each in everybody if sought in _searched(each)), _FOUND)) if sought else []
    return _answer(event, visit, found, searched=words, limit=_FOUND if len(found) == _FOUND else 0)


def _answer(
    event: Event, visit: Visit, found: list[Registration], *, chosen: Filter | None = None, **values: Any
) -> Response[str]:
    rows = _rows(found, visit)
    return visit.page(
        "list",
        event=event,
        event_title=event.title(visit.locale),
        rows=rows,
        chosen=chosen or Filter(None, "", ""),
        picked=PICKED,
        ends=ENDS,
        organisation=_name(chosen.organisation, visit) if chosen and chosen.organisation else "",
        **{"searched": "", "limit": 0, "more": "", **values},
    )


def _chosen(visit: Visit) -> Filter:
    query = visit.request.query
    status, organisation, begin = (query.get(name, "") for name in ("status", "organisation", "page"))
    token = _CURSOR.fullmatch(begin)
    return Filter(
        Status(status) if status in Status else None,
        organisation if _ORGANISATION.fullmatch(organisation) else "",
        begin if token and token["status"] in Status else "",
    )


def _page(event_id: str, chosen: Filter, visit: Visit) -> tuple[list[Registration], str]:
    found: list[Registration] = []
    reads = 0
    for page, following in _pages(event_id, chosen, visit):
        found += filter(chosen.fits, page)
        reads += bool(page)  # a status in which nobody is costs nothing, and ends no page
        if following and (len(found) >= _ROWS or reads == _READS):
            return found, following
    return found, ""


def _pages(event_id: str, chosen: Filter, visit: Visit) -> Iterator[tuple[list[Registration], str]]:
    """Each read, the oldest submission first, and where the next begins; empty after the last."""
    registrations = visit.office.registrations()
    statuses = [chosen.status] if chosen.status else list(Status)
    begin, _, cursor = chosen.begin.partition("~")
    place = statuses.index(Status(begin)) if begin in statuses else 0
    while place < len(statuses):
        references, cursor = registrations.audience(event_id, statuses[place], cursor)
        page = sorted(registrations.many(references), key=lambda each: (each.submitted_at, each.reference))
        place += 0 if cursor else 1
        yield page, f"{statuses[place]}~{cursor}" if place < len(statuses) else ""


def _rows(found: list[Registration], visit: Visit) -> list[Row]:
    ids = sorted({each.organisation for each in found if _ORGANISATION.fullmatch(each.organisation)})
    names = dict(zip(ids, abreast(lambda each: _name(each, visit), ids), strict=True))
    return [Row(each, names.get(each.organisation, each.organisation)) for each in found]


def _name(organisation: str, visit: Visit) -> str:
    known = visit.office.roll().organisation(organisation)
    return known.name if known else organisation


def _searched(registration: Registration) -> str:
    """Of a protected delegate, what the list shows: who they are is not found out by searching."""
    known = "" if registration.protected else registration.email
    return plain("\n".join((registration.reference, registration.shown_as, known)))
