"""MiniStack names a function's errors as AWS does, so that workflows retry and catch them by name."""

import json
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

import pytest

from local.child import ROOT
from local.ministack.launch import MINISTACK, error_name, named, queued

PYTHON = ROOT / ".local" / "ministack" / "bin" / "python"
# A real worker of MiniStack runs a real function that fails with an error of a package of its own.
RAISE_FOR_REAL = """
import io, json, zipfile
from launch import install
install()
from ministack.services import lambda_svc
asset = io.BytesIO()
with zipfile.ZipFile(asset, "w") as archive:
    archive.writestr("broken.py", "class ConflictError(Exception): pass\\n"
                     "def handler(event, context):\\n    raise ConflictError('line one\\\\nLine: two')")
config = {"FunctionName": "Broken", "FunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:Broken",
          "Runtime": "python3.13", "Handler": "broken.handler", "Timeout": 10}
answer = lambda_svc._execute_function_warm({"config": config, "code_zip": asset.getvalue()}, {}, "request")
print(json.dumps(answer["body"]))
"""


def test_the_pinned_ministack_is_the_one_that_the_seam_was_made_for() -> None:
    pinned = (ROOT / "local/ministack/requirements.in").read_text().strip()
    assert pinned == f"ministack=={MINISTACK}", (
        f"{pinned} is pinned, but local/ministack/launch.py names errors inside MiniStack {MINISTACK}. If the new one "
        "still reports Runtime.HandlerError for every exception, move the seam's version; if it names them, drop it."
    )


def test_a_functions_exception_reaches_the_workflow_under_its_class_name() -> None:
    ended = subprocess.run(
        [PYTHON, "-c", RAISE_FOR_REAL], cwd=ROOT / "local/ministack", capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout.splitlines()[-1])["errorType"] == "ConflictError"


@pytest.mark.parametrize(
    ("last_line", "name"),
    [
        ("functions.domain.errors.ZoomRateLimitedError: come back in 2 s", "ZoomRateLimitedError"),
        ("KeyError: 'reference'", "KeyError"),
        ("AssertionError", "AssertionError"),
        ("ValueError: first line\nOther: this is still the message", "ValueError"),
    ],
)
def test_the_name_is_the_last_exceptions_own(last_line: str, name: str) -> None:
    frames = '  File "x.py", line 1, in handler\n    raise it'
    earlier = f"Traceback (most recent call last):\n{frames}\nConnectionError: earlier\n\nDuring handling:\n\n"
    assert error_name(f"a log line\n{earlier}Traceback (most recent call last):\n{frames}\n{last_line}\n") == name


def test_a_worker_that_died_keeps_ministacks_own_name_for_it() -> None:
    died = {"error": True, "body": {"errorType": "Runtime.HandlerError"}, "log": "Worker process died"}
    assert named(lambda *_: died)({}, {}, "request")["body"]["errorType"] == "Runtime.HandlerError"


def test_of_many_calls_two_run_at_once_and_none_is_refused() -> None:
    running, most = [0], [0]
    counting = Lock()

    def execute(*_: object) -> dict[str, Any]:
        with counting:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with counting:
            running[0] -= 1
        return {"body": "done"}

    in_turn = queued(execute, at_once=2)
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda number: in_turn({"FunctionArn": "api"}, {}, str(number)), range(10)))
    assert [answer["body"] for answer in answers] == ["done"] * 10
    assert most[0] == 2


def test_a_busy_function_keeps_no_other_waiting() -> None:
    begun, over = Event(), Event()

    def execute(func: dict[str, Any], *_: object) -> dict[str, Any]:
        if func["FunctionArn"] == "busy":
            begun.set()
            over.wait(10)
        return {}

    in_turn = queued(execute, at_once=1)
    with ThreadPoolExecutor(1) as client:
        client.submit(in_turn, {"FunctionArn": "busy"}, {}, "1")
        assert begun.wait(10)
        assert in_turn({"FunctionArn": "other"}, {}, "2") == {}
        over.set()


def test_the_lock_pins_the_same_version() -> None:
    lock = (ROOT / "local/ministack/requirements.lock").read_text()
    assert re.search(rf"^ministack=={re.escape(MINISTACK)}\b", lock, re.MULTILINE)
