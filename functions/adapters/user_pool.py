"""Signing in with a Cognito user pool: OpenID Connect's authorization code flow, with PKCE.

https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
"""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

import httpx
import jwt

from functions.domain.errors import NoStaffRoleError, SignInRefusedError, SignInUnavailableError
from functions.domain.staff import StaffMember, StaffRole

CALLBACK = "/secretariat/signed-in"
SIGNED_OUT = "/secretariat/signed-out"
"""Where the user pool sends a browser back to: it knows these two addresses, and no others."""
_TIMEOUT = httpx.Timeout(5, connect=3)
_LEEWAY_SECONDS = 60
_CLAIMS = ["exp", "iss", "aud", "nonce", "email", "email_verified"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one browser keeps while its user signs in: without it, the code that comes back is worth nothing."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def begin(cls) -> Self:
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def values(self) -> dict[str, str]:
        return asdict(self)


class UserPool:
    """`url` is where the pool's pages are, `issuer` what its tokens name, `base_url` where ours are; none ends in a
    slash."""

    def __init__(self, client: httpx.Client, *, url: str, issuer: str, client_id: str, base_url: str) -> None:
        self._client = client
        self._url = url
        self._issuer = issuer
        self._client_id = client_id
        self._base_url = base_url

    def sign_in_address(self, attempt: Attempt) -> str:
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._base_url + CALLBACK,
            "scope": "openid email",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._url}/oauth2/authorize?{urlencode(query)}"

    def sign_out_address(self) -> str:
        query = {"client_id": self._client_id, "logout_uri": self._base_url + SIGNED_OUT}
        return f"{self._url}/logout?{urlencode(query)}"

    def redeem(self, code: str, attempt: Attempt) -> StaffMember:
        """Who signed in. Raises `SignInRefusedError`, `NoStaffRoleError` or `SignInUnavailableError`."""
        claims = self._claims(self._token(code, attempt))
        if claims["nonce"] != attempt.nonce:
            raise SignInRefusedError("the token is of another sign-in")
        if claims["email_verified"] is not True:
            raise SignInRefusedError("nobody has checked that the address is theirs")
        groups = claims.get("cognito:groups", [])
        roles = [role for role in StaffRole if role in groups]
        if not roles:
            raise NoStaffRoleError("in no group that has a role")
        return StaffMember(str(claims["email"]).lower(), roles[-1])

    def _token(self, code: str, attempt: Attempt) -> str:
        fields = {
            "grant_type": "authorization_code",
            "client_id": self._client_id,
            "redirect_uri": self._base_url + CALLBACK,
            "code": code,
            "code_verifier": attempt.verifier,
        }
        try:
            answer = self._client.post(f"{self._url}/oauth2/token", data=fields, timeout=_TIMEOUT)
        except httpx.RequestError as error:
            raise SignInUnavailableError(type(error).__name__) from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise SignInUnavailableError(f"the user pool answers {answer.status_code}")
        try:
            return str(answer.raise_for_status().json()["id_token"])
        except (httpx.HTTPStatusError, ValueError, KeyError, TypeError):
            raise SignInRefusedError(f"the user pool answers {answer.status_code}") from None

    def _claims(self, token: str) -> dict[str, Any]:
        """The token's claims. It came from the pool itself, over TLS, which stands for the check of its signature:
        OpenID Connect Core 1.0, 3.1.3.7, number 6."""
        try:
            return jwt.decode(
                token,
                options={
                    "verify_signature": False,
                    "require": _CLAIMS,
                    "verify_exp": True,
                    "verify_iss": True,
                    "verify_aud": True,
                    "strict_aud": True,
                },
                audience=self._client_id,
                issuer=self._issuer,
                leeway=_LEEWAY_SECONDS,
            )
        except jwt.InvalidTokenError as error:
            raise SignInRefusedError(type(error).__name__) from None
