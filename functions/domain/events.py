"""An event as the functions know it, and the moments at which it acts by itself."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.domain.errors import RegistrationClosedError
from functions.domain.questions import FeedbackForm
from functions.domain.registration import Role


class Category(StrEnum):
    MEMBER_PARLIAMENT = "member-parliament"
    ASSOCIATE_MEMBER = "associate-member"
    PERMANENT_OBSERVER = "permanent-observer"


class MeetingKind(StrEnum):
    MEETING = "meeting"
    WEBINAR = "webinar"


class MailKind(StrEnum):
    """What a mail is about, and to whom it goes where that is not the delegate."""

    CONFIRMATION = "confirmation"
    DECLINE = "decline"
    REVIEW_NOTICE = "review-notice"
    WAITLIST_NOTICE = "waitlist-notice"
    EXPIRY = "expiry"
    CANCELLATION = "cancellation"
    POSTPONEMENT = "postponement"
    LINK_CHANGED = "link-changed"
    """Another link to join in place of the one that the delegate had."""
    REMINDER_1 = "reminder-1"
    REMINDER_2 = "reminder-2"
    REMINDER_3 = "reminder-3"
    FEEDBACK_REQUEST = "feedback-request"
    FEEDBACK_REMINDER = "feedback-reminder"
    FOCAL_REQUEST = "focal-request"
    """To the organisation's focal point: do you vouch for this person?"""
    ERASURE_RECEIPT = "erasure-receipt"
    DATA_LINK = "data-link"
    """The link by which the delegate sees, or erases, what is held; on request."""
    NEW_LINK = "new-link"
    """A link to the page of the registration in place of one that has expired; on request."""


#: These are asked for, and may be asked for again: the moment of asking stands in place of the event's version.
ON_REQUEST = frozenset({MailKind.DATA_LINK, MailKind.NEW_LINK})
REMINDERS = (MailKind.REMINDER_1, MailKind.REMINDER_2, MailKind.REMINDER_3)


class Occasion(StrEnum):
    """Why an event's registrations are gone through, one job for each: the `kind` of an outreach run.

    Those that have a mail's name send that mail; the others change registrations.
    """

    REMINDER_1 = "reminder-1"
    REMINDER_2 = "reminder-2"
    REMINDER_3 = "reminder-3"
    DEADLINE = "deadline"
    """Registration closes: whoever still waits for a decision or a seat is told that there will be none."""
    CLOSEOUT = "closeout"
    """The event is over: who was there?"""
    FEEDBACK_REQUEST = "feedback-request"
    FEEDBACK_REMINDER = "feedback-reminder"
    POSTPONEMENT = "postponement"
    EVENT_CANCELLED = "event-cancelled"
    REPAIRED = "repaired"
    """Zoom takes registrants again: whoever stands in repair goes on."""
    RETENTION = "retention"
    """The time for which personal data is kept is over."""

    @property
    def mail(self) -> MailKind | None:
        return MailKind(self.value) if self.value in MailKind else None


class SuspendedBodies(StrEnum):
    """What becomes of delegates whose organisation is suspended on the roll."""

    DECLINE = "decline"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class AudienceRules:
    """Who may attend, beyond the admitted categories."""

    roles: frozenset[Role] = frozenset(Role)
    suspended_bodies: SuspendedBodies = SuspendedBodies.DECLINE
    excluded: frozenset[str] = frozenset()
    """Organisations, by id, that may not attend this event although they stand on the roll."""
    always_review: frozenset[str] = frozenset()
    """Organisations, by id, whose delegates a person decides on."""
    organisation_limit: int | None = None
    """Delegates that one organisation may send."""
    category_limits: Mapping[Category, int] = field(default_factory=dict)
    """The same for each organisation of a category; goes before `organisation_limit`."""
    invitations: frozenset[str] = frozenset()
    """Digests of the codes that skip review; see `invitation_digest`."""

    def limit(self, category: Category) -> int | None:
        """How many delegates an organisation of this category may send; None for as many as it likes."""
        return self.category_limits.get(category, self.organisation_limit)


def invitation_digest(salt: str, code: str) -> str:
    """What is kept of an invitation code: keyed with the event's salt; spaces, hyphens and case do not count."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hmac.digest(salt.encode(), f"invitation:{plain}".encode(), hashlib.sha256).hex()


@dataclass(frozen=True, slots=True)
class Moment:
    kind: Occasion
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    code: str
    version: int
    """Grows with each publication, and the SEQUENCE of calendar entries with it."""
    salt: str
    titles: dict[str, str]
    summaries: dict[str, str]
    starts: datetime
    ends: datetime
    time_zone: str
    place: str
    """Names the time zone for readers: "15:00 (Geneva)". In English, and wherever `places` has no other name."""
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
    feedback_again_after: timedelta = timedelta(days=3)
    """How long after the first request those who are silent are asked once more."""
    capacity: int | None = None
    """Seats; None for no limit but Zoom's own."""
    rules: AudienceRules = AudienceRules()
    cancelled: bool = False
    moved_in: int = 1
    """The version that gave the event the times that it has."""
    feedback: FeedbackForm = field(default_factory=FeedbackForm)
    recording_url: str = ""
    """Where the recording is, once there is one."""
    least_presence: timedelta = timedelta(minutes=1)
    """Who was there for less has not attended."""
    certificates: bool = False
    """Whether those who attended may have a certificate."""
    asks_gender: bool = False
    retention: timedelta = timedelta(days=180)
    """How long after feedback has closed personal data is kept."""
    officers: tuple[str, ...] = ()
    """Addresses of the officers who may see who a protected delegate is."""
    relay: str = ""
    """The address under which, with the reference after a plus sign, Zoom knows protected delegates."""

    places: dict[str, str] = field(default_factory=dict)
    """The names of `place` in other languages."""
    forgotten: bool = False
    """Nobody's personal data is left of it."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def protects(self) -> bool:
        """Whether delegates may ask to be protected."""
        return bool(self.officers and self.relay)

    @property
    def forgotten_at(self) -> datetime:
        """When the personal data of everybody is erased."""
        return self.feedback_closes + self.retention

    def place_in(self, locale: str) -> str:
        return self.places.get(locale) or self.place

    def title(self, locale: str) -> str:
        return self.titles.get(locale) or self.titles["en"]

    def summary(self, locale: str) -> str:
        return self.summaries.get(locale) or self.summaries.get("en", "")

    def moments(self) -> list[Moment]:
        """Every moment of the event, in order of time, past ones included; none once it is cancelled."""
        if self.cancelled:
            return []
        asked = self.ends + self.feedback_after
        again = asked + self.feedback_again_after
        reminders = [
            Moment(Occasion(kind), self.starts - before)
            for kind, before in zip(REMINDERS, self.reminders, strict=False)
        ]
        others = [
            Moment(Occasion.DEADLINE, self.closes),
            # People linger; and who was there is to be known before anybody is asked how it was.
            Moment(Occasion.CLOSEOUT, self.ends + self.feedback_after / 2),
            Moment(Occasion.FEEDBACK_REQUEST, asked),
            *([Moment(Occasion.FEEDBACK_REMINDER, again)] if again < self.feedback_closes else []),
        ]
        return sorted([*reminders, *others], key=lambda moment: moment.at)

    def admit(self, now: datetime) -> None:
        """Raises `RegistrationClosedError` unless registration is open at `now`."""
        if self.cancelled:
            raise RegistrationClosedError(f"{self.id} is cancelled")
        if not self.opens <= now < self.closes:
            raise RegistrationClosedError(f"{self.id}: registration is open from {self.opens} to {self.closes}")
