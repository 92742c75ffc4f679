"""Whose presence it was: by Zoom's registrant first, then by the address; what is left over is for a person."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from functions.domain.attendance import Source, Stay, whole_minutes
from functions.domain.events import Event
from functions.domain.participation import Participant, Participation, stays
from functions.domain.registration import Registration, Status

#: Whose presence counts: everybody who had a join link when the event was held.
EXPECTED = (Status.CONFIRMED, Status.ATTENDED, Status.ABSENT)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A participant whom nobody recognised: an interpreter, somebody under another name, a stranger."""

    key: str
    """The same each time that Zoom's report is read, and of no use to anybody else."""
    name: str
    """As Zoom showed it last; may be empty."""
    email: str
    stays: tuple[Stay, ...]

    @property
    def minutes(self) -> int:
        return whole_minutes(self.stays)


@dataclass(frozen=True, slots=True)
class Matched:
    """Everybody of whom one source tells, rehearsals left out."""

    delegates: Mapping[str, tuple[Stay, ...]] = field(default_factory=dict)
    """By reference."""
    unmatched: tuple[Unmatched, ...] = ()

    @property
    def anybody(self) -> bool:
        return bool(self.delegates or self.unmatched)


class Roster:
    """The registrations of an event, by whatever Zoom may know them by."""

    def __init__(self, registrations: Iterable[Registration]) -> None:
        # Somebody may go on under another reference: of two with the same registrant, the one that still holds is last.
        ordered = sorted(registrations, key=lambda each: each.status in EXPECTED)
        self._by_registrant = {each.registrant_id: each.reference for each in ordered if each.registrant_id}
        self._by_email = {address.lower(): each.reference for each in ordered for address in each.addresses}
        self.expected = sorted(each.reference for each in ordered if each.status in EXPECTED)

    def reference(self, who: Participant) -> str:
        """Empty for somebody whom nobody recognises."""
        return who.reference or self._by_registrant.get(who.registrant, "") or self._by_email.get(who.email, "")


def match(participations: Iterable[Participation], roster: Roster, event: Event, end: datetime) -> Matched:
    """`end` is when the meeting ended, for those who are not known to have left."""
    delegates: defaultdict[str, list[Participation]] = defaultdict(list)
    others: defaultdict[str, list[Participation]] = defaultdict(list)
    for each in participations:
        if reference := roster.reference(each.who):
            delegates[reference].append(each)
        else:
            others[each.who.identity].append(each)
    present = {reference: stays(theirs, event, end) for reference, theirs in delegates.items()}
    unmatched = (_unmatched(identity, theirs, event, end) for identity, theirs in sorted(others.items()))
    return Matched(
        {reference: found for reference, found in sorted(present.items()) if found},
        tuple(each for each in unmatched if each.stays),
    )


def more_complete(report: Matched, webhooks: Matched) -> tuple[Source, Matched]:
    """The source that is believed for the whole event: the report, unless the webhooks recognise more delegates.

    Of as many delegates the report is the better one: it has the moment at which each left, where the webhook that
    tells it may be lost.
    """
    if len(webhooks.delegates) > len(report.delegates) or not report.anybody:
        return Source.WEBHOOKS, webhooks
    return Source.REPORT, report


def _unmatched(identity: str, theirs: list[Participation], event: Event, end: datetime) -> Unmatched:
    last = max(theirs, key=lambda each: (bool(each.who.name), each.joined or event.starts))
    return Unmatched(_key(event, identity), last.who.name, last.who.email, stays(theirs, event, end))


def _key(event: Event, identity: str) -> str:
    return hmac.digest(event.salt.encode(), f"participant:{identity}".encode(), hashlib.sha256).hex()[:32]
