"""Zoom's signature of a webhook: an HMAC over the time and the bytes of the body."""

import hashlib
import hmac
from datetime import datetime

TOLERANCE_SECONDS = 5 * 60
_LONGEST_TIMESTAMP = 12


def is_signed(secret: str, timestamp: str, signature: str, body: bytes, now: datetime) -> bool:
    """Whether whoever knows the secret signed this body, and within five minutes of `now`.

    `timestamp` and `signature` are the headers as they came: seconds since 1970, and `v0=` with hexadecimal digits.
    """
    signed = b":".join((b"v0", timestamp.encode(errors="replace"), body))
    expected = f"v0={digest_of(secret, signed)}"
    return hmac.compare_digest(expected.encode(), signature.encode(errors="replace")) and _is_recent(timestamp, now)


def digest_of(secret: str, message: bytes) -> str:
    return hmac.digest(secret.encode(), message, hashlib.sha256).hex()


def _is_recent(timestamp: str, now: datetime) -> bool:
    readable = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _LONGEST_TIMESTAMP
    return readable and abs(now.timestamp() - int(timestamp)) <= TOLERANCE_SECONDS
