"""No program outlives what started it, and one that fails says why."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from local.child import ROOT, Child, ChildFailedError

# A program with a child of its own, as MiniStack has.
_WITH_CHILD = "import subprocess, time; print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
_STARTS_ONE = """
import os, time
from pathlib import Path
from local.child import Child
child = Child("it", ["sleep", "600"], os.environ, Path({log!r}))
print(child.pid, flush=True)
time.sleep(600)
"""


def gone(pid: int, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_stopping_a_program_stops_what_it_started(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = Child("it", [sys.executable, "-c", _WITH_CHILD], os.environ, log)
    child.await_ready(lambda: bool(log.read_text()), 10)
    child.stop()
    child.stop()
    assert gone(child.pid)
    assert gone(int(log.read_text()))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_program_ends_with_its_starter_however_that_ended(tmp_path: Path, how: signal.Signals) -> None:
    code = _STARTS_ONE.format(log=str(tmp_path / "log"))
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        pid = int(starter.stdout.readline())
        # The leash is on once the program itself runs in its place.
        while psutil.Process(pid).name() != "sleep":
            time.sleep(0.02)
        starter.send_signal(how)
    assert gone(pid)


def test_a_program_that_fails_shows_the_end_of_its_log(tmp_path: Path) -> None:
    child = Child("the deployment", ["sh", "-c", "echo no space left; exit 3"], os.environ, tmp_path / "log")
    with pytest.raises(ChildFailedError, match=r"the deployment failed\.\n  no space left\nThe whole log is"):
        child.await_end(10)
    child.stop()


def test_a_program_that_does_not_come_up_is_not_waited_for(tmp_path: Path) -> None:
    child = Child("MiniStack", ["sh", "-c", "exit 1"], os.environ, tmp_path / "log")
    with pytest.raises(ChildFailedError, match="MiniStack ended before it was ready"):
        child.await_ready(lambda: False, 10)
    child.stop()
