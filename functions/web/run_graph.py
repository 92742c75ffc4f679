"""One run drawn on the graph of its workflow: what became of each state, and which ways the run took."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.adapters.run_history import Machine, Run, Step
from functions.domain.wording import N_
from functions.web.graph_layout import Box, Layout, Line, layout

#: What may have become of a state, by the class that it is drawn with.
LOOKS = {
    "ahead": N_("Not reached"),
    "done": N_("Done"),
    "now": N_("The run is here"),
    "caught": N_("The run went on after an error"),
    "stopped": N_("The run stopped here"),
}
_UNDER_WAY = {"RUNNING", "PENDING_REDRIVE"}
# Names are written in a fixed width, beside a mark.
_LETTER, _REST, _LEAST = 7.83, 36, 64


@dataclass(frozen=True, slots=True)
class State:
    name: str
    label: str
    """The name, and how many times the run was there if that was more than once."""
    look: str
    box: Box


@dataclass(frozen=True, slots=True)
class Path:
    begin: str
    end: str
    taken: bool
    line: Line


@dataclass(frozen=True, slots=True)
class RunGraph:
    layout: Layout
    states: list[State]
    paths: list[Path]
    """The taken ones last, so that they are drawn over the others."""
    place: str
    """The state that the run came to last; empty for a run that has not begun."""
    where: str
    """Message id of the sentence that says where the run is."""

    @property
    def reached(self) -> int:
        return sum(state.look != "ahead" for state in self.states)


def graph_of(run: Run, steps: Sequence[Step], machine: Machine) -> RunGraph:
    """Steps inside a Map belong to the Map."""
    visited = [step.state for step in steps if step.state in machine.edges]
    place, taken = visited[-1] if visited else "", set(pairwise(visited))
    looks, labels = _looks(run, steps, machine, place), _labels(machine, Counter(visited))
    drawn = layout(machine, {state: max(_LETTER * len(label) + _REST, _LEAST) for state, label in labels.items()})
    paths = [Path(*way, taken=way in taken, line=line) for way, line in drawn.lines.items()]
    return RunGraph(
        drawn,
        [State(name, labels[name], looks.get(name, "ahead"), box) for name, box in drawn.boxes.items()],
        sorted(paths, key=lambda path: path.taken),
        place,
        _where(run, place),
    )


def _labels(machine: Machine, visits: Mapping[str, int]) -> dict[str, str]:
    return {state: f"{state} ×{visits[state]}" if visits[state] > 1 else state for state in machine.edges}


def _looks(run: Run, steps: Sequence[Step], machine: Machine, place: str) -> Mapping[str, str]:
    looks: dict[str, str] = {}
    state = machine.start
    for step in steps:
        state = step.state if step.state in machine.edges else state
        looks[state] = "caught" if step.errors or looks.get(state) == "caught" else "done"
    if run.status != "SUCCEEDED":
        looks[place] = "now" if run.status in _UNDER_WAY else "stopped"
    return looks


def _where(run: Run, place: str) -> str:
    if not place:
        return N_("The run has not come to any of the %(states)d states.")
    if run.status == "SUCCEEDED":
        return N_("States reached: %(reached)d of %(states)d. The run ended at %(place)s.")
    if run.status in _UNDER_WAY:
        return N_("States reached: %(reached)d of %(states)d. The run is at %(place)s.")
    return N_("States reached: %(reached)d of %(states)d. The run stopped at %(place)s.")
