"""The sandbox keeps Zoom's limits, and breaks where it is told to."""

from datetime import timedelta

import httpx
import pytest

from tests.unit.local.zoom_client import MEETING, World, code


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(("plan", "most"), [("free", 4), ("pro", 30), ("business", 80)])
def test_a_plan_has_so_many_light_calls_a_second(plan: str, most: int) -> None:
    world = World({"plan": plan})
    replies = [world.http.get(MEETING) for _ in range(most + 1)]
    assert [reply.status_code for reply in replies] == [200] * most + [429]
    headers = replies[-1].headers
    assert (headers["X-RateLimit-Category"], headers["X-RateLimit-Type"]) == ("Light", "Per-second-limit")
    assert int(headers["X-RateLimit-Reset"]) - world.now.timestamp() == 1
    world.now += timedelta(seconds=1)
    assert world.http.get(MEETING).status_code == 200


def test_each_label_is_counted_for_itself() -> None:
    world = World({"plan": "free"})
    assert [world.http.get(f"{MEETING}/registrants").status_code for _ in range(3)] == [200, 200, 429]
    assert world.http.get(MEETING).status_code == 200
    assert [world.batch(MEETING, f"d{n}@parliament.example").status_code for n in range(2)] == [201, 429]


def test_a_free_plans_day_is_used_up_until_midnight() -> None:
    world = World({"plan": "free"})
    world.now = world.now.replace(hour=0, minute=0, second=0)
    for _ in range(1000):
        assert world.http.get("/v2/report/meetings/91234567890/participants").status_code == 200
        world.now += timedelta(seconds=1)
    reply = world.http.get("/v2/report/meetings/91234567890/participants")
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "2026-09-02T00:00:00Z")
    assert reply.headers["X-RateLimit-Type"] == "Daily-limit"


def test_a_person_is_added_three_times_a_day_until_midnight_utc(world: World) -> None:
    assert [world.add().status_code for _ in range(4)] == [201, 201, 201, 429]
    assert world.add(email="other@parliament.example").status_code == 201
    assert world.add("/v2/meetings/97777777777").status_code == 201
    world.now += timedelta(seconds=2)
    assert world.add().status_code == 201


def test_adds_may_be_counted_across_meetings() -> None:
    world = World({"adds_counted": "account"})
    paths = [f"/v2/meetings/9777777777{number}" for number in range(4)]
    assert [world.add(path).status_code for path in paths] == [201, 201, 201, 429]


def test_a_registrants_status_changes_ten_times_a_day(world: World) -> None:
    registrant = world.add().json()["registrant_id"]
    replies = [world.change(MEETING, action, registrant) for action in ["deny", "approve"] * 5 + ["cancel"]]
    assert [reply.status_code for reply in replies] == [204] * 10 + [429]


def test_a_meeting_changes_a_hundred_times_a_day(world: World) -> None:
    replies = [world.http.patch(MEETING, json={"topic": str(number)}) for number in range(101)]
    assert [reply.status_code for reply in replies] == [204] * 100 + [429]


@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        ("5xx", (503, 503)),
        ("429-second", (429, 429)),
        ("429-daily", (429, 429)),
        ("429-bare", (429, 429)),
        ("full", (400, 3043)),
        ("token-expired", (401, 124)),
        ("meeting-gone", (404, 3001)),
        ("registration-off", (404, 404)),
        ("scope-missing", (400, 4711)),
    ],
)
def test_a_refusal_that_is_switched_on_comes_instead_of_the_work(
    world: World, mode: str, answer: tuple[int, int]
) -> None:
    world.fault(mode=mode, times=1)
    assert code(world.add()) == answer
    assert world.listed()["total_records"] == 0
    assert world.add().status_code == 201


def test_any_code_can_be_asked_for(world: World) -> None:
    world.fault(mode="error", status=400, code=3027)
    assert code(world.add()) == (400, 3027)


@pytest.mark.parametrize(("mode", "error"), [("reply-lost", httpx.ReadError), ("slow", httpx.ReadTimeout)])
def test_the_work_is_done_although_no_reply_arrives(world: World, mode: str, error: type[Exception]) -> None:
    world.fault(mode=mode, on="add")
    with pytest.raises(error):
        world.add()
    assert world.listed()["total_records"] == 1


def test_work_can_be_done_long_after_its_client_has_gone(world: World) -> None:
    world.fault(mode="late", on="add", times=1, seconds=20)
    with pytest.raises(httpx.ReadError):
        world.add()
    world.now += timedelta(seconds=19)
    assert world.listed()["total_records"] == 0
    world.now += timedelta(seconds=1)
    assert world.listed()["total_records"] == 1


def test_a_fault_lasts_until_it_is_taken_away(world: World) -> None:
    world.fault(mode="5xx")
    assert [world.add().status_code for _ in range(3)] == [503, 503, 503]
    world.fault(mode="ok")
    assert world.add().status_code == 201


def test_faults_on_two_calls_stand_side_by_side(world: World) -> None:
    world.fault(mode="5xx", on="add")
    world.fault(mode="429-second", on="list")
    assert (world.add().status_code, world.http.get(f"{MEETING}/registrants").status_code) == (503, 429)
    world.fault(mode="ok", on="add")
    assert (world.add().status_code, world.http.get(f"{MEETING}/registrants").status_code) == (201, 429)


@pytest.mark.parametrize("fault", [{"mode": "rain"}, {"mode": "5xx", "on": "cake"}, {"mode": "5xx", "times": 0}, {}])
def test_a_fault_that_does_not_exist_is_refused(world: World, fault: dict[str, object]) -> None:
    assert code(world.fault(**fault)) == (400, 300)


def test_a_reset_forgets_meetings_faults_and_counts(world: World) -> None:
    for _ in range(3):
        world.add()
    world.fault(mode="5xx")
    world.http.post("/sandbox/reset")
    world.sign_in()
    assert world.add().status_code == 201
    assert world.listed()["total_records"] == 1
