"""An event is made and changed on a page: its form, and what will come of it for how many people; then it is done."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.adapters.events import Draft
from functions.domain.errors import UnknownEventError
from functions.domain.event_fields import LANGUAGES
from functions.domain.event_file import EventFile
from functions.domain.events import Category, Event
from functions.domain.publication import Deed, deed
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.language import LOCALES, language_name, translator
from functions.publishing import plan, shares_meeting, start_publication
from functions.web.chosen_language import AGAIN, WITH_ERRORS
from functions.web.event_changes import after_end, before_start, changes, consequences, kept_for
from functions.web.event_form import checked, fresh, shown, wish_of_form, written
from functions.web.event_words import KINDS, LABELS, QUESTIONS
from functions.web.filled import Filled
from functions.web.responses import redirect
from functions.web.secretariat_answers import SURE, Visit
from functions.web.secretariat_parts import Events
from functions.web.submitted import FieldsRefusedError, known_event, known_id
from functions.web.words import CATEGORIES

TAKEN = N_("belongs to an event that there is already: choose another")
DRAFTED = N_("belongs to a draft that there is already: open it from the list of events, or choose another")
SHARED = N_("is the meeting of another event that is not over: each event needs its own")
CHANGED_MEANWHILE = N_(
    "Somebody else changed this event after you had opened the form. What you typed is still here, and would replace "
    "theirs: look through it, then send it again."
)
NOTHING_TO_CHANGE = N_("There is nothing to change: the event stands exactly so")
CANCELLED = N_("This event is cancelled, and cannot be changed any more")
VERSION = "version"
"""A field that says which version of the event the form was opened with."""
DRAFT = "draft"
"""A field that says which draft of a new event the form was opened with."""
ACT, SAVE = "act", "save"
"""A button, and its value: what was typed is kept as a draft, and nothing is asked of Zoom yet."""

_BEFORE = [timedelta(days=days) for days in (28, 14, 7, 3, 2, 1)] + [
    *(timedelta(hours=hours) for hours in (12, 6, 3, 2, 1)),
    *(timedelta(minutes=minutes) for minutes in (30, 15)),
]
_AFTER = [timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240, 24 * 60)]
_KEPT = [timedelta(days=days) for days in (30, 60, 90, 180, 365, 730)]


def show_new(visit: Visit) -> Response[str]:
    """The form, empty, or as it was last sent for the event that the query's `draft` names."""
    drafted = visit.request.query.get("draft", "")
    return _form(None, _drafted(drafted, visit) if drafted else fresh(), visit)


def show_edit(event_id: str, visit: Visit) -> Response[str]:
    """The form as the event stands, or as it was last sent where the query says `draft`. Raises `UnknownEventError`."""
    before = known_event(event_id, visit.office.events())
    if before.cancelled:
        return refuse_cancelled(before, visit)
    return _form(before, _drafted(before.id, visit) if "draft" in visit.request.query else shown(before), visit)


def accept_new(visit: Visit) -> Response[str]:
    """422 with the problems; 200: asks; then 303 to the publication. Raises `RequestRefusedError`."""
    return _accept(None, visit)


def accept_edit(event_id: str, visit: Visit) -> Response[str]:
    """As `accept_new`; 409 where somebody else changed the event. Raises `UnknownEventError` too."""
    before = known_event(event_id, visit.office.events())
    return refuse_cancelled(before, visit) if before.cancelled else _accept(before, visit)


def refuse_cancelled(event: Event, visit: Visit) -> Response[str]:
    return visit.page("done", 409, heading=CANCELLED, back=address_of(event), lists=[])


def address_of(event: Event, page: str = "") -> str:
    return f"/secretariat/events/{event.id}" + (f"/{page}" if page else "")


def _drafted(event_id: str, visit: Visit) -> dict[str, str]:
    """What was last sent for an event, published or not. Raises `UnknownEventError`."""
    drafted = visit.office.events().draft(known_id(event_id))
    return {**shown(drafted.event), DRAFT: _stamp(drafted)}


def _stamp(drafted: Draft) -> str:
    return drafted.run or SAVE


def _accept(before: Event | None, visit: Visit) -> Response[str]:
    typed = visit.request.form()
    again = typed.pop(AGAIN, "")
    if again and again != WITH_ERRORS:
        return _form(before, typed, visit)
    if before and typed.get(VERSION) != str(before.version):
        return _form(before, typed, visit, status=409, notice=CHANGED_MEANWHILE)
    events = visit.office.events()
    try:
        file = checked(typed, before, visit.now)
        drafted = _own_draft(file, typed, events) if before is None else None
        _check_meeting(file, visit)
    except FieldsRefusedError as refused:
        return _form(before, typed, visit, status=422, problems=refused.problems)
    if again:
        return _form(before, typed, visit)
    salt = drafted.event.salt if drafted else secrets.token_urlsafe(24)
    wish = wish_of_form(file, random=lambda: salt, now=visit.now)
    if before is None and typed.get(ACT) == SAVE:
        saved = plan(wish, None, visit.now)
        events.save_draft(saved, "", by=visit.member.actor)
        return redirect(address_of(saved, "publication"))
    if typed.get(SURE) == "yes":
        runs = visit.office.event_runs()
        begun = start_publication(file.event, wish, events=events, runs=runs, by=visit.member.actor, now=visit.now)
        return redirect(address_of(begun.event, "publication"))
    return _ask(before, plan(wish, before, visit.now), typed, visit)


def _own_draft(file: EventFile, typed: Mapping[str, str], events: Events) -> Draft | None:
    """The draft that this form goes on with, if any. Raises `FieldsRefusedError` where the id is another's."""
    if events.published(file.event):
        raise FieldsRefusedError([FieldProblem("event", TAKEN)])
    try:
        drafted = events.draft(file.event)
    except UnknownEventError:
        return None
    held = drafted.event
    same = file.to_event(version=1, salt=held.salt, now=held.published_at) == held  # a button that was pressed twice
    if typed.get(DRAFT) != _stamp(drafted) and not same:
        raise FieldsRefusedError([FieldProblem("event", DRAFTED)])
    return drafted


def _check_meeting(file: EventFile, visit: Visit) -> None:
    """Raises `FieldsRefusedError` where another event is to be held in the same meeting."""
    if shares_meeting(file.event, file.zoom.meeting, visit.office.events(), visit.now):
        raise FieldsRefusedError([FieldProblem("meeting", SHARED)])


def _ask(before: Event | None, after: Event, typed: Mapping[str, str], visit: Visit) -> Response[str]:
    """What changes, and what will come of it for how many people."""
    held = visit.office.events().published(after.id)
    did = deed(after, before, held.unfinished if held else None, visit.now)
    if did is Deed.UNCHANGED:
        return visit.done(NOTHING_TO_CHANGE, address_of(after))
    heading, button = QUESTIONS[did]
    standing = visit.office.registrations().standing(after.id)
    return visit.page(
        "event_sure",
        event=before,
        title=after.title(visit.locale),
        heading=heading,
        button=button,
        changes=changes(before, after, visit.locale),
        consequences=consequences(did, before, after, standing, visit.locale, visit.now),
        fields={name: text for name, text in typed.items() if name != SURE},
    )


def _form(
    before: Event | None,
    typed: Mapping[str, str],
    visit: Visit,
    *,
    status: int = 200,
    problems: Iterable[FieldProblem] = (),
    notice: str = "",
) -> Response[str]:
    say = translator(visit.locale).gettext
    return visit.page(
        "event_form",
        status,
        event=before,
        event_title=before.title(visit.locale) if before else "",
        version=before.version if before else "",
        filled=Filled(typed, tuple(problems)),
        notice=notice,
        labels={name: say(label) for name, label in LABELS.items()},
        groups={category: say(CATEGORIES[category]) for category in Category},
        kinds={kind: say(words) for kind, words in KINDS.items()},
        tongues={code: language_name(code, visit.locale) for code in sorted(LANGUAGES, key=_ours_first)},
        **_lengths(before, visit.locale),
    )


def _ours_first(code: str) -> tuple[bool, int, str]:
    return (code not in LOCALES, LOCALES.index(code) if code in LOCALES else 0, code)


def _lengths(before: Event | None, locale: str) -> dict[str, Any]:
    """What the lists of lengths offer: the usual ones, and what the event has."""
    reminders = {*_BEFORE, *(before.reminders if before else ())}
    after = {*_AFTER, *([before.feedback_after] if before else [])}
    kept = {*_KEPT, *([before.retention] if before else [])}
    return {
        "befores": {written(each): before_start(each, locale) for each in sorted(reminders, reverse=True)},
        "afters": {written(each): after_end(each, locale) for each in sorted(after)},
        "keeps_for": {written(each): kept_for(each, locale) for each in sorted(kept)},
    }
