"""One delegate's registration for one event: its statuses, how they may change, and its reference."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from functions.domain.errors import TransitionError

# Crockford's base 32: no I, L, O or U, so that a reference survives being read out over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_LETTERS = 6
REFERENCE = rf"[A-Z0-9]{{2,12}}-[{ALPHABET}]{{{REFERENCE_LETTERS}}}"
"""A regular expression; the first part is the event's code."""
SHARDS = 8


class Status(StrEnum):
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    VERIFIED = "VERIFIED"
    WAITLISTED = "WAITLISTED"
    PROVISIONING = "PROVISIONING"
    IN_REPAIR = "IN_REPAIR"
    CONFIRMED = "CONFIRMED"
    ATTENDED = "ATTENDED"
    ABSENT = "ABSENT"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    ERASING = "ERASING"
    ERASED = "ERASED"


#: In these a run waits until somebody moves the registration on.
WAITING = frozenset({Status.IN_REVIEW, Status.WAITLISTED, Status.IN_REPAIR})
#: In these a delegate has a seat, or is being given one.
SEATED = frozenset({Status.PROVISIONING, Status.IN_REPAIR, Status.CONFIRMED})

ENDS = frozenset(
    {
        Status.DECLINED,
        Status.EXPIRED,
        Status.ATTENDED,
        Status.ABSENT,
        Status.CANCELLED,
        Status.ERASING,
        Status.ERASED,
    }
)
#: Who was given a link to join and did not cancel, whether they were there or not.
HAD_PLACE = frozenset({Status.CONFIRMED, Status.ATTENDED, Status.ABSENT})

#: Whoever stands so has asked to be forgotten, or has been: nothing is done for them or told of them any more.
FORGOTTEN = frozenset({Status.ERASING, Status.ERASED})

_ROADS = {
    Status.SUBMITTED: {Status.VERIFIED, Status.IN_REVIEW, Status.DECLINED},
    Status.IN_REVIEW: {Status.VERIFIED, Status.DECLINED, Status.EXPIRED},
    Status.VERIFIED: {Status.WAITLISTED, Status.PROVISIONING},
    Status.WAITLISTED: {Status.PROVISIONING, Status.EXPIRED},
    Status.PROVISIONING: {Status.CONFIRMED, Status.IN_REPAIR, Status.WAITLISTED},
    Status.IN_REPAIR: {Status.PROVISIONING},
    Status.CONFIRMED: {Status.ATTENDED, Status.ABSENT},
    # Zoom's report may come late, and an officer may recognise somebody: who was there does not stay absent.
    Status.ABSENT: {Status.ATTENDED},
}

#: From these a new submission of the same address starts afresh, as the next attempt.
RENEWABLE = frozenset({Status.DECLINED, Status.EXPIRED, Status.CANCELLED, Status.ERASED})
MAX_ATTEMPTS = 9
"""A run's name has one digit for the attempt; and each attempt may mean a mail to an address that somebody typed."""

#: Every status change that is allowed. Anyone who has not ended may cancel; anyone may be erased, and at once where
#: Zoom need not be asked.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    status: frozenset(
        _ROADS.get(status, set())
        | (set() if status in ENDS else {Status.CANCELLED})
        | (set() if status in FORGOTTEN else {Status.ERASING})
        | (set() if status is Status.ERASED else {Status.ERASED})
    )
    for status in Status
}


#: What a delegate may tell of their gender, where the event asks; whoever tells nothing is none of these.
GENDERS = ("woman", "man", "other")


class Role(StrEnum):
    MEMBER = "member"
    STAFF = "staff"
    REPRESENTATIVE = "representative"


class Reason(StrEnum):
    """Why a registration was sent to a person, declined, cancelled or lapsed. Delegates read it in the catalogue's
    words."""

    FREE_MAIL = "free-mail"
    UNKNOWN_DOMAIN = "unknown-domain"
    OTHER_ORGANISATION = "other-organisation"
    INTERNATIONALISED_DOMAIN = "internationalised-domain"
    ORGANISATION_UNKNOWN = "organisation-unknown"
    ORGANISATION_SUSPENDED = "organisation-suspended"
    NOT_IN_AUDIENCE = "not-in-audience"
    LIMIT_REACHED = "limit-reached"
    ZOOM_REFUSED = "zoom-refused"
    ALWAYS_REVIEWED = "always-reviewed"
    """The event's file asks for a person's decision on everybody of this organisation."""
    NOT_VOUCHED_FOR = "not-vouched-for"
    """The organisation's focal point, or the secretariat after asking them, says that they do not know this person."""
    NOT_INVITED = "not-invited"
    """The secretariat decided so, with no reason that the others name."""
    UNDECIDED = "undecided"
    """Nobody had decided when registration closed."""
    NO_SEAT = "no-seat"
    """No seat had become free when registration closed."""
    BY_DELEGATE = "by-delegate"
    BY_SECRETARIAT = "by-secretariat"
    BY_ZOOM_HOST = "by-zoom-host"
    """Somebody cancelled or denied the registrant inside Zoom."""
    ADDRESS_CHANGED = "address-changed"
    """The delegate goes on under another address, with another reference."""
    EVENT_CANCELLED = "event-cancelled"


#: Doubts about the person, which somebody of their organisation can settle.
DOUBTS_OF_IDENTITY = frozenset(
    {Reason.FREE_MAIL, Reason.UNKNOWN_DOMAIN, Reason.OTHER_ORGANISATION, Reason.INTERNATIONALISED_DOMAIN}
)
#: The reasons that a person who decides may decline with.
DECLINE_REASONS = (
    Reason.NOT_VOUCHED_FOR,
    Reason.ORGANISATION_SUSPENDED,
    Reason.NOT_IN_AUDIENCE,
    Reason.LIMIT_REACHED,
    Reason.NOT_INVITED,
)


@dataclass(frozen=True, slots=True)
class Registration:
    reference: str
    event: str
    attempt: int
    status: Status
    version: int
    title: str
    given_names: str
    family_names: str
    email: str
    organisation: str
    role: Role
    language: str
    """Interpretation that the delegate will listen to: `en`, `fr` or `es`."""
    locale: str
    """Language in which the delegate is written to."""
    sharing: str
    """What the delegate would share with the panel; may be empty."""
    access_needs: str
    consented_at: datetime
    submitted_at: datetime
    reason: Reason | None = None
    registrant_id: str = ""
    join_url: str = ""
    invited: bool = False
    """Whether a code of the event's invitations came with the submission."""
    seat: bool = False
    """Whether one of the event's seats is counted for this registration."""
    place: bool = False
    """Whether one of the places of its organisation is counted for it."""
    problem: str = ""
    """Name of the error for which it stands in repair."""
    gender: str = ""
    """`woman`, `man` or `other` where the event asks and the delegate answered."""
    protected: bool = False
    """Whether Zoom, lists and exports know this delegate by an alias alone."""
    zoom_address: str = ""
    """Of a protected delegate, or of one who was: the address by which Zoom knows or knew them."""
    had_link: bool = False
    """Whether this attempt was ever given a link to join, with an entry for the calendar."""
    erased_by: str = ""
    """Who asked for the erasure: delegate, secretariat or retention."""
    erased_at: datetime | None = None
    address_digest: str = ""
    """Of an erased one: by this, see `digest_for`, its address is known again."""
    bounced: bool = False
    """Mails to the address bounced before an earlier attempt was erased."""

    @property
    def run(self) -> str:
        """Name of the workflow run of this attempt, for example `PS26-7K3M9Q-1`."""
        return f"{self.reference}-{self.attempt}"

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_names}"

    @property
    def alias(self) -> str:
        """What a protected delegate is called where others may read it, such as `Delegate 7K3M9Q`."""
        return f"Delegate {self.reference.rpartition('-')[2]}"

    @property
    def in_zoom(self) -> str:
        """The address by which Zoom is to know them."""
        return self.zoom_address if self.protected else self.email

    @property
    def addresses(self) -> frozenset[str]:
        """Every address by which Zoom may know them: whoever asks for protection late was known by another."""
        return frozenset({self.email, self.zoom_address} - {""})

    @property
    def outdated(self) -> frozenset[str]:
        """Those of `addresses` by which Zoom is not to know them, or no longer."""
        return self.addresses - {self.in_zoom}

    @property
    def shown_as(self) -> str:
        """What lists and pages of others call them."""
        return self.alias if self.protected else f"{self.title} {self.name}"

    @property
    def changes_link(self) -> bool:
        """Whether the link to join was given up, to be known to Zoom by another address, and none is in its place."""
        return self.status is Status.CONFIRMED and bool(self.zoom_address) and not self.registrant_id

    def moved(self, to: Status, **changes: Any) -> Self:
        """This registration one step further, one version higher. Raises `TransitionError` off the table's roads.

        Who ends without having been at the event gives seat and place back; who waits for a seat has none.
        """
        if to not in TRANSITIONS[self.status]:
            raise TransitionError(f"{self.reference}: {self.status} does not lead to {to}")
        if to in RENEWABLE or to is Status.ERASING:
            changes = {"seat": False, "place": False, **changes}
        if to is Status.WAITLISTED:
            changes = {"seat": False, **changes}
        if to is Status.CONFIRMED:
            changes = {"had_link": True, **changes}
        if to is not Status.IN_REPAIR:
            changes = {"problem": "", **changes}
        return replace(self, status=to, version=self.version + 1, **changes)

    def changed(self, **changes: Any) -> Self:
        """This registration with other details, one version higher, in the status that it has."""
        return replace(self, version=self.version + 1, **changes)

    def renewed(self, ended: "Registration") -> Self:
        """This fresh submission as the next attempt of `ended`. Raises `TransitionError` unless that has ended so that
        a new submission may follow."""
        if ended.status not in RENEWABLE or ended.attempt >= MAX_ATTEMPTS:
            raise TransitionError(f"{ended.reference}: no new attempt after {ended.status} at {ended.attempt}")
        return replace(self, attempt=ended.attempt + 1, version=ended.version + 1, bounced=ended.bounced)

    def erased(self, at: datetime, by: str, salt: str, *, bounced: bool) -> Self:
        """The tombstone: of all that was known, ids remain, and digests under the event's `salt`.

        Its role says nothing, and its times are those of the erasure. Raises `TransitionError` for a tombstone.
        """
        return replace(
            self.moved(Status.ERASED),
            **dict.fromkeys(PERSONAL, ""),  # type: ignore[arg-type] # texts, all of them
            role=Role.MEMBER,
            reason=None,
            invited=False,
            protected=False,
            had_link=False,
            consented_at=at,
            submitted_at=at,
            erased_at=at,
            erased_by=by,
            address_digest=digest_for(salt, self.email),
            bounced=bounced,
        )

    def is_of(self, event: str, email: str, salt: str) -> bool:
        """Whether it is this address's at this event, erased or not; `salt` is the event's."""
        if self.address_digest:
            return (self.event, self.address_digest) == (event, digest_for(salt, email))
        return (self.event, self.email) == (event, email)


#: The texts of which nothing is left after an erasure.
PERSONAL = (
    *("title", "given_names", "family_names", "email", "organisation", "language", "locale", "sharing"),
    *("access_needs", "registrant_id", "join_url", "problem", "gender", "zoom_address"),
)


def digest_for(salt: str, text: str) -> str:
    """What is kept of an address, or of a registrant's id, after an erasure: nobody without the event's salt can say
    whose it is."""
    return hmac.digest(salt.encode(), f"erased:{text}".encode(), hashlib.sha256).hex()


def reference_for(code: str, salt: str, email: str, probe: int = 0) -> str:
    """The reference of this address at this event, such as `PS26-7K3M9Q`: the same address gives the same reference.

    `salt` is the event's own secret, so nobody outside can work a reference out. Two people may be given the same six
    letters: the second then takes `probe` 1, and so on.
    """
    digest = hmac.digest(salt.encode(), f"{probe}:{email}".encode(), hashlib.sha256)
    number = int.from_bytes(digest[:8])
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(REFERENCE_LETTERS))
    return f"{code}-{letters}"


def shard_of(event: str, reference: str) -> str:
    """Partition of the by-event index that holds this reference, such as `solidarity-2026#5`."""
    return f"{event}#{hashlib.sha256(reference.encode()).digest()[0] % SHARDS}"


def shards(event: str) -> list[str]:
    return [f"{event}#{number}" for number in range(SHARDS)]
