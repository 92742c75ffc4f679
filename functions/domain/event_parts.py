"""Groups of fields of an event file; the audience has a module of its own."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from functions.domain.event_fields import Address, Duration, MeetingId, Text, WebAddress, WrittenTime, YesOrNo
from functions.domain.events import MeetingKind


class Part(BaseModel):
    """A group of fields: unknown ones are refused, and no message repeats what was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Registering(Part):
    opens: WrittenTime
    closes: WrittenTime
    ask_gender: YesOrNo = False


class Zoom(Part):
    meeting: MeetingId
    kind: MeetingKind


class Organiser(Part):
    name: Text
    contact: Address
    privacy_notice: WebAddress


class Attendance(Part):
    at_least: Duration = timedelta(minutes=1)
    """Who was there for less has not attended."""


class Protection(Part):
    officers: Annotated[list[Address], Field(min_length=1)]
    relay: Address
    """A mailbox of the organisation: Zoom is given it with the reference after a plus sign."""


class Rehearsal(Part):
    """For samples and rehearsals: every date is moved by the same amount, so that the event starts this long after its
    publication; from one day upwards, at the next same weekday and local time."""

    starts_in: Duration
