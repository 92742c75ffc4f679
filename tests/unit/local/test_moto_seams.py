"""Each seam into moto, on its own: what it makes possible, and what is lost when moto moves."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import moto
import pytest
from moto.core.serialize import ResponseSerializer
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local import moto_seams
from local.moto_seams import MotoMovedError, aws, client, seams
from local.virtual_clock import VirtualClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
REGION = "eu-central-1"


class BusyError(Exception):
    pass


class World:
    """Moto with the seams in; functions are told by `answers`."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.answers: dict[str, Callable[[Any], Any]] = {}

    def invoke(self, arn: str, event: Any) -> Any:
        return self.answers[arn.rpartition(":")[2]](event)

    def run(self, states: dict[str, Any], given: Any, patience: timedelta = timedelta()) -> dict[str, Any]:
        """Runs a workflow whose first state is `First`, and moves the clock on by `patience`."""
        definition = {"QueryLanguage": "JSONata", "StartAt": "First", "States": states}
        role = "arn:aws:iam::123456789012:role/r"
        arn = client("stepfunctions", REGION).create_state_machine(
            name="m", definition=json.dumps(definition), roleArn=role
        )["stateMachineArn"]
        started = client("stepfunctions", REGION).start_execution(
            stateMachineArn=arn, name="run", input=json.dumps(given)
        )
        self.let_pass(patience)
        told: dict[str, Any] = client("stepfunctions", REGION).describe_execution(executionArn=started["executionArn"])
        return told

    def let_pass(self, patience: timedelta) -> None:
        until = self.clock.now() + patience
        self.clock.run_ready(time.monotonic() + 10)
        while (due := self.clock.next_wake()) and due <= until:
            self.clock.move_to(due)
            self.clock.run_ready(time.monotonic() + 10)
        self.clock.move_to(until)

    def output(self, expression: str, given: Any) -> Any:
        """What the JSONata expression makes of the input, in a workflow."""
        told = self.run({"First": {"Type": "Pass", "Output": {"value": f"{{% {expression} %}}"}, "End": True}}, given)
        assert told["status"] == "SUCCEEDED", told
        return json.loads(told["output"])["value"]


@pytest.fixture
def world() -> Iterator[World]:
    clock = VirtualClock(NOON)
    made = World(clock)
    with aws(), seams(clock, made.invoke):
        yield made
        clock.end()


def function(name: str) -> None:
    client("iam", REGION).create_role(RoleName="r", AssumeRolePolicyDocument="{}")
    client("lambda", REGION).create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="x.y",
        Role="arn:aws:iam::123456789012:role/r",
        Code={"ZipFile": b"x"},
    )


def task(name: str, **more: Any) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": name, "Payload": "{% $states.input %}"},
        "End": True,
        **more,
    }


def test_moto_is_the_version_in_which_the_seams_were_read() -> None:
    assert moto.__version__ == moto_seams.PINNED, (
        "moto has moved: read every seam in local/moto_seams.py again, then change PINNED and pyproject.toml"
    )


def test_another_version_of_moto_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moto_seams, "PINNED", "0.0.0")
    with pytest.raises(MotoMovedError, match="read each one again"), seams(VirtualClock(NOON), lambda arn, event: None):
        pass


def test_a_seam_whose_place_is_gone_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moto_seams, "lambdas", lambda invoke: [("moto.awslambda.models.LambdaFunction", "_gone", None)])
    with pytest.raises(MotoMovedError, match="_gone any more"), seams(VirtualClock(NOON), lambda arn, event: None):
        pass


def test_moto_is_as_it_was_when_the_seams_are_out() -> None:
    from moto.stepfunctions.parser.asl.jsonata import jsonata

    before = jsonata.encode_jsonata_variable_declarations
    with seams(VirtualClock(NOON), lambda arn, event: None):
        assert jsonata.encode_jsonata_variable_declarations is not before
    assert jsonata.encode_jsonata_variable_declarations is before


# JSONata


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        'a "quoted" word',
        "back\\slash",
        "line\nbreak\ttab",
        "Ñ 李 عمر 🙂",
        "{{7*7}} ${jndi:x} {% $x %}",
        "it's",
    ],
)
def test_any_text_passes_through_an_expression_unchanged(world: World, text: str) -> None:
    assert world.output("{'said': $states.input.text}", {"text": text}) == {"said": text}


def test_one_character_of_the_input_is_one_character_of_an_expression(world: World) -> None:
    assert world.output("$length($states.input.text)", {"text": "🙂"}) == 1


def test_any_text_passes_through_a_variable_unchanged(world: World) -> None:
    text = 'a "quoted" word\\and\nmore 🙂'
    states = {
        "First": {"Type": "Pass", "Assign": {"kept": "{% $states.input.text %}"}, "Next": "Second"},
        "Second": {"Type": "Pass", "Output": {"kept": "{% $kept %}"}, "End": True},
    }
    assert json.loads(world.run(states, {"text": text})["output"]) == {"kept": text}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]),
        ("$range(1, 9, 4)", [1, 5, 9]),
        ("$range(5, 1, -2)", [5, 3, 1]),
        ("$hash('abc', 'SHA-256')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("$parse('{\"a\": 1}').a", 1),
        ("$length($uuid())", 36),
        ("$random(7) = $random(7)", True),
        ("$random() < 1", True),
        ("$now()", "2026-03-02T12:00:00.000Z"),
        ("$millis()", int(NOON.timestamp() * 1000)),
        ("null", None),
        ("$exists($states.input.cursor) ? $states.input.cursor : ''", ""),
        ("'CONFIRMED' in ['VERIFIED', 'CONFIRMED']", True),
        ("$states.context.Execution.Name", "run"),
        ("$states.context.Execution.StartTime", "2026-03-02T12:00:00+00:00"),
    ],
)
def test_expressions_mean_what_aws_says(world: World, expression: str, value: Any) -> None:
    assert world.output(expression, {}) == value


def test_an_expression_without_a_value_fails_the_run(world: World) -> None:
    told = world.run({"First": {"Type": "Pass", "Output": "{% $states.input.missing %}", "End": True}}, {})
    assert (told["status"], told["error"]) == ("FAILED", "States.QueryEvaluationError")


# Lambda


def test_an_error_is_caught_by_the_name_of_its_class(world: World) -> None:
    def busy(_event: Any) -> Any:
        raise BusyError("later")

    function("f")
    world.answers["f"] = busy
    catch = [{"ErrorEquals": ["BusyError"], "Output": {"error": "{% $states.errorOutput.Error %}"}, "Next": "Caught"}]
    told = world.run({"First": task("f", Catch=catch), "Caught": {"Type": "Succeed"}}, {})
    assert json.loads(told["output"]) == {"error": "BusyError"}, "moto no longer tells a Lambda error by its errorType"


# Time


@pytest.mark.parametrize(
    "wait",
    [
        {"Seconds": 604800},
        {"Seconds": "{% 7 * 24 * 3600 %}"},
        {"Timestamp": "2026-03-09T12:00:00Z"},
        {"Timestamp": "{% '2026-03-09T14:00:00+02:00' %}"},
    ],
)
def test_a_wait_ends_at_its_moment_of_the_virtual_clock(world: World, wait: dict[str, Any]) -> None:
    states = {"First": {"Type": "Wait", **wait, "Next": "Over"}, "Over": {"Type": "Pass", "End": True}}
    assert world.run(states, {}, timedelta(days=7) - timedelta(seconds=1))["status"] == "RUNNING", (
        "a Wait state of moto's does not follow the virtual clock any more"
    )
    world.let_pass(timedelta(seconds=1))
    (told,) = client("stepfunctions", REGION).list_executions(
        stateMachineArn="arn:aws:states:eu-central-1:123456789012:stateMachine:m"
    )["executions"]
    assert (told["status"], told["stopDate"]) == ("SUCCEEDED", NOON + timedelta(days=7))


def test_a_retry_comes_after_its_back_off_of_the_virtual_clock(world: World) -> None:
    seen: list[timedelta] = []

    def busy_twice(_event: Any) -> Any:
        seen.append(world.clock.now() - NOON)
        if len(seen) < 3:
            raise BusyError
        return {}

    function("f")
    world.answers["f"] = busy_twice
    retry = [{"ErrorEquals": ["BusyError"], "IntervalSeconds": 60, "BackoffRate": 2, "MaxAttempts": 5}]
    assert world.run({"First": task("f", Retry=retry)}, {}, timedelta(hours=1))["status"] == "SUCCEEDED"
    assert seen == [timedelta(), timedelta(minutes=1), timedelta(minutes=3)]


def test_a_task_that_nobody_answers_times_out_on_the_virtual_clock(world: World) -> None:
    url = client("sqs", REGION).create_queue(QueueName="q")["QueueUrl"]
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "TimeoutSeconds": 93600,
        "Arguments": {"QueueUrl": url, "MessageBody": {"token": "{% $states.context.Task.Token %}"}},
        "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Late"}],
        "End": True,
    }
    states = {"First": ask, "Late": {"Type": "Succeed", "Output": {"late": True}}}
    assert world.run(states, {}, timedelta(hours=25))["status"] == "RUNNING"
    world.let_pass(timedelta(hours=1))
    (arn,) = client("stepfunctions", REGION).list_state_machines()["stateMachines"]
    (told,) = client("stepfunctions", REGION).list_executions(stateMachineArn=arn["stateMachineArn"])["executions"]
    assert told["status"] == "SUCCEEDED", "TimeoutSeconds of a task with a token does not follow the virtual clock"


def test_parallel_branches_wait_side_by_side(world: World) -> None:
    branches = [
        {"StartAt": name, "States": {name: {"Type": "Wait", "Seconds": seconds, "End": True}}}
        for name, seconds in (("Hour", 3600), ("Day", 86400))
    ]
    told = world.run({"First": {"Type": "Parallel", "Branches": branches, "End": True}}, {}, timedelta(days=1))
    assert (told["status"], told["stopDate"]) == ("SUCCEEDED", NOON + timedelta(days=1))


def test_a_map_waits_for_each_of_its_items(world: World) -> None:
    processor = {"StartAt": "Each", "States": {"Each": {"Type": "Wait", "Seconds": 60, "End": True}}}
    state = {"Type": "Map", "Items": "{% $states.input %}", "ItemProcessor": processor, "End": True}
    told = world.run({"First": state}, [1, 2, 3], timedelta(minutes=1))
    assert (told["status"], json.loads(told["output"])) == ("SUCCEEDED", [1, 2, 3])


def test_a_message_is_hidden_for_its_visibility_timeout_on_the_virtual_clock(world: World) -> None:
    sqs = client("sqs", REGION)
    url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    due = moto_seams.next_visible("q", REGION, world.clock.now())
    assert due is not None
    assert timedelta() <= due - (NOON + timedelta(hours=1)) < timedelta(seconds=1)
    world.clock.move_to(due)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1, "moto's queues do not follow the virtual clock"


def test_a_message_may_be_hidden_for_twelve_hours_from_each_time_it_is_received(world: World) -> None:
    sqs = client("sqs", REGION)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    world.clock.move_to(NOON + timedelta(hours=20))
    (message,) = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=43200)
    world.clock.move_to(NOON + timedelta(hours=32, seconds=1))
    (again,) = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"]
    assert again["Attributes"]["SentTimestamp"] == str(int(NOON.timestamp() * 1000))


# What no API tells


def table() -> Any:
    dynamodb = client("dynamodb", REGION)
    dynamodb.create_table(
        TableName="t",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    return dynamodb


PUT = {"Put": {"TableName": "t", "Item": {"pk": {"S": "a"}}}}
NEVER = {
    "ConditionCheck": {"TableName": "t", "Key": {"pk": {"S": "never"}}, "ConditionExpression": "attribute_exists(pk)"}
}


def test_a_stream_holds_each_change_once_even_after_a_transaction_that_failed(world: World) -> None:
    dynamodb = table()
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[PUT, NEVER])
    dynamodb.transact_write_items(TransactItems=[PUT])
    dynamodb.put_item(TableName="t", Item={"pk": {"S": "a"}, "n": {"N": "1"}})
    records = moto_seams.stream_records("t", REGION)
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY"], "moto's stream is not what it was"
    assert records[1]["dynamodb"]["NewImage"] == {"pk": {"S": "a"}, "n": {"N": "1"}}
    assert moto_seams.stream_records("t", REGION, 1) == records[1:]


def test_a_transaction_that_failed_leaves_everything_as_it_was(world: World) -> None:
    dynamodb = table()
    before = {"pk": {"S": "a"}, "n": {"N": "1"}, "m": {"M": {"deep": {"N": "1"}}}}
    dynamodb.put_item(TableName="t", Item=before)
    dynamodb.put_item(TableName="t", Item={"pk": {"S": "gone"}})
    update = {
        "Update": {
            "TableName": "t",
            "Key": {"pk": {"S": "a"}},
            "UpdateExpression": "SET m.deep = :two ADD n :two",
            "ExpressionAttributeValues": {":two": {"N": "2"}},
        }
    }
    delete = {"Delete": {"TableName": "t", "Key": {"pk": {"S": "gone"}}}}
    new = {"Put": {"TableName": "t", "Item": {"pk": {"S": "new"}}}}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[update, delete, new, NEVER])
    assert sorted(dynamodb.scan(TableName="t")["Items"], key=str) == sorted([before, {"pk": {"S": "gone"}}], key=str)
    assert len(moto_seams.stream_records("t", REGION)) == 2


def test_a_transaction_copies_nothing_but_the_items_that_it_writes(world: World) -> None:
    dynamodb = table()
    dynamodb.put_item(TableName="t", Item={"pk": {"S": "other"}})

    def other() -> Any:
        return next(iter(dynamodb_backends[moto_seams.ACCOUNT][REGION].tables["t"].items.values()))

    untouched = other()
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[PUT, NEVER])
    assert other() is untouched, "moto copies whole tables again: a thousand delegates take minutes"


def two_keys() -> Any:
    """A table with an index by `of`, in which there are a10, a9, b1 and b2."""
    dynamodb = client("dynamodb", REGION)
    dynamodb.create_table(
        TableName="two-keys",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "of")],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-of",
                "KeySchema": [{"AttributeName": "of", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    for key in ("b2", "a9", "b1", "a10"):
        item = {"pk": {"S": key[0]}, "sk": {"S": key}, "of": {"S": "odd" if key[-1] in "19" else "even"}}
        dynamodb.put_item(TableName="two-keys", Item=item)
    return dynamodb


def test_a_table_is_read_in_the_order_of_its_keys_without_casting_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dynamodb = two_keys()
    slow = "moto compares key by key again: an event of two hundred takes twice as long"
    monkeypatch.setattr(DynamoType, "__lt__", lambda *_: pytest.fail(slow))
    read = [item["sk"]["S"] for item in dynamodb.scan(TableName="two-keys")["Items"]]
    assert read == ["a10", "a9", "b1", "b2"]


def test_a_query_is_answered_in_order_from_what_it_asks_for_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dynamodb = two_keys()
    slow = "moto puts the whole table in order again: an event of two hundred takes a tenth longer"
    monkeypatch.setattr(Table, "all_items", lambda *_: pytest.fail(slow))

    def found(attribute: str, value: str, **options: Any) -> list[str]:
        asked = {"KeyConditionExpression": f"{attribute} = :v", "ExpressionAttributeValues": {":v": {"S": value}}}
        return [item["sk"]["S"] for item in dynamodb.query(TableName="two-keys", **asked, **options)["Items"]]

    assert found("pk", "a") == ["a10", "a9"]
    assert found("pk", "b", ScanIndexForward=False) == ["b2", "b1"]
    assert found("pk", "nobody") == []
    assert found("#of", "odd", IndexName="by-of", ExpressionAttributeNames={"#of": "of"}) == ["a9", "b1"]


def test_two_queries_at_a_time_do_not_meet(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    dynamodb, looking, answered = two_keys(), {"a": Event(), "b": Event()}, Event()
    size = Item.size

    def in_turn(item: Item) -> int:
        """The query for a waits until that for b has begun, and that for b until the other is answered."""
        looking[item.hash_key.value].set()
        (looking["b"] if item.hash_key.value == "a" else answered).wait(5)
        return int(size(item))

    def found(value: str) -> list[str]:
        asked = {"KeyConditionExpression": "pk = :v", "ExpressionAttributeValues": {":v": {"S": value}}}
        return [item["sk"]["S"] for item in dynamodb.query(TableName="two-keys", **asked)["Items"]]

    with monkeypatch.context() as while_asking, ThreadPoolExecutor(2) as pool:
        while_asking.setattr(Item, "size", in_turn)
        first = pool.submit(found, "a")
        looking["a"].wait(5)
        second = pool.submit(found, "b")
        assert first.result() == ["a10", "a9"]
        answered.set()
        assert second.result() == ["b1", "b2"]
    assert len(dynamodb.scan(TableName="two-keys")["Items"]) == 4


def test_values_of_every_kind_are_read_as_they_were_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"empty": {"S": ""}, "true": {"BOOL": True}, "false": {"BOOL": False}, "nothing": {"NULL": True}}
    kinds = {**words, "number": {"N": "-3.50"}, "bytes": {"B": b"\x00\xff"}, "none": {"M": {}}, "nobody": {"L": []}}
    sets = {"texts": {"SS": ["a", "b"]}, "numbers": {"NS": ["1", "2"]}, "files": {"BS": [b"a", b"b"]}}
    deep = {"M": {**kinds, "S": {"L": [{"M": kinds}, {"L": [{"S": "x"}]}]}}}
    item = {"pk": {"S": "a"}, **kinds, **sets, "deep": deep}
    looked_for: list[str] = []
    looks = ResponseSerializer.get_value
    monkeypatch.setattr(
        ResponseSerializer,
        "get_value",
        lambda *asked: looked_for.append(asked[2]) or looks(*asked),  # type: ignore[func-returns-value]
    )
    dynamodb = table()
    dynamodb.put_item(TableName="t", Item=item)
    assert dynamodb.get_item(TableName="t", Key={"pk": {"S": "a"}})["Item"] == item
    assert dynamodb.scan(TableName="t")["Items"] == [item]
    assert "Items" in looked_for
    assert "BOOL" not in looked_for, "moto looks for every kind of value again: reading takes twice as long"


def schedule(name: str, expression: str, zone: str = "UTC") -> None:
    client("scheduler", REGION).create_schedule(
        Name=name,
        ScheduleExpression=expression,
        ScheduleExpressionTimezone=zone,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:lambda:eu-central-1:123456789012:function:f", "RoleArn": "arn:aws:iam::1:role/r"},
    )


def test_schedules_come_in_order_of_their_moments_whatever_their_zone(world: World) -> None:
    schedule("later", "at(2026-03-03T12:00:00)")
    schedule("sooner", "at(2026-03-03T12:00:00)", "Europe/Zurich")
    found = moto_seams.one_time_schedules(REGION)
    assert [(moment.hour, each.name) for moment, each in found] == [(11, "sooner"), (12, "later")]


def test_a_schedule_that_aws_would_refuse_is_refused(world: World) -> None:
    schedule("nonsense", "at(tomorrow)")
    with pytest.raises(ValueError, match="refuses 'at"):
        moto_seams.one_time_schedules(REGION)


def test_a_mail_is_read_back_as_it_was_sent(world: World) -> None:
    client("sesv2", REGION).create_email_identity(EmailIdentity="events@example.org")
    raw = "From: events@example.org\nTo: anna@parliament.example\nSubject: Inscription de Zoë\n\nÀ bientôt"
    client("sesv2", REGION).send_email(
        FromEmailAddress="events@example.org",
        Destination={"ToAddresses": ["anna@parliament.example"]},
        Content={"Raw": {"Data": raw.encode()}},
    )
    (mail,) = moto_seams.sent_mails(REGION)
    assert mail["subject"] == "Inscription de Zoë"
    assert moto_seams.sent_mails(REGION)[0] is mail, "a mail is read each time"
