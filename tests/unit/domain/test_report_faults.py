"""What failed is told by what was wrong, and with how much of it was put right."""

from dataclasses import dataclass

from functions.domain.registration import Reason, Status
from functions.domain.report import Faults, Trouble, Withdrawal
from functions.domain.report_faults import faults
from tests.samples import a_registration


@dataclass(frozen=True)
class Entry:
    was: str
    became: str
    note: str = ""


REPAIRED = [
    Entry("PROVISIONING", "IN_REPAIR", "MeetingMisconfiguredError"),
    Entry("IN_REPAIR", "IN_REPAIR", "edited title"),
    Entry("IN_REPAIR", "PROVISIONING", "resumed"),
    Entry("PROVISIONING", "CONFIRMED"),
]
LEFT = [Entry("PROVISIONING", "IN_REPAIR", "RegistrantRefusedError"), Entry("IN_REPAIR", "CANCELLED", "by-delegate")]


def test_failures_are_counted_by_what_was_wrong_with_how_many_got_a_link_after_all() -> None:
    twice = [*REPAIRED[:3], *REPAIRED]
    assert faults([], [REPAIRED, twice, LEFT, []], 2) == Faults(
        (Trouble("MeetingMisconfiguredError", 3, 3), Trouble("RegistrantRefusedError", 1, 0)), unsent=2
    )


def test_whoever_is_cancelled_is_counted_by_the_reason_and_whoever_came_back_is_not() -> None:
    registrations = [
        a_registration(status=Status.CANCELLED, reason=Reason.BY_DELEGATE),
        a_registration(status=Status.CANCELLED, reason=Reason.BY_DELEGATE),
        a_registration(status=Status.CANCELLED, reason=Reason.BY_ZOOM_HOST),
        a_registration(status=Status.CONFIRMED),
        a_registration(status=Status.DECLINED, reason=Reason.NOT_IN_AUDIENCE),
    ]
    assert faults(registrations, [], 0).withdrawals == (Withdrawal("by-delegate", 2), Withdrawal("by-zoom-host", 1))
