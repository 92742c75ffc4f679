"""What an import would change of each organisation, in the reader's words."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import date

from babel.dates import format_date

from functions.domain.events import Category
from functions.domain.membership import Organisation, Standing
from functions.domain.registration import ENDS, Status
from functions.domain.wording import N_
from functions.language import translator
from functions.web.export_people import registrations_of
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_words import CATEGORY_NAMES, STANDINGS

_LABELS = {
    "name": N_("Name"),
    "category": N_("Category"),
    "standing": N_("Standing"),
    "domains": N_("E-mail domains"),
    "focal_point": N_("Focal point"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "region": N_("Region"),
}
NOTHING = N_("nothing")


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    """A message id; what it was and becomes are texts already."""
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Alteration:
    organisation: Organisation
    """As the file has it."""
    differences: list[Difference]


def alteration(was: Organisation, becomes: Organisation, locale: str) -> Alteration:
    names = [field.name for field in fields(Organisation) if getattr(was, field.name) != getattr(becomes, field.name)]
    write = _writer(locale)
    return Alteration(
        becomes,
        [Difference(_LABELS[name], write(getattr(was, name)), write(getattr(becomes, name))) for name in names],
    )


def delegates_of(organisations: Collection[str], visit: Visit) -> dict[Status, int]:
    """How many delegates of these organisations are registered for events that are not over, by status.

    Every registration of those events is read, if there are such organisations.
    """
    if not organisations:
        return {}
    events = (event for event in visit.office.events().list() if visit.now < event.ends and not event.cancelled)
    registered = (each for event in events for each in registrations_of(event, visit))
    counts = Counter(each.status for each in registered if each.organisation in organisations)
    return {status: counts[status] for status in Status if counts[status] and status not in ENDS}


def day(locale: str) -> Callable[[date], str]:
    return lambda at: format_date(at, "d MMM y", locale=locale)


def _writer(locale: str) -> Callable[[object], str]:
    translate, day_in = translator(locale).gettext, day(locale)

    def write(value: object) -> str:
        match value:
            case Category():
                return translate(CATEGORY_NAMES[value])
            case Standing():
                return translate(STANDINGS[value])
            case date():
                return day_in(value)
            case tuple():
                return ", ".join(value) or translate(NOTHING)
        return str(value) if value else translate(NOTHING)

    return write
