"""A submission against the event and the roll: the checks that the form and the API share."""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from functions.domain.errors import PermanentError, UnknownEventError
from functions.domain.events import Event
from functions.domain.submission import FieldProblem, Submission, problems
from functions.domain.wording import N_
from functions.web.parts import Events, Roll

UNKNOWN_ORGANISATION = N_("Choose your organisation from the list")
UNKNOWN_LANGUAGE = N_("Choose one of the languages that this event offers")

_EVENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")


class FieldsRefusedError(PermanentError):
    """A submission that cannot be accepted as it is; `problems` say what to change, and never hold what was sent."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(f"{len(problems)} fields were refused")
        self.problems = problems


def known_event(event_id: str, events: Events) -> Event:
    """Raises `UnknownEventError`."""
    if not _EVENT_ID.fullmatch(event_id):
        raise UnknownEventError("not the id of an event")
    return events.get(event_id)


def checked_submission(fields: Mapping[str, object], event: Event, roll: Roll) -> Submission:
    """Raises `FieldsRefusedError` with every problem of every field at once, in the order of the form."""
    found: list[FieldProblem] = []
    try:
        submission = Submission.model_validate(fields)
    except ValidationError as error:
        found = problems(error)
    refused = {problem.field for problem in found}
    if "organisation" not in refused and not _on_the_roll(fields.get("organisation"), roll):
        found.append(FieldProblem("organisation", UNKNOWN_ORGANISATION))
    if "language" not in refused and fields.get("language") not in event.languages:
        found.append(FieldProblem("language", UNKNOWN_LANGUAGE))
    if found:
        raise FieldsRefusedError(sorted(found, key=_place))
    return submission


def _on_the_roll(organisation: object, roll: Roll) -> bool:
    known = isinstance(organisation, str) and _ID.fullmatch(organisation)
    return bool(known) and roll.organisation(str(organisation)) is not None


def _place(problem: FieldProblem) -> int:
    order = list(Submission.model_fields)
    return order.index(problem.field) if problem.field in order else len(order)
