"""The registration form: shown, sent back with its errors, or accepted."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from functions.domain.errors import RegistrationClosedError
from functions.domain.events import Category, Event
from functions.domain.membership import Organisation
from functions.domain.registration import REFERENCE
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.language import format_moment, format_when, language_name
from functions.registering import register, remind
from functions.web.chosen_language import AGAIN, WITH_ERRORS, locale_for
from functions.web.filled import Filled
from functions.web.guards import check_origin, first_shown, looks_automatic, without_guards
from functions.web.parts import Events, LinkRequests, Registrations, Roll
from functions.web.request import Request
from functions.web.responses import form_page, page
from functions.web.submitted import CODE, FieldsRefusedError, checked_submission, in_order, known_event
from functions.web.words import CATEGORIES, GENDERS, ROLES

CODE_AGAIN = N_("Enter your invitation code again: for your safety, this page does not remember it")
SEND_AGAIN = N_(
    "This came very fast, as if a program had sent it, so nothing is saved yet. Please send the form again."
)


def show_form(event_id: str, request: Request, *, events: Events, roll: Roll, now: datetime) -> Response[str]:
    """200 with an empty form, 409 outside the time of registration. Raises `UnknownEventError`."""
    event = known_event(event_id, events)
    locale = locale_for(request, event=event)
    try:
        event.admit(now)
    except RegistrationClosedError:
        return _closed(event, locale, now)
    return _form(event, roll, locale, {}, now)


def accept_form(
    event_id: str,
    request: Request,
    *,
    events: Events,
    roll: Roll,
    registrations: Registrations,
    link_requests: LinkRequests,
    base_url: str,
    now: datetime,
) -> Response[str]:
    """202 with the reference, the same for everybody. Raises `UnknownEventError`, `RequestRefusedError`."""
    check_origin(request, base_url)
    typed = request.form()
    event = known_event(event_id, events)
    locale = locale_for(request, event=event)
    if again := typed.get(AGAIN):
        shown = re.fullmatch(REFERENCE, again)
        return _received(event, locale, again) if shown else _shown_again(event, roll, locale, typed, now)
    if looks_automatic(typed, now):
        return _form(event, roll, locale, typed, now, status=202, notice=SEND_AGAIN)
    try:
        event.admit(now)
        submission = checked_submission(_answers(typed), event, roll)
        registration = register(submission, event.id, locale, registrations=registrations, events=events, now=now)
        remind(registration, link_requests, now)
    except RegistrationClosedError:
        return _closed(event, locale, now)
    except FieldsRefusedError as refused:
        return _form(event, roll, locale, typed, now, status=422, problems=refused.problems)
    return _received(event, locale, registration.reference)


def _shown_again(event: Event, roll: Roll, locale: str, typed: dict[str, str], now: datetime) -> Response[str]:
    if typed.pop(AGAIN) == WITH_ERRORS:
        try:
            checked_submission(_answers(typed), event, roll)
        except FieldsRefusedError as refused:
            return _form(event, roll, locale, typed, now, status=422, problems=refused.problems)
    return _form(event, roll, locale, typed, now)


def _received(event: Event, locale: str, reference: str) -> Response[str]:
    return form_page("received.html", locale, 202, **_about(event, locale), reference=reference, again=reference)


def _answers(typed: Mapping[str, str]) -> dict[str, object]:
    return ticked(without_guards(typed), "consent", "protected")


def ticked(typed: Mapping[str, str], *boxes: str) -> dict[str, object]:
    """The form's fields as the submission has them: a ticked box arrives as the text `yes`."""
    return {name: True if name in boxes and text == "yes" else text for name, text in typed.items()}


def _form(
    event: Event,
    roll: Roll,
    locale: str,
    typed: Mapping[str, str],
    now: datetime,
    *,
    status: int = 200,
    problems: Iterable[FieldProblem] = (),
    notice: str = "",
) -> Response[str]:
    filled = _without_code(typed, tuple(problems), event)
    return form_page(
        "form.html",
        locale,
        status,
        **_about(event, locale),
        filled=filled,
        notice=notice,
        started=first_shown(typed, now),
        groups=_groups(event, roll.organisations()),
        roles={role: words for role, words in ROLES.items() if role in event.rules.roles},
        genders=GENDERS,
        asks_code=bool(event.rules.invitations or filled.error(CODE)),
        languages={code: language_name(code, locale) for code in event.languages},
    )


def _without_code(typed: Mapping[str, str], problems: tuple[FieldProblem, ...], event: Event) -> Filled:
    """The form as it comes back: it never shows an invitation code, so whoever gave one is asked for it again."""
    filled = Filled({name: text for name, text in typed.items() if name != CODE}, problems)
    if not (typed.get(CODE) and event.rules.invitations) or filled.error(CODE):
        return filled
    return Filled(filled.typed, tuple(in_order([*problems, FieldProblem(CODE, CODE_AGAIN)])))


def _groups(event: Event, organisations: list[Organisation]) -> list[tuple[str, list[Organisation]]]:
    """The admitted categories with all their organisations: delegates of suspended ones get their answer by mail."""
    grouped = [
        (CATEGORIES[category], [entry for entry in organisations if entry.category is category])
        for category in Category
        if category in event.categories
    ]
    return [(name, entries) for name, entries in grouped if entries]


def _closed(event: Event, locale: str, now: datetime) -> Response[str]:
    early = now < event.opens
    moment = format_moment(event.opens if early else event.closes, event.zone, locale, event.place_in(locale))
    return page("closed.html", locale, 409, **_about(event, locale), early=early, moment=moment)


def _about(event: Event, locale: str) -> dict[str, object]:
    return {
        "event": event,
        "event_title": event.title(locale),
        "summary": event.summary(locale),
        "when": format_when(event.starts, event.ends, event.zone, locale, event.place_in(locale)),
    }
