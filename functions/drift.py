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
        if self.strangers:
            found.append(
                f"Zoom lets in {self.strangers} for {where} whom Rollcall does not know; perhaps they are panellists. "
                "In Zoom, open it, and under Registration, Manage Attendees, cancel those who should not be in."
            )
        return found
