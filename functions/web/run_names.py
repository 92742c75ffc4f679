"""What the name of a workflow run tells: a registration's reference, or an event and what was done for it."""

import re
from dataclasses import dataclass

from functions.domain.events import Occasion
from functions.domain.registration import REFERENCE
from functions.domain.wording import N_
from functions.web.secretariat_words import OCCASIONS

_RUN_OF_REGISTRATION = re.compile(rf"({REFERENCE})-[1-9]")
_OCCASIONS = "|".join(sorted(Occasion, key=len, reverse=True))
_RUN_OF_EVENT = re.compile(
    rf"(?P<event>[a-z0-9][a-z0-9-]*)-(?:v[0-9]+(?:-(?P<occasion>{_OCCASIONS}))?|(?P<resumed>resume)|(?P<over>closeout))(?:-[\w-]+)?",
    re.ASCII,
)
RESUMED = N_("resumed after a repair")


@dataclass(frozen=True, slots=True)
class About:
    event: str
    """The event's id."""
    what: str
    """A message id; empty where the name does not say."""


def about_run(name: str) -> About | None:
    """What a run of an event is about, by a name like `solidarity-2026-v3-…`; None where the name does not say."""
    if not (told := _RUN_OF_EVENT.fullmatch(name)):
        return None
    if told["resumed"]:
        return About(told["event"], RESUMED)
    if told["over"]:
        return About(told["event"], OCCASIONS[Occasion.CLOSEOUT])
    return About(told["event"], OCCASIONS[Occasion(told["occasion"])] if told["occasion"] else "")


def registration_of(name: str) -> str:
    """The reference that a run's name begins with; empty for a run of an event."""
    told = _RUN_OF_REGISTRATION.fullmatch(name)
    return told[1] if told else ""
