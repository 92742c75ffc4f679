"""A clock that stands still until it is told to move, and threads that take turns on it.

The workflow interpreter runs every execution in threads of its own. Here exactly one of them runs at a time, and only
while the test asks for it: a thread runs until it waits, and then hands its turn back. So two runs of a test do the
same things in the same order, and "quiet" is a fact (nobody is ready to run), not a guess after a sleep.
"""

import sys
import threading
import time
import traceback
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any


class StuckError(RuntimeError):
    """Something ran on and on in real time; the message holds its name and its stack."""


class _WorldEndedError(SystemExit):
    """Ends a waiting thread. Not an `Exception`, so that no `except Exception` of the interpreter keeps it alive."""


@dataclass(eq=False)
class _Turn:
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    deadline: datetime | None = None
    woken: bool = False


class VirtualClock:
    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._ready: deque[tuple[TurnThread, _Turn]] = deque()
        self._parked: dict[_Turn, TurnThread] = {}
        self._handed_back = threading.Semaphore(0)
        self._threads: list[TurnThread] = []
        self.ended = False
        self.crashes: list[Exception] = []
        """What escaped from a thread: always a defect of the interpreter or of a seam."""

    def now(self) -> datetime:
        return self._now

    def run_ready(self, until: float) -> None:
        """Gives everybody who is ready a turn, in order, until all wait or have ended.

        `until` is a moment of `time.monotonic()`: after it, `StuckError`.
        """
        while self._ready:
            thread, turn = self._ready.popleft()
            turn.go.release()
            if not self._handed_back.acquire(timeout=max(0.0, until - time.monotonic())):
                raise StuckError(f"{thread.name} has not come to rest:\n{thread.stack()}")
        if self.crashes:
            raise ExceptionGroup("the workflow interpreter crashed", [self.crashes.pop()])

    def next_wake(self) -> datetime | None:
        """The earliest moment at which somebody who waits would go on by themselves."""
        return min((turn.deadline for turn in self._parked if turn.deadline), default=None)

    def move_to(self, moment: datetime) -> None:
        """Moves to `moment` and readies those whose wait ends there. Never backwards."""
        if moment < self._now:
            raise ValueError(f"the clock stands at {self._now} and cannot go back to {moment}")
        self._now = moment.astimezone(UTC)
        over = [turn for turn in self._parked if turn.deadline and turn.deadline <= moment]
        for turn in sorted(over, key=lambda turn: turn.deadline or moment):
            self._ready.append((self._parked.pop(turn), turn))

    def end(self, patience: float = 5) -> None:
        """Ends every thread. Raises `StuckError` for one that does not end."""
        self.ended = True
        for turn in list(self._parked):
            self.wake(turn)
        self.run_ready(time.monotonic() + patience)
        for thread in self._threads:
            threading.Thread.join(thread, patience)
            if threading.Thread.is_alive(thread):
                raise StuckError(f"{thread.name} outlives the test:\n{thread.stack()}")

    def admit(self, thread: "TurnThread", turn: _Turn) -> None:
        self._threads.append(thread)
        self._ready.append((thread, turn))

    def park(self, turn: _Turn, seconds: float | None) -> bool:
        """Waits in the calling thread. True when it was woken, False when `seconds` went by on this clock."""
        thread = threading.current_thread()
        if not isinstance(thread, TurnThread):
            raise RuntimeError(f"only executions may wait on the virtual clock, not {thread.name}")
        turn.deadline = None if seconds is None else self._now + timedelta(seconds=max(0.0, seconds))
        self._parked[turn] = thread
        self.hand_back()
        turn.go.acquire()
        if self.ended:
            raise _WorldEndedError
        return turn.woken

    def wake(self, turn: _Turn) -> None:
        if turn in self._parked:
            turn.woken = True
            self._ready.append((self._parked.pop(turn), turn))

    def hand_back(self) -> None:
        self._handed_back.release()


class TurnEvent:
    """`threading.Event` whose waits are measured on the virtual clock."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._set = False
        self._waiting: list[_Turn] = []

    def is_set(self) -> bool:
        return self._set

    def set(self) -> None:
        self._set = True
        for turn in self._waiting:
            self._clock.wake(turn)
        self._waiting.clear()

    def clear(self) -> None:
        self._set = False

    def wait(self, timeout: float | None = None) -> bool:
        if self._clock.ended:
            raise _WorldEndedError
        if self._set:
            return True
        turn = _Turn()
        self._waiting.append(turn)
        return self._clock.park(turn, timeout)


class TurnThread(threading.Thread):
    """`threading.Thread` that runs only when the clock gives it a turn."""

    def __init__(self, clock: VirtualClock, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "daemon": True})
        self._clock = clock
        self._turn = _Turn()
        self._over = TurnEvent(clock)

    def start(self) -> None:
        super().start()
        self._clock.admit(self, self._turn)

    def run(self) -> None:
        self._turn.go.acquire()
        try:
            if not self._clock.ended:
                super().run()
        except _WorldEndedError:
            pass
        except Exception as error:
            self._clock.crashes.append(error)
        finally:
            self._over.set()
            self._clock.hand_back()

    def join(self, timeout: float | None = None) -> None:
        self._over.wait(timeout)

    def is_alive(self) -> bool:
        return not self._over.is_set()

    def stack(self) -> str:
        frame = sys._current_frames().get(self.ident or 0)
        return "".join(traceback.format_stack(frame)[-12:]) if frame else "(it has just ended)"
