"""The whole application in moto, in this process, on a virtual clock: what the integration tests live in.

    with Cloud(template) as cloud:
        cloud.call("Api", request)
        cloud.settle()                  # streams, executions and queues, until nothing is left to do now
        cloud.advance(timedelta(days=7))  # every Wait, retry, timeout, hidden message and schedule at its own moment
        cloud.mails()

Nothing moves on its own: neither time nor any execution, stream or queue, except within `settle`, `advance` and
`redeliver`.
"""

import re
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, Self
from unittest import mock

from boto3.dynamodb.types import TypeDeserializer

from functions.adapters import clock as application_clock
from local import in_process_lambda
from local.in_process_lambda import Function
from local.moto_delivery import Failure, Ledger, Source, sources
from local.moto_resources import World
from local.moto_runs import Run, history, runs
from local.moto_schedules import Schedules
from local.moto_seams import aws, client, queued, seams, sent_mails, suppressed
from local.moto_template import Stack
from local.virtual_clock import StuckError, VirtualClock

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
REGION = "eu-central-1"
PATIENCE = 30.0
"""Seconds of real time after which a cloud that has not come to rest is called stuck."""


class UnsettledError(AssertionError):
    """The test ended and something had gone wrong that it did not ask about; the message lists what."""


class Cloud:
    """`cold_start` is called at the start and whenever another function runs than the one before: what a function
    keeps in its process, the next one must not find."""

    def __init__(
        self,
        template: Mapping[str, Any],
        *,
        start: datetime = START,
        cold_start: Callable[[], None] = lambda: None,
    ) -> None:
        self.clock = VirtualClock(start)
        self.ledger = Ledger()
        self._template = template
        self._cold_start = cold_start
        self._warm = ""
        self._ended: dict[str, Run] = {}
        self._world = World(REGION)
        self._open = ExitStack()
        self.outside: list[Callable[[], bool]] = []
        """What else brings something to the application, such as another's webhooks: each delivers one thing, and says
        whether there was one."""
        self.patience = PATIENCE
        """Seconds of real time that coming to rest may take each time."""
        self.stutters = False
        """Whether each step of a run is done twice, as when the answer to the first time was lost."""

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            opening.enter_context(aws())
            opening.enter_context(seams(self.clock, self._step))
            opening.enter_context(mock.patch.object(application_clock, "now", self.clock.now))
            opening.callback(self.clock.end)
            stack = Stack(self._template, self._world)
            stack.build()
            self.outputs: dict[str, Any] = stack.outputs
            self._sources = sources(self._world, self.ledger, self._invoke, self.clock.now)
            self._schedules = Schedules(REGION, self.ledger, self._invoke, self.clock.now)
            self._cold_start()
            self._open = opening.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._open.close()
        self._cold_start()
        if kind is None and self.ledger.given_up:
            raise UnsettledError(f"given up and not asked about (cloud.take_failures()): {self.ledger.given_up}")

    # Time

    def settle(self) -> None:
        """Runs everything that can run now. Quiet are: executions that wait for a token, a retry or a time; messages
        that are delayed or hidden. Raises `StuckError` when `patience` is at its end before that."""
        until = time.monotonic() + self.patience
        busy: object = "an execution"
        while busy:
            self.clock.run_ready(until)
            self._schedules.check()
            busy = (
                next((source for source in self._sources if source.deliver()), None)
                or self._schedules.fire()
                or next((deliver for deliver in self.outside if deliver()), None)
            )
            if time.monotonic() > until:
                raise StuckError(f"still busy after {self.patience} s, last with {type(busy).__name__}")
        self.clock.run_ready(until)

    def advance(self, delta: timedelta) -> None:
        self.advance_to(self.clock.now() + delta)

    def advance_to(self, moment: datetime) -> None:
        """Moves the clock to `moment`, stopping at everything that is due on the way until it has settled."""
        self.settle()
        while (due := self._next_due()) is not None and due <= moment:
            self.clock.move_to(max(due, self.clock.now()))
            self.settle()
        self.clock.move_to(moment)
        self.settle()

    def _next_due(self) -> datetime | None:
        moments = [self.clock.next_wake(), self._schedules.next_due(), *(source.next_due() for source in self._sources)]
        return min((moment for moment in moments if moment), default=None)

    def redeliver(self, function: str | None = None) -> None:
        """Delivers a second time whatever streams and queues have delivered since the last call of this, to every
        function or to the one with this construct id, and settles. What then fails counts as given up."""
        self.repeat(function)
        self.settle()

    # In the middle of a function, as other instances would: nothing settles, no run goes on

    def repeat(self, function: str | None = None) -> None:
        """Delivers again as `redeliver` does."""
        for source in self._sources_of(function):
            source.repeat()
        self._cold_start()

    def deliver(self, function: str) -> None:
        """Brings what waits in streams and queues to this one function."""
        for source in self._sources_of(function):
            while source.deliver():
                pass
        self._cold_start()

    def _sources_of(self, function: str | None) -> list[Source]:
        chosen = None if function is None else self.function(function).arn
        return [source for source in self._sources if chosen in (None, source.poller.mapping.function)]

    def start_schedule(self, name: str) -> None:
        """Starts what the recurring schedule with this construct id starts at its rate, and settles: nothing that
        recurs comes by itself here."""
        self._schedules.start(name)
        self.settle()

    # Functions

    def function(self, construct_id: str) -> Function:
        return self._world.functions[
            self._find(construct_id, {f.name: arn for arn, f in self._world.functions.items()})
        ]

    def function_env(self, construct_id: str) -> dict[str, str]:
        return dict(self.function(construct_id).environment)

    def call(self, construct_id: str, event: Any) -> Any:
        """The function's answer, for example to an HTTP request; its errors escape."""
        return self._invoke(self.function(construct_id).arn, event)

    def lambda_handler(self, construct_id: str) -> Callable[[Any], Any]:
        return lambda event: self.call(construct_id, event)

    def _step(self, arn: str, event: Any) -> Any:
        if self.stutters:
            self._invoke(arn, event)
        return self._invoke(arn, event)

    def _invoke(self, arn: str, event: Any) -> Any:
        if self._warm != arn:
            self._cold_start()
            self._warm = arn
        return in_process_lambda.invoke(self._world.functions[arn], event)

    # What there is to see

    def executions(self) -> list[Run]:
        """All runs of all workflows, oldest first."""
        return runs(REGION, self._ended)

    def execution(self, name: str) -> Run:
        (found,) = [run for run in self.executions() if run.name == name]
        return found

    def history(self, name: str) -> list[dict[str, Any]]:
        """The events of the run of this name, as Step Functions tells them."""
        return history(name, REGION)

    def mails(self) -> list[EmailMessage]:
        """Every mail that SES took, in order."""
        return sent_mails(REGION)

    def suppressed(self) -> set[str]:
        """The addresses on SES's suppression list; what is put in there has bounced."""
        return suppressed(REGION)

    def items(self, table: str) -> list[dict[str, Any]]:
        """Every item of the table with this construct id, in Python's types."""
        dynamodb, plain = client("dynamodb", REGION), TypeDeserializer()
        pages = dynamodb.get_paginator("scan").paginate(TableName=self.table(table))
        return [
            {key: plain.deserialize(value) for key, value in item.items()} for page in pages for item in page["Items"]
        ]

    def table(self, construct_id: str) -> str:
        """The name of the table with this construct id."""
        names = client("dynamodb", REGION).list_tables()["TableNames"]
        return self._find(construct_id, {name: name for name in names})

    def messages(self, queue: str) -> list[str]:
        """Bodies of the messages in the queue with this construct id, hidden ones included; none is received."""
        urls = client("sqs", REGION).list_queues().get("QueueUrls", [])
        names = {url.rpartition("/")[2]: url.rpartition("/")[2] for url in urls}
        return [body for _, body in queued(self._find(queue, names), REGION)]

    def take_failures(self) -> list[Failure]:
        """What was given up since the last call. A test that does not ask fails at its end if there was anything."""
        taken, self.ledger.given_up = self.ledger.given_up, []
        return taken

    @staticmethod
    def _find(construct_id: str, names: Mapping[str, str]) -> str:
        """CDK's logical ids are the construct's path, often what it is, and eight hexadecimal digits."""
        if construct_id in names:
            return names[construct_id]
        ending = re.compile(f"{re.escape(construct_id)}(Function|Table|Queue)?([0-9A-F]{{8}})?$")
        found = [value for name, value in names.items() if ending.search(name)]
        if len(found) != 1:
            raise LookupError(f"{construct_id} is not one of {sorted(names)}")
        return found[0]
