"""The sandbox keeps Zoom's rules for tokens and registrants."""

from datetime import timedelta

import pytest

from tests.unit.local.zoom_client import MEETING, WEBINAR, World, code


@pytest.fixture
def world() -> World:
    return World()


def test_a_token_ends_after_an_hour(world: World) -> None:
    assert world.token().json()["expires_in"] == 3600
    world.now += timedelta(minutes=59)
    assert world.http.get(MEETING).status_code == 200
    world.now += timedelta(minutes=1)
    assert code(world.http.get(MEETING)) == (401, 124)


def test_without_a_token_nothing_is_answered(world: World) -> None:
    del world.http.headers["Authorization"]
    assert code(world.http.get(MEETING)) == (401, 124)


def test_a_token_needs_the_right_secret_account_and_grant(world: World) -> None:
    assert world.token(secret="wrong").status_code == 400
    assert world.token(account_id="other").status_code == 400
    assert world.token(grant_type="client_credentials").status_code == 400


def test_approval_by_hand_leaves_a_registrant_pending_and_without_a_link(world: World) -> None:
    reply = world.add(auto_approve=False)
    assert reply.status_code == 201
    assert "join_url" not in reply.json()
    assert [one["email"] for one in world.listed(status="pending")["registrants"]] == ["anna@parliament.example"]


def test_a_webinars_single_add_knows_no_auto_approve(world: World) -> None:
    registrant = world.add(WEBINAR).json()["registrant_id"]
    assert world.http.get(f"{WEBINAR}/registrants/{registrant}").json()["status"] == "pending"
    assert world.change(WEBINAR, "approve", registrant).status_code == 204
    assert world.http.get(f"{WEBINAR}/registrants/{registrant}").json()["join_url"]


def test_automatic_approval_gives_everybody_a_link(world: World) -> None:
    world.http.patch(WEBINAR, json={"settings": {"approval_type": 0}})
    assert world.add(WEBINAR).json()["join_url"]


def test_a_meeting_without_registration_takes_nobody(world: World) -> None:
    world.http.patch(MEETING, json={"settings": {"approval_type": 2}})
    assert code(world.add()) == (404, 404)
    assert code(world.http.get(f"{MEETING}/registrants")) == (404, 404)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"email": "no-address"}, "email"),
        ({"email": ""}, "email"),
        ({"first_name": ""}, "first_name"),
        ({"last_name": "x" * 65}, "last_name"),
        ({"language": "ar"}, "language"),
        ({"org": 7}, "org"),
    ],
)
def test_details_that_zoom_does_not_take_are_named(world: World, details: dict[str, object], field: str) -> None:
    reply = world.http.post(f"{MEETING}/registrants", json={"email": "a@b.example", "first_name": "A"} | details)
    assert code(reply) == (400, 300)
    assert [error["field"] for error in reply.json()["errors"]] == [field]


def test_a_body_that_is_no_object_is_refused(world: World) -> None:
    assert code(world.http.post(f"{MEETING}/registrants", content=b"[]")) == (400, 300)


def test_a_question_that_is_required_must_be_answered(world: World) -> None:
    questions = [{"field_name": "org", "required": True}]
    world.http.patch(f"{MEETING}/registrants/questions", json={"questions": questions})
    assert world.http.get(f"{MEETING}/registrants/questions").json()["questions"] == questions
    assert code(world.add()) == (400, 300)
    assert world.add(org="Parliament").status_code == 201


def test_a_repeated_add_answers_with_the_same_registrant_whatever_the_case(world: World) -> None:
    first, second = world.add(), world.add(email="ANNA@parliament.example")
    assert first.json() == second.json()
    assert world.listed()["total_records"] == 1


def test_a_repeated_add_may_be_made_to_make_a_second_registrant() -> None:
    world = World({"duplicates": True})
    assert world.add().json()["registrant_id"] != world.add().json()["registrant_id"]
    assert world.listed()["total_records"] == 2


def test_after_a_cancellation_a_new_add_is_a_new_registrant(world: World) -> None:
    first = world.add().json()["registrant_id"]
    world.change(MEETING, "cancel", first)
    assert world.listed()["total_records"] == 0
    assert world.add().json()["registrant_id"] != first


def test_a_deleted_registrant_is_gone(world: World) -> None:
    registrant = world.add().json()["registrant_id"]
    assert world.http.delete(f"{MEETING}/registrants/{registrant}").status_code == 204
    assert world.http.get(f"{MEETING}/registrants/{registrant}").status_code == 404


def test_what_is_cancelled_is_not_approved_again(world: World) -> None:
    registrant = world.add().json()["registrant_id"]
    world.change(MEETING, "cancel", registrant)
    world.change(MEETING, "approve", registrant)
    assert world.listed()["total_records"] == 0


def test_a_list_comes_in_pages_of_300_at_most(world: World) -> None:
    for start in range(0, 330, 30):
        world.batch(MEETING, *(f"d{number}@parliament.example" for number in range(start, start + 30)))
    first = world.listed(page_size=300)
    second = world.listed(page_size=300, next_page_token=first["next_page_token"])
    emails = {one["email"] for page in (first, second) for one in page["registrants"]}
    assert (len(first["registrants"]), len(emails), second["next_page_token"]) == (300, 330, "")
    assert world.listed(page_size=301)["code"] == 300


def test_a_batch_is_for_thirty_at_most_and_loses_the_language(world: World) -> None:
    emails = [f"d{number}@parliament.example" for number in range(31)]
    assert code(world.batch(MEETING, *emails)) == (400, 300)
    assert len(world.batch(MEETING, *emails[:30]).json()["registrants"]) == 30
    assert {one["language"] for one in world.listed(page_size=30)["registrants"]} == {""}


@pytest.mark.parametrize(("kind", "meeting_type"), [("meeting", 3), ("meeting", 8), ("webinar", 6), ("webinar", 9)])
def test_a_batch_is_for_scheduled_meetings_and_webinars_only(world: World, kind: str, meeting_type: int) -> None:
    world.http.post("/sandbox/meetings", json={"id": 91111111111, "kind": kind, "type": meeting_type})
    assert code(world.batch(f"/v2/{kind}s/91111111111", "a@parliament.example")) == (400, 303)


@pytest.mark.parametrize(("path", "expected"), [(MEETING, 3043), (WEBINAR, 3035)])
def test_4999_are_the_most(world: World, path: str, expected: int) -> None:
    for start in range(0, 4980, 30):
        world.batch(path, *(f"d{number}@parliament.example" for number in range(start, start + 30)))
    assert world.batch(path, *(f"e{number}@parliament.example" for number in range(20))).json()["code"] == expected
    assert world.batch(path, *(f"e{number}@parliament.example" for number in range(19))).status_code == 201
    assert world.add(path, "one-too-many@parliament.example").json()["code"] == expected


@pytest.mark.parametrize("meeting_type", [3, 6])
def test_a_change_to_a_meeting_with_no_fixed_time_says_yes_and_does_nothing(world: World, meeting_type: int) -> None:
    world.http.post("/sandbox/meetings", json={"id": 91111111111, "type": meeting_type, "topic": "Before"})
    assert world.http.patch("/v2/meetings/91111111111", json={"topic": "After"}).status_code == 204
    assert world.http.get("/v2/meetings/91111111111").json()["topic"] == "Before"


def test_a_change_to_another_meeting_is_kept(world: World) -> None:
    world.http.patch(MEETING, json={"topic": "After", "settings": {"registrants_restrict_number": 5}})
    meeting = world.http.get(MEETING).json()
    assert (meeting["topic"], meeting["settings"]["registrants_restrict_number"]) == ("After", 5)
    assert meeting["settings"]["approval_type"] == 1


def test_an_unknown_meeting_is_made_up_only_where_that_is_wanted(world: World) -> None:
    assert code(world.http.get("/v2/meetings/12345")) == (404, 3001)
    world.http.post("/sandbox/settings", json={"any_meeting": False})
    assert code(world.http.get("/v2/meetings/97777777777")) == (404, 3001)


def test_a_webinars_id_is_no_meetings_id(world: World) -> None:
    world.http.get(WEBINAR)
    assert code(world.http.get(WEBINAR.replace("webinars", "meetings"))) == (404, 3001)


def test_an_unknown_call_is_answered_in_zooms_way(world: World) -> None:
    assert code(world.http.get("/v2/unicorns")) == (404, 2300)


def test_the_hosts_plan_is_shown_and_may_be_changed(world: World) -> None:
    host = world.http.get(MEETING).json()["host_id"]
    world.http.post("/sandbox/settings", json={"meeting_capacity": 300, "webinar_capacity": 0})
    feature = world.http.get(f"/v2/users/{host}/settings").json()["feature"]
    assert (feature["meeting_capacity"], feature["webinar"], feature["webinar_capacity"]) == (300, False, 0)
    assert code(world.http.get("/v2/users/somebody-else/settings")) == (404, 1001)
    world.fault(mode="scope-missing", on="user", times=1)
    assert code(world.http.get(f"/v2/users/{host}/settings")) == (400, 4711)


@pytest.mark.parametrize("capacity", [-1, "many", None, 1_000_000])
def test_a_plan_that_no_host_has_is_refused(world: World, capacity: object) -> None:
    assert world.http.post("/sandbox/settings", json={"meeting_capacity": capacity}).status_code == 400


@pytest.mark.parametrize(("action", "left"), [("cancel", 0), ("deny", 0), ("approve", 1)])
def test_a_host_changes_a_registrant_by_hand(world: World, action: str, left: int) -> None:
    registrant = world.add(auto_approve=False).json()["registrant_id"]
    path = f"/sandbox/meetings/{MEETING.rpartition('/')[2]}/registrants"
    assert world.http.post(f"{path}/{registrant}/{action}").status_code == 200
    assert len(world.listed(status="approved")["registrants"]) == left
    assert world.listed(status="pending")["registrants"] == []
    assert world.http.post(f"{path}/nobody/{action}").status_code == 404


def test_of_a_deleted_registrant_nothing_is_kept_also_where_it_was_cancelled_before(world: World) -> None:
    registrant = world.add().json()["registrant_id"]
    world.change(MEETING, "cancel", registrant)
    assert world.http.delete(f"{MEETING}/registrants/{registrant}").status_code == 204
    assert world.http.delete(f"{MEETING}/registrants/{registrant}").status_code == 404
