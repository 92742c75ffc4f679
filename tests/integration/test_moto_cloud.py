"""The tests' cloud itself: what the lifecycle tests stand on."""

import json
import threading
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.adapters import clock
from local.moto_cloud import START, Cloud, UnsettledError
from local.moto_schedules import PastScheduleError
from local.moto_seams import client
from local.moto_template import UnknownResourceError
from local.virtual_clock import StuckError
from tests.integration.example_functions import calls
from tests.integration.example_template import TEMPLATE


def made(function: str) -> list[Any]:
    return [seen for who, seen in calls if who == function]


def test_seven_weeks_go_by_from_a_submission_to_the_last_remark(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1", "schedule": "remark"})
    example.settle()
    assert (example.execution("A-1").status, example.execution("A-1").state) == ("RUNNING", "Week")
    assert [mail["subject"] for mail in example.mails()] == ["A-1 confirmée"]
    example.advance(timedelta(weeks=7))
    assert (example.execution("A-1").status, example.execution("A-1").output) == ("SUCCEEDED", {"reference": "A-1"})
    assert made("remark") == [START + timedelta(days=30)]
    assert clock.now() == START + timedelta(weeks=7)


def test_the_history_of_a_run_is_dated_by_the_virtual_clock(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1"})
    example.advance(timedelta(days=8))
    moments = {event["type"]: event["timestamp"] for event in example.history("A-1")}
    assert moments["ExecutionStarted"] == START
    assert moments["ExecutionSucceeded"] == START + timedelta(days=7)


def test_nothing_happens_until_it_is_asked_for(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1"})
    assert (example.executions(), example.mails(), calls) == ([], [], [])


def test_the_clock_does_not_go_back(example: Cloud) -> None:
    with pytest.raises(ValueError, match="cannot go back"):
        example.advance(timedelta(seconds=-1))


# Runs


def test_a_refusal_is_caught_by_its_class_name(example: Cloud) -> None:
    example.call("Submit", {"reference": "REFUSED-1"})
    example.settle()
    assert (example.execution("REFUSED-1").status, example.execution("REFUSED-1").state) == ("SUCCEEDED", "Refused")


def test_retries_come_at_their_own_moments(example: Cloud) -> None:
    example.call("Submit", {"reference": "BUSY-1"})
    example.advance(timedelta(hours=1))
    assert [moment - START for _, moment in made("verify")] == [timedelta(minutes=minutes) for minutes in (0, 1, 3)]
    assert example.execution("BUSY-1").state == "Week"


def test_an_unanswered_task_times_out_after_26_hours(example: Cloud) -> None:
    example.call("Submit", {"reference": "SILENT-1"})
    example.advance(timedelta(hours=26) - timedelta(seconds=1))
    assert example.execution("SILENT-1").status == "RUNNING"
    example.advance(timedelta(seconds=1))
    run = example.execution("SILENT-1")
    assert (run.status, run.error) == ("FAILED", "Unanswered")


# The stream


def test_only_records_that_pass_the_filter_reach_the_function(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1", "sk": "AUDIT#000001"})
    example.call("Submit", {"reference": "A-1"})
    example.settle()
    assert made("start") == [["A-1"]]


def test_the_stream_delivers_in_batches_of_the_mappings_size(example: Cloud) -> None:
    for number in range(12):
        example.call("Submit", {"reference": f"A-{number:02}"})
    example.settle()
    assert [len(batch) for batch in made("start")] == [10, 2]


def test_a_poison_record_goes_to_the_failure_queue_alone(example: Cloud) -> None:
    for reference in ("A-1", "A-2", "POISON-1", "A-3"):
        example.call("Submit", {"reference": reference})
    example.settle()
    assert {run.name for run in example.executions()} == {"A-1", "A-2", "A-3"}
    (failure,) = example.take_failures()
    assert [record["dynamodb"]["Keys"]["pk"]["S"] for record in failure.records] == ["POISON-1"]
    (told,) = [json.loads(body) for body in example.messages("GivenUp")]
    assert told["DDBStreamBatchInfo"]["batchSize"] == 1


def test_a_failure_that_the_test_does_not_ask_about_fails_the_test() -> None:
    cloud = Cloud(TEMPLATE).__enter__()
    cloud.call("Submit", {"reference": "POISON-1"})
    cloud.settle()
    with pytest.raises(UnsettledError, match="POISON-1"):
        cloud.__exit__(None)


# Queues


def test_the_queue_delivers_in_batches_of_the_mappings_size(example: Cloud) -> None:
    for number in range(32):
        example.call("Submit", {"reference": f"A-{number:02}"})
    example.settle()
    assert [len(batch) for batch in made("provide")] == [30, 2]
    assert {run.state for run in example.executions()} == {"Week"}


def test_one_bad_message_comes_back_after_its_visibility_timeout_and_ends_in_the_dead_letter_queue(
    example: Cloud,
) -> None:
    for reference in ("A-1", "BAD-1"):
        example.call("Submit", {"reference": reference})
    example.settle()
    assert (example.execution("A-1").state, example.execution("BAD-1").state) == ("Week", "Provide")
    example.advance(timedelta(minutes=10))
    assert [batch for batch in made("provide") if batch == ["BAD-1"]] == [["BAD-1"], ["BAD-1"]]
    assert [json.loads(body)["reference"] for body in example.messages("Dead")] == ["BAD-1"]
    (failure,) = example.take_failures()
    assert "moved to Dead" in failure.why


def test_whatever_was_delivered_can_be_delivered_again(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1"})
    example.settle()
    example.redeliver()
    assert made("start") == [["A-1"], ["A-1"]]
    assert made("provide") == [["A-1"], ["A-1"]]
    assert len(example.mails()) == 1


def test_one_functions_records_can_be_delivered_again(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1"})
    example.settle()
    example.redeliver("Start")
    assert (len(made("start")), len(made("provide"))) == (2, 1)


def test_a_step_is_done_twice_where_its_answer_is_lost(example: Cloud) -> None:
    example.stutters = True
    example.call("Submit", {"reference": "A-1"})
    example.settle()
    assert [reference for reference, _ in made("verify")] == ["A-1", "A-1"]
    assert example.execution("A-1").state == "Week"


def test_one_function_is_brought_what_waits_for_it_and_nothing_else_moves(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1"})
    example.deliver("Start")
    example.repeat("Start")
    assert made("start") == [["A-1"], ["A-1"]]
    assert made("verify") == []
    example.settle()
    assert len(made("verify")) == 1


# Schedules


def test_schedules_fire_in_order_each_at_its_own_moment(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1", "schedule": "first"})
    example.advance(timedelta(days=1))
    example.call("Submit", {"reference": "A-2", "schedule": "second"})
    example.advance(timedelta(days=60))
    assert made("remark") == [START + timedelta(days=30), START + timedelta(days=31)]
    assert client("scheduler", "eu-central-1").list_schedules()["Schedules"] == []


def test_a_schedule_without_its_target_is_seen_and_its_input_is_in_the_dead_letter_queue(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1", "schedule": "lost", "target": "NOWHERE"})
    example.advance(timedelta(days=31))
    (failure,) = example.take_failures()
    assert failure.who == "schedule lost"
    assert example.messages("Lost") == ['{"said": "lost"}']


def test_a_schedule_for_a_moment_that_has_passed_is_refused(example: Cloud) -> None:
    client("scheduler", "eu-central-1").create_schedule(
        Name="late",
        ScheduleExpression=f"at({START - timedelta(hours=1):%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:lambda:eu-central-1:123456789012:function:Remark", "RoleArn": "arn:aws:iam::1:role/r"},
    )
    with pytest.raises(PastScheduleError, match="late"):
        example.settle()


# Functions


def test_a_function_sees_its_own_environment_and_nothing_of_this_machines(example: Cloud) -> None:
    settings = example.call("Submit", {"reference": "A-1"})["settings"]
    assert {"TABLE", "GROUP", "AWS_REGION"} < set(settings)
    assert "MACHINE" not in settings
    assert "PYTEST_CURRENT_TEST" not in settings


def test_what_a_function_kept_is_forgotten_when_another_one_runs() -> None:
    starts: list[str] = []
    with Cloud(TEMPLATE, cold_start=lambda: starts.append("cold")) as cloud:
        cloud.call("Submit", {"reference": "A-1"})
        cloud.call("Submit", {"reference": "A-2"})
        before = len(starts)
        cloud.call("Remark", {})
        assert (before, len(starts)) == (2, 3)


def test_a_function_that_does_not_come_back_is_named(example: Cloud) -> None:
    states = client("stepfunctions", "eu-central-1")
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "Hang",
        "States": {
            "Hang": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke",
                "Arguments": {"FunctionName": "Hang", "Payload": {}},
                "End": True,
            }
        },
    }
    role = "arn:aws:iam::123456789012:role/rollcall"
    machine = states.create_state_machine(name="hang", definition=json.dumps(definition), roleArn=role)
    states.start_execution(stateMachineArn=machine["stateMachineArn"], name="hang", input="{}")
    example.patience = 0.5
    with pytest.raises(StuckError, match="example_functions"):
        example.settle()


# The template


def test_a_type_that_nobody_decided_about_is_named() -> None:
    template = deepcopy(TEMPLATE)
    template["Resources"]["Volcano"] = {"Type": "AWS::Geology::Volcano"}
    with pytest.raises(UnknownResourceError, match="AWS::Geology::Volcano"), Cloud(template):
        pass


def test_outputs_and_secrets_are_what_the_template_says(example: Cloud) -> None:
    url = "https://sqs.eu-central-1.amazonaws.com/123456789012/Queue"
    assert example.outputs["Text"] == f"eu-central-1 {url} Remarks $5"
    secret = client("secretsmanager", "eu-central-1").get_secret_value(SecretId=example.outputs["Secret"])
    content = json.loads(secret["SecretString"])
    assert (len(content["current"]), content["retired"]) == (64, [])


def test_tables_are_found_by_their_constructs_id(example: Cloud) -> None:
    example.call("Submit", {"reference": "A-1"})
    assert example.items("Registrations") == [{"pk": "A-1", "sk": "REGISTRATION", "status": "SUBMITTED"}]


def test_no_thread_outlives_the_cloud_and_time_is_real_again_after_it() -> None:
    before = threading.active_count()
    with Cloud(TEMPLATE) as cloud:
        cloud.call("Submit", {"reference": "SILENT-1"})
        cloud.settle()
        assert threading.active_count() > before
    assert threading.active_count() == before
    assert abs(clock.now() - datetime.now(clock.now().tzinfo)) < timedelta(seconds=5)
