"""An event as its organisers write it: the models of events/*.yaml, and the event that is published from them.

Every value of the file is a text: nothing has been guessed about it before it comes here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from functions.domain.event_fields import (
    Address,
    Code,
    Duration,
    Language,
    MeetingId,
    Slug,
    Text,
    WebAddress,
    WrittenTime,
    Zone,
)
from functions.domain.event_problems import EventFileError, FieldProblem, found
from functions.domain.events import REMINDERS, Category, Event, MeetingKind
from functions.domain.local_times import LocalTimeError, shift


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Registering(_Part):
    opens: WrittenTime
    closes: WrittenTime


class Audience(_Part):
    categories: Annotated[list[Category], Field(min_length=1)]


class Zoom(_Part):
    meeting: MeetingId
    kind: MeetingKind


class Organiser(_Part):
    name: Text
    contact: Address
    privacy_notice: WebAddress


class FeedbackTimes(_Part):
    asked_after: Duration = timedelta(hours=1)
    closes_after: Duration = timedelta(days=14)


class Rehearsal(_Part):
    """For samples and rehearsals: every date is moved by the same amount, so that the event starts this long after its
    publication; from one day upwards, at the next same weekday and local time."""

    starts_in: Duration


def _english(texts: dict[Language, str]) -> dict[Language, str]:
    if "en" not in texts:
        raise ValueError("must have a text for en, which stands in where a language is missing")
    return texts


Texts = Annotated[dict[Language, Text], AfterValidator(_english)]


class EventFile(_Part):
    event: Slug
    code: Code
    title: Texts
    summary: Texts
    time_zone: Zone
    place: Text
    starts: WrittenTime
    ends: WrittenTime
    registration: Registering
    languages: Annotated[list[Language], Field(min_length=1)]
    audience: Audience
    zoom: Zoom
    organiser: Organiser
    reminders: Annotated[list[Duration], Field(max_length=len(REMINDERS))] = [
        timedelta(days=7),
        timedelta(days=1),
        timedelta(hours=1),
    ]
    feedback: FeedbackTimes = FeedbackTimes()
    rehearsal: Rehearsal | None = None

    def to_event(self, *, version: int, salt: str, now: datetime) -> Event:
        """The event that publishing this file at `now` makes. Raises `EventFileError` where times contradict."""
        times = _times(self, now)
        return Event(
            id=self.event,
            code=self.code,
            version=version,
            salt=salt,
            titles=dict(self.title),
            summaries=dict(self.summary),
            starts=times["starts"],
            ends=times["ends"],
            time_zone=self.time_zone,
            place=self.place,
            opens=times["registration.opens"],
            closes=times["registration.closes"],
            feedback_closes=times["ends"] + self.feedback.closes_after,
            languages=tuple(self.languages),
            categories=frozenset(self.audience.categories),
            meeting_id=self.zoom.meeting,
            meeting_kind=self.zoom.kind,
            organiser=self.organiser.name,
            contact=self.organiser.contact,
            privacy_url=self.organiser.privacy_notice,
            reminders=tuple(self.reminders),
            feedback_after=self.feedback.asked_after,
            published_at=now,
        )


def read_event(values: Mapping[str, Any], now: datetime) -> EventFile:
    """The file's contents, checked. Raises `EventFileError` with all problems of its fields, or of its times."""
    try:
        file = EventFile.model_validate(values)
    except ValidationError as error:
        raise EventFileError([found(detail) for detail in error.errors()]) from None
    if problems := [*_disorder(file, _times(file, now)), *_repetitions(file)]:
        raise EventFileError(problems)
    return file


def _times(file: EventFile, now: datetime) -> dict[str, datetime]:
    """The file's four times in UTC, moved if it is a rehearsal."""
    written = {
        "starts": file.starts,
        "ends": file.ends,
        "registration.opens": file.registration.opens,
        "registration.closes": file.registration.closes,
    }
    starts_in = file.rehearsal.starts_in if file.rehearsal else None
    times: dict[str, datetime] = {}
    problems = []
    for field, local in written.items():
        try:
            times[field] = shift(local, file.starts, file.time_zone, starts_in, now)
        except LocalTimeError as error:
            problems.append(FieldProblem(tuple(field.split(".")), str(error)))
    if problems:
        raise EventFileError(problems)
    return times


def _disorder(file: EventFile, times: Mapping[str, datetime]) -> list[FieldProblem]:
    starts, ends, closes = times["starts"], times["ends"], times["registration.closes"]
    rules = [
        (ends > starts, "ends", "must be after the event starts"),
        (ends - starts <= timedelta(days=7), "ends", "must be within a week of the start"),
        (times["registration.opens"] < closes, "registration.opens", "must be before registration closes"),
        (closes <= ends, "registration.closes", "must not be after the event ends"),
        (
            file.feedback.asked_after < file.feedback.closes_after,
            "feedback.closes_after",
            "must be after it is asked for",
        ),
    ]
    return [FieldProblem(tuple(field.split(".")), what) for holds, field, what in rules if not holds]


def _repetitions(file: EventFile) -> list[FieldProblem]:
    problems = [
        FieldProblem(("reminders", place), "must be a shorter time before the start than the one above it")
        for place, (longer, shorter) in enumerate(zip(file.reminders, file.reminders[1:], strict=False), start=1)
        if shorter >= longer
    ]
    lists: dict[str, list[Any]] = {"languages": file.languages, "audience.categories": file.audience.categories}
    for field, entries in lists.items():
        problems += [
            FieldProblem((*field.split("."), place), "stands in the list already")
            for place, entry in enumerate(entries)
            if entry in entries[:place]
        ]
    return problems
