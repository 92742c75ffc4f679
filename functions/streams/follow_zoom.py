"""The registrations table's stream: what Zoom told us, one row each, is acted upon.

Nothing is believed beyond that something happened: Zoom's events come late, twice and out of order. What is true is
asked of Zoom itself.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from functions import wiring
from functions.adapters import clock
from functions.adapters.webhooks import Notice, read_notice
from functions.alerting import Alert
from functions.domain.errors import UnknownRegistrationError
from functions.domain.events import Event
from functions.domain.participation import EARLY, Presence
from functions.domain.registration import FORGOTTEN, Registration, Status
from functions.examining import Zoom, examine_meeting

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
    from aws_lambda_powertools.utilities.typing import LambdaContext

_PRESENCE = {"participant_joined": Presence.JOINED, "participant_left": Presence.LEFT}


class Followed(StrEnum):
    """What was done about a notice."""

    CHECKED = "checked"
    SEEN = "seen"
    TOLD = "told"
    NOTHING = "nothing"


class Events(Protocol):
    def get(self, event_id: str, /) -> Event: ...


class Registrations(Protocol):
    def get(self, reference: str, /) -> Registration: ...

    def by_registrant(self, event: str, registrant_id: str, /) -> str | None: ...


class Queue(Protocol):
    def check(self, reference: str, event: str, attempt: int, /) -> None: ...


class PresenceRows(Protocol):
    def saw(self, event: str, reference: str, what: Presence, at: datetime, device: str, /) -> None: ...

    def ended(self, event: str, at: datetime, /) -> None: ...


class Alerting(Protocol):
    def tell(self, event: Event, alert: Alert, now: datetime, details: Sequence[str] = (), /) -> bool: ...


class Parts(Protocol):
    def events(self) -> Events: ...

    def registrations(self) -> Registrations: ...

    def provisioning_queue(self) -> Queue: ...

    def presence(self) -> PresenceRows: ...

    def zoom(self) -> Zoom: ...

    def alerting(self) -> Alerting: ...


def follow_zoom(notice: Notice, *, parts: Parts, now: datetime) -> Followed:
    """Acts on one notice; doing it again changes nothing more."""
    if notice.what in _PRESENCE:
        return _note_presence(notice, parts)
    if notice.what == "ended":
        return _note_end(notice, parts)
    if notice.what in ("updated", "deleted"):
        return _look_over(notice, parts, now)
    if notice.what.startswith("registration_"):
        return _ask_for_check(notice, parts)
    return Followed.NOTHING


def _note_presence(notice: Notice, parts: Parts) -> Followed:
    """Of a delegate alone: whoever was not recognised was noted when Zoom told of them."""
    at = datetime.fromisoformat(notice.time)
    registration = _registration(notice, parts)
    if registration is None or registration.status in FORGOTTEN or at < parts.events().get(notice.event).starts - EARLY:
        return Followed.NOTHING
    parts.presence().saw(notice.event, registration.reference, _PRESENCE[notice.what], at, notice.device)
    return Followed.SEEN


def _note_end(notice: Notice, parts: Parts) -> Followed:
    at = datetime.fromisoformat(notice.time)
    if at < parts.events().get(notice.event).starts:
        return Followed.NOTHING
    parts.presence().ended(notice.event, at)
    return Followed.SEEN


def _look_over(notice: Notice, parts: Parts, now: datetime) -> Followed:
    """Whether delegates can still be registered for the meeting: if not, the secretariat hears it at once."""
    event = parts.events().get(notice.event)
    if event.cancelled or event.ends <= now:
        return Followed.NOTHING
    gone = f"Somebody deleted {event.meeting_kind} {event.meeting_id} in Zoom: schedule it anew, or cancel the event."
    problems = [gone] if notice.what == "deleted" else examine_meeting(event, parts.zoom())
    if not problems:
        return Followed.NOTHING
    parts.alerting().tell(event, Alert.MEETING_NEEDS_REPAIR, now, problems)
    return Followed.TOLD


def _ask_for_check(notice: Notice, parts: Parts) -> Followed:
    registration = _registration(notice, parts)
    if registration is None or _as_expected(notice, registration):
        return Followed.NOTHING
    parts.provisioning_queue().check(registration.reference, registration.event, registration.attempt)
    return Followed.CHECKED


def _as_expected(notice: Notice, registration: Registration) -> bool:
    """Most of what Zoom tells is what we did ourselves: Zoom's whole list need not be read for that."""
    if notice.what in ("registration_created", "registration_approved"):
        return registration.status is Status.CONFIRMED and registration.registrant_id == notice.registrant
    return registration.status is Status.CANCELLED


def _registration(notice: Notice, parts: Parts) -> Registration | None:
    """None for somebody who never registered with us."""
    reference = notice.reference or parts.registrations().by_registrant(notice.event, notice.registrant)
    try:
        return parts.registrations().get(reference) if reference else None
    except UnknownRegistrationError:
        return None


def _record(record: DynamoDBRecord) -> None:
    notice = read_notice((record.dynamodb.new_image if record.dynamodb else None) or {})
    followed = follow_zoom(notice, parts=wiring, now=clock.now())
    wiring.logger().info("notice", type=notice.type, event_id=notice.event, followed=followed)


def handler(event: dict[str, Any], context: "LambdaContext") -> "PartialItemFailureResponse":
    processor = BatchProcessor(event_type=EventType.DynamoDBStreams)
    return process_partial_response(event=event, record_handler=_record, processor=processor, context=context)
