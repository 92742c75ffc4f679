"""Who of the secretariat is at work, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum

SECRETARIAT = "secretariat"
"""In the audit; where somebody has signed in, their address follows after a colon."""

OPERATOR = "operator"
"""In the audit, whoever works on the command line."""


class StaffRole(StrEnum):
    """Named like the groups of the user pool, the least first: each may do what those before it may."""

    VIEWER = "viewer"
    """Sees everything that is not under protection, and changes nothing."""
    OFFICER = "officer"
    """Decides cases, cancels registrations, takes exports."""
    ADMINISTRATOR = "administrator"
    """Also what cannot be undone, and what concerns everybody: publishes events, replaces the roll, erases people."""

    def covers(self, needed: "StaffRole") -> bool:
        order = list(StaffRole)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class StaffMember:
    address: str
    """E-mail address, in lower case."""
    role: StaffRole

    @property
    def actor(self) -> str:
        """As the audit names them."""
        return f"{SECRETARIAT}:{self.address}"
