"""The codes on certificates of attendance: short enough to be typed from paper, and not to be guessed."""

import hashlib
import hmac

from functions.adapters.links import LinkForgedError
from functions.domain.registration import ALPHABET, REFERENCE_LETTERS

TAG_LETTERS = 16
"""Of 5 bits each: 80 bits."""
_LONGEST = 60
# What people read for a letter of Crockford's base 32, and the letter that it is.
_MISREAD = str.maketrans("OIL", "011")


class CertificateCodes:
    """`keys` are secrets, oldest first: the last one signs, all of them verify.

    A code is the registration's reference and a tag, such as `PS26-7K3M9Q-8D2F-4QRT-0VWX-9ZAB`. It says nothing but
    that we wrote it: what is certified stands in the registration, and is gone with it.
    """

    def __init__(self, base_url: str, keys: list[str]) -> None:
        self._base_url = base_url.rstrip("/")
        self._keys = keys

    def code(self, reference: str) -> str:
        tag = _tag(self._keys[-1], reference)
        return "-".join([reference, *(tag[place : place + 4] for place in range(0, TAG_LETTERS, 4))])

    def address(self, code: str) -> str:
        """Of the page where anybody can check the code."""
        return f"{self._base_url}/verify/{code}"

    def read(self, code: str) -> str:
        """The reference, from a code however it was typed. Raises `LinkForgedError`, before anything is looked up."""
        if not code.isascii():
            raise LinkForgedError("not a code of ours")
        letters = "".join(letter for letter in code[:_LONGEST].upper() if letter not in "- ")
        event_code, own = letters[: -TAG_LETTERS - REFERENCE_LETTERS], letters[-TAG_LETTERS - REFERENCE_LETTERS :]
        own = own.translate(_MISREAD)
        reference, tag = f"{event_code}-{own[:REFERENCE_LETTERS]}", own[REFERENCE_LETTERS:]
        true = [hmac.compare_digest(tag.encode(), _tag(key, reference).encode()) for key in self._keys]
        if not any(true):
            raise LinkForgedError("not a code of ours")
        return reference


def _tag(key: str, reference: str) -> str:
    digest = hmac.digest(key.encode(), f"rollcall.certificate:{reference}".encode(), hashlib.sha256)
    number = int.from_bytes(digest[:10])
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(TAG_LETTERS))
