"""What may stand in a text that a delegate types: any script, any markup as literal text, nothing that hides or forges.

Every rule raises a pydantic error of type `text` whose message is a message id of the catalogue.
"""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from functions.domain.wording import N_

LINE = 100
NAME = 64
"""As many characters as Zoom takes for given names, and for family names."""
PARAGRAPHS = 2_000
MARKS = 5
"""Combining marks that may follow one another: Hebrew and Vietnamese need up to four."""

CONTROL = N_("Remove tabs, line breaks and other control characters")
CONTROL_IN_LINES = N_("Remove tabs and other control characters")
HIDDEN = N_("Remove hidden characters, such as those that change the direction of writing")
MARKED = N_("Remove some of the accents: too many are placed on one letter")
LONG_LINE = N_("Shorten this to 100 characters or fewer")
LONG_NAME = N_("Shorten this to 64 characters or fewer: Zoom takes no more")
LONG_TITLE = N_("Shorten this to 40 characters or fewer")
LONG_PARAGRAPHS = N_("Shorten this to 2,000 characters or fewer")

_LIMITS = {LINE: LONG_LINE, NAME: LONG_NAME, PARAGRAPHS: LONG_PARAGRAPHS, 40: LONG_TITLE}

# Overrides, embeddings and isolates; line and paragraph separators; surrogates; annotation and tag characters;
# non-characters. The marks U+200E, U+200F and U+061C and the joiners belong to ordinary Arabic and Persian.
_HIDDEN = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)


def refused(message: str) -> PydanticCustomError:
    """The error that a rule raises: `message` is a message id."""
    return PydanticCustomError("text", "{message}", {"message": message})


def checked(text: str, *, lines: bool = False) -> str:
    """The text without the space around it, otherwise unchanged. With `lines`, `\\n` may stand in it."""
    text = text.strip(" \t")  # a cell of a spreadsheet comes with its tab
    if any(unicodedata.category(character) == "Cc" for character in (text.replace("\n", "") if lines else text)):
        raise refused(CONTROL_IN_LINES if lines else CONTROL)
    if _HIDDEN.search(text):
        raise refused(HIDDEN)
    if _piled(text):
        raise refused(MARKED)
    return text.strip()


def empty(text: str) -> bool:
    """Whether nothing in the text can be seen."""
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)


def _piled(text: str) -> bool:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > MARKS:
            return True
    return False


def _line_of(limit: int) -> AfterValidator:
    def check(text: str) -> str:
        return _no_longer_than(limit, checked(text))

    return AfterValidator(check)


def _paragraphs(text: str) -> str:
    return _no_longer_than(PARAGRAPHS, checked(text, lines=True))


def _no_longer_than(limit: int, text: str) -> str:
    if len(text) > limit:
        raise refused(_LIMITS[limit])
    return text


def _plain_line_breaks(value: Any) -> Any:
    """Browsers send the line breaks of a text area as CR LF."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


Line = Annotated[str, _line_of(LINE), Field(json_schema_extra={"maxLength": LINE})]
Name = Annotated[str, _line_of(NAME), Field(json_schema_extra={"maxLength": NAME})]
Title = Annotated[str, _line_of(40), Field(json_schema_extra={"maxLength": 40})]
Paragraphs = Annotated[
    str,
    BeforeValidator(_plain_line_breaks, json_schema_input_type=str),
    AfterValidator(_paragraphs),
    Field(json_schema_extra={"maxLength": PARAGRAPHS}),
]
