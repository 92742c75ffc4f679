"""Starts MiniStack, with errors named as AWS names them. Run by MiniStack's own Python, not by ours.

On AWS, Step Functions sees the class name of the exception that a function raised: `ConflictError`. MiniStack 1.5.33
reports `Runtime.HandlerError` for all of them, so a workflow could not retry one and catch another. The class name is
in the traceback that its worker writes; this puts it where AWS has it.
"""

import inspect
import runpy
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

MINISTACK = "1.5.33"
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


def install() -> None:
    """Puts the seam in. Raises `SeamMovedError` when MiniStack's insides have moved."""
    from ministack.services import lambda_svc

    execute = getattr(lambda_svc, "_execute_function_warm", None)
    installed = version("ministack")
    if installed != MINISTACK or execute is None or list(inspect.signature(execute).parameters) != _PARAMETERS:
        raise SeamMovedError(
            f"MiniStack is {installed}, and local/ministack/launch.py was made for {MINISTACK}: see whether it still "
            "reports every exception of a function as Runtime.HandlerError, and whether lambda_svc."
            "_execute_function_warm is still the place to put the name right. Without that, workflows on the laptop "
            "neither retry nor catch our errors."
        )
    lambda_svc._execute_function_warm = named(execute)


if __name__ == "__main__":
    install()
    runpy.run_module("ministack", run_name="__main__")
