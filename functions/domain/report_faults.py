"""What the report tells of failures: what came into repair and got out of it, and what was withdrawn."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from functions.domain.registration import Registration, Status
from functions.domain.report import Faults, Trouble, Withdrawal


class Entry(Protocol):
    """An entry of a registration's audit."""

    @property
    def was(self) -> str: ...

    @property
    def became(self) -> str: ...

    @property
    def note(self) -> str: ...


def faults(registrations: Iterable[Registration], stories: Iterable[Sequence[Entry]], unsent: int) -> Faults:
    """`stories` are the audits of registrations, each oldest first."""
    times, repaired = Counter[str](), Counter[str]()
    for story in stories:
        for place, entry in enumerate(story):
            if entry.became == Status.IN_REPAIR and entry.was != Status.IN_REPAIR:
                times[entry.note] += 1
                repaired[entry.note] += any(later.became == Status.CONFIRMED for later in story[place:])
    cancelled = Counter(
        registration.reason.value if registration.reason else ""
        for registration in registrations
        if registration.status is Status.CANCELLED
    )
    return Faults(
        tuple(Trouble(problem, count, repaired[problem]) for problem, count in sorted(times.items())),
        unsent,
        tuple(Withdrawal(reason, count) for reason, count in sorted(cancelled.items())),
    )
