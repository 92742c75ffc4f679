"""In which rows a workflow's states are drawn, and in which order within a row.

The run begins in the row at the top, and every way ahead leads to a row below. Ways back to where the run has been have
no say in it. No library fits: those for Python are compiled, need NumPy, or are in nobody's care.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from functions.adapters.run_history import Machine

#: Between what stands in a row.
GAP = 18
# Boxes of a row, so that a picture is no wider than a page of text.
_WIDTH = 600
_SWEEPS = 4

type Way = tuple[str, str]
type Node = str | Bend
type Near = Mapping[Node, Sequence[Node]]


class Bend(NamedTuple):
    """Where ways pass a row. Those with the same beginning, or the same end, pass it together."""

    begin: str
    end: str
    row: int


@dataclass(frozen=True, slots=True)
class Rows:
    nodes: list[list[Node]]
    """Each row from left to right."""
    above: Near
    """What leads to each node from the row above."""
    below: Near
    routes: dict[Way, list[Node]]
    """The nodes through which each way ahead leads, one in a row."""
    back: list[Way]


def rows_of(machine: Machine, widths: Mapping[str, float]) -> Rows:
    back = _ways_back(machine)
    ahead = {state: [to for to in ways if (state, to) not in back] for state, ways in machine.edges.items()}
    rows = _rows(ahead, widths)
    routes = _routes(ahead, {state: row for row, states in enumerate(rows) for state in states})
    nodes, above, below = _nodes(rows, routes.values())
    return Rows(_sorted(nodes, above, below), above, below, routes, back)


def _ways_back(machine: Machine) -> list[Way]:
    """Those that lead to a state on the way to their own beginning: without them, no way leads in a circle."""
    found: list[Way] = []
    trail: list[str] = []
    seen: set[str] = set()

    def follow(state: str) -> None:
        seen.add(state)
        trail.append(state)
        for to in machine.edges[state]:
            if to in trail:
                found.append((state, to))
            elif to not in seen:
                follow(to)
        trail.pop()

    for state in (machine.start, *machine.edges):
        if state not in seen:
            follow(state)
    return found


def _rows(ahead: Mapping[str, Sequence[str]], widths: Mapping[str, float]) -> list[list[str]]:
    """Of those that might stand in a row, the ones with the longest ways before them go first."""

    @functools.cache
    def length(state: str) -> int:
        return max((1 + length(to) for to in ahead[state]), default=0)

    rows: list[list[str]] = []
    rest = sorted(ahead, key=length, reverse=True)
    while rest:
        row: list[str] = []
        free: float = _WIDTH
        led_to = {to for state in rest for to in ahead[state]}
        for state in rest:
            if state not in led_to and (not row or widths[state] <= free):
                row.append(state)
                free -= widths[state] + GAP
        rows.append(row)
        rest = [state for state in rest if state not in row]
    return rows


def _routes(ahead: Mapping[str, Sequence[str]], row_of: Mapping[str, int]) -> dict[Way, list[Node]]:
    ways = [(state, to) for state, tos in ahead.items() for to in tos]
    long = [(begin, end) for begin, end in ways if row_of[end] - row_of[begin] > 1]
    begins, ends = Counter(begin for begin, _ in long), Counter(end for _, end in long)

    def route(begin: str, end: str) -> list[Node]:
        shared = (begin, "") if begins[begin] >= ends[end] else ("", end)
        return [begin, *(Bend(*shared, row) for row in range(row_of[begin] + 1, row_of[end])), end]

    return {way: route(*way) for way in ways}


def _nodes(rows: Sequence[Sequence[str]], routes: Iterable[Sequence[Node]]) -> tuple[list[list[Node]], Near, Near]:
    """States and bends of each row, and what is near each of them above and below."""
    nodes: list[list[Node]] = [[*row] for row in rows]
    above, below = defaultdict[Node, list[Node]](list), defaultdict[Node, list[Node]](list)
    for upper, lower in dict.fromkeys(step for route in routes for step in pairwise(route)):
        below[upper].append(lower)
        above[lower].append(upper)
        if isinstance(lower, Bend) and lower not in nodes[lower.row]:
            nodes[lower.row].append(lower)
    return nodes, above, below


def _sorted(rows: list[list[Node]], above: Near, below: Near) -> list[list[Node]]:
    """Few ways cross where each node stands in the middle of those that it has ways to."""
    for _ in range(_SWEEPS):
        rows = _swept(_swept(rows, above)[::-1], below)[::-1]
    return rows


def _swept(rows: Sequence[list[Node]], near: Near) -> list[list[Node]]:
    """Each row sorted by what is near it in the row before, which is sorted already."""
    swept = [rows[0]]
    for row in rows[1:]:
        at = {node: place for place, node in enumerate(swept[-1])}
        wishes = {node: sum(at[other] for other in near[node]) / len(near[node]) for node in row if near[node]}
        swept.append(sorted(row, key=lambda node: wishes.get(node, row.index(node))))
    return swept
