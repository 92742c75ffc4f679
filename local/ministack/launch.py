"""Starts MiniStack with two things put right. Run by MiniStack's own Python, not by ours.

Errors: on AWS, Step Functions sees the class name of the exception that a function raised, `ConflictError`. MiniStack
1.5.33 reports `Runtime.HandlerError` for all of them, so a workflow could not retry one and catch another. The class
name is in the traceback that its worker writes; this puts it where AWS has it.

Load: each concurrent invocation is a process of its own here. Beyond a few of them MiniStack refuses, where AWS would
have room for a thousand; a laptop has neither the memory nor the processors. This lets them wait for their turn.
"""

import inspect
import runpy
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from threading import BoundedSemaphore, Lock
from typing import Any

MINISTACK = "1.5.33"
#: Processes of each function.
AT_ONCE = 2
_PARAMETERS = ["func", "event", "request_id"]
_UNNAMED = "Runtime.HandlerError"
_TRACEBACK = "Traceback (most recent call last):"

type Execute = Callable[[dict[str, Any], Any, str], dict[str, Any]]


class SeamMovedError(Exception):
    """MiniStack is not the version that this was made for; the message says what to look at."""


def error_name(log: str) -> str | None:
    """The class name of the exception that the last traceback in `log` ends with; None when there is none."""
    _, found, traceback = log.rpartition(_TRACEBACK)
    last = next((line for line in traceback.splitlines() if line and not line.startswith(" ")), "")
    return last.partition(":")[0].rpartition(".")[2] or None if found else None


def named(execute: Execute) -> Execute:
    """`execute`, whose failures carry the exception's class name as their type."""

    def execute_and_name(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        result = execute(func, event, request_id)
        body = result.get("body")
        if result.get("error") and isinstance(body, dict) and body.get("errorType") == _UNNAMED:
            body["errorType"] = error_name(result.get("log", "")) or _UNNAMED
        return result

    return execute_and_name


def queued(execute: Execute, at_once: int = AT_ONCE) -> Execute:
    """`execute`, for each function so many times at once, while others wait. No function of ours waits for another."""
    turns: defaultdict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(at_once))
    counting = Lock()

    def execute_in_turn(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        with counting:
            turn = turns[(func.get("config") or func).get("FunctionArn", "")]
        with turn:
            return execute(func, event, request_id)

    return execute_in_turn


def install() -> None:
    """Puts the seam in. Raises `SeamMovedError` when MiniStack's insides have moved."""
    from ministack.services import lambda_svc

    execute = getattr(lambda_svc, "_execute_function_warm", None)
    installed = version("ministack")
    if installed != MINISTACK or execute is None or list(inspect.signature(execute).parameters) != _PARAMETERS:
        raise SeamMovedError(
            f"MiniStack is {installed}, and local/ministack/launch.py was made for {MINISTACK}: see whether it still "
            "reports every exception of a function as Runtime.HandlerError and starts a process for each concurrent "
            "call, and whether lambda_svc._execute_function_warm is still the place to put that right. Without it, "
            "workflows on the laptop neither retry nor catch our errors, and a few delegates at once are refused."
        )
    lambda_svc._execute_function_warm = queued(named(execute))


if __name__ == "__main__":
    install()
    runpy.run_module("ministack", run_name="__main__")
