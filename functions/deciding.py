"""A person's decision on a doubtful case: the first one stands."""

from datetime import datetime
from typing import Protocol

from functions.domain.errors import AlreadyDecidedError, ConflictError
from functions.domain.registration import Reason, Registration, Status

_TRIES = 5


class Registrations(Protocol):
    """As functions.adapters.registrations has them."""

    def get(self, reference: str, /) -> Registration: ...

    def save(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, note: str = ""
    ) -> None: ...

    def save_with_place(
        self, registration: Registration, *, was: Registration, actor: str, at: datetime, limit: int | None
    ) -> None: ...


def decide(
    reference: str,
    to: Status,
    reason: Reason | None,
    *,
    actor: str,
    registrations: Registrations,
    now: datetime,
    attempt: int | None = None,
) -> Registration:
    """Moves a case out of review, to VERIFIED or with a reason to DECLINED; its run goes on from there by itself.

    `attempt` is the one that the decider was asked about, None for the present one. Raises `AlreadyDecidedError`,
    `UnknownRegistrationError`, and `ConflictError` where it is changed again and again.
    """
    for tries in range(_TRIES):
        case = registrations.get(reference)
        if case.status is not Status.IN_REVIEW or attempt not in (None, case.attempt):
            raise AlreadyDecidedError(f"{reference} is {case.status}")
        try:
            return _save(case, to, reason, actor, registrations, now)
        except ConflictError:
            if tries == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _save(
    case: Registration,
    to: Status,
    reason: Reason | None,
    actor: str,
    registrations: Registrations,
    now: datetime,
) -> Registration:
    if to is Status.VERIFIED:
        # The reason of the doubt is kept: it says that a person has looked at it.
        approved = case.moved(Status.VERIFIED, place=True)
        registrations.save_with_place(approved, was=case, actor=actor, at=now, limit=None)
        return approved
    declined = case.moved(Status.DECLINED, reason=reason)
    registrations.save(declined, was=case, actor=actor, at=now, note=reason or "")
    return declined
