"""Programs that the laptop's stack starts: each in a group of its own, logged to a file, and gone with us."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_GRACE_SECONDS = 5.0


class ChildFailedError(Exception):
    """A program ended with an error, or did not come up; the message says which, and where its log is."""


class Child:
    """One running program. Its process group holds whatever it starts itself."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "local.leash", str(os.getpid()), *command],
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def await_ready(self, ready: Callable[[], bool], seconds: float) -> None:
        """Returns once `ready()`. Raises `ChildFailedError` when the program ends before, or takes longer."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self._process.poll() is not None:
                raise ChildFailedError(f"{self.name} ended before it was ready.\n{self.tail()}")
            if time.monotonic() > deadline:
                raise ChildFailedError(f"{self.name} was not ready after {seconds:.0f} seconds.\n{self.tail()}")
            time.sleep(0.1)

    def await_end(self, seconds: float) -> None:
        """Returns once the program has ended well. Raises `ChildFailedError` when it does not."""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise ChildFailedError(f"{self.name} took longer than {seconds:.0f} seconds.\n{self.tail()}") from None
        if code:
            raise ChildFailedError(f"{self.name} failed.\n{self.tail()}")

    def tail(self, lines: int = 25) -> str:
        """The end of the log, with the place of the whole."""
        end = self.log.read_text("utf-8", "replace").splitlines()[-lines:]
        return "\n".join([*(f"  {line}" for line in end), f"The whole log is {self.log}"])

    def stop(self) -> None:
        """Ends the program and all that it started, within seconds. Stopping twice does no harm."""
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            # What the program started may outlive it: the group is ended whole.
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return
