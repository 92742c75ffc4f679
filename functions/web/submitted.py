"""A submission against the event and the roll: the checks that the form and the API share."""

import re
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from functions.domain.errors import PermanentError, UnknownEventError
from functions.domain.events import Event
from functions.domain.membership import invited
from functions.domain.protection import reference_in
from functions.domain.submission import UNKNOWN_FIELD, FieldProblem, Submission, problems
from functions.domain.text import empty
from functions.domain.wording import N_
from functions.web.parts import Events, Roll

CODE = "invitation_code"
UNKNOWN_ORGANISATION = N_("Choose your organisation from the list")
UNKNOWN_LANGUAGE = N_("Choose one of the languages that this event offers")
OTHER_ROLE = N_("Choose one of the roles that this event is open to")
RELAY = N_("Enter your own address: this one belongs to the organiser")
UNKNOWN_CODE = N_("This invitation code is not valid for this event")

_EVENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")


class FieldsRefusedError(PermanentError):
    """A submission that cannot be accepted as it is; `problems` say what to change, and never hold what was sent."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(f"{len(problems)} fields were refused")
        self.problems = problems


def known_event(event_id: str, events: Events) -> Event:
    """Raises `UnknownEventError`."""
    return events.get(known_id(event_id))


def known_id(event_id: str) -> str:
    """Raises `UnknownEventError` for what cannot be one."""
    if not _EVENT_ID.fullmatch(event_id):
        raise UnknownEventError("not the id of an event")
    return event_id


def checked_submission(fields: Mapping[str, object], event: Event, roll: Roll | None) -> Submission:
    """Raises `FieldsRefusedError` with every problem of every field at once, in the order of the form.

    Without a roll the organisation is taken as it is: it was on the roll when the delegate chose it.
    """
    found: list[FieldProblem] = []
    try:
        submission = Submission.model_validate(fields)
        # Zoom knows somebody else by that address: whoever registered it could have them taken out.
        if reference_in(event, submission.email):
            found = [FieldProblem("email", RELAY)]
    except ValidationError as error:
        found = problems(error)
    refused = {problem.field for problem in found}
    found += [problem for problem in _misfits(fields, event, roll) if problem.field not in refused]
    if found:
        raise FieldsRefusedError(in_order(found))
    return submission


def _misfits(fields: Mapping[str, object], event: Event, roll: Roll | None) -> Iterator[FieldProblem]:
    """Answers that this event, or the roll, does not know, whatever else is wrong with them."""
    if roll is not None and not _on_the_roll(fields.get("organisation"), roll):
        yield FieldProblem("organisation", UNKNOWN_ORGANISATION)
    if fields.get("role") not in list(event.rules.roles):  # what was sent may be anything, such as a list
        yield FieldProblem("role", OTHER_ROLE)
    if not _code_fits(fields.get(CODE, ""), event):
        yield FieldProblem(CODE, UNKNOWN_CODE)
    for field, offered in (("gender", event.asks_gender), ("protected", event.protects)):
        if field in fields and not offered:
            yield FieldProblem(field, UNKNOWN_FIELD)
    if fields.get("language") not in event.languages:
        yield FieldProblem("language", UNKNOWN_LANGUAGE)


def _code_fits(code: object, event: Event) -> bool:
    return isinstance(code, str) and (empty(code) or invited(event, code))


def _on_the_roll(organisation: object, roll: Roll) -> bool:
    known = isinstance(organisation, str) and _ID.fullmatch(organisation)
    return bool(known) and roll.organisation(str(organisation)) is not None


def in_order(problems: list[FieldProblem]) -> list[FieldProblem]:
    """In the order of the form; what it has no field for comes last."""
    order = list(Submission.model_fields)
    return sorted(problems, key=lambda problem: order.index(problem.field) if problem.field in order else len(order))
