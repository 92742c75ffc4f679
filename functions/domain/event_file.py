"""An event as its organisers write it: the models of events/*.yaml, and the event that is published from them.

Every value of the file is a text: nothing has been guessed about it before it comes here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field, ValidationError

from functions.domain.event_audience import Audience
from functions.domain.event_feedback import FeedbackPart, OneOrTexts, Texts
from functions.domain.event_fields import (
    Code,
    Count,
    Duration,
    Language,
    Slug,
    WebAddress,
    WrittenTime,
    YesOrNo,
    Zone,
)
from functions.domain.event_parts import Attendance, Organiser, Part, Protection, Registering, Rehearsal, Zoom
from functions.domain.event_problems import EventFileError, FieldProblem, found, repeated
from functions.domain.events import REMINDERS, Event
from functions.domain.local_times import LocalTimeError, shift
from functions.domain.registration import REFERENCE_LETTERS
from functions.domain.wording import N_

#: Characters that an address may have before its @ (RFC 5321).
_LOCAL_PART = 64


class EventFile(Part):
    event: Slug
    code: Code
    title: Texts
    summary: Texts
    time_zone: Zone
    place: OneOrTexts
    starts: WrittenTime
    ends: WrittenTime
    registration: Registering
    languages: Annotated[list[Language], Field(min_length=1)]
    audience: Audience
    zoom: Zoom
    organiser: Organiser
    reminders: list[Duration] = Field(
        default_factory=lambda: [timedelta(days=7), timedelta(days=1), timedelta(hours=1)], max_length=len(REMINDERS)
    )
    attendance: Attendance = Attendance()
    recording: WebAddress = ""
    certificates: YesOrNo = False
    feedback: FeedbackPart = FeedbackPart()
    retention: Duration = timedelta(days=180)
    protection: Protection | None = None
    capacity: Count | None = None
    cancelled: YesOrNo = False
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
            place=self.place["en"],
            places={locale: name for locale, name in self.place.items() if locale != "en"},
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
            feedback_again_after=self.feedback.asked_again_after,
            capacity=self.capacity,
            rules=self.audience.rules(salt),
            cancelled=self.cancelled,
            feedback=self.feedback.form(),
            recording_url=self.recording,
            least_presence=self.attendance.at_least,
            certificates=self.certificates,
            asks_gender=self.registration.ask_gender,
            retention=self.retention,
            officers=tuple(self.protection.officers) if self.protection else (),
            relay=self.protection.relay if self.protection else "",
        )


def read_event(values: Mapping[str, Any], now: datetime) -> EventFile:
    """The file's contents, checked. Raises `EventFileError` with all problems of its fields, or of its times."""
    try:
        file = EventFile.model_validate(values)
    except ValidationError as error:
        raise EventFileError([found(detail) for detail in error.errors()]) from None
    if problems := [*_disorder(file, _times(file, now)), *_lists(file)]:
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
        (ends > starts, "ends", N_("must be after the event starts")),
        (ends - starts <= timedelta(days=7), "ends", N_("must be within a week of the start")),
        (times["registration.opens"] < closes, "registration.opens", N_("must be before registration closes")),
        (closes <= ends, "registration.closes", N_("must not be after the event ends")),
        (
            file.feedback.asked_after < file.feedback.closes_after,
            "feedback.closes_after",
            "must be after it is asked for",
        ),
        (file.feedback.asks_again_in_time, "feedback.asked_again_after", "asks when feedback is closed already"),
    ]
    return [FieldProblem(tuple(field.split(".")), what) for holds, field, what in rules if not holds]


def _lists(file: EventFile) -> list[FieldProblem]:
    order = [
        FieldProblem(("reminders", place), N_("must be a shorter time before the start than the one above it"))
        for place, (longer, shorter) in enumerate(zip(file.reminders, file.reminders[1:], strict=False), start=1)
        if shorter >= longer
    ]
    longest = _LOCAL_PART - len(f"+{file.code}-") - REFERENCE_LETTERS
    if file.protection and len(file.protection.relay.rpartition("@")[0]) > longest:
        order.append(FieldProblem(("protection", "relay"), "is too long: with a reference, 64 characters before the @"))
    return [*order, *repeated(("languages",), file.languages), *file.audience.problems(), *file.feedback.problems()]
