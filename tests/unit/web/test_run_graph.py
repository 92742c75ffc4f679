"""The picture of a run shows what became of each state and which ways the run took."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from functions.adapters.run_history import Machine, Run, Step
from functions.web.run_graph import RunGraph, graph_of

BEGAN = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
MACHINE = Machine(
    "Verify",
    {
        "Verify": ("Status?",),
        "Status?": ("Each", "Wait", "Confirmed", "Unsent"),
        "Each": ("Status?",),
        "Wait": ("Verify", "Status?"),
        "Confirmed": (),
        "Unsent": (),
    },
)


def drawn(status: str, *steps: str | Step) -> RunGraph:
    ended = None if status == "RUNNING" else BEGAN + timedelta(seconds=5)
    told = [Step(step, "", BEGAN, BEGAN) if isinstance(step, str) else step for step in steps]
    return graph_of(Run("arn", "PS26-7K3M9Q-1", status, BEGAN, ended), told, MACHINE)


def failing(state: str) -> Step:
    return Step(state, "", BEGAN, BEGAN, [(BEGAN, "ConflictError")])


def looks(graph: RunGraph) -> dict[str, str]:
    return {state.name: state.look for state in graph.states}


def ways(graph: RunGraph, *, taken: bool) -> set[tuple[str, str]]:
    return {(path.begin, path.end) for path in graph.paths if path.taken == taken}


def test_a_run_under_way_is_where_it_came_to_last() -> None:
    graph = drawn("RUNNING", "Verify", "Status?", "Wait")
    assert looks(graph) == {
        "Verify": "done",
        "Status?": "done",
        "Wait": "now",
        "Each": "ahead",
        "Confirmed": "ahead",
        "Unsent": "ahead",
    }
    assert graph.place == "Wait"


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_a_run_that_stopped_shows_where(status: str) -> None:
    assert looks(drawn(status, "Verify", "Status?", "Unsent"))["Unsent"] == "stopped"


def test_a_run_that_ended_as_planned_is_nowhere_any_more() -> None:
    assert set(looks(drawn("SUCCEEDED", "Verify", "Status?", "Confirmed")).values()) == {"done", "ahead"}


@pytest.mark.parametrize("steps", [(failing("Wait"), "Status?", "Wait"), ("Wait", "Status?", failing("Wait"))])
def test_one_error_among_many_visits_is_shown(steps: Sequence[str | Step]) -> None:
    assert looks(drawn("SUCCEEDED", "Verify", "Status?", *steps, "Status?", "Confirmed"))["Wait"] == "caught"


def test_where_the_run_stopped_matters_more_than_an_error_there() -> None:
    assert looks(drawn("FAILED", "Verify", failing("Status?")))["Status?"] == "stopped"


def test_what_happens_inside_a_map_happens_to_the_map() -> None:
    graph = drawn("RUNNING", "Verify", "Status?", "Each", "Inside", failing("Inside"), "Inside", "Status?")
    assert looks(graph)["Each"] == "caught"
    assert looks(graph)["Status?"] == "now"
    assert "Inside" not in looks(graph)
    assert ("Each", "Status?") in ways(graph, taken=True)


def test_the_ways_that_the_run_took_are_told_from_the_others_and_lie_over_them() -> None:
    graph = drawn("RUNNING", "Verify", "Status?", "Wait", "Status?", "Wait")
    assert ways(graph, taken=True) == {("Verify", "Status?"), ("Status?", "Wait"), ("Wait", "Status?")}
    assert ways(graph, taken=False) == {
        ("Status?", "Each"),
        ("Each", "Status?"),
        ("Status?", "Confirmed"),
        ("Status?", "Unsent"),
        ("Wait", "Verify"),
    }
    assert [path.taken for path in graph.paths] == [False] * 5 + [True] * 3


def test_a_state_says_how_often_the_run_was_there_if_that_was_more_than_once() -> None:
    labels = {state.name: state.label for state in drawn("RUNNING", "Verify", "Status?", "Wait", "Status?").states}
    assert labels == {name: name for name in MACHINE.edges} | {"Status?": "Status? ×2"}


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("RUNNING", "States reached: 2 of 6. The run is at Status?."),
        ("PENDING_REDRIVE", "States reached: 2 of 6. The run is at Status?."),
        ("FAILED", "States reached: 2 of 6. The run stopped at Status?."),
        ("SUCCEEDED", "States reached: 2 of 6. The run ended at Status?."),
    ],
)
def test_a_sentence_says_where_the_run_is(status: str, sentence: str) -> None:
    graph = drawn(status, "Verify", "Status?")
    assert graph.where % {"reached": graph.reached, "states": len(graph.states), "place": graph.place} == sentence


def test_a_run_that_has_not_begun_is_nowhere() -> None:
    graph = drawn("RUNNING")
    assert set(looks(graph).values()) == {"ahead"}
    assert graph.where % {"states": 6} == "The run has not come to any of the 6 states."
