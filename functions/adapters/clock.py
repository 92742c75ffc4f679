"""The one place that reads the time of day, so that tests can live through seven weeks in a second."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
