"""Whether a meeting at Zoom is set up as its event needs it, and what to change there, in the words of Zoom's pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.domain.events import Event, MeetingKind

#: Zoom's types: scheduled, recurring without fixed time, recurring; a webinar's types are another three.
_NO_FIXED_TIME = frozenset({3, 6})
_OF_KIND = {MeetingKind.MEETING: frozenset({1, 2, 3, 4, 8, 10}), MeetingKind.WEBINAR: frozenset({5, 6, 9})}
_WITH_BATCH = frozenset({2, 5})

BY_HAND, NO_REGISTRATION = 1, 2
#: Zoom's documents do not agree on how it writes a language: by its name, its code, or by a country that stands for it.
_LANGUAGES = {
    "en": {"en", "english", "us", "gb", "uk"},
    "fr": {"fr", "french"},
    "es": {"es", "spanish"},
    "pt": {"pt", "portuguese"},
    "de": {"de", "german"},
    "ru": {"ru", "russian"},
    "ar": {"ar", "arabic", "sa"},
    "zh": {"zh", "chinese", "cn"},
    "ja": {"ja", "japanese", "jp"},
    "ko": {"ko", "korean", "kr"},
}
_LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    """A meeting as Zoom has it."""

    topic: str
    type: int
    """2 a scheduled meeting, 3 recurring with no fixed time, 8 recurring; 5, 6 and 9 the same for webinars."""
    approval_type: int
    """0 automatic, 1 by hand, 2 no registration."""
    registrants_confirmation_email: bool
    restrict_number: int = 0
    """Registrants that the meeting takes; 0 for as many as the plan allows."""
    interpretation: bool = False
    interpreters: frozenset[str] = frozenset()
    """Languages that somebody interprets from or into, however Zoom writes them."""
    starts: datetime | None = None
    host_id: str = ""
    capacity: int | None = None
    """Participants that the plan of its host allows; None where that was not asked for, or Zoom did not say."""

    @property
    def takes_batches(self) -> bool:
        return self.type in _WITH_BATCH


def check(details: MeetingDetails, event: Event) -> list[str]:
    """What somebody must change in Zoom, one sentence each; nothing for a meeting that is as it should be."""
    if details.type not in _OF_KIND[event.meeting_kind]:
        other = "webinar" if event.meeting_kind is MeetingKind.MEETING else "meeting"
        return [
            f"Number {event.meeting_id} is a {other} in Zoom, and the event's file says {event.meeting_kind}: "
            "correct the file, or schedule the other kind in Zoom and put its number in the file."
        ]
    return [*_registration(details, event), *_time(details, event), *_languages(details, event), *_room(details, event)]


def _registration(details: MeetingDetails, event: Event) -> Iterator[str]:
    edit = _edit(event)
    if details.approval_type == NO_REGISTRATION:
        yield f"{edit} and tick “Required” under Registration."
    if details.approval_type != BY_HAND:
        yield f"{edit} and choose “Manually Approve” for Approval under Registration."
    if details.registrants_confirmation_email:
        yield f"{edit} and untick “Send confirmation email to registrants”: Rollcall writes to them."


def _time(details: MeetingDetails, event: Event) -> Iterator[str]:
    edit = _edit(event)
    if details.type in _NO_FIXED_TIME:
        yield f"{edit} and untick “Recurring {event.meeting_kind}”, or choose a recurrence other than “No Fixed Time”."
    elif details.starts is not None and abs(details.starts - event.starts) > _LATE:
        wanted, held = (_local(moment, event) for moment in (event.starts, details.starts))
        yield f"{edit} and set the start to {wanted} ({event.time_zone}): Zoom has {held}."


def _languages(details: MeetingDetails, event: Event) -> Iterator[str]:
    if len(event.languages) < 2:
        return
    if not details.interpretation:
        yield f"{_edit(event)} and tick “Enable language interpretation” under Interpretation."
    if missing := sorted(set(event.languages) - languages(details.interpreters)):
        names = ", ".join(_name(code) for code in missing)
        yield f"{_edit(event)} and add interpreters under Interpretation: nobody there interprets {names}."


def _room(details: MeetingDetails, event: Event) -> Iterator[str]:
    seats, limit = event.capacity, details.restrict_number
    if seats is None:
        return
    # Where the app may not ask for the plan, nobody could publish; Zoom's own refusal then leads to the waiting list.
    if details.capacity is not None and details.capacity < seats:
        yield (
            f"The host's plan in Zoom allows {details.capacity} participants, and the event has {seats} seats: "
            "give the host a larger licence in Zoom, under User Management, or lower the event's capacity."
        )
    if 0 < limit < seats:
        yield f"{_edit(event)} and raise “Restrict number of registrants” from {limit} to {seats} at least."


def languages(written: Iterable[str]) -> set[str]:
    """The ISO 639-1 codes of languages as Zoom may write them: `en`, `English`, `EN`, `en-US`, `US`."""
    plain = {name.strip().lower().replace("_", "-") for name in written}
    # The name as a whole goes first: `zh-CN` is Chinese by its first half.
    spellings = plain | {name.split("-")[0] for name in plain}
    return {code for code, names in _LANGUAGES.items() if names & spellings}


def _name(code: str) -> str:
    return max(_LANGUAGES.get(code, {code}), key=len).title()


def _edit(event: Event) -> str:
    return f"In Zoom, open {event.meeting_kind} {event.meeting_id}, choose Edit,"


def _local(moment: datetime, event: Event) -> str:
    return f"{moment.astimezone(event.zone):%Y-%m-%d %H:%M}"
