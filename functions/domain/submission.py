"""What a delegate sends to register, checked."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, ValidationError

from functions.domain.email_address import plain_address
from functions.domain.registration import GENDERS, Role
from functions.domain.text import HIDDEN, Line, Name, Paragraphs, Title, empty, refused
from functions.domain.wording import N_

_MISSING = {
    "title": N_("Enter your title, such as Ms, Mr or Hon."),
    "given_names": N_("Enter your given names"),
    "family_names": N_("Enter your family names"),
    "email": N_("Enter your e-mail address"),
    "organisation": N_("Choose your organisation"),
    "role": N_("Choose your role"),
    "language": N_("Choose the language that you will listen to"),
    "consent": N_("Agree to the use of your details, so that we can register you"),
}
UNKNOWN_FIELD = N_("This field is not part of the form")
NOT_TEXT = N_("This must be text")
NOT_CHOSEN = N_("Choose one of the answers")

_TYPES = {"string_type": NOT_TEXT, "string_unicode": HIDDEN}
_FIELD_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    field: str
    """The field's name; empty where the name that was sent cannot be repeated safely."""
    message: str
    """A message id of the catalogue."""


def _agreed(consent: bool) -> bool:
    if not consent:
        raise refused(_MISSING["consent"])
    return consent


def _present(text: str) -> str:
    if empty(text):
        raise refused("")
    return text


def _gender(text: str) -> str:
    if text not in ("", *GENDERS):
        raise refused(NOT_CHOSEN)
    return text


class Submission(BaseModel):
    """A registration as sent, by form or as JSON. The caller checks that the organisation and the language exist."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: Annotated[Title, AfterValidator(_present)]
    given_names: Annotated[Name, AfterValidator(_present)]
    family_names: Annotated[Name, AfterValidator(_present)]
    email: Annotated[
        str,
        AfterValidator(_present),
        AfterValidator(plain_address),
        Field(json_schema_extra={"format": "email", "description": "One plain address, without a name"}),
    ]
    organisation: Annotated[Line, AfterValidator(_present), Field(description="The organisation's id on the roll")]
    role: Annotated[Role, Field(description="One of the roles that the event admits")]
    gender: Annotated[
        str,
        AfterValidator(_gender),
        Field(
            json_schema_extra={"enum": ["", *GENDERS]},
            description="Taken only where the event asks; empty for who prefers not to say",
        ),
    ] = ""
    invitation_code: Annotated[
        Line, Field(description="For those whose invitation to this event has one", repr=False)
    ] = ""
    language: Annotated[Line, AfterValidator(_present), Field(description="One of the event's languages")]
    sharing: Paragraphs = ""
    access_needs: Paragraphs = ""
    protected: Annotated[
        StrictBool,
        Field(description="Taken only where the event protects delegates: Zoom and lists then show an alias"),
    ] = False
    consent: Annotated[StrictBool, AfterValidator(_agreed), Field(json_schema_extra={"const": True})]


def problems(error: ValidationError) -> list[FieldProblem]:
    """Every field that was refused, with what its sender can do about it. Never holds what was sent."""
    return [
        _problem(str(entry["loc"][0]) if entry["loc"] else "", entry)
        for entry in error.errors(include_url=False, include_input=False)
    ]


def unknown_field(name: str) -> FieldProblem:
    """The refusal of a field that the form does not have."""
    return FieldProblem(name if _FIELD_NAME.fullmatch(name) else "", UNKNOWN_FIELD)


def _problem(field: str, entry: Any) -> FieldProblem:
    if entry["type"] == "extra_forbidden":
        return unknown_field(field)
    if entry["type"] == "text":
        return FieldProblem(field, entry["ctx"]["message"] or _MISSING[field])
    if entry["type"] in _TYPES:
        return FieldProblem(field, _TYPES[entry["type"]])
    return FieldProblem(field, _MISSING.get(field, NOT_CHOSEN))
