"""A run that waits until somebody moves its registration on: a decision, a free seat, a repair, a cancellation.

The run's task token is kept first and the status read afterwards; whoever changes the status saves that first, and the
table's stream looks for a token afterwards. Whichever comes second finds the other: no change is slept through.
"""

from typing import TYPE_CHECKING

from functions.domain.registration import Registration, Status

if TYPE_CHECKING:
    from functions.adapters.registrations import RegistrationTable
    from functions.adapters.runs import Runs
    from functions.adapters.waits import Waits


def await_change(
    reference: str,
    attempt: int,
    token: str,
    until_not: Status,
    *,
    registrations: "RegistrationTable",
    waits: "Waits",
    runs: "Runs",
) -> bool:
    """Lets the run that `token` stands for wait while its registration is `until_not`; says whether it has to."""
    waits.put(reference, attempt, token)
    registration = registrations.get(reference)
    if registration.status is until_not and registration.attempt == attempt:
        return True
    waits.drop(reference, attempt)  # an erasure may have been here between the two
    runs.succeed(token, {"status": _status_for(attempt, registration)})
    return False


def wake(reference: str, attempt: int, status: Status, *, waits: "Waits", runs: "Runs") -> bool:
    """Tells the run of this attempt, if it waits, where its registration stands now; says whether there was one."""
    token = waits.get(reference, attempt)
    if token is None:
        return False
    runs.succeed(token, {"status": status.value})
    return True


def _status_for(attempt: int, registration: Registration) -> str:
    """An attempt that another one has followed is over, whatever became of the other."""
    return (registration.status if registration.attempt == attempt else Status.CANCELLED).value
