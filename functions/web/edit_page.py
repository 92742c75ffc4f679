"""A delegate changes what they said of themselves: names, role, language, answers, or the address itself."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.domain.errors import TransitionError
from functions.domain.registration import Registration
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.editing import EditOutcome, edit
from functions.language import language_name
from functions.registering import remind
from functions.web.chosen_language import AGAIN, WITH_ERRORS, without_again
from functions.web.filled import Filled
from functions.web.form import SEND_AGAIN, ticked
from functions.web.guards import check_origin, first_shown, looks_automatic, without_guards
from functions.web.holder import Holder
from functions.web.parts import Parts
from functions.web.request import Request
from functions.web.responses import form_page
from functions.web.submitted import FieldsRefusedError, checked_submission
from functions.web.words import GENDERS, ROLES

SEEN = "seen"
MEANWHILE = N_(
    "Your details were changed elsewhere after you had opened this page. Nothing is saved yet. Look through them, then "
    "save them again."
)
_FIELDS = ("title", "given_names", "family_names", "email", "role", "gender", "language", "sharing", "access_needs")

#: What is said of each outcome. A new address is answered in one way, whether or not we know it already.
_OUTCOMES = {
    EditOutcome.UNCHANGED: (
        N_("There was nothing to change"),
        N_("What you sent is what we have already."),
    ),
    EditOutcome.CHANGED: (
        N_("Your details are changed"),
        N_("We have saved what you sent."),
    ),
    EditOutcome.READDRESSED: (
        N_("Your address is changed"),
        N_("We have written to the new address. The link to join that you had before no longer works."),
    ),
}


def show_edit(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 with the details as they are; 409 once they cannot be changed. Raises the links' errors."""
    holder = Holder.of(token, request, parts, now)
    if not holder.may_change(now):
        return holder.refusal()
    return _form(token, holder, parts, _typed(holder.registration), now)


def accept_edit(token: str, request: Request, parts: Parts, now: datetime) -> Response[str]:
    """200 and what became of it; 422 with the form and its errors; 409 once nothing can be changed, or with the form
    where it was of other details than those that hold now.

    Raises the links' errors, `RequestRefusedError`, and `ConflictError` where somebody else changes it just now.
    """
    check_origin(request, parts.setting("BASE_URL"))
    typed = request.form()
    holder = Holder.of(token, request, parts, now)
    if (again := typed.get(AGAIN, "")) in EditOutcome:
        return _told(EditOutcome(again), holder, token)
    if not holder.may_change(now):
        return holder.refusal()
    if again and again != WITH_ERRORS:
        return _form(token, holder, parts, typed, now)
    if looks_automatic(typed, now):
        return _form(token, holder, parts, typed, now, status=202, notice=SEND_AGAIN)
    if typed.get(SEEN) != seen(holder.registration):
        return _form(token, holder, parts, _still(typed, holder.registration), now, status=409, notice=MEANWHILE)
    try:
        submission = checked_submission(_answers(typed, holder.registration), holder.event, None)
        if again:
            return _form(token, holder, parts, typed, now)
        done = edit(holder.registration, submission, holder.event, registrations=parts.registrations(), now=now)
        if done.had:
            remind(done.had, parts.link_requests(), now)
    except FieldsRefusedError as refused:
        return _form(token, holder, parts, typed, now, status=422, problems=refused.problems)
    except TransitionError:
        return Holder.of(token, request, parts, now).refusal()
    return _told(done.outcome, holder, token)


def _told(outcome: EditOutcome, holder: Holder, token: str) -> Response[str]:
    heading, explanation = _OUTCOMES[outcome]
    return form_page(
        "edited.html",
        holder.locale,
        event=holder.event,
        event_title=holder.event.title(holder.locale),
        heading=heading,
        explanation=explanation,
        token=token if outcome is not EditOutcome.READDRESSED else "",
        again=outcome,
    )


def _answers(typed: Mapping[str, str], registration: Registration) -> dict[str, object]:
    """What was typed, as a submission: organisation and consent are those that were given when registering."""
    said = ticked(without_again(without_guards(typed)), "protected")
    said.pop(SEEN, None)
    return {**said, "organisation": registration.organisation, "consent": True}


def _typed(registration: Registration) -> dict[str, str]:
    boxes = {"protected": "yes"} if registration.protected else {}
    return {name: str(getattr(registration, name)) for name in _FIELDS} | boxes


def seen(registration: Registration) -> str:
    """Stands for the details that a form shows: a form of other details than those that hold now is not taken."""
    return hashlib.sha256(repr(sorted(_typed(registration).items())).encode()).hexdigest()[:16]


def _still(typed: Mapping[str, str], registration: Registration) -> dict[str, str]:
    """What was typed over details that are not those of now. Whoever is protected meanwhile stays so unless they untick
    it, having seen it."""
    protected = {"protected": "yes"} if registration.protected else {}
    return {**typed, **protected, SEEN: seen(registration)}


def _form(
    token: str,
    holder: Holder,
    parts: Parts,
    typed: Mapping[str, str],
    now: datetime,
    *,
    status: int = 200,
    problems: Iterable[FieldProblem] = (),
    notice: str = "",
) -> Response[str]:
    organisation = parts.roll().organisation(holder.registration.organisation)
    return form_page(
        "edit.html",
        holder.locale,
        status,
        **holder.about,
        token=token,
        filled=Filled(typed, tuple(problems)),
        notice=notice,
        started=first_shown(typed, now),
        seen=typed.get(SEEN) or seen(holder.registration),
        organisation=organisation.name if organisation else holder.registration.organisation,
        roles={role: words for role, words in ROLES.items() if role in holder.event.rules.roles},
        genders=GENDERS,
        languages={code: language_name(code, holder.locale) for code in holder.event.languages},
    )
