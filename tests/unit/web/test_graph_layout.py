"""Every state and every way of a workflow has its place in the picture, and none is hidden by another."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from functions.adapters.run_history import Machine, machine_of
from functions.web.graph_layout import Box, Layout, Line, layout

STATE_MACHINES = Path(__file__).parents[3] / "statemachines"
WORKFLOWS = {path.name.split(".")[0]: path for path in sorted(STATE_MACHINES.glob("*.asl.json"))}
LOOP = Machine(
    "A", {"A": ("B",), "B": ("C", "A", "B"), "C": ("A",), "Unreached": ("C", "Either"), "Either": ("Unreached",)}
)

type Point = tuple[float, float]


def workflow(name: str) -> Machine:
    return LOOP if name == "loop" else machine_of(json.loads(WORKFLOWS[name].read_text("utf-8")))


def laid_out(machine: Machine) -> Layout:
    return layout(machine, {state: 8.0 * len(state) + 36 for state in machine.edges})


def points(line: Line) -> Iterator[Point]:
    """The line in steps too short to jump over a box; it is written by M, V, H and C, in absolute places."""
    here = (0.0, 0.0)
    for command, text in re.findall(r"([MVHC])([^MVHC]*)", line.path):
        given = [float(number) for number in text.split()]
        match command:
            case "M":
                corners = [(given[0], given[1])] * 4
            case "V":
                corners = [here, here, (here[0], given[0]), (here[0], given[0])]
            case "H":
                corners = [here, here, (given[0], here[1]), (given[0], here[1])]
            case _:
                corners = [here, *zip(given[::2], given[1::2], strict=True)]
        yield from (curve_at(corners, step / 100) for step in range(101))
        here = corners[3]


def curve_at(corners: list[Point], share: float) -> Point:
    weights = [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3]
    x, y = (sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
    return x, y


def holds(box: Box, point: Point) -> bool:
    return box.x + 0.1 < point[0] < box.right - 0.1 and box.y + 0.1 < point[1] < box.bottom - 0.1


def touches(box: Box, point: Point, side: float) -> bool:
    return box.x < point[0] < box.right and abs(point[1] - side) <= 8.1


every_workflow = pytest.mark.parametrize("name", [*WORKFLOWS, "loop"])


def test_the_workflows_are_all_seven() -> None:
    assert len(WORKFLOWS) == 7


@every_workflow
def test_each_state_has_a_box_of_its_own_inside_the_picture(name: str) -> None:
    machine = workflow(name)
    picture = laid_out(machine)
    assert set(picture.boxes) == set(machine.edges)
    boxes = list(picture.boxes.values())
    for place, box in enumerate(boxes):
        assert picture.left <= box.x
        assert box.right <= picture.left + picture.width
        assert picture.top <= box.y
        assert box.bottom <= picture.top + picture.height
        for other in boxes[place + 1 :]:
            assert box.right < other.x or other.right < box.x or box.bottom < other.y or other.bottom < box.y


@every_workflow
def test_each_way_is_drawn_from_its_beginning_to_its_end(name: str) -> None:
    machine = workflow(name)
    picture = laid_out(machine)
    assert set(picture.lines) == {(state, to) for state, ways in machine.edges.items() for to in ways}
    for (begin, end), line in picture.lines.items():
        first, *_, last = points(line)
        leaves, arrives = (last, first) if line.back else (first, last)
        assert touches(picture.boxes[begin], leaves, picture.boxes[begin].bottom)
        assert touches(picture.boxes[end], arrives, picture.boxes[end].y)


@every_workflow
def test_no_way_leads_through_a_box_or_out_of_the_picture(name: str) -> None:
    picture = laid_out(workflow(name))
    for way, line in picture.lines.items():
        for point in points(line):
            assert not [state for state, box in picture.boxes.items() if holds(box, point)], way
            assert picture.left <= point[0] <= picture.left + picture.width
            assert picture.top <= point[1] <= picture.top + picture.height


@every_workflow
def test_ways_ahead_lead_down_and_ways_back_lead_to_where_the_run_has_been(name: str) -> None:
    machine = workflow(name)
    picture = laid_out(machine)
    for (begin, end), line in picture.lines.items():
        below = picture.boxes[end].y > picture.boxes[begin].bottom
        assert below != line.back
        assert not line.back or begin in reached(machine, end)


def reached(machine: Machine, state: str) -> set[str]:
    found = {state}
    while more := {to for one in found for to in machine.edges[one]} - found:
        found |= more
    return found


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_is_no_wider_than_a_page_of_text(name: str) -> None:
    assert laid_out(workflow(name)).width <= 672


@every_workflow
def test_the_run_begins_at_the_upper_left_where_narrow_screens_show_it(name: str) -> None:
    machine = workflow(name)
    begin = laid_out(machine).boxes[machine.start]
    assert begin.y == 0
    assert begin.right <= 288


def test_what_publishing_an_event_comes_to_as_a_rule_is_seen_on_a_narrow_screen() -> None:
    boxes = laid_out(workflow("event")).boxes
    usual = ["CheckMeeting", "Usable?", "PublishEvent", "What?", "ListAudience", "More?", "FinishPublication", "Done?"]
    assert max(boxes[state].right for state in usual) <= 304


def test_what_follows_one_state_alone_stands_right_below_it() -> None:
    boxes = laid_out(workflow("event")).boxes
    assert boxes["PromoteWaiting"].middle == boxes["ListAudience"].middle == boxes["More?"].middle


def test_a_chain_is_drawn_straight_down() -> None:
    picture = laid_out(Machine("First", {"First": ("Second",), "Second": ("Third",), "Third": ()}))
    assert len({box.middle for box in picture.boxes.values()}) == 1


def test_what_would_go_ahead_in_billions_of_ways_is_drawn_all_the_same() -> None:
    edges = {f"{side}{step}": (f"l{step + 1}", f"r{step + 1}") for step in range(40) for side in "lr"}
    picture = laid_out(Machine("l0", {**edges, "l40": (), "r40": ()}))
    rows = sorted({box.y for box in picture.boxes.values()})
    assert len(rows) == 41
    assert len({lower - upper for upper, lower in pairwise(rows)}) == 1
