"""Lambda functions run in this process: the function's own environment, its context, its error as Lambda reports it."""

import importlib
import json
import os
import threading
import time
import traceback
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

# What Lambda's own runtime would have in its environment, or Python needs; nothing else of this machine is seen.
_KEPT = ("PATH", "HOME", "LANG", "PYTHONPATH", "TMPDIR")
_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_SESSION_TOKEN": "testing"}


@dataclass(frozen=True)
class Function:
    name: str
    arn: str
    handler: str
    """`package.module.function`, as in the template."""
    region: str
    environment: Mapping[str, str]
    timeout: float = 3.0
    """Seconds."""
    memory: int = 128
    """MB."""


@dataclass
class LambdaContext:
    """The part of Lambda's context object that handlers and Powertools read."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    ends: float
    """Moment of `time.monotonic()` at which the invocation's time is up."""
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log_group_name: str = "local"
    log_stream_name: str = "local"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.ends - time.monotonic()) * 1000))


# One invocation at a time: moto's tables are not made for threads, and the environment is the whole process's.
_one_at_a_time = threading.RLock()


@contextmanager
def environment_of(function: Function) -> Iterator[None]:
    """`os.environ` is the function's own for as long as this lasts: a variable that it lacks is missing here too."""
    with _one_at_a_time:
        before = dict(os.environ)
        _become({**{name: before[name] for name in _KEPT if name in before}, **_variables(function)})
        try:
            yield
        finally:
            _become(before)


def invoke(function: Function, event: Any) -> Any:
    """What the handler answers to `event`, both through JSON as in Lambda. The handler's own errors escape."""
    with environment_of(function):
        module, _, name = function.handler.rpartition(".")
        handler = getattr(importlib.import_module(module), name)
        context = LambdaContext(function.name, function.arn, function.memory, ends=time.monotonic() + function.timeout)
        return json.loads(json.dumps(handler(json.loads(json.dumps(event)), context)))


def as_payload(error: Exception) -> str:
    """The JSON that Lambda answers for an error that escaped: workflows retry and catch by its `errorType`."""
    return json.dumps(
        {
            "errorType": type(error).__name__,
            "errorMessage": str(error),
            "stackTrace": traceback.format_tb(error.__traceback__),
        }
    )


def _variables(function: Function) -> dict[str, str]:
    return {
        **_CREDENTIALS,
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "_HANDLER": function.handler,
        **function.environment,
    }


def _become(variables: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(variables):
        del os.environ[name]
    os.environ.update(variables)
