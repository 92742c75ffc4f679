"""An event as the functions know it, and the moments at which it acts by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.domain.errors import RegistrationClosedError


class Category(StrEnum):
    MEMBER_PARLIAMENT = "member-parliament"
    ASSOCIATE_MEMBER = "associate-member"
    PERMANENT_OBSERVER = "permanent-observer"


class MeetingKind(StrEnum):
    MEETING = "meeting"
    WEBINAR = "webinar"


class MailKind(StrEnum):
    """What a mail is about. The first four answer a registration; the others are sent at an event's moments."""

    CONFIRMATION = "confirmation"
    DECLINE = "decline"
    REVIEW_NOTICE = "review-notice"
    REMINDER_1 = "reminder-1"
    REMINDER_2 = "reminder-2"
    REMINDER_3 = "reminder-3"
    FEEDBACK_REQUEST = "feedback-request"


REMINDERS = (MailKind.REMINDER_1, MailKind.REMINDER_2, MailKind.REMINDER_3)


@dataclass(frozen=True, slots=True)
class Moment:
    kind: MailKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    code: str
    version: int
    """Grows with each publication; also the calendar entry's SEQUENCE."""
    salt: str
    titles: dict[str, str]
    summaries: dict[str, str]
    starts: datetime
    ends: datetime
    time_zone: str
    place: str
    """Names the time zone for readers: "15:00 (Geneva)"."""
    opens: datetime
    closes: datetime
    feedback_closes: datetime
    languages: tuple[str, ...]
    """Interpretation offered, ISO 639-1 codes."""
    categories: frozenset[Category]
    meeting_id: str
    meeting_kind: MeetingKind
    organiser: str
    contact: str
    """Address that delegates may write to."""
    privacy_url: str
    reminders: tuple[timedelta, ...]
    """How long before the start, longest first; three at the most."""
    feedback_after: timedelta
    """How long after the end feedback is asked for."""
    published_at: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def title(self, locale: str) -> str:
        return self.titles.get(locale) or self.titles["en"]

    def summary(self, locale: str) -> str:
        return self.summaries.get(locale) or self.summaries.get("en", "")

    def moments(self) -> list[Moment]:
        """Every moment of the event, in order of time, past ones included."""
        reminders = [
            Moment(kind, self.starts - before) for kind, before in zip(REMINDERS, self.reminders, strict=False)
        ]
        return sorted(
            [*reminders, Moment(MailKind.FEEDBACK_REQUEST, self.ends + self.feedback_after)], key=lambda m: m.at
        )

    def admit(self, now: datetime) -> None:
        """Raises `RegistrationClosedError` unless registration is open at `now`."""
        if not self.opens <= now < self.closes:
            raise RegistrationClosedError(f"{self.id}: registration is open from {self.opens} to {self.closes}")
