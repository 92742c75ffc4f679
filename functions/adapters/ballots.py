"""Under what anonymous feedback is kept: only who has the secret and the reference can work it out."""

import hashlib
import hmac

from functions.domain.registration import Registration


class Ballots:
    """`keys` are secrets, oldest first: the last one draws new ballots, under the others old ones may lie."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = keys

    def of(self, registration: Registration) -> list[str]:
        """The delegate's ballot under every key, that of the current one first.

        Another attempt has another ballot: who was erased and comes back does not find what they once said.
        """
        whose = f"rollcall.ballot:{registration.event}:{registration.run}".encode()
        return [hmac.digest(key.encode(), whose, hashlib.sha256).hex() for key in reversed(self._keys)]
