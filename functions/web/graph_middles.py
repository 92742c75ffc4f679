"""How far to the right each node of a row stands: near those that it has ways to, and clear of its neighbours."""

from collections.abc import Iterator, Mapping, Sequence

from functions.web.graph_rows import GAP, Bend, Node, Rows

_SWEEPS = 40
# How much a way is to be straight, by how many of its ends are bends: those that go far most of all.
_PULLS = (2, 1, 8)


def middles_of(rows: Rows, halves: Mapping[Node, float]) -> dict[Node, float]:
    """The middle of each node, from nought at the left of the widest row. `halves` has half the width of each.

    What comes first is at the left, where narrow screens show it.
    """
    middles = {node: middle for row in rows.nodes for node, middle in _pushed_left(row, halves)}
    width = max(middles[row[-1]] + halves[row[-1]] for row in rows.nodes)

    def move(row: Sequence[Node], place: int, wish: float) -> None:
        """As far as the neighbours, or the picture's sides, leave room."""
        node, before, after = row[place], row[place - 1 : place], row[place + 1 : place + 2]
        low = middles[before[0]] + halves[before[0]] + GAP if before else 0
        high = middles[after[0]] - halves[after[0]] - GAP if after else width
        middles[node] = min(max(wish, low + halves[node]), high - halves[node])

    for _ in range(_SWEEPS):
        for row in (*rows.nodes, *reversed(rows.nodes)):
            for place, node in enumerate(row):
                move(row, place, _wish(node, [*rows.above[node], *rows.below[node]], middles))
    followed = _followed(rows, middles)
    move(rows.nodes[0], 0, max(halves[node] for node in _chain(rows.nodes[0][0], followed)))
    for row in rows.nodes[1:]:
        for place, node in enumerate(row):
            if node in followed:
                move(row, place, middles[followed[node]])
    return middles


def _pushed_left(row: Sequence[Node], halves: Mapping[Node, float]) -> Iterator[tuple[Node, float]]:
    x = 0.0
    for node in row:
        yield node, x + halves[node]
        x += 2 * halves[node] + GAP


def _wish(node: Node, near: Sequence[Node], middles: Mapping[Node, float]) -> float:
    pulls = [_pull(node, other) for other in near]
    if not pulls:
        return middles[node]
    return sum(pull * middles[other] for pull, other in zip(pulls, near, strict=True)) / sum(pulls)


def _followed(rows: Rows, middles: Mapping[Node, float]) -> dict[Node, Node]:
    """For each node the one that it ought to be right below: both pull each other more than any other does."""

    def first(node: Node, near: Sequence[Node]) -> Node:
        return max(near, key=lambda other: (_pull(node, other), -abs(middles[other] - middles[node])))

    firsts = {node: first(node, near) for node, near in rows.above.items() if near}
    return {node: upper for node, upper in firsts.items() if first(upper, rows.below[upper]) == node}


def _chain(begin: Node, followed: Mapping[Node, Node]) -> Iterator[Node]:
    """What stands right below one another, from `begin` on."""
    followers = {upper: node for node, upper in followed.items()}
    node: Node | None = begin
    while node is not None:
        yield node
        node = followers.get(node)


def _pull(one: Node, other: Node) -> int:
    return _PULLS[isinstance(one, Bend) + isinstance(other, Bend)]
