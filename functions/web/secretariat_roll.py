"""The roll, and how it is replaced: a file is uploaded, what it would change is shown, and then it is confirmed."""

import unicodedata

from aws_lambda_powertools.event_handler import Response

from functions.domain.errors import ConflictError
from functions.domain.held_roll import RollImport
from functions.domain.membership import Organisation
from functions.domain.roll import MAX_BYTES, RollRefusedError, RollTooLargeError, read_roll
from functions.domain.roll_cells import COLUMNS
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.importing import MostMissingError, compare, import_roll
from functions.language import translator
from functions.web.filled import Filled
from functions.web.request import UNREADABLE, RequestRefusedError
from functions.web.roll_changes import alteration, day, delegates_of
from functions.web.secretariat_answers import Visit
from functions.web.secretariat_words import actor_name
from functions.web.upload import Part, read_parts

FILE, TEXT, OVER, CHECKED = "file", "text", "over", "checked"
"""The fields of the two forms: the file; and its text, the version it was compared with, and that many may go."""

_BODY_LIMIT = MAX_BYTES + 64 * 1024
"""Of the file, and what a form adds to it: Lambda takes 6 MB, of which base64 eats a quarter."""
_IMPORTS = 10

NO_FILE = N_("Choose the file of the new roll")
EMPTY = N_("The file is empty: choose another")
TOO_LARGE = N_("The file is too large: a roll has at most 5,000 rows and 4 MiB")
NOT_CHECKED = N_("Confirm that so many organisations are to be struck off, or choose another file")
MEANWHILE = N_("Another roll was imported since you looked. Nothing was changed: see what your file would change now.")
UNCHANGED = N_("Nothing was imported: the roll stood exactly so already.")


def show_roll(visit: Visit) -> Response[str]:
    return _roll(visit)


def preview_roll(visit: Visit) -> Response[str]:
    """200 with what the file would change, and nothing is; 422 with what is wrong with it, 413 where it is too large.

    Raises `RequestRefusedError`.
    """
    try:
        _measure(visit)
        file = read_parts(visit.request).get(FILE, Part(b""))
        if not file.content:
            return _roll(visit, 422, problem=FieldProblem(FILE, EMPTY if file.filename else NO_FILE))
        return _preview(file.content, visit)
    except RollTooLargeError:
        return _roll(visit, 413, problem=FieldProblem(FILE, TOO_LARGE))


def accept_roll(visit: Visit) -> Response[str]:
    """200 and the roll as it then is; 422 where most of it would go and that is not confirmed, 409 with a new preview
    where it is not the roll any more that the last one compared with.

    Raises `RequestRefusedError`.
    """
    try:
        _measure(visit)
        parts = read_parts(visit.request)
        if not {TEXT, OVER} <= parts.keys():
            raise RequestRefusedError(422, UNREADABLE)
        # Browsers send line ends as CRLF, whatever they were.
        return _accept(parts[TEXT].content.replace(b"\r\n", b"\n"), parts, visit)
    except RollTooLargeError:
        return _roll(visit, 413, problem=FieldProblem(FILE, TOO_LARGE))


def _accept(data: bytes, parts: dict[str, Part], visit: Visit) -> Response[str]:
    try:
        changes = import_roll(
            organisations := read_roll(data),
            roll=visit.office.roll(),
            by=visit.member.actor,
            confirmed=parts.get(CHECKED) == Part(b"yes"),
            over=parts[OVER].content.decode("ascii", "replace"),
            now=visit.now,
        )
    except RollRefusedError as refused:
        return _refused(refused, visit)
    except ConflictError:
        return _preview(data, visit, 409, notice=MEANWHILE)
    except MostMissingError:
        return _preview(data, visit, 422, problem=FieldProblem(CHECKED, NOT_CHECKED))
    return _roll(visit, done=_done(len(organisations), visit) if changes else UNCHANGED)


def _done(count: int, visit: Visit) -> str:
    words = translator(visit.locale).ngettext(
        "The roll is replaced: it now has %(num)s organisation.",
        "The roll is replaced: it now has %(num)s organisations.",
        count,
    )
    return words % {"num": count}


def _measure(visit: Visit) -> None:
    if len(visit.request.body) > _BODY_LIMIT:
        raise RollTooLargeError("the form is larger than any roll")


def _roll(visit: Visit, status: int = 200, *, problem: FieldProblem | None = None, done: str = "") -> Response[str]:
    table = visit.office.roll()
    held, imports = table.current(), table.imports(_IMPORTS)
    return visit.page(
        "roll",
        status,
        organisations=_by_name(held.organisations),
        day=day(visit.locale),
        holds=next((each for each in imports if each.version == held.version), RollImport(held.version)),
        imports=[each for each in imports if each.version != held.version],
        actor=lambda actor: translator(visit.locale).gettext(actor_name(actor)),
        columns=list(COLUMNS),
        done=done,
        filled=Filled({}, (problem,) if problem else ()),
    )


def _preview(
    data: bytes, visit: Visit, status: int = 200, *, problem: FieldProblem | None = None, notice: str = ""
) -> Response[str]:
    """Raises `RollTooLargeError`."""
    try:
        organisations = read_roll(data)
    except RollRefusedError as refused:
        return _refused(refused, visit)
    held = visit.office.roll().current()
    today = {entry.id: entry for entry in held.organisations}
    changes = compare(held.organisations, organisations)
    on = visit.now.date()
    suspended = [entry for entry in changes.altered if today[entry.id].stands(on) and not entry.stands(on)]
    leaving = {entry.id for entry in [*changes.missing, *suspended]}
    return visit.page(
        "roll_preview",
        status,
        text=data.decode(),
        over=held.version,
        count=len(organisations),
        changes=changes,
        leaving=len(leaving),
        delegates=delegates_of(leaving, visit),
        altered=[alteration(today[entry.id], entry, visit.locale) for entry in changes.altered],
        unchanged=_by_name([entry for entry in organisations if today.get(entry.id) == entry]),
        notice=notice,
        filled=Filled({}, (problem,) if problem else ()),
    )


def _refused(refused: RollRefusedError, visit: Visit) -> Response[str]:
    translate = translator(visit.locale).gettext
    problems = [(problem, problem.told(translate)) for problem in refused.problems]
    return visit.page("roll_refused", 422, problems=problems, columns=list(COLUMNS), filled=Filled())


def _by_name(organisations: list[Organisation]) -> list[Organisation]:
    """As a reader looks for them: É beside E."""
    return sorted(organisations, key=lambda entry: unicodedata.normalize("NFKD", entry.name.casefold()))
