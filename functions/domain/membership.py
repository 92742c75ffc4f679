"""Who may attend: the decision that a machine may take from the roll, and the cases that it leaves to a person."""

import hmac
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from functions.domain.events import Category, Event, SuspendedBodies, invitation_digest
from functions.domain.registration import Reason, Registration, Status

FREE_MAIL = frozenset(
    [
        "aol.com",
        "gmail.com",
        "gmx.com",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "laposte.net",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "orange.fr",
        "outlook.com",
        "outlook.fr",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "yahoo.com",
        "yahoo.es",
        "yahoo.fr",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
        "163.com",
        "126.com",
    ]
)


class Standing(StrEnum):
    ACTIVE = "active"
    MEMBER_SUSPENDED = "member-suspended"
    RIGHTS_SUSPENDED = "rights-suspended"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    name: str
    category: Category
    standing: Standing
    domains: tuple[str, ...]
    """E-mail domains in lower case, internationalised ones as `xn--`."""
    focal_point: str
    """Address of the person who answers for the organisation's delegates; may be empty."""
    valid_from: date | None = None
    valid_until: date | None = None
    """Last day on which the entry holds."""
    region: str = ""
    """The part of the world by which reports group, such as `Africa`; empty where the roll does not say."""

    def stands(self, today: date) -> bool:
        return self.standing is Standing.ACTIVE and self._holds(today)

    def suspended(self, today: date) -> bool:
        """Whether it is on the roll, but for the time being without its membership or its rights."""
        return self.standing in (Standing.MEMBER_SUSPENDED, Standing.RIGHTS_SUSPENDED) and self._holds(today)

    def _holds(self, today: date) -> bool:
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_until is None or today <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    status: Status
    reason: Reason | None = None


def domain_of(email: str) -> str:
    return email.rpartition("@")[2]


def invited(event: Event, code: str) -> bool:
    """Whether this is one of the event's invitation codes, in a time that does not tell how near it comes to one."""
    digest = invitation_digest(event.salt, code)
    return sum(hmac.compare_digest(digest, known) for known in event.rules.invitations) > 0


def verify(
    registration: Registration, event: Event, chosen: Organisation | None, owner: Organisation | None, today: date
) -> Verdict:
    """VERIFIED, DECLINED or IN_REVIEW, with the reason for the last two.

    `chosen` is the organisation named on the form; `owner` the one whose domain the e-mail address has, None where
    the roll knows no such domain. A machine declines only for what the roll and the event's file say of the
    organisation itself. How many delegates it has sent already is not looked at.
    """
    if chosen is None:
        return Verdict(Status.IN_REVIEW, Reason.ORGANISATION_UNKNOWN)
    if reason := _why_not(chosen, event, today):
        return Verdict(Status.DECLINED, reason)
    if reason := _doubt(registration, event, chosen, owner, today):
        return Verdict(Status.IN_REVIEW, reason)
    return Verdict(Status.VERIFIED)


def _why_not(chosen: Organisation, event: Event, today: date) -> Reason | None:
    """Why nobody of this organisation may attend."""
    reviewed = event.rules.suspended_bodies is SuspendedBodies.REVIEW and chosen.suspended(today)
    if chosen.id in event.rules.excluded or not (chosen.stands(today) or reviewed):
        return Reason.ORGANISATION_SUSPENDED
    return None if chosen.category in event.categories else Reason.NOT_IN_AUDIENCE


def _doubt(
    registration: Registration, event: Event, chosen: Organisation, owner: Organisation | None, today: date
) -> Reason | None:
    """Why a person has to decide. An invitation answers for the person, not for the organisation's standing."""
    if not chosen.stands(today):
        return Reason.ORGANISATION_SUSPENDED
    if registration.role not in event.rules.roles:
        return Reason.NOT_IN_AUDIENCE
    if registration.invited:
        return None
    if chosen.id in event.rules.always_review:
        return Reason.ALWAYS_REVIEWED
    return _doubt_of_address(domain_of(registration.email), chosen, owner)


def _doubt_of_address(domain: str, chosen: Organisation, owner: Organisation | None) -> Reason | None:
    if any(label.startswith("xn--") for label in domain.split(".")):
        return Reason.INTERNATIONALISED_DOMAIN
    if domain in FREE_MAIL:
        return Reason.FREE_MAIL
    if owner is None:
        return Reason.UNKNOWN_DOMAIN
    return Reason.OTHER_ORGANISATION if owner.id != chosen.id else None
