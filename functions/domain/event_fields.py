"""What the single fields of an event file may hold."""

import re
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator

from functions.domain.email_address import plain_address
from functions.domain.text import checked, empty
from functions.domain.wording import N_

#: Languages that Zoom interprets into, and Arabic, which the larger assemblies add by hand.
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "vi", "zh")

MAX_TEXT = 2_000
TOO_LONG = N_("must have at most 2,000 characters")
MAX_COUNT = 100_000
NO_COUNT = N_("must be a whole number from 1 to 100,000")
SHORTEST_CODE = 8
LONGEST_CODE = 60

_DURATION = re.compile(r"P(?=.)(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?)")
_LOCAL_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}( ?[+-]\d{2}:\d{2})?")


def matching(pattern: str, what: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(what)
        return text

    return AfterValidator(check)


def _text(text: str) -> str:
    kept = checked(text.strip())  # YAML's folded texts end with a line break
    if empty(kept):
        raise ValueError("is empty")
    if len(kept) > MAX_TEXT:
        raise ValueError(TOO_LONG)
    return kept


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise ValueError(N_("must be a time zone such as Europe/Zurich")) from None


def _duration(text: object) -> object:
    """ISO 8601 in weeks, days, hours and minutes: years and months have no certain length."""
    if not isinstance(text, str):
        return text
    found = _DURATION.fullmatch(text)
    weeks, days, hours, minutes = (int(number or 0) for number in found.groups()) if found else (0, 0, 0, 0)
    duration = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if not duration:
        raise ValueError("must be a length of time such as P7D (days), PT1H (hours) or PT30M (minutes)")
    return duration


def _written_time(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        if _LOCAL_TIME.fullmatch(text):
            return datetime.fromisoformat(re.sub(r" (?=[+-])", "", text))
    except ValueError:
        pass
    raise ValueError(N_("must be a local time such as 2026-09-29 15:00"))


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or re.search(r"\s", text):
        raise ValueError(N_("must be an address that begins with https://"))
    return text


def _meeting(text: str) -> str:
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"\d{9,11}", digits):
        raise ValueError(N_("must be the meeting's number in Zoom, 9 to 11 digits"))
    return digits


def _count(text: object) -> int:
    number = int(text) if isinstance(text, str) and re.fullmatch(r"[0-9]{1,6}", text) else 0
    if not 1 <= number <= MAX_COUNT:
        raise ValueError(NO_COUNT)
    return number


def _yes_or_no(text: object) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("must be yes or no")
    return text == "yes"


def _invitation_code(text: str) -> str:
    """As it is compared: without the spaces, the hyphens and the case that people type differently."""
    plain = re.sub(r"[ -]", "", text).lower()
    if not re.fullmatch(rf"[a-z0-9]{{{SHORTEST_CODE},{LONGEST_CODE}}}", plain):
        raise ValueError(
            f"must have {SHORTEST_CODE} to {LONGEST_CODE} letters (A to Z) or digits; spaces and hyphens do not count"
        )
    return plain


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"must be one of the languages {', '.join(LANGUAGES)}")
    return code


Slug = Annotated[
    str,
    matching(
        r"[a-z0-9](-?[a-z0-9]){1,39}", N_("must be an id of 2 to 40 small letters and digits, hyphens between them")
    ),
]
Code = Annotated[
    str, matching(r"[A-Z0-9]{2,6}", N_("must be 2 to 6 capital letters or digits: references begin with it"))
]
Text = Annotated[str, AfterValidator(_text)]
Zone = Annotated[str, AfterValidator(_zone)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
WrittenTime = Annotated[datetime, BeforeValidator(_written_time)]
"""A time of day in the event's zone; with an offset where that time exists twice."""
Address = Annotated[str, AfterValidator(plain_address)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
MeetingId = Annotated[str, AfterValidator(_meeting)]
Language = Annotated[str, AfterValidator(_language)]
Count = Annotated[int, BeforeValidator(_count)]
YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
OrganisationId = Annotated[
    str,
    matching(
        r"(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*",
        "must be an organisation's id on the roll: small letters, digits and hyphens, such as parliament-aruvia",
    ),
]
InvitationCode = Annotated[str, AfterValidator(_invitation_code)]
