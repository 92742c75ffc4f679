"""An event as the fields of a form: what each shows, and how what was typed is read and checked as an event's file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.domain.event_fields import LANGUAGES
from functions.domain.event_file import EventFile, read_event
from functions.domain.event_problems import EventFileError, Where
from functions.domain.events import REMINDERS, Category, Event, MeetingKind
from functions.domain.submission import FieldProblem
from functions.domain.wording import N_
from functions.language import LOCALES
from functions.publishing import Wish
from functions.web.event_words import LABELS
from functions.web.submitted import FieldsRefusedError

MISSING = N_("must be filled in")
NONE_CHOSEN = N_("choose one at least")
CLOSED_BY_THEN = N_("must be sooner: feedback is closed by then")

_REMINDERS = tuple(REMINDERS)
_TIMES = ("starts", "ends", "opens", "closes")
_LISTS = ("languages", "categories")
#: What the form gives an event; everything else stays as it is.
_GIVEN = (
    *("starts", "ends", "time_zone", "place", "opens", "closes", "feedback_closes", "languages", "categories"),
    *("meeting_id", "meeting_kind", "organiser", "contact", "privacy_url", "reminders", "feedback_after", "capacity"),
    *("recording_url", "certificates", "asks_gender", "retention"),
)
_ELSEWHERE: dict[Where, str] = {
    ("registration", "opens"): "opens",
    ("registration", "closes"): "closes",
    ("registration", "ask_gender"): "ask_gender",
    ("audience", "categories"): "categories",
    ("zoom", "meeting"): "meeting",
    ("zoom", "kind"): "kind",
    ("organiser", "name"): "organiser",
    ("organiser", "contact"): "contact",
    ("organiser", "privacy_notice"): "privacy_notice",
    ("feedback", "asked_after"): "feedback_after",
    ("feedback", "closes_after"): "feedback_after",
}
"""Where a field of the file stands in the form, unless it has the same name there."""


def fresh() -> dict[str, str]:
    """What the form of a new event begins with."""
    reminders = (timedelta(days=7), timedelta(days=1), timedelta(hours=1))
    return {
        **{f"categories-{category}": "yes" for category in Category},
        "languages-en": "yes",
        "kind": MeetingKind.MEETING.value,
        **{name.replace("-", "_"): written(before) for name, before in zip(_REMINDERS, reminders, strict=True)},
        "feedback_after": written(timedelta(hours=1)),
        "retention": written(timedelta(days=180)),
    }


def shown(event: Event) -> dict[str, str]:
    """What the form shows of an event; of a box, `yes` where it is ticked."""
    reminders = dict(zip(_REMINDERS, map(written, event.reminders), strict=False))
    ticked = {f"languages-{code}" for code in event.languages} | {f"categories-{each}" for each in event.categories}
    ticked |= {
        name for name, holds in (("ask_gender", event.asks_gender), ("certificates", event.certificates)) if holds
    }
    return {
        "event": event.id,
        "code": event.code,
        **_by_locale("title", event.titles),
        **_by_locale("summary", event.summaries),
        **_by_locale("place", {"en": event.place, **event.places}),
        **{name: _local(event, name) for name in _TIMES},
        "time_zone": event.time_zone,
        "capacity": "" if event.capacity is None else str(event.capacity),
        "meeting": event.meeting_id,
        "kind": event.meeting_kind.value,
        "organiser": event.organiser,
        "contact": event.contact,
        "privacy_notice": event.privacy_url,
        **{name.replace("-", "_"): reminders.get(name, "") for name in _REMINDERS},
        "feedback_after": written(event.feedback_after),
        "retention": written(event.retention),
        "recording": event.recording_url,
        **dict.fromkeys(ticked, "yes"),
    }


def written(length: timedelta) -> str:
    """A length of time as event files have it, such as `P7D` or `PT1H30M`."""
    hours, minutes = divmod(length.seconds // 60, 60)
    time = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
    return "P" + f"{length.days}D" * bool(length.days) + f"T{time}" * bool(time)


def checked(typed: Mapping[str, str], before: Event | None, now: datetime) -> EventFile:
    """What was typed as an event's file. Raises `FieldsRefusedError` with a problem for each field that has one."""
    try:
        return read_event(_values(typed, before), now)
    except EventFileError as error:
        problems = [_problem(problem.where, problem.what, typed) for problem in error.problems]
        raise FieldsRefusedError(in_order(problems)) from None


def in_order(problems: Iterable[FieldProblem]) -> list[FieldProblem]:
    """The first of each field, in the order of the form."""
    first = {problem.field: problem for problem in reversed([*problems])}
    return [first[name] for name in (*LABELS, "") if name in first]


def wish_of_form(file: EventFile, *, random: Callable[[], str], now: datetime) -> Wish:
    """The event that a checked form describes; whatever the form does not show stays as it is."""

    def wish(before: Event | None) -> Event:
        made = file.to_event(version=1, salt=before.salt if before else random(), now=now)
        if before is None:
            return made
        return replace(
            before,
            titles=_kept(before.titles) | made.titles,
            summaries=_kept(before.summaries) | made.summaries,
            places=_kept(before.places) | made.places,
            **{name: getattr(made, name) for name in _GIVEN},
        )

    return wish


def _kept(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts in languages that the form does not have."""
    return {locale: text for locale, text in texts.items() if locale not in LOCALES}


def _by_locale(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{locale}": texts.get(locale, "") for locale in LOCALES}


def _local(event: Event, name: str) -> str:
    """As `<input type="datetime-local">` has it, in the event's zone."""
    moment: datetime = getattr(event, name)
    return f"{moment.astimezone(event.zone):%Y-%m-%dT%H:%M}"


def _values(typed: Mapping[str, str], before: Event | None) -> dict[str, Any]:
    """The fields as an event's file has them; what need not be there and is empty is left out."""
    given = {name: " ".join(text.splitlines()).strip() for name, text in typed.items()}
    texts = {name: _texts(given, name) for name in ("title", "summary", "place")}
    times = {name: _time(name, given, before) for name in _TIMES}
    lengths = {"asked_after": given.get("feedback_after", "")}
    open_for = {"closes_after": before.feedback_closes - before.ends} if before else {}
    chosen = _chosen("languages", [*(before.languages if before else ()), *LANGUAGES], given)
    return {
        "event": before.id if before else given.get("event", ""),
        "code": before.code if before else given.get("code", ""),
        **texts,
        "starts": times["starts"],
        "ends": times["ends"],
        "time_zone": given.get("time_zone", ""),
        "registration": {
            "opens": times["opens"],
            "closes": times["closes"],
            "ask_gender": _yes_or_no("ask_gender", given),
        },
        "languages": chosen,
        "audience": {"categories": _chosen("categories", list(Category), given)},
        "zoom": {"meeting": given.get("meeting", ""), "kind": given.get("kind", "")},
        "organiser": {
            "name": given.get("organiser", ""),
            "contact": given.get("contact", ""),
            "privacy_notice": given.get("privacy_notice", ""),
        },
        "reminders": [given[name] for name in _reminders(given)],
        "certificates": _yes_or_no("certificates", given),
        "feedback": {**lengths, **open_for},
        "retention": given.get("retention", ""),
        **{name: given[name] for name in ("capacity", "recording") if given.get(name)},
    }


def _texts(given: Mapping[str, str], name: str) -> dict[str, str]:
    return {locale: text for locale in LOCALES if (text := given.get(f"{name}_{locale}", ""))}


def _time(name: str, given: Mapping[str, str], before: Event | None) -> str | datetime:
    """What nobody changed is the moment that it was: on the night when clocks go back, a time of day may be two."""
    text = given.get(name, "")
    if before and given.get("time_zone") == before.time_zone and text == _local(before, name):
        moment: datetime = getattr(before, name)
        return moment.astimezone(before.zone)
    return text


def _chosen(name: str, entries: Iterable[str], given: Mapping[str, str]) -> list[str]:
    """The entries that are ticked, in their order, each once."""
    return [entry for entry in dict.fromkeys(entries) if given.get(f"{name}-{entry}") == "yes"]


def _yes_or_no(name: str, given: Mapping[str, str]) -> str:
    return "yes" if given.get(name) == "yes" else "no"


def _reminders(given: Mapping[str, str]) -> list[str]:
    """Names of the fields that hold a reminder."""
    return [field for name in _REMINDERS if given.get(field := name.replace("-", "_"))]


def _problem(where: Where, what: str, typed: Mapping[str, str]) -> FieldProblem:
    field = _field(where, typed)
    if field in _LISTS:
        return FieldProblem(field, NONE_CHOSEN)
    if where == ("feedback", "closes_after"):
        return FieldProblem(field, CLOSED_BY_THEN)
    return FieldProblem(field, what if typed.get(field, "").strip() else MISSING)


def _field(where: Where, typed: Mapping[str, str]) -> str:
    """The form's field for one of the file; empty where there is none."""
    match where:
        case ("title" | "summary" | "place" as group, *rest):
            return f"{group}_{rest[0] if rest else 'en'}"
        case ("reminders", int(place), *_):
            return _reminders(typed)[place]
        case ("languages", *_):
            return "languages"
    name = _ELSEWHERE.get(where[:2], str(where[0]))
    return name if name in LABELS else ""
