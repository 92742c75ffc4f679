"""What a pass over an event's registrants in Zoom found, in numbers and in words."""

from dataclasses import dataclass

from functions.domain.events import Event


@dataclass(slots=True)
class Drift:
    """What one pass over an event found, in numbers."""

    confirmed: int = 0
    cancelled_in_zoom: int = 0
    """Confirmed here, and not let in there."""
    withdrawn: int = 0
    """Let in there, and not entitled to it; or let in by another registrant, or twice."""
    without_link: int = 0
    """Confirmed here, with a link to join that was given up and none yet in its place."""
    strangers: int = 0
    """Registered in Zoom and unknown here: perhaps panellists. Nobody takes them out but a person."""
    promoted: int = 0
    held_back: bool = False
    """So many are gone from Zoom that none of them was cancelled: a person must look first."""
    readable: bool = True
    """Whether Zoom showed its list at all."""

    def sentences(self, event: Event) -> list[str]:
        """What a person must know or do, if anything."""
        where, found = f"{event.meeting_kind} {event.meeting_id}", []
        if self.held_back:
            found.append(
                f"{self.cancelled_in_zoom} of {self.confirmed} confirmed delegates are not registered for {where} in "
                "Zoom any more. Rollcall has cancelled none of them: see in Zoom whether its registration was switched "
                "off or its registrants were deleted."
            )
        if self.without_link:
            found.append(
                f"{self.without_link} confirmed delegates asked to be protected, or no longer to be, and have no link "
                f"to join until Zoom has made another one. If you read this again tomorrow, look at {where} in Zoom: "
                "it must have room, and take the address of the relay."
            )
        if self.strangers:
            found.append(
                f"Zoom lets in {self.strangers} for {where} whom Rollcall does not know; perhaps they are panellists. "
                "In Zoom, open it, and under Registration, Manage Attendees, cancel those who should not be in."
            )
        return found
