"""What each answer of Zoom's becomes, and what each fault leaves behind."""

import traceback
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from functions.adapters.zoom import Meeting, Person, Zoom, ZoomCredentials
from functions.adapters.zoom_errors import error_for
from functions.domain.errors import (
    MeetingFullError,
    MeetingMisconfiguredError,
    MeetingOverError,
    RegistrantIsHostError,
    RegistrantRefusedError,
    UnexpectedZoomReplyError,
    ZoomOutcomeUnknownError,
    ZoomRateLimitedError,
)
from functions.domain.events import MeetingKind
from local.zoom.faults import Fault
from local.zoom.meetings import HOST
from tests.unit.adapters.zoom_world import ANNA, MEETING, WEBINAR, World

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (404, 3001, MeetingMisconfiguredError),
        (400, 404, MeetingMisconfiguredError),
        (404, 404, MeetingMisconfiguredError),
        (400, 3000, MeetingMisconfiguredError),
        (400, 3027, RegistrantIsHostError),
        (400, 3034, RegistrantRefusedError),
        (400, 3051, RegistrantRefusedError),
        (400, 3035, MeetingFullError),
        (400, 3043, MeetingFullError),
        (404, 3043, MeetingFullError),
        (400, 3038, MeetingOverError),
        (400, 300, RegistrantRefusedError),
        (400, 303, UnexpectedZoomReplyError),
        (404, 1001, MeetingMisconfiguredError),
        (400, 1010, MeetingMisconfiguredError),
        (400, 3003, MeetingMisconfiguredError),
        (400, 3161, MeetingMisconfiguredError),
        (400, 200, MeetingMisconfiguredError),
        (400, 4700, MeetingMisconfiguredError),
        (400, 4711, MeetingMisconfiguredError),
        (401, 124, MeetingMisconfiguredError),
        (401, 9999, MeetingMisconfiguredError),
        (400, 124, MeetingMisconfiguredError),
        (500, 3001, ZoomOutcomeUnknownError),
        (502, 0, ZoomOutcomeUnknownError),
        (400, 9999, UnexpectedZoomReplyError),
    ],
)
@pytest.mark.parametrize("meeting", [MEETING, WEBINAR])
def test_each_code_of_zooms_means_one_thing_for_a_registration(
    world: World, meeting: Meeting, status: int, code: int, error: type[Exception]
) -> None:
    world.sandbox.faults.set(Fault("error", on="add", status=status, code=code))
    with pytest.raises(error) as caught:
        world.zoom.add(meeting, ANNA)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("reply-lost", ZoomOutcomeUnknownError),
        ("slow", ZoomOutcomeUnknownError),
        ("5xx", ZoomOutcomeUnknownError),
        ("429-second", ZoomRateLimitedError),
        ("429-daily", ZoomRateLimitedError),
        ("429-bare", ZoomRateLimitedError),
        ("full", MeetingFullError),
        ("token-expired", MeetingMisconfiguredError),
        ("meeting-gone", MeetingMisconfiguredError),
        ("registration-off", MeetingMisconfiguredError),
        ("scope-missing", MeetingMisconfiguredError),
    ],
)
@pytest.mark.parametrize("together", [False, True])
def test_each_fault_of_an_add_has_its_error(world: World, mode: str, error: type[Exception], together: bool) -> None:
    world.sandbox.faults.set(Fault(mode))
    ask: Callable[[], object] = (
        (lambda: world.zoom.add_batch(MEETING, [ANNA])) if together else (lambda: world.zoom.add(MEETING, ANNA))
    )
    with pytest.raises(error):
        ask()


@pytest.mark.parametrize("mode", ["reply-lost", "slow"])
@pytest.mark.parametrize("meeting", [MEETING, WEBINAR])
def test_what_was_done_before_the_reply_was_lost_is_found_again(world: World, meeting: Meeting, mode: str) -> None:
    world.sandbox.faults.set(Fault(mode, on="batch", times=1))
    with pytest.raises(ZoomOutcomeUnknownError):
        world.zoom.add_batch(meeting, [ANNA])
    assert world.zoom.find(meeting, [ANNA.email])[ANNA.email].join_url


def test_no_write_is_repeated_after_an_unknown_outcome(world: World) -> None:
    world.sandbox.faults.set(Fault("reply-lost", on="add"))
    with pytest.raises(ZoomOutcomeUnknownError):
        world.zoom.add(MEETING, ANNA)
    assert sum(path.endswith("/registrants") for path in world.paths()) == 1


def test_a_token_is_renewed_once_and_no_more(world: World) -> None:
    world.sandbox.faults.set(Fault("token-expired"))
    with pytest.raises(MeetingMisconfiguredError, match="credentials"):
        world.zoom.meeting(MEETING)
    assert world.paths().count("/oauth/token") == 2
    world.sandbox.faults.set(Fault("token-expired", times=1))
    assert world.zoom.meeting(MEETING).type == 2


def test_wrong_credentials_need_a_person(world: World) -> None:
    with pytest.raises(MeetingMisconfiguredError, match="credentials"):
        world.adapter(secret="wrong").meeting(MEETING)


@pytest.mark.parametrize("mode", ["5xx", "reply-lost", "slow"])
def test_a_token_that_does_not_come_may_come_later(world: World, mode: str) -> None:
    world.sandbox.faults.set(Fault(mode, on="token"))
    with pytest.raises(ZoomOutcomeUnknownError):
        world.zoom.meeting(MEETING)


@pytest.mark.parametrize(
    ("mode", "wait", "daily"), [("429-second", 1, False), ("429-daily", 12 * 3600, True), ("429-bare", 12 * 3600, True)]
)
def test_zoom_says_how_long_to_wait(world: World, mode: str, wait: float, daily: bool) -> None:
    world.sandbox.faults.set(Fault(mode))
    with pytest.raises(ZoomRateLimitedError) as caught:
        world.zoom.find(MEETING, [ANNA.email])
    assert (caught.value.retry_after, caught.value.daily) == (wait, daily)


@pytest.mark.parametrize(
    ("headers", "message", "wait", "daily"),
    [
        ({"X-RateLimit-Type": "Per-second-limit", "X-RateLimit-Reset": "3"}, "", 3, False),
        ({"X-RateLimit-Type": "Per-second-limit", "X-RateLimit-Reset": "2026-09-01T12:00:04Z"}, "", 4, False),
        ({"X-RateLimit-Type": "Per-second-limit", "X-RateLimit-Reset": "1788264005000"}, "", 5, False),
        ({"X-RateLimit-Type": "Per-second-limit", "X-RateLimit-Reset": "soon"}, "", 1, False),
        ({"X-RateLimit-Reset": "2"}, "", 2, False),
        ({}, "You have reached the maximum per-second rate limit for this API.", 1, False),
        ({"X-RateLimit-Type": "Daily-limit", "Retry-After": "2026-09-01T13:00:00Z"}, "", 3600, True),
        ({"X-RateLimit-Type": "Daily-limit", "Retry-After": "2026-09-01T11:00:00Z"}, "", 1, True),
        ({"X-RateLimit-Type": "Daily-limit"}, "", 12 * 3600, True),
        ({"X-RateLimit-Category": "Light", "X-RateLimit-Remaining": "5893"}, "daily rate limit (100)", 12 * 3600, True),
    ],
)
def test_the_wait_is_read_however_zoom_writes_it(
    headers: dict[str, str], message: str, wait: float, daily: bool
) -> None:
    response = httpx.Response(429, headers=headers, json={"code": 429, "message": message})
    error = error_for(response, "GET meetings/1", NOON)
    assert isinstance(error, ZoomRateLimitedError)
    assert (error.retry_after, error.daily) == (wait, daily)


def test_the_fourth_add_of_a_person_on_one_day_waits_until_midnight(world: World) -> None:
    for _ in range(3):
        world.zoom.add(MEETING, ANNA)
    with pytest.raises(ZoomRateLimitedError) as caught:
        world.zoom.add(MEETING, ANNA)
    assert (caught.value.retry_after, caught.value.daily) == (12 * 3600, True)


def test_a_refused_person_comes_with_the_fields_that_zoom_names(world: World) -> None:
    with pytest.raises(RegistrantRefusedError) as caught:
        world.zoom.add(MEETING, Person("not-an-address", "Anna", "Núñez"))
    assert caught.value.fields == ("email",)


def test_one_bad_address_refuses_its_batch_and_nobody_of_it_is_in(world: World) -> None:
    good = Person("delegate@parliament.example", "D", "G")
    with pytest.raises(RegistrantRefusedError):
        world.zoom.add_batch(MEETING, [good, Person("not-an-address", "Anna", "Núñez")])
    assert world.zoom.find(MEETING, [good.email]) == {}


def test_an_id_that_zoom_does_not_take_is_no_delegates_fault(world: World) -> None:
    world.sandbox.faults.set(Fault("error", on="list", code=300))
    with pytest.raises(MeetingMisconfiguredError):
        world.zoom.find(MEETING, [ANNA.email])


def test_the_host_is_told_apart(world: World) -> None:
    with pytest.raises(RegistrantIsHostError):
        world.zoom.add(MEETING, Person(HOST, "Hélène", "Host"))


@pytest.mark.parametrize("meeting", [MEETING, WEBINAR])
def test_a_meeting_that_is_really_full_refuses_single_adds_and_batches(world: World, meeting: Meeting) -> None:
    world.sandbox.make(int(meeting.id), meeting.kind, settings={"registrants_restrict_number": 1})
    world.zoom.add(meeting, Person("first@parliament.example", "First", "In"))
    with pytest.raises(MeetingFullError):
        world.zoom.add(meeting, ANNA)
    with pytest.raises(MeetingFullError):
        world.zoom.add_batch(meeting, [ANNA])


def test_a_batch_into_a_recurring_meeting_is_our_mistake_and_is_seen(world: World) -> None:
    world.sandbox.make(int(MEETING.id), "meeting", type=8)
    with pytest.raises(UnexpectedZoomReplyError, match="code 303"):
        world.zoom.add_batch(MEETING, [ANNA])


@pytest.mark.parametrize("mode", ["reply-lost", "5xx", "429-daily", "registration-off", "error"])
def test_no_error_shows_who_it_was_about(world: World, mode: str) -> None:
    world.sandbox.faults.set(Fault(mode, code=9999))
    with pytest.raises(Exception, match="meetings/91234567890") as caught:
        world.zoom.add(MEETING, ANNA)
    _says_nothing_of_anna(caught.value)


def test_zooms_own_words_which_name_the_address_go_no_further(world: World) -> None:
    for _ in range(3):
        world.zoom.add(MEETING, ANNA)
    with pytest.raises(ZoomRateLimitedError) as caught:
        world.zoom.add(MEETING, ANNA)
    _says_nothing_of_anna(caught.value)


def _says_nothing_of_anna(error: BaseException) -> None:
    told = "".join(traceback.format_exception_only(error)) + repr(error.__cause__)
    assert not [word for word in ("anna", "Anna", "Núñez", "tk=", "sandbox-secret") if word in told]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (httpx.Response(200, text="<html>"), ZoomOutcomeUnknownError),
        (httpx.Response(200, json=["a list"]), ZoomOutcomeUnknownError),
        (
            httpx.Response(201, json={"id": 91234567890, "join_url": "https://zoom.example/w/1"}),
            ZoomOutcomeUnknownError,
        ),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), UnexpectedZoomReplyError),
        (httpx.Response(429, text="slow down"), ZoomRateLimitedError),
        (httpx.Response(503, text="<html>"), ZoomOutcomeUnknownError),
    ],
)
def test_an_answer_that_cannot_be_read_is_never_a_success(reply: httpx.Response, error: type[Exception]) -> None:
    with pytest.raises(error):
        _zoom_that(lambda request: reply).add(MEETING, ANNA)


@pytest.mark.parametrize("reply", [httpx.Response(200, text="<html>"), httpx.Response(200, json={"total_records": 0})])
def test_a_list_that_cannot_be_read_is_not_an_empty_one(reply: httpx.Response) -> None:
    with pytest.raises(ZoomOutcomeUnknownError):
        _zoom_that(lambda request: reply).find(MEETING, [ANNA.email])


def test_a_cancellation_that_some_other_page_answers_is_not_taken_for_done() -> None:
    with pytest.raises(ZoomOutcomeUnknownError):
        _zoom_that(lambda request: httpx.Response(200, text="<html>")).cancel(MEETING, "r", ANNA.email)


def test_a_webinars_registrant_is_approved_even_if_the_add_already_gave_a_link() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.url.path.rpartition("/")[2]))
        return httpx.Response(201, json={"registrant_id": "r", "join_url": "https://zoom.example/w/1?tk=t"})

    assert _zoom_that(answer).add(WEBINAR, ANNA).status == "approved"
    assert asked == [("POST", "registrants"), ("PUT", "status")]


def test_a_connection_that_is_refused_may_be_tried_again() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(ZoomOutcomeUnknownError, match="ConnectError"):
        _zoom_that(refuse).meeting(Meeting("91234567890", MeetingKind.MEETING))


def _zoom_that(answers: Callable[[httpx.Request], httpx.Response]) -> Zoom:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={"access_token": "t", "expires_in": 3600})
        return answers(request)

    return Zoom(
        httpx.Client(transport=httpx.MockTransport(answer)),
        api_url="https://zoom.example/v2",
        token_url="https://zoom.example/oauth/token",
        credentials=ZoomCredentials("sandbox-account", "sandbox-client", "sandbox-secret"),
        now=lambda: NOON,
    )
