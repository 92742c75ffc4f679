"""What a publication is about to do, in words: what changes in the event, and what comes of it for how many people."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from babel.dates import format_timedelta
from babel.lists import format_list

from functions.domain.audiences import statuses
from functions.domain.events import Category, Event, Occasion
from functions.domain.publication import Deed
from functions.domain.registration import SEATED, Status
from functions.domain.wording import N_
from functions.language import LOCALES, cldr, format_moment, language_name, translator
from functions.web.event_words import KINDS, LABELS, YES_OR_NO
from functions.web.words import CATEGORIES

NEW = N_("Nobody is written to: nobody has registered yet.")
CHANGED = N_("Nobody is written to. Links to join stay as they are.")
MOVED = N_("Reminders, the deadline and the requests for feedback move with the event. Links to join stay as they are.")
MOVE_ZOOM = N_("Give the meeting its new time in Zoom first: the two are compared before anything is changed here.")
ASKS_ZOOM = N_("Zoom is asked first whether the meeting is set up for it. If it is not, nothing is changed.")
HELD_ALREADY = N_("The time of this event is over: whoever was there has been counted, or will be.")
PAST = N_("This time is past: nobody can register, and no reminder is sent.")
FEWER_GROUPS = N_("Whoever has registered from a group that is not admitted any more stays registered.")
FEWER_LANGUAGES = N_(
    "Whoever has chosen a language that is not offered any more keeps it on record: tell them yourself."
)
CANCELLED = N_("Nothing is sent at the event’s later moments, and the event cannot be taken up again.")

type _Unit = Literal["day", "hour", "minute"]


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    """A message id."""
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a publication does to people."""

    sentences: list[str]
    told: dict[Status, int]
    """Who gets a mail, by status; only those of whom there are any."""


def changes(before: Event | None, after: Event, locale: str) -> list[Change]:
    """Every field that becomes another, in the form's order; of a new event, every field that says something."""
    was, becomes = _said(before, locale) if before else {}, _said(after, locale)
    return [
        Change(LABELS[name], was.get(name, ""), becomes[name]) for name in LABELS if was.get(name, "") != becomes[name]
    ]


def consequences(
    deed: Deed, before: Event | None, after: Event, standing: Mapping[Status, int], locale: str, now: datetime
) -> Consequences:
    """`standing` counts the event's registrations by status."""
    told = {}
    if occasion := {Deed.POSTPONE: Occasion.POSTPONEMENT, Deed.CANCEL: Occasion.EVENT_CANCELLED}.get(deed):
        told = {status: standing[status] for status in dict.fromkeys(statuses(occasion)) if standing.get(status)}
    sentences = [*_sentences(deed, before, after, standing, sum(told.values()), locale)]
    return Consequences([*_warnings(deed, before, after, standing, locale, now), *sentences], told)


def _warnings(
    deed: Deed, before: Event | None, after: Event, standing: Mapping[Status, int], locale: str, now: datetime
) -> Iterator[str]:
    """What an officer may not have meant."""
    said = translator(locale)
    if before and before.ends <= now:
        yield said.gettext(HELD_ALREADY)
    if deed is Deed.CANCEL:
        return
    if after.ends <= now:
        yield said.gettext(PAST)
    if before is None:
        return
    taken = sum(standing.get(status, 0) for status in SEATED)
    if after.capacity is not None and taken > after.capacity:
        yield said.ngettext(
            "%(num)s seat is taken already. Nobody loses one, and nobody is given one until fewer are taken.",
            "%(num)s seats are taken already. Nobody loses one, and nobody is given one until fewer are taken.",
            taken,
        ) % {"num": taken}
    if (linked := standing.get(Status.CONFIRMED, 0)) and after.meeting_id != before.meeting_id:
        yield said.ngettext(
            "%(num)s delegate has a link to the meeting of before: while that is so, no other number is accepted.",
            "%(num)s delegates have links to the meeting of before: while they do, no other number is accepted.",
            linked,
        ) % {"num": linked}
    if before.categories - after.categories:
        yield said.gettext(FEWER_GROUPS)
    if set(before.languages) - set(after.languages):
        yield said.gettext(FEWER_LANGUAGES)


def _sentences(
    deed: Deed, before: Event | None, after: Event, standing: Mapping[Status, int], told: int, locale: str
) -> Iterator[str]:
    said = translator(locale)
    match deed:
        case Deed.CANCEL:
            yield said.ngettext("%(num)s delegate is told by mail.", "%(num)s delegates are told by mail.", told) % {
                "num": told
            }
            if linked := standing.get(Status.CONFIRMED, 0):
                yield said.ngettext(
                    "%(num)s link to join stops working.", "%(num)s links to join stop working.", linked
                ) % {"num": linked}
            yield said.gettext(CANCELLED)
            return
        case Deed.POSTPONE:
            yield said.ngettext(
                "%(num)s delegate gets a mail with the new time.",
                "%(num)s delegates get a mail with the new time.",
                told,
            ) % {"num": told}
            yield said.gettext(MOVED)
            yield said.gettext(MOVE_ZOOM)
        case _:
            yield said.gettext(CHANGED if before else NEW)
    if (waiting := standing.get(Status.WAITLISTED, 0)) and before and _has_more_seats(before, after):
        yield said.ngettext(
            "%(num)s delegate waits, and gets one of the new seats and a mail that says so.",
            "%(num)s delegates wait: those who have waited longest get the new seats, and a mail that says so.",
            waiting,
        ) % {"num": waiting}
    if repair := standing.get(Status.IN_REPAIR, 0):
        yield said.ngettext(
            "%(num)s registration in repair goes on.", "%(num)s registrations in repair go on.", repair
        ) % {"num": repair}
    yield said.gettext(ASKS_ZOOM)


def _has_more_seats(before: Event, after: Event) -> bool:
    return before.capacity is not None and (after.capacity is None or after.capacity > before.capacity)


def length(duration: timedelta, locale: str) -> str:
    """A length of time in words, such as `1 day and 2 hours`."""
    hours, minutes = divmod(duration.seconds // 60, 60)
    parts: dict[_Unit, timedelta] = {
        "day": timedelta(days=duration.days),
        "hour": timedelta(hours=hours),
        "minute": timedelta(minutes=minutes),
    }
    # Each in its own unit, however many they are: 180 days are not half a year.
    told = [
        format_timedelta(part, granularity=unit, threshold=sys.maxsize, locale=cldr(locale))
        for unit, part in parts.items()
        if part
    ]
    return str(format_list(told, locale=cldr(locale)))


def before_start(duration: timedelta, locale: str) -> str:
    return translator(locale).gettext("%(length)s before the start") % {"length": length(duration, locale)}


def after_end(duration: timedelta, locale: str) -> str:
    return translator(locale).gettext("%(length)s after the end") % {"length": length(duration, locale)}


def kept_for(duration: timedelta, locale: str) -> str:
    return translator(locale).gettext("for %(length)s after feedback has closed") % {"length": length(duration, locale)}


def _said(event: Event, locale: str) -> dict[str, str]:
    """Each of the form's fields as a reader has it; empty where there is nothing."""
    said = translator(locale).gettext
    reminders = [before_start(each, locale) for each in event.reminders]
    moments = {name: getattr(event, name) for name in ("starts", "ends", "opens", "closes")}
    named = {"title": event.titles, "summary": event.summaries, "place": {"en": event.place, **event.places}}
    return {
        "event": event.id,
        "code": event.code,
        **{f"{name}_{each}": texts.get(each, "") for name, texts in named.items() for each in LOCALES},
        **{name: format_moment(moment, event.zone, locale, event.place_in(locale)) for name, moment in moments.items()},
        "time_zone": event.time_zone,
        "capacity": "" if event.capacity is None else str(event.capacity),
        "categories": "; ".join(said(CATEGORIES[each]) for each in Category if each in event.categories),
        "ask_gender": said(YES_OR_NO[event.asks_gender]),
        "meeting": event.meeting_id,
        "kind": said(KINDS[event.meeting_kind]),
        "languages": "; ".join(language_name(code, locale) for code in event.languages),
        "organiser": event.organiser,
        "contact": event.contact,
        "privacy_notice": event.privacy_url,
        **{f"reminder_{place + 1}": reminders[place] if place < len(reminders) else "" for place in range(3)},
        "feedback_after": after_end(event.feedback_after, locale),
        "retention": kept_for(event.retention, locale),
        "certificates": said(YES_OR_NO[event.certificates]),
        "recording": event.recording_url,
    }
