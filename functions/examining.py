"""The look at an event's meeting in Zoom as it stands now."""

from typing import Protocol

from functions.adapters.zoom import Meeting
from functions.domain.errors import MeetingMisconfiguredError, MeetingOverError
from functions.domain.events import Event
from functions.domain.meeting_check import MeetingDetails, check


class Zoom(Protocol):
    def examined(self, meeting: Meeting, /) -> MeetingDetails: ...


def examine_meeting(event: Event, zoom: Zoom) -> list[str]:
    """What somebody must change in Zoom before delegates of the event can be registered, one sentence each.

    Also where Zoom does not show the meeting at all. Raises `RetryableError` where Zoom does not answer.
    """
    try:
        return check(zoom.examined(Meeting(event.meeting_id, event.meeting_kind)), event)
    except (MeetingMisconfiguredError, MeetingOverError) as error:
        return [
            f"Zoom does not show {event.meeting_kind} {event.meeting_id} to Rollcall ({error}): see in Zoom that it "
            "exists, that its number is the one in the event's file, and that Rollcall's app is active."
        ]
