"""What is logged of a request that failed in a way that nobody foresaw."""

import traceback

from functions import wiring


def log_failure(error: Exception) -> None:
    """Logs the kind of error and the place, never the message: that may hold what a delegate typed."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    wiring.logger().error("request failed", error=type(error).__name__, where=f"{where.name}:{where.lineno}")
