"""Every place where the tests' cloud reaches into moto's private parts.

Moto ships the interpreter of Step Functions without a JSONata evaluator, sleeps in real time, runs Lambda functions in
Docker and fires no schedule. `seams` puts that right for as long as it lasts. What is replaced was read in moto 5.2.5;
with another version each seam must be read again, and `MotoMovedError` says so.
"""

import copy
import datetime as dt
import hashlib
import json
import logging
import random
import re
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache, partial
from inspect import signature
from itertools import batched, chain, count
from math import ceil
from types import SimpleNamespace
from typing import Any
from unittest import mock
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import boto3
import moto
from botocore.config import Config
from jsonata.functions import Functions
from jsonata.jsonata import Jsonata
from moto import mock_aws
from moto.awslambda.models import LambdaFunction
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb import models as dynamodb_models
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table
from moto.scheduler.models import Schedule, scheduler_backends
from moto.ses.exceptions import NotFoundException
from moto.ses.models import RawMessage, ses_backends
from moto.sesv2.models import sesv2_backends
from moto.sesv2.responses import SESV2Response
from moto.sqs import models as sqs_models
from moto.sqs.models import SQSBackend, sqs_backends
from moto.stepfunctions.parser.asl.jsonata.jsonata import JSONataException
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.utils import TMP_THREADS

from local.in_process_lambda import as_payload
from local.virtual_clock import TurnEvent, TurnThread, VirtualClock

PINNED = "5.2.5"
ACCOUNT = "123456789012"

_INTERPRETER = "moto.stepfunctions.parser"
_ASL = f"{_INTERPRETER}.asl"
_EXEC = f"{_ASL}.component.state.exec"
_THREADED = (
    f"{_ASL}.component.program.program",
    f"{_ASL}.eval.environment",
    f"{_EXEC}.execute_state",
    f"{_EXEC}.state_task.service.state_task_service_callback",
    f"{_EXEC}.state_parallel.branch_worker",
    f"{_EXEC}.state_parallel.branches_decl",
    f"{_EXEC}.state_map.iteration.inline_iteration_component",
    f"{_EXEC}.state_map.iteration.job",
)
_DATED = (
    f"{_INTERPRETER}.models",
    f"{_INTERPRETER}.backend.execution",
    f"{_ASL}.component.state.state",
    f"{_ASL}.eval.event.event_manager",
)


class MotoMovedError(RuntimeError):
    """What a seam replaces is not where it was."""


_interpreter_log = logging.getLogger("moto.stepfunctions")

Replacement = tuple[str, str, Any]
"""Module or class (a dotted path), attribute, what stands there instead."""
Invoke = Callable[[str, Any], Any]
"""Runs the function of this ARN with this event; its errors escape."""


def aws() -> Any:
    """Moto's mock of AWS, with its Step Functions interpreter switched on; a context manager."""
    return mock_aws(config={"stepfunctions": {"execute_state_machine": True}})


@contextmanager
def seams(clock: VirtualClock, invoke: Invoke) -> Iterator[None]:
    """Puts the seams in for as long as it lasts."""
    if moto.__version__ != PINNED:
        raise MotoMovedError(f"the seams were read in moto {PINNED}, this is {moto.__version__}: read each one again")
    with ExitStack() as stack:
        replaced = (jsonata(clock), taking_turns(clock), dates(clock), lambdas(invoke), shortcuts())
        for owner, attribute, stand_in in chain.from_iterable(replaced):
            _replace(stack, owner, attribute, stand_in)
        stack.enter_context(mock.patch.object(SESV2Response, _REMOVE, _remove_suppressed, create=True))
        # The interpreter logs each failed state with the whole workflow; a run's error and cause say it shorter.
        stack.callback(_interpreter_log.setLevel, _interpreter_log.level)
        _interpreter_log.setLevel(logging.CRITICAL)
        yield
        TMP_THREADS.clear()


def _replace(stack: ExitStack, owner: str, attribute: str, stand_in: Any) -> None:
    try:
        stack.enter_context(mock.patch(f"{owner}.{attribute}", stand_in))
    except (AttributeError, ImportError) as error:
        raise MotoMovedError(f"moto has no {owner}.{attribute} any more: the seam that replaces it is lost") from error


# JSONata: an evaluator, and variables whose strings are escaped


def jsonata(clock: VirtualClock) -> Iterable[Replacement]:
    module = f"{_ASL}.jsonata.jsonata"
    yield module, "_eval_jsonata", partial(evaluate, clock)
    # Moto declares stand-ins for AWS's own functions in front of each expression; they would hide ours.
    yield f"{_ASL}.component.intrinsic.jsonata", "_DECLARATION_BY_VARIABLE_REFERENCE", {}
    for importer in (module, f"{_ASL}.eval.states", f"{_ASL}.eval.variable_store"):
        yield importer, "encode_jsonata_variable_declarations", declare


def evaluate(clock: VirtualClock, expression: str) -> Any:
    """The expression's value as plain JSON types. Raises moto's `JSONataException`, which fails the state."""
    try:
        program = Jsonata(expression)
        for name, function in _functions(clock).items():
            program.register_lambda(name, function)
        return json.loads(json.dumps(program.evaluate(None), default=lambda _null: None))
    except Exception as error:
        raise JSONataException("States.QueryEvaluationError", str(error)) from error


def declare(bindings: dict[str, Any]) -> str:
    """`{"$name": value}` as JSONata's assignments."""
    return "".join(
        f"{name}:={json.dumps(value, ensure_ascii=False, default=lambda moment: moment.isoformat())};"
        for name, value in bindings.items()
    )


def _functions(clock: VirtualClock) -> dict[str, Callable[..., Any]]:
    """What AWS adds to JSONata, and the two functions of JSONata that read the time."""
    millis = int(clock.now().timestamp() * 1000)
    return {
        "uuid": lambda: str(uuid.uuid4()),
        "hash": lambda value, algorithm: hashlib.new(algorithm.replace("-", "").lower(), value.encode()).hexdigest(),
        "parse": json.loads,
        "partition": lambda array, size: [list(part) for part in batched(array, int(size), strict=False)],
        "range": lambda first, last, step: list(range(int(first), int(last) + (1 if step > 0 else -1), int(step))),
        "random": lambda seed=None: random.Random(seed).random(),
        "millis": lambda: millis,
        "now": lambda picture=None, zone=None: Functions.datetime_from_millis(millis, picture, zone),
    }


# The interpreter's threads and waits, on the virtual clock


def taking_turns(clock: VirtualClock) -> Iterable[Replacement]:
    thread, event = partial(TurnThread, clock), partial(TurnEvent, clock)
    threads = SimpleNamespace(Thread=thread, Event=event, Lock=threading.Lock, RLock=threading.RLock)
    for module in _THREADED:
        yield module, "threading", threads
    yield f"{_INTERPRETER}.backend.execution_worker", "Thread", thread
    yield f"{_EXEC}.execute_state", "Thread", thread
    yield f"{_ASL}.eval.callback.callback", "Event", event
    yield f"{_ASL}.component.state.wait.wait_function.wait_function.WaitFunction", "_wait_interval", _wait
    until = partial(_seconds_until, clock)
    timestamp = f"{_ASL}.component.state.wait.wait_function.timestamp.Timestamp"
    yield timestamp, "_get_wait_seconds", lambda self, env: until(self, env)
    retry = f"{_ASL}.component.common.retry"
    yield f"{retry}.retrier_decl", "time", SimpleNamespace(sleep=lambda seconds: event().wait(seconds))
    yield f"{retry}.jitter_strategy_decl", "random", random.Random(0)


def _wait(_state: object, env: Any, wait_seconds: float) -> None:
    """State Wait. An execution that is stopped wakes its waits, and they end."""
    if wait_seconds > 0:
        env.program_state_event.wait(wait_seconds)


def _seconds_until(clock: VirtualClock, state: Any, env: Any) -> float:
    """State Wait's Timestamp, with any offset from UTC; moto subtracts the machine's local time."""
    state.string.eval(env=env)
    moment = dt.datetime.fromisoformat(env.stack.pop())
    return (moment - clock.now()).total_seconds()


def dates(clock: VirtualClock) -> Iterable[Replacement]:
    """The dates of executions and their history, and all that queues know of time."""

    class Datetime(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return clock.now().astimezone(tz)

    for module in _DATED:
        yield module, "datetime", SimpleNamespace(datetime=Datetime, timezone=dt.timezone, timedelta=dt.timedelta)
    # Moto shows a message when it is strictly later than it became visible: each look at the time takes a microsecond.
    looks = count()
    yield "moto.sqs.models", "unix_time", lambda: clock.now().timestamp()
    yield "moto.sqs.models.SQSBackend", "change_message_visibility", _change_visibility
    yield "moto.sqs.models", "unix_time_millis", lambda: clock.now().timestamp() * 1000 + next(looks) / 1000


_moto_changes_visibility = SQSBackend.change_message_visibility


def _change_visibility(backend: SQSBackend, queue_name: str, receipt_handle: str, visibility_timeout: int) -> None:
    """SQS counts the twelve hours that a message may be hidden from each receipt, moto counts them from its sending.

    A batch takes no virtual time: the receipt is now.
    """
    messages = [m for m in _part(backend.get_queue(queue_name), "_messages") if m.had_receipt_handle(receipt_handle)]
    sent = {message: message.sent_timestamp for message in messages}
    try:
        for message in messages:
            message.sent_timestamp = _part(sqs_models, "unix_time_millis")() + 1
        _moto_changes_visibility(backend, queue_name, receipt_handle, visibility_timeout)
    finally:
        for message, moment in sent.items():
            message.sent_timestamp = moment


# Lambda functions, in this process


def lambdas(invoke: Invoke) -> Iterable[Replacement]:
    def run(function: LambdaFunction, event: Any = None) -> tuple[str, bool, str]:
        try:
            return json.dumps(invoke(function.function_arn, event)), False, ""
        except Exception as error:
            return as_payload(error), True, ""

    yield "moto.awslambda.models.LambdaFunction", "_invoke_lambda", run


# What moto does over and over: a client for each task takes longer than the task, and so does reading the workflow


def shortcuts() -> Iterable[Replacement]:
    yield f"{_ASL}.utils.boto_client", "boto3", SimpleNamespace(client=_client)
    parser = f"{_ASL}.parse.asl_parser.AmazonStateLanguageParser"
    yield parser, "parse", staticmethod(_parse)
    yield "moto.dynamodb.models.DynamoDBBackend", "transact_write_items", _transact
    yield "moto.dynamodb.models.table.Table", "all_items", _all_items
    yield "moto.dynamodb.models.table.Table", "query", _query
    yield "moto.core.serialize.BaseJSONSerializer", "_serialize_type_structure", _serialize_structure


def _client(*, service_name: str, region_name: str, **_options: Any) -> Any:
    return client(service_name, region_name)


_read = cache(AmazonStateLanguageParser.parse)


def _parse(definition: str) -> tuple[Any, Any]:
    """Each execution has a copy of its own, as if it had been read anew."""
    program, tree = _read(definition)
    return copy.deepcopy(program), tree


def _all_items(table: Table) -> list[Item]:
    """Moto puts a whole table in order for each look at an index, and casts both keys for each comparison: half of the
    time of an event of two hundred went there. Our keys are texts, and are compared as they are."""
    if not _part(table, "range_key_attr"):
        single: Iterable[Any] = table.items.values()
        return sorted(single, key=lambda item: str(item.hash_key.value))
    items = [item for of_one in table.items.values() for item in of_one.values()]
    return sorted(items, key=lambda item: (item.hash_key.value, item.range_key.value))


_moto_queries = Table.query
_query_says = signature(_moto_queries)


def _query(table: Table, *arguments: Any, **options: Any) -> Any:
    """Moto puts what it finds in order, and so the table that it looks through need not be; and without an index it
    need look through one partition only."""
    asked = _query_says.bind(table, *arguments, **options).arguments
    if not _part(table, "range_key_attr"):
        return _moto_queries(table, *arguments, **options)
    partitions = table.items.values() if asked.get("index_name") else [table.items.get(asked["hash_key"], {})]
    narrowed = copy.copy(table)  # one of its own for each query: functions ask several at a time
    vars(narrowed)["all_items"] = lambda: [item for partition in partitions for item in partition.values()]
    return _moto_queries(narrowed, *arguments, **options)


_moto_serializes = BaseJSONSerializer._serialize_type_structure


def _serialize_structure(serializer: BaseJSONSerializer, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """Moto looks for each part that there could be, under five names: most of the time of a reading went there, for a
    value of DynamoDB is of one kind of ten. Where every part is called as it will be, those that are there are all."""
    if not key or not isinstance(value, dict) or not value.keys() <= shape.members.keys():
        _moto_serializes(serializer, serialized, value, shape, key)
        return
    wrapper: dict[str, Any] = {}
    for name, part in value.items():
        if part is not None:
            _part(serializer, "_serialize")(wrapper, part, shape.members[name], name)
    _part(serializer, "_default_serialize")(serialized, wrapper, shape, key)


_moto_transacts = DynamoDBBackend.transact_write_items


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """Moto copies each table and all that its stream ever held, in case it must take the writes back: that takes a
    second where a table has ten thousand items. Here whatever the transaction does not touch is kept as it is."""
    operations = [operation for item in transact_items for operation in item.values()]

    def keep(thing: Any) -> Any:
        if not isinstance(thing, Table):
            return copy.deepcopy(thing)
        return _snapshot(thing, [each for each in operations if each.get("TableName") == thing.name])

    _part(dynamodb_models, "copy")
    with mock.patch.object(dynamodb_models, "copy", SimpleNamespace(deepcopy=keep)):
        _moto_transacts(backend, transact_items)


def _snapshot(table: Table, operations: list[dict[str, Any]]) -> Table:
    kept = copy.copy(table)
    kept.items = copy.copy(table.items)
    for values in (operation.get("Key") or operation.get("Item") or {} for operation in operations):
        hash_key = DynamoType(values[table.hash_key_attr])
        if hash_key in table.items:  # updates change an item in its place
            kept.items[hash_key] = copy.deepcopy(table.items[hash_key])
    if shard := _part(table, "stream_shard"):
        kept.stream_shard = copy.copy(shard)
        kept.stream_shard.items = list(_part(shard, "items"))
        kept.stream_shard.table = kept
    return kept


# What moto lacks: SES's suppression list

_REMOVE = "delete_suppressed_destination"


def suppressed(region: str) -> set[str]:
    """The addresses on the account's suppression list; what a test puts there bounced before."""
    held: set[str] = vars(sesv2_backends[ACCOUNT][region]).setdefault("suppressed", set())
    return held


def _remove_suppressed(response: SESV2Response) -> str:
    address, listed = unquote(response.path.rpartition("/")[2]), suppressed(response.region)
    if address not in listed:
        raise NotFoundException("it is not on the list")
    listed.remove(address)
    return json.dumps({})


@cache
def client(service: str, region: str) -> Any:
    """Made once a session. No retries: nothing that moto refuses is taken the second time."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name=region,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )


# What moto knows and no API tells


def stream_records(table: str, region: str, position: int = 0) -> list[dict[str, Any]]:
    """What the table's stream has held since `position` (0 is its beginning), oldest first, nearly in the shape that
    Lambda is given: region, ARN of the stream and moment are the pump's to fill in.

    There is no API for "wait until the stream is empty", and the API's iterators do not outlive a failed transaction.
    """
    shard = _part(dynamodb_backends[ACCOUNT][region].tables[table], "stream_shard")
    return [] if shard is None else [record.to_json() for record in _part(shard, "items")[position:]]


def one_time_schedules(region: str) -> list[tuple[dt.datetime, Schedule]]:
    """Schedules that are enabled, with their moments, earliest first. Raises ValueError for what AWS would refuse."""
    once = [schedule for schedule in _schedules(region) if schedule not in recurring_schedules(region)]
    return sorted(((_moment(schedule), schedule) for schedule in once), key=lambda pair: pair[0])


def recurring_schedules(region: str) -> list[Schedule]:
    """Schedules at a rate, such as `rate(1 day)`."""
    rate = re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)")
    return [schedule for schedule in _schedules(region) if rate.fullmatch(schedule.schedule_expression)]


def _schedules(region: str) -> list[Schedule]:
    groups = _part(scheduler_backends[ACCOUNT][region], "schedule_groups").values()
    return [schedule for group in groups for schedule in group.schedules.values() if schedule.state == "ENABLED"]


def _moment(schedule: Schedule) -> dt.datetime:
    expression = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", schedule.schedule_expression)
    if not expression:
        raise ValueError(f"schedule {schedule.name}: EventBridge Scheduler refuses {schedule.schedule_expression!r}")
    zone = ZoneInfo(schedule.schedule_expression_timezone)
    return dt.datetime.fromisoformat(expression[1]).replace(tzinfo=zone).astimezone(dt.UTC)


def any_visible(queue: str, region: str) -> bool:
    """Whether receiving from the queue would find something, or move something to the dead-letter queue."""
    messages = _part(sqs_backends[ACCOUNT][region].queues[queue], "_messages")
    return any(message.visible and not message.delayed for message in messages)


def next_visible(queue: str, region: str, now: dt.datetime) -> dt.datetime | None:
    """When the queue's next message that cannot be seen yet can be seen: delayed, or in somebody's hands."""
    messages = _part(sqs_backends[ACCOUNT][region].queues[queue], "_messages")
    hidden = [max(message.visible_at, message.delayed_until) for message in messages]
    later = [millis for millis in hidden if millis >= now.timestamp() * 1000]
    return dt.datetime.fromtimestamp((ceil(min(later)) + 1) / 1000, dt.UTC) if later else None


def queued(queue: str, region: str) -> list[tuple[str, str]]:
    """Id and body of every message in the queue, seen by nobody and hidden from nobody."""
    messages = _part(sqs_backends[ACCOUNT][region].queues[queue], "_messages")
    return [(message.id, message.body) for message in messages]


def sent_mails(region: str) -> list[EmailMessage]:
    """Mails that SES was given as a whole (`Raw`), in order. Each is read once."""
    return [_mail(sent) for sent in _part(ses_backends[ACCOUNT][region], "sent_messages")]


def _mail(sent: RawMessage) -> EmailMessage:
    if "read" not in vars(sent):
        vars(sent)["read"] = message_from_bytes(sent.raw_data.encode(), policy=policy.default)
    read: EmailMessage = vars(sent)["read"]
    return read


def _part(owner: object, name: str) -> Any:
    try:
        return getattr(owner, name)
    except AttributeError as error:
        raise MotoMovedError(f"moto's {type(owner).__name__} has no {name} any more") from error
