"""The signed links in our mails: each is bound to one purpose, one registration and an end."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from functions.domain.errors import PermanentError
from functions.domain.registration import Registration


class LinkForgedError(PermanentError):
    """Cut, altered, made for another purpose, or signed with a key that was withdrawn."""


class LinkExpiredError(PermanentError):
    """A true link whose time is over: it says whom it was for, and is proof enough to have a new one mailed to them."""

    def __init__(self, claim: "LinkClaim", token: str, purpose: "Purpose") -> None:
        super().__init__(f"the link of {claim.reference} has expired")
        self.claim, self.token, self.purpose = claim, token, purpose


class Purpose(StrEnum):
    STATUS = "status"
    FEEDBACK = "feedback"
    VOUCH = "vouch"
    """For the focal point of a delegate's organisation, about that delegate."""
    DATA = "data"
    """For seeing and erasing what is held; short-lived."""


#: Of the links that are the delegate's own; for each a new one is mailed once it has expired.
RENEWABLE = (Purpose.STATUS, Purpose.FEEDBACK, Purpose.DATA)


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
        claim, expires = self._loaded(token, purpose)
        if now.timestamp() > expires:
            raise LinkExpiredError(claim, token, purpose)
        return claim

    def read_renewable(self, token: str) -> LinkClaim:
        """Whose link it is, expired or not. Raises `LinkForgedError`, for a focal point's too."""
        for purpose in RENEWABLE:
            with suppress(LinkForgedError):
                return self._loaded(token, purpose)[0]
        raise LinkForgedError("not a delegate's link of ours")

    def _loaded(self, token: str, purpose: Purpose) -> tuple[LinkClaim, int]:
        """With the second, since 1970, in which it expires."""
        try:
            event, reference, expires, *attempt = self._serializer(purpose).loads(token)
        except (BadData, ValueError, TypeError) as error:
            raise LinkForgedError("not a link of ours") from error
        # Links once said nothing of the attempt.
        return LinkClaim(event, reference, attempt[0] if attempt else 1), int(expires)

    def _serializer(self, purpose: Purpose) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._keys, salt=f"rollcall.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
        )
