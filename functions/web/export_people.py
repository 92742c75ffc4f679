"""The exports that have a row a delegate, or a row for each thing that was done: generators, a heading first."""

from collections.abc import Iterator
from itertools import batched

from functions.abreast import abreast
from functions.domain.attendance import Attendance, Source
from functions.domain.events import Event
from functions.domain.membership import Organisation
from functions.domain.registration import HAD_PLACE, Registration
from functions.domain.wording import N_
from functions.language import language_name, translator
from functions.reporting import BATCH, references_of
from functions.spreadsheets import Row
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_cases import Deed, deed_of, looks_at
from functions.web.secretariat_words import CATEGORY_NAMES, REASON_NAMES, SOURCES, STATUS_NAMES
from functions.web.words import GENDERS, ROLES

#: Reading an audit is a call each: so many are asked for by one thread in turn.
_FEW = 10

_REFERENCE, _ORGANISATION, _STATUS = N_("Reference"), N_("Organisation"), N_("Status")
_YES = N_("yes")

_REGISTRATION = (
    _REFERENCE,
    _STATUS,
    N_("Title"),
    N_("Given names"),
    N_("Family names"),
    N_("E-mail address"),
    _ORGANISATION,
    N_("Category"),
    N_("Region"),
    N_("Role"),
    N_("Language of interpretation"),
    N_("Gender"),
    N_("Protected"),
    N_("Would share"),
    N_("Access needs"),
    N_("Submitted (UTC)"),
    N_("Attempt"),
    N_("Reason"),
)
_ATTENDANCE = (
    _REFERENCE,
    N_("Name"),
    _ORGANISATION,
    _STATUS,
    N_("Minutes present"),
    N_("First joined (UTC)"),
    N_("Last left (UTC)"),
    N_("Times present"),
    N_("Told by"),
)
_AUDIT = (_REFERENCE, N_("When (UTC)"), N_("Who"), N_("Before"), N_("After"), N_("Why"))


def name_of(registration: Registration) -> str:
    """Of a protected delegate, the alias alone."""
    return registration.alias if registration.protected else registration.name


def registration_rows(event: Event, visit: Visit) -> Iterator[Row]:
    translate, organisations = translator(visit.locale).gettext, organisations_of(visit)
    # Answers to a question that this event does not ask have no column.
    left_out = set() if event.asks_gender else {_REGISTRATION.index(N_("Gender"))}
    yield [translate(name) for place, name in enumerate(_REGISTRATION) if place not in left_out]
    for registration in registrations_of(event, visit):
        row = _registration_row(registration, organisations.get(registration.organisation), visit)
        yield [cell for place, cell in enumerate(row) if place not in left_out]


def _registration_row(registration: Registration, organisation: Organisation | None, visit: Visit) -> Row:
    translate = translator(visit.locale).gettext
    hidden = registration.protected
    return (
        registration.reference,
        translate(STATUS_NAMES[registration.status]),
        "" if hidden else registration.title,
        registration.alias if hidden else registration.given_names,
        "" if hidden else registration.family_names,
        "" if hidden else registration.email,
        organisation.name if organisation else registration.organisation,
        translate(CATEGORY_NAMES[organisation.category]) if organisation else "",
        organisation.region if organisation else "",
        translate(ROLES[registration.role]),
        language_name(registration.language, visit.locale),
        translate(GENDERS[registration.gender]) if registration.gender else "",
        translate(_YES) if hidden else "",
        registration.sharing,
        registration.access_needs,
        registration.submitted_at,
        registration.attempt,
        translate(REASON_NAMES[registration.reason]) if registration.reason else "",
    )


def attendance_rows(event: Event, visit: Visit) -> Iterator[Row]:
    """Whoever was confirmed, and whoever was there all the same."""
    translate, organisations = translator(visit.locale).gettext, organisations_of(visit)
    yield [translate(name) for name in _ATTENDANCE]
    registrations, attendance = visit.office.registrations(), visit.office.attendance()

    def read(references: tuple[str, ...]) -> list[tuple[Registration, Attendance | None]]:
        found = attendance.many(references)
        return [(each, found.get(each.reference)) for each in registrations.many(references)]

    for some in abreast(read, batched(references_of(event.id, registrations), BATCH, strict=False)):
        for registration, settled in some:
            if settled or registration.status in HAD_PLACE:
                yield _attendance_row(registration, settled, organisations, visit)


def _attendance_row(
    registration: Registration, settled: Attendance | None, organisations: dict[str, Organisation], visit: Visit
) -> Row:
    translate = translator(visit.locale).gettext
    stays = settled.stays if settled else ()
    organisation = organisations.get(registration.organisation)
    return (
        registration.reference,
        name_of(registration),
        organisation.name if organisation else registration.organisation,
        translate(STATUS_NAMES[registration.status]),
        settled.minutes if settled else 0,
        stays[0].joined if stays else None,
        stays[-1].left if stays else None,
        len(stays),
        translate(SOURCES[Source(settled.source)]) if settled else "",
    )


def audit_rows(event: Event, visit: Visit) -> Iterator[Row]:
    """Whatever was done to each registration after its submission, looks at who a protected delegate is among it."""
    translate = translator(visit.locale).gettext
    yield [translate(name) for name in _AUDIT]
    registrations = visit.office.registrations()

    def deeds(registration: Registration) -> list[Deed]:
        done = [deed_of(entry) for entry in registrations.audit(registration.reference)]
        known_by_alias = registration.protected or registration.zoom_address
        looks = looks_at(registration.reference, event, visit) if known_by_alias else []
        return sorted([*done, *looks], key=lambda deed: deed.at)

    def read(references: tuple[str, ...]) -> list[tuple[str, Deed]]:
        return [(each.reference, deed) for each in registrations.many(references) for deed in deeds(each)]

    for some in abreast(read, batched(references_of(event.id, registrations), _FEW, strict=False)):
        for reference, deed in some:
            words = (translate(text) if text else "" for text in (deed.actor, deed.was, deed.became, deed.why))
            actor, was, became, why = words
            yield (reference, deed.at, actor, was, became, why)


def organisations_of(visit: Visit) -> dict[str, Organisation]:
    return {organisation.id: organisation for organisation in visit.office.roll().organisations()}


def registrations_of(event: Event, visit: Visit) -> Iterator[Registration]:
    """All of them, each once."""
    registrations = visit.office.registrations()

    def read(references: tuple[str, ...]) -> list[Registration]:
        return list(registrations.many(references))

    for some in abreast(read, batched(references_of(event.id, registrations), BATCH, strict=False)):
        yield from some
