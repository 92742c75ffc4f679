"""The commands of the README, as a new user types them."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from local.child import ROOT
from local.ports import PortTakenError, ports_from

pytestmark = pytest.mark.ci


def make(*arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False)


def three_ports() -> int:
    """The first of three free ports in a row."""
    while True:
        first = random.randrange(20000, 30000)
        try:
            return ports_from(first).front
        except PortTakenError:
            continue


def _as_in_a_terminal() -> None:
    """A shell's background jobs ignore Ctrl-C, and so would what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def running() -> Iterator[list[str]]:
    """`make run`, up; gives the lines that it printed until then."""
    command = ["make", "run", f"PORT={three_ports()}"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_as_in_a_terminal
    ) as run:
        assert run.stdout is not None
        lines: list[str] = []
        for line in run.stdout:
            lines.append(line.rstrip("\n"))
            if "Ctrl-C ends everything" in line:
                break
        yield lines
        began = time.monotonic()
        os.killpg(run.pid, signal.SIGINT)
        run.communicate(timeout=30)
    assert time.monotonic() - began < 20


def test_make_run_prints_the_addresses_within_80_columns(running: list[str]) -> None:
    printed = "\n".join(running)
    for page in ("/e/solidarity-2026", "/e/ten-minutes", "/mailbox", "/secretariat/runs"):
        assert page in printed
    assert max(map(len, running)) <= 80


def test_make_event_and_make_roll_reach_the_running_stack(running: list[str]) -> None:
    event = make("event", "FILE=events/solidarity.yaml")
    assert (event.returncode, "solidarity-2026" in event.stdout) == (0, True), event.stderr
    roll = make("roll", "FILE=rolls/sample.csv")
    assert (roll.returncode, "unchanged" in roll.stdout) == (0, True), roll.stderr


def test_a_bad_event_file_is_refused_with_its_line(running: list[str]) -> None:
    refused = make("event", "FILE=rolls/sample.csv")
    assert refused.returncode != 0
    assert "rolls/sample.csv" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_make_demo_goes_the_whole_road() -> None:
    demo = make("demo")
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert max(map(len, demo.stdout.splitlines())) <= 80


def test_make_deploy_does_not_take_this_machine_for_aws() -> None:
    refused = make("deploy", "STAGE=local")
    assert refused.returncode != 0
    assert "make run" in refused.stdout + refused.stderr
