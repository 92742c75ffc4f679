"""Rollcall in the reader's language: catalogues, dates and times as CLDR writes them, and templates that use both."""

import functools
import gettext
from collections.abc import Collection
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location

if TYPE_CHECKING:
    from jinja2 import Environment

LOCALES = ("en", "fr", "es", "ar")
OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""What each is called by those who speak it, as a list of languages has it."""
DOMAIN = "rollcall"
CATALOGUES = Path(__file__).parent / "locales"

# English here is that of international organisations: 29 September 2026, 15:00.
_CLDR = {"en": "en_GB", "ar": "ar_001"}
_DATES = {"en": "EEEE d MMMM y"}


@functools.cache
def translator(locale: str) -> gettext.NullTranslations:
    """The locale's catalogue; message ids, which are English, where it is not compiled or lacks one."""
    return gettext.translation(DOMAIN, CATALOGUES, languages=[locale], fallback=True)


def choose_locale(accept_language: str, *choices: str, otherwise: Collection[str] = ()) -> str:
    """The locale to write in: the first of `choices` that is one of ours, else the best of ours that the browser takes,
    else the first of ours that is in `otherwise`.

    `accept_language` is the header's value; all texts may be empty or nonsense.
    """
    wanted = (
        *choices,
        *(tag.split("-")[0] for tag in _tags(accept_language)),
        *(tag for tag in LOCALES if tag in otherwise),
    )
    return next((tag for tag in wanted if tag in LOCALES), LOCALES[0])


def _tags(accept_language: str) -> list[str]:
    """Language tags in lower case, the most wanted first; those of quality nought are left out."""
    weighed = []
    for entry in accept_language[:500].lower().split(","):
        tag, _, weight = entry.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if quality > 0:
            weighed.append((quality, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]


@functools.cache
def environment(package_path: Path, locale: str = LOCALES[0]) -> "Environment":
    """Templates of one folder in one locale. Markup in values is escaped everywhere but in `.txt` templates.

    `_("…")` takes texts of the template alone: it trusts them as markup, and as formats. What comes as a value is said
    in the reader's language by `translated(value)`, and escaped.
    Jinja is imported here: the API, which has no templates, starts without it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=FileSystemLoader(package_path),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True, default_for_string=True),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.install_gettext_translations(translator(locale), newstyle=True)  # type: ignore[attr-defined]
    made.globals["translated"] = translator(locale).gettext
    return made


def language_name(code: str, locale: str) -> str:
    """A language as the locale names it: `fr` is French in English."""
    return str(cldr(locale).languages.get(code, code))


def direction(locale: str) -> str:
    """`ltr` or `rtl`."""
    return str(cldr(locale).text_direction)


def format_when(start: datetime, end: datetime, zone: ZoneInfo, locale: str, place: str = "") -> str:
    """An event's time at its place and in UTC; days are named again only where they differ.

    For example "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)". `place` names the zone;
    without it, the city by which CLDR knows the zone does.
    """
    here = _span(start, end, zone, locale, None)
    if zone.key in ("UTC", "Etc/UTC"):
        return translator(locale).gettext("%(here)s UTC") % {"here": here}
    there = _span(start, end, UTC, locale, start.astimezone(zone))
    return translator(locale).gettext("%(here)s, %(place)s time (%(there)s UTC)") % {
        "here": here,
        "place": place or city(zone, locale),
        "there": there,
    }


def format_moment(moment: datetime, zone: ZoneInfo, locale: str, place: str = "") -> str:
    """One moment, for example "Tuesday 29 September 2026, 15:00, Geneva time"."""
    return translator(locale).gettext("%(moment)s, %(place)s time") % {
        "moment": _point(moment.astimezone(zone), locale, None),
        "place": place or city(zone, locale),
    }


def format_day(moment: datetime, zone: ZoneInfo, locale: str) -> str:
    """The day on which a moment falls in a zone, for example "Tuesday 29 September 2026"."""
    return format_date(moment.astimezone(zone), _DATES.get(locale, "full"), locale=cldr(locale))


def city(zone: ZoneInfo, locale: str) -> str:
    """The city by which CLDR knows a time zone."""
    return get_timezone_location(zone, locale=cldr(locale), return_city=True)


def _span(start: datetime, end: datetime, zone: tzinfo, locale: str, day: datetime | None) -> str:
    first, last = start.astimezone(zone), end.astimezone(zone)
    return translator(locale).gettext("%(start)s to %(end)s") % {
        "start": _point(first, locale, day),
        "end": _point(last, locale, first),
    }


def _point(at: datetime, locale: str, day: datetime | None) -> str:
    """A time of day, with its date unless that is the date of `day`."""
    clock = format_time(at, "short", tzinfo=at.tzinfo, locale=cldr(locale))
    if day is not None and at.date() == day.date():
        return clock
    date = format_date(at, _DATES.get(locale, "full"), locale=cldr(locale))
    return translator(locale).gettext("%(date)s, %(time)s") % {"date": date, "time": clock}


@functools.cache
def cldr(locale: str) -> Locale:
    return Locale.parse(_CLDR.get(locale, locale))
