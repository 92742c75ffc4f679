"""One deed to several registrations of an event, one after the other: what became of each is told."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from functions.domain.errors import AlreadyDecidedError, RetryableError, TransitionError, UnknownRegistrationError
from functions.domain.registration import REFERENCE
from functions.domain.wording import N_
from functions.web.secretariat_answers import Visit

NOT_FOUND = N_("These were not found at this event:")


@dataclass(frozen=True, slots=True)
class Several:
    """References by what became of them."""

    done: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    """It was too late for these: they stand otherwise, or so already."""
    not_saved: list[str] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)


def do_to_each(references: Iterable[str], event: str, deed: Callable[[str], bool], visit: Visit) -> Several:
    """`deed` says whether it changed anything."""
    several = Several()
    for reference in references:
        _heap(reference, event, deed, visit, several).append(reference)
    return several


def _heap(reference: str, event: str, deed: Callable[[str], bool], visit: Visit, several: Several) -> list[str]:
    """Does it to one; returns the list that it belongs to."""
    if not re.fullmatch(REFERENCE, reference):
        return several.not_found
    try:
        if visit.office.registrations().get(reference).event != event:
            return several.not_found
        return several.done if deed(reference) else several.over
    except UnknownRegistrationError:
        return several.not_found
    except (AlreadyDecidedError, TransitionError):
        return several.over
    except RetryableError:
        return several.not_saved
