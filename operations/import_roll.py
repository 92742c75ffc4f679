"""python -m operations.import_roll [--stage STAGE] [--yes] FILE: replaces the roll by a CSV file, or leaves it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from functions.adapters import clock
from functions.adapters.roll import RollTable
from functions.domain.errors import PermanentError
from functions.domain.membership import Organisation
from functions.domain.roll import RollRefusedError, RollTooLargeError, read_roll
from functions.importing import Changes, MostMissingError, import_roll
from operations.command import BadFileError, Clients, arguments, aws, read_bytes, run
from operations.stack import outputs

_SHOWN = 10


class NotConfirmedError(PermanentError):
    """Says what is missing and how to confirm it."""


def main(argv: Sequence[str], clients: Clients = aws) -> int:
    parser = arguments("import_roll", "Replace the roll by a CSV file.", "such as rolls/sample.csv")
    parser.add_argument("--yes", action="store_true", help="even if most of today's organisations are missing from it")
    options = parser.parse_args(argv)
    return run(lambda: replace_roll(options.file, options.stage, confirmed=options.yes, clients=clients))


def replace_roll(path: Path, stage: str, *, confirmed: bool, clients: Clients) -> None:
    organisations = roll_file(path)
    stack = outputs(clients("cloudformation"), stage)
    roll = RollTable(clients("dynamodb"), stack["RollTable"])
    try:
        changes = import_roll(organisations, roll=roll, confirmed=confirmed, now=clock.now())
    except MostMissingError as error:
        missing = "\n".join(_names("missing", error.changes.missing))
        raise NotConfirmedError(f"{path}: {error}. Nothing was changed.\n{missing}\nIf it is meant so: --yes") from None
    print("\n".join(_summary(changes, len(organisations))))


def roll_file(path: Path) -> list[Organisation]:
    """Reads and checks the file. Raises `BadFileError` with a line for each problem."""
    data = read_bytes(path)
    try:
        return read_roll(data)
    except RollTooLargeError as error:
        raise BadFileError(f"{path}: {error}") from None
    except RollRefusedError as error:
        raise BadFileError("\n".join(f"{path}, {problem}" for problem in error.problems)) from None


def _summary(changes: Changes, count: int) -> list[str]:
    if not changes:
        return [f"The roll is unchanged: {count} organisations stood exactly so already"]
    return [
        f"The roll now has {count} organisations",
        *_names("added", changes.added),
        *_names("altered", changes.altered),
        *_names("struck off", changes.missing),
        f"  {changes.kept} as before",
    ]


def _names(what: str, entries: list[Organisation]) -> list[str]:
    if not entries:
        return []
    names = [f"    {entry.name}" for entry in entries[:_SHOWN]]
    more = [f"    and {len(entries) - _SHOWN} more"] if len(entries) > _SHOWN else []
    return [f"  {len(entries)} {what}:", *names, *more]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
