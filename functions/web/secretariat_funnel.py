"""How many of an event stand where, as a bar of four parts that is drawn without any style of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.domain.registration import Status
from functions.domain.wording import N_

_GROUPS = (
    ("sure", N_("Confirmed or attended"), frozenset({Status.CONFIRMED, Status.ATTENDED})),
    (
        "going",
        N_("On their way"),
        frozenset({Status.SUBMITTED, Status.VERIFIED, Status.WAITLISTED, Status.PROVISIONING}),
    ),
    ("yours", N_("Waiting for you"), frozenset({Status.IN_REVIEW, Status.IN_REPAIR})),
)
_OVER = ("over", N_("Ended otherwise"))


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the bar. `begin` and `width` are per cent of the whole."""

    look: str
    """Class of the stylesheet."""
    words: str
    """Message id."""
    count: int
    begin: float
    width: float


def groups_of(counts: Mapping[Status, int]) -> list[Group]:
    """The groups in which there is somebody."""
    total, begun = sum(counts.values()), 0
    groups: list[Group] = []
    for look, words, count in _counted(counts):
        if count:
            groups.append(Group(look, words, count, round(100 * begun / total, 2), round(100 * count / total, 2)))
            begun += count
    return groups


def _counted(counts: Mapping[Status, int]) -> list[tuple[str, str, int]]:
    grouped = [(look, words, sum(counts.get(status, 0) for status in statuses)) for look, words, statuses in _GROUPS]
    return [*grouped, (*_OVER, sum(counts.values()) - sum(count for _, _, count in grouped))]
