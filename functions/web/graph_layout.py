"""Where a workflow's states and the ways between them stand in a picture, from top to bottom.

Lengths are in the picture's units, of which text is 13 high. Ways ahead pass the rows between their ends through gaps
between the boxes; ways back go round the boxes at the right, together with those to the same state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.adapters.run_history import Machine
from functions.web.graph_middles import middles_of
from functions.web.graph_rows import Node, Rows, Way, rows_of

#: Of a box.
HEIGHT = 36
_MARGIN, _TIP = 8, 8
# Ways back: how far below and above a box they turn, how far from its right side, and how far from one another.
_LEAVING, _ARRIVING, _ASIDE, _APART, _BESIDE = 9, 17, 14, 8, 12


@dataclass(frozen=True, slots=True)
class Box:
    """A state. `x` and `y` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float = HEIGHT

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A way from state to state, its line and its tip as SVG writes paths."""

    path: str
    tip: str
    back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    left: float
    top: float
    width: float
    height: float
    boxes: dict[str, Box]
    lines: dict[Way, Line]


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where the ways back to one state run upwards."""

    rows: range
    x: float
    level: int
    """How many lanes it has inside."""

    def above(self, end: Box) -> float:
        return end.y - _ARRIVING - _APART * self.level

    def below(self, begin: Box) -> float:
        return begin.bottom + _LEAVING + _APART * self.level


def layout(machine: Machine, widths: Mapping[str, float]) -> Layout:
    """Places every state of the machine, of which `widths` has the width, and every way."""
    rows = rows_of(machine, widths)
    halves = {node: widths[node] / 2 if isinstance(node, str) else 0.0 for row in rows.nodes for node in row}
    middles = middles_of(rows, halves)
    lanes = _lanes(rows, {node: middle + halves[node] for node, middle in middles.items()})
    levels = 1 + max((lane.level for lane in lanes.values()), default=-1)
    pitch = HEIGHT + _LEAVING + _ARRIVING + 2 * _APART * levels
    boxes = {
        node: Box(middles[node] - widths[node] / 2, row * pitch, widths[node])
        for row, nodes in enumerate(rows.nodes)
        for node in nodes
        if isinstance(node, str)
    }
    ahead = {
        (begin, end): _ahead(boxes[begin], boxes[end], [middles[node] for node in route[1:]], pitch)
        for (begin, end), route in rows.routes.items()
    }
    back = {(begin, end): _back(boxes[begin], boxes[end], lanes[end]) for begin, end in rows.back}
    right = max([box.right for box in boxes.values()] + [lane.x for lane in lanes.values()])
    top = min([0, *(lane.above(boxes[end]) for end, lane in lanes.items())])
    bottom = max([box.bottom for box in boxes.values()] + [lanes[end].below(boxes[begin]) for begin, end in rows.back])
    return Layout(-_MARGIN, top - _MARGIN, right + 2 * _MARGIN, bottom - top + 2 * _MARGIN, boxes, {**ahead, **back})


def _lanes(rows: Rows, rights: Mapping[Node, float]) -> dict[str, _Lane]:
    """Each as near to what it passes as may be, and the shorter ones inside; `rights` says where each node ends."""
    row_of = {node: row for row, nodes in enumerate(rows.nodes) for node in nodes}
    spans: dict[str, range] = {}
    for begin, end in rows.back:
        last = max(row_of[begin], spans[end][-1] if end in spans else 0)
        spans[end] = range(row_of[end], last + 1)
    lanes: dict[str, _Lane] = {}
    for end in sorted(spans, key=lambda end: len(spans[end])):
        inside = [lane for lane in lanes.values() if set(lane.rows) & set(spans[end])]
        passed = [rights[node] for row in spans[end] for node in rows.nodes[row]]
        x = max([*passed, *(lane.x for lane in inside)]) + _BESIDE
        lanes[end] = _Lane(spans[end], x, 1 + max((lane.level for lane in inside), default=-1))
    return lanes


def _ahead(begin: Box, end: Box, middles: Sequence[float], pitch: float) -> Line:
    """In a curve to each of `middles`, one a row, and straight down through the rows that it passes."""
    x, y = begin.middle, begin.bottom
    path = f"M{x:.1f} {y:.1f}"
    for middle in middles:
        row = y - HEIGHT + pitch
        stop = end.y - _TIP if row == end.y else row
        half = (y + stop) / 2
        path += f"C{x:.1f} {half:.1f} {middle:.1f} {half:.1f} {middle:.1f} {stop:.1f}"
        x, y = middle, row + HEIGHT
        if row < end.y:
            path += f"V{y:.1f}"
    return Line(path, _tip(end.middle, end.y), back=False)


def _back(begin: Box, end: Box, lane: _Lane) -> Line:
    """Drawn from its end, so that the dashes of those that run together fall on one another."""
    arrives, leaves = end.right - _ASIDE, begin.right - _ASIDE - _APART * lane.level
    path = (
        f"M{arrives:.1f} {end.y - _TIP:.1f}V{lane.above(end):.1f}H{lane.x:.1f}"
        f"V{lane.below(begin):.1f}H{leaves:.1f}V{begin.bottom:.1f}"
    )
    return Line(path, _tip(arrives, end.y), back=True)


def _tip(x: float, y: float) -> str:
    return f"M{x:.1f} {y:.1f}l-4.5 -{_TIP}h9z"
