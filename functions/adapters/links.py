"""The signed links in our mails: each is bound to one purpose, one registration and an end."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from functions.domain.errors import PermanentError
from functions.domain.registration import Registration


class LinkForgedError(PermanentError):
    """Cut, altered, made for another purpose, or signed with a key that was withdrawn."""


class LinkExpiredError(PermanentError):
    """A true link whose time is over: it says whom it was for, so that a new one can be mailed."""

    def __init__(self, claim: "LinkClaim") -> None:
        super().__init__(f"the link of {claim.reference} has expired")
        self.claim = claim


class Purpose(StrEnum):
    STATUS = "status"
    FEEDBACK = "feedback"
    VOUCH = "vouch"
    """For the focal point of a delegate's organisation, about that delegate."""
    DATA = "data"
    """For seeing and erasing what is held; short-lived."""


@dataclass(frozen=True, slots=True)
class LinkClaim:
    event: str
    reference: str
    attempt: int


class Links:
    """`keys` are secrets, oldest first: the last one signs, all of them verify."""

    def __init__(self, base_url: str, keys: list[str]) -> None:
        self._base_url = base_url.rstrip("/")
        self._keys = keys

    def status(self, registration: Registration, expires: datetime) -> str:
        """Address of the page that says where a registration stands."""
        return f"{self._base_url}/r/{self.token(registration, Purpose.STATUS, expires)}"

    def feedback(self, registration: Registration, expires: datetime) -> str:
        return f"{self._base_url}/f/{self.token(registration, Purpose.FEEDBACK, expires)}"

    def vouch(self, registration: Registration, expires: datetime) -> str:
        """Address of the page where a focal point says whether they know a delegate."""
        return f"{self._base_url}/v/{self.token(registration, Purpose.VOUCH, expires)}"

    def data(self, registration: Registration, expires: datetime) -> str:
        """Address of the page where a delegate sees, or erases, what is held about them."""
        return f"{self._base_url}/d/{self.token(registration, Purpose.DATA, expires)}"

    def token(self, registration: Registration, purpose: Purpose, expires: datetime) -> str:
        claim = [registration.event, registration.reference, int(expires.timestamp()), registration.attempt]
        signed = self._serializer(purpose).dumps(claim)
        return signed if isinstance(signed, str) else signed.decode()

    def read(self, token: str, purpose: Purpose, now: datetime) -> LinkClaim:
        """Raises `LinkForgedError` or `LinkExpiredError`."""
        try:
            event, reference, expires, *attempt = self._serializer(purpose).loads(token)
        except (BadData, ValueError, TypeError) as error:
            raise LinkForgedError("not a link of ours") from error
        claim = LinkClaim(event, reference, attempt[0] if attempt else 1)  # links once said nothing of the attempt
        if now.timestamp() > expires:
            raise LinkExpiredError(claim)
        return claim

    def _serializer(self, purpose: Purpose) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._keys, salt=f"rollcall.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
        )
