"""EventBridge Scheduler's schedules: one-time ones are fired at their own moments of the virtual clock.

What recurs is started by hand: a test that lives through weeks has no use for a run a day.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local.moto_delivery import Failure, Ledger, send
from local.moto_seams import client, one_time_schedules, recurring_schedules

log = logging.getLogger(__name__)


class PastScheduleError(ValueError):
    """A schedule was made for a moment that had passed: AWS would never fire it, moto takes it silently."""


@dataclass
class Schedules:
    region: str
    ledger: Ledger
    invoke: Callable[[str, Any], Any]
    now: Callable[[], datetime]
    _seen: set[str] = field(default_factory=set)
    _fired: set[str] = field(default_factory=set)

    def next_due(self) -> datetime | None:
        return min((moment for moment, _ in self._waiting()), default=None)

    def check(self) -> None:
        """Looks at schedules that were made or changed since the last look. Raises `PastScheduleError`."""
        for moment, schedule in self._waiting():
            key = _key(moment, schedule)
            if key not in self._seen and moment < self.now():
                raise PastScheduleError(f"schedule {schedule.name} was made for {moment}, and it is {self.now()}")
            self._seen.add(key)

    def fire(self) -> bool:
        """Starts the target of the first schedule whose moment has come; False when there is none."""
        due = [(moment, schedule) for moment, schedule in self._waiting() if moment <= self.now()]
        for moment, schedule in due[:1]:
            self._fired.add(_key(moment, schedule))
            self._start(moment, schedule)
            if schedule.action_after_completion == "DELETE":
                client("scheduler", self.region).delete_schedule(Name=schedule.name, GroupName=schedule.group_name)
        return bool(due)

    def start(self, name: str) -> None:
        """Starts what the recurring schedule with this name, or with a name that begins so, starts when it is due."""
        (schedule,) = [each for each in recurring_schedules(self.region) if each.name.startswith(name)]
        self._start(self.now(), schedule)

    def _waiting(self) -> list[tuple[datetime, Any]]:
        return [
            (moment, schedule)
            for moment, schedule in one_time_schedules(self.region)
            if _key(moment, schedule) not in self._fired
        ]

    def _start(self, moment: datetime, schedule: Any) -> None:
        target, text = schedule.target, schedule.target.get("Input", "{}")
        try:
            self._target(target["Arn"], f"{schedule.name}-{moment:%Y%m%dT%H%M}"[:80], text)
        except Exception as error:
            log.exception("schedule %s failed", schedule.name)
            why = f"{type(error).__name__}: {error}"
            self.ledger.given_up.append(Failure(f"schedule {schedule.name}", why, [{"input": text}]))
            if queue := target.get("DeadLetterConfig", {}).get("Arn"):
                send(queue, json.loads(text), self.region)

    def _target(self, arn: str, name: str, text: str) -> None:
        if ":states:" in arn:
            states = client("stepfunctions", self.region)
            states.start_execution(stateMachineArn=arn, name=name, input=text)
        elif ":lambda:" in arn:
            self.invoke(arn, json.loads(text))
        else:
            raise ValueError(f"the tests' cloud fires no schedule at {arn}")


def _key(moment: datetime, schedule: Any) -> str:
    """A schedule that was moved to another moment is another schedule."""
    return f"{schedule.group_name}/{schedule.name}@{moment.isoformat()}"
