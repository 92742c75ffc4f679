"""The roll that holds, and the imports that led to it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from functions.domain.membership import Organisation

_MOMENT = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True)
class RollImport:
    version: str
    by: str = ""
    """Empty where it is not on record."""
    organisations: int = 0

    @property
    def at(self) -> datetime | None:
        """Versions are named after their moment; None for one that is not."""
        try:
            return datetime.strptime(self.version, _MOMENT).replace(tzinfo=UTC)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class HeldRoll:
    version: str
    """Empty where none was imported yet."""
    organisations: list[Organisation]


def version_at(now: datetime) -> str:
    """The version that is imported at this moment, which is in UTC."""
    return now.strftime(_MOMENT)
