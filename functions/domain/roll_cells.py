"""What each cell of a roll may hold, and how it is read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic_core import PydanticCustomError

from functions.domain.email_address import plain_address
from functions.domain.events import Category
from functions.domain.membership import FREE_MAIL, Organisation, Standing
from functions.domain.text import checked, empty
from functions.domain.wording import N_

MAX_NAME = 160
MAX_DOMAINS = 20
MAX_REGION = 60

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class CellError(Exception):
    """Says what is wrong with a cell: `what` is a message id, `values` what is filled in."""

    def __init__(self, what: str, **values: object) -> None:
        super().__init__(what % values)
        self.what = what
        self.values = values


def organisation(values: Mapping[str, Any]) -> Organisation:
    """An entry of the roll from the values of one row. Raises `CellError` where it would end before it begins."""
    if values["valid_from"] and values["valid_until"] and values["valid_until"] < values["valid_from"]:
        raise CellError(N_("is before valid_from"))
    said = dict(values)
    return Organisation(id=said.pop("organisation"), **said)


def _id(cell: str) -> str:
    if not _ID.fullmatch(cell.strip()) or len(cell) > 80:
        raise CellError(N_("must be an id of small letters, digits and hyphens, such as parliament-aruvia"))
    return cell.strip()


def _name(cell: str) -> str:
    name = unicodedata.normalize("NFC", _text(cell))
    if empty(name):
        raise CellError(N_("is empty"))
    if len(name) > MAX_NAME:
        raise CellError(N_("is longer than %(most)s characters"), most=MAX_NAME)
    return name


def _region(cell: str) -> str:
    region = unicodedata.normalize("NFC", _text(cell))
    if len(region) > MAX_REGION:
        raise CellError(N_("is longer than %(most)s characters"), most=MAX_REGION)
    return region


def _one_of[T: StrEnum](choices: type[T]) -> Callable[[str], T]:
    def read(cell: str) -> T:
        try:
            return choices(cell.strip().lower())
        except ValueError:
            raise CellError(N_("must be one of %(choices)s"), choices=", ".join(choices)) from None

    return read


def _domains(cell: str) -> tuple[str, ...]:
    domains = tuple(_domain(name) for name in cell.split())
    if len(set(domains)) < len(domains):
        raise CellError(N_("names a domain twice"))
    if len(domains) > MAX_DOMAINS:
        raise CellError(N_("names more than %(most)s domains"), most=MAX_DOMAINS)
    return domains


def _domain(name: str) -> str:
    """Spelt as the domain of a registration's address is, so that the two can be compared."""
    domain = _address(f"anyone@{name}", N_("holds something that is no e-mail domain")).partition("@")[2]
    if domain in FREE_MAIL:
        raise CellError(N_("%(domain)s gives addresses to anyone: it cannot belong to an organisation"), domain=domain)
    return domain


def _focal_point(cell: str) -> str:
    return _address(cell, N_("must be one e-mail address, or empty")) if cell.strip() else ""


def _day(cell: str) -> date | None:
    if not cell.strip():
        return None
    if not _DAY.fullmatch(cell.strip()):
        raise CellError(N_("must be a day such as 2026-09-30, or empty"))
    try:
        return date.fromisoformat(cell.strip())
    except ValueError:
        raise CellError(N_("is a day that does not exist")) from None


def _text(cell: str) -> str:
    try:
        return checked(cell.strip())
    except PydanticCustomError:
        raise CellError(N_("holds control characters or hidden characters")) from None


def _address(text: str, otherwise: str) -> str:
    try:
        return plain_address(text)
    except PydanticCustomError:
        raise CellError(otherwise) from None


#: The columns of a roll, and what reads each.
COLUMNS: dict[str, Callable[[str], Any]] = {
    "organisation": _id,
    "name": _name,
    "category": _one_of(Category),
    "standing": _one_of(Standing),
    "domains": _domains,
    "focal_point": _focal_point,
    "valid_from": _day,
    "valid_until": _day,
    "region": _region,
}
#: A roll may leave these out.
OPTIONAL = frozenset({"region"})
