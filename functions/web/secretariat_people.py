"""Everybody who registered for an event: by status, a page at a time, or those whom a search finds."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from aws_lambda_powertools.event_handler import Response

from functions.domain.events import Event
from functions.domain.membership import Organisation
from functions.domain.registration import Registration, Status
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.web.export_people import organisations_of, registrations_of
from functions.web.filled import Filled
from functions.web.guards import check_origin
from functions.web.secretariat_answers import Visit
from functions.web.submitted import known_event

MOST_FOUND = 50
NO_TERM = N_("Enter what to search for")


def show_people(event_id: str, visit: Visit) -> Response[str]:
    """200 with a page of those who stand in the status that the address names. Raises `UnknownEventError`."""
    event = known_event(event_id, visit.office.events())
    asked = visit.request.query.get("status", "")
    if asked not in Status:
        return _page(event, visit, [])
    registrations, status = visit.office.registrations(), Status(asked)
    references, following = registrations.audience(
        event.id, status, _cursor(visit.request.query.get("after", ""), status)
    )
    people = sorted(registrations.many(references), key=lambda each: each.submitted_at)
    return _page(event, visit, people, status=status, following=following)


def search_people(event_id: str, visit: Visit) -> Response[str]:
    """200 with those in whose reference, name, address or organisation the term is; 422 without one.

    The term may be personal: it comes in the body, and stands in no address. Raises `UnknownEventError`.
    """
    check_origin(visit.request, visit.office.setting("BASE_URL"))
    typed = visit.request.form()
    event = known_event(event_id, visit.office.events())
    term = _plain(typed.get("term", ""))
    if not term:
        return _page(event, visit, [], filled=Filled(typed, (FieldProblem("term", NO_TERM),)), http_status=422)
    organisations = organisations_of(visit)
    found = (each for each in registrations_of(event, visit) if _is_found(term, each, organisations))
    people = list(islice(found, MOST_FOUND + 1))
    return _page(event, visit, people[:MOST_FOUND], filled=Filled(typed), more=len(people) > MOST_FOUND)


def _is_found(term: str, registration: Registration, organisations: dict[str, Organisation]) -> bool:
    """A protected delegate is found by what lists show of them: who knows name or address learns no alias by it."""
    organisation = organisations.get(registration.organisation)
    told = [registration.reference, registration.shown_as, organisation.name if organisation else ""]
    if not registration.protected:
        told.append(registration.email)
    return any(term in _plain(text) for text in told)


def _plain(text: str) -> str:
    """Without accents, case and double spaces: who searches may not have the letters."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().split())


def _cursor(text: str, status: Status) -> str:
    """As `audience` gave it; anything else begins anew."""
    known = re.fullmatch(rf"\d{{1,2}}(\|([A-Z0-9-]{{1,20}}\|{status}#[0-9TZ:.-]{{1,40}})?)?", text, re.ASCII)
    return text if known else ""


def _page(
    event: Event,
    visit: Visit,
    people: Iterable[Registration],
    *,
    status: Status | None = None,
    following: str = "",
    filled: Filled | None = None,
    more: bool = False,
    http_status: int = 200,
) -> Response[str]:
    return visit.page(
        "people",
        http_status,
        event=event,
        event_title=event.title(visit.locale),
        people=list(people),
        organisations=organisations_of(visit),
        standing_in=status,
        following=following,
        filled=filled or Filled(),
        searched=filled is not None and not filled.problems,
        more=more,
        most=MOST_FOUND,
    )
