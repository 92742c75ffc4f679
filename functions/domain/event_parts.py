"""Groups of fields of an event file; the audience has a module of its own."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from functions.domain.event_fields import Address, Duration, MeetingId, Text, WebAddress, WrittenTime
from functions.domain.events import MeetingKind


class Part(BaseModel):
    """A group of fields: unknown ones are refused, and no message repeats what was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Registering(Part):
    opens: WrittenTime
    closes: WrittenTime


class Zoom(Part):
    meeting: MeetingId
    kind: MeetingKind


class Organiser(Part):
    name: Text
    contact: Address
    privacy_notice: WebAddress


class FeedbackTimes(Part):
    asked_after: Duration = timedelta(hours=1)
    asked_again_after: Duration = timedelta(days=3)
    """After the first request; left out where feedback is closed by then."""
    closes_after: Duration = timedelta(days=14)


class Rehearsal(Part):
    """For samples and rehearsals: every date is moved by the same amount, so that the event starts this long after its
    publication; from one day upwards, at the next same weekday and local time."""

    starts_in: Duration
