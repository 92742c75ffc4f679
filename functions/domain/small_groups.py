"""Numbers of groups of people, told so that nobody can work out the number of a small group."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

SMALLEST_GROUP = 5
"""People that a group must have to be shown apart."""


@dataclass(frozen=True, slots=True)
class Groups:
    shown: Mapping[str, int]
    """The groups that are shown apart, in the order in which they were given."""
    together: int
    """How many people are in the others: `SMALLEST_GROUP` or more, unless there are not so many people in all."""


def fold(counts: Mapping[str, int]) -> Groups:
    """Hides the groups of one person up to `SMALLEST_GROUP`, and whatever else it takes to keep those hidden.

    With them go the groups of nobody, lest it be known which of the hidden ones are not empty. A single hidden group is
    the difference between the total and what is shown, and a few together may leave no choice either: then the next
    larger ones are hidden too, all of one size at once, so that nothing in the choice tells which is which.
    """
    hidden: set[str] = set()
    if any(0 < count < SMALLEST_GROUP for count in counts.values()):
        hidden = {name for name, count in counts.items() if count < SMALLEST_GROUP}
    left = {name: count for name, count in counts.items() if name not in hidden}
    while hidden and left and _give_away([counts[name] for name in hidden]):
        smallest = min(left.values())
        hidden |= {name for name, count in left.items() if count == smallest}
        left = {name: count for name, count in left.items() if count > smallest}
    return Groups(left, sum(counts[name] for name in hidden))


def _give_away(hidden: Collection[int]) -> bool:
    """Whether the sum of what is hidden says too much: it is small itself, as that of one group is, or the most that
    so many small groups can have."""
    together, most = sum(hidden), SMALLEST_GROUP - 1
    return together < SMALLEST_GROUP or (max(hidden) <= most and together == most * len(hidden))
