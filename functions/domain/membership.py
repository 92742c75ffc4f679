"""Who may attend: the decision that a machine may take from the roll, and the cases that it leaves to a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from functions.domain.events import Category, Event
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

    def stands(self, today: date) -> bool:
        return (
            self.standing is Standing.ACTIVE
            and (self.valid_from is None or self.valid_from <= today)
            and (self.valid_until is None or today <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    status: Status
    reason: Reason | None = None


def domain_of(email: str) -> str:
    return email.rpartition("@")[2]


def verify(
    registration: Registration, event: Event, chosen: Organisation | None, owner: Organisation | None, today: date
) -> Verdict:
    """VERIFIED, DECLINED or IN_REVIEW, with the reason for the last two.

    `chosen` is the organisation named on the form; `owner` the one whose domain the e-mail address has, None where
    the roll knows no such domain. A machine declines only for what the roll says of the organisation itself.
    """
    if chosen is None:
        return Verdict(Status.IN_REVIEW, Reason.ORGANISATION_UNKNOWN)
    if not chosen.stands(today):
        return Verdict(Status.DECLINED, Reason.ORGANISATION_SUSPENDED)
    if chosen.category not in event.categories:
        return Verdict(Status.DECLINED, Reason.NOT_IN_AUDIENCE)
    domain = domain_of(registration.email)
    if any(label.startswith("xn--") for label in domain.split(".")):
        return Verdict(Status.IN_REVIEW, Reason.INTERNATIONALISED_DOMAIN)
    if domain in FREE_MAIL:
        return Verdict(Status.IN_REVIEW, Reason.FREE_MAIL)
    if owner is None:
        return Verdict(Status.IN_REVIEW, Reason.UNKNOWN_DOMAIN)
    if owner.id != chosen.id:
        return Verdict(Status.IN_REVIEW, Reason.OTHER_ORGANISATION)
    return Verdict(Status.VERIFIED)
