"""Numbers of groups of people, told so that nobody can work out the number of a small group."""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST_GROUP = 5
"""People that a group must have to be shown apart."""


@dataclass(frozen=True, slots=True)
class Groups:
    shown: Mapping[str, int]
    """The groups that are shown apart, in the order in which they were given; those without anybody are among them."""
    together: int
    """How many people are in the others; nobody, or `SMALLEST_GROUP` or more wherever there are so many."""


def fold(counts: Mapping[str, int]) -> Groups:
    """Hides the groups under `SMALLEST_GROUP`, and as many larger ones as it takes to keep those hidden.

    A single hidden group is the difference between the total and what is shown; several that can each only have one
    number are no better. The next larger groups are then hidden too, all of the same size together: nothing in a
    choice between them may tell which is which.
    """
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST_GROUP}
    left = {name: count for name, count in counts.items() if count >= SMALLEST_GROUP}
    while hidden and left and _give_away([counts[name] for name in hidden]):
        smallest = min(left.values())
        hidden |= {name for name, count in left.items() if count == smallest}
        left = {name: count for name, count in left.items() if count > smallest}
    shown = {name: count for name, count in counts.items() if name not in hidden}
    return Groups(shown, sum(counts[name] for name in hidden))


def _give_away(hidden: list[int]) -> bool:
    """Whether the sum of what is hidden tells more than it may: it is small itself, of one group alone, or the least
    or the most that so many small groups can have."""
    together, most = sum(hidden), SMALLEST_GROUP - 1
    only_small = max(hidden) <= most
    return (
        together < SMALLEST_GROUP or len(hidden) < 2 or (only_small and together in (len(hidden), most * len(hidden)))
    )
