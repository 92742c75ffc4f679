"""EventBridge Scheduler in process."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import boto3
import pytest

from functions.adapters.schedules import Schedules
from functions.domain.events import Occasion

AT = datetime(2026, 9, 29, 12, 0, tzinfo=UTC)
MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:outreach"
ROLE = "arn:aws:iam::123456789012:role/scheduler"
CLOSEOUT = "arn:aws:states:eu-central-1:123456789012:stateMachine:closeout"
QUEUE = "arn:aws:sqs:eu-central-1:123456789012:failed-starts"
INPUT = {"event": "solidarity", "kind": "reminder-3", "version": 1}


@pytest.fixture
def scheduler(aws: None) -> Any:
    client = boto3.client("scheduler", region_name="eu-central-1")
    client.create_schedule_group(Name="rollcall")
    return client


@pytest.fixture
def schedules(scheduler: Any) -> Schedules:
    return Schedules(scheduler, "rollcall", ROLE, MACHINE, CLOSEOUT, QUEUE)


def held(scheduler: Any, name: str = "a1") -> Any:
    return scheduler.get_schedule(Name=name, GroupName="rollcall")


def calls(scheduler: Any) -> list[str]:
    made: list[str] = []
    scheduler.meta.events.register("before-call.scheduler.*", lambda model, **_: made.append(model.name))
    return made


def test_a_moment_starts_the_workflow_once_in_utc_and_its_schedule_goes(schedules: Schedules, scheduler: Any) -> None:
    schedules.put("a1", AT.astimezone(timezone(timedelta(hours=2))), INPUT)
    schedule = held(scheduler)
    assert schedule["ScheduleExpression"] == "at(2026-09-29T12:00:00)"
    assert schedule["ScheduleExpressionTimezone"] == "UTC"
    assert schedule["ActionAfterCompletion"] == "DELETE"
    assert schedule["Target"]["Arn"] == MACHINE
    assert json.loads(schedule["Target"]["Input"]) == INPUT


def test_a_start_that_fails_goes_to_a_queue_that_somebody_watches(schedules: Schedules, scheduler: Any) -> None:
    schedules.put("a1", AT, INPUT)
    assert held(scheduler)["Target"]["DeadLetterConfig"] == {"Arn": QUEUE}


def test_a_schedule_that_was_made_by_a_lost_call_is_made_once(schedules: Schedules, scheduler: Any) -> None:
    schedules.put("a1", AT, INPUT)
    schedules.put("a1", AT, INPUT)
    assert len(scheduler.list_schedules(GroupName="rollcall")["Schedules"]) == 1


@pytest.mark.parametrize(
    ("at", "payload"), [(AT + timedelta(days=7), INPUT), (AT, {**INPUT, "version": 2})], ids=["moved", "new version"]
)
def test_a_postponed_moment_replaces_the_one_before_in_one_call(
    schedules: Schedules, scheduler: Any, at: datetime, payload: dict[str, Any]
) -> None:
    schedules.put("a1", AT, INPUT)
    made = calls(scheduler)
    schedules.move("a1", at, payload)
    assert made == ["UpdateSchedule"]
    assert held(scheduler)["ScheduleExpression"] == f"at({at:%Y-%m-%dT%H:%M:%S})"
    assert json.loads(held(scheduler)["Target"]["Input"]) == payload


def test_a_moment_that_was_over_and_lies_ahead_again_is_scheduled_again(schedules: Schedules, scheduler: Any) -> None:
    schedules.move("fired", AT, INPUT)
    assert held(scheduler, "fired")["ScheduleExpression"] == "at(2026-09-29T12:00:00)"


def test_a_schedule_that_is_not_there_is_as_good_as_deleted(schedules: Schedules, scheduler: Any) -> None:
    schedules.put("a1", AT, INPUT)
    schedules.delete("a1")
    schedules.delete("a1")
    assert scheduler.list_schedules(GroupName="rollcall")["Schedules"] == []


def test_the_closeout_of_an_event_starts_its_own_workflow_and_every_other_moment_outreach(
    scheduler: Any, schedules: Schedules
) -> None:
    for occasion in Occasion:
        schedules.put(occasion, AT, INPUT | {"kind": occasion.value})
    started = {occasion: held(scheduler, occasion)["Target"]["Arn"] for occasion in Occasion}
    assert {occasion for occasion, machine in started.items() if machine == CLOSEOUT} == {Occasion.CLOSEOUT}
    assert set(started.values()) == {MACHINE, CLOSEOUT}
