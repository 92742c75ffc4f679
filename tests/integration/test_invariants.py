"""Whatever delegates, officers, organisers, Zoom and the clock do, in whatever order: the invariants hold."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from functions.adapters.registrations import RegistrationTable
from functions.cancelling import cancel
from functions.deciding import decide
from functions.domain.errors import AlreadyDecidedError, ConflictError, TransitionError
from functions.domain.registration import Reason, Registration, Status
from functions.domain.submission import Submission
from functions.editing import edit
from functions.erasing import By, begin_erasure
from local.zoom.registrants import move
from operations.event_run import RunError
from tests.integration.invariants import broken_after_an_erasure, broken_at_any_time, broken_at_rest, cases
from tests.integration.meanwhile import lose_answer, throttle
from tests.integration.office import Office

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
CAPACITY = 3
#: Address and organisation: members, a public mailbox, an address of elsewhere, a suspended body, three observers.
PEOPLE = {
    "anna@parliament.aruvia.example": "parliament-aruvia",
    "bea@parliament.aruvia.example": "parliament-aruvia",
    "carlos@congreso.calderra.example": "parliament-calderra",
    "dora@seimas.lindovar.example": "parliament-lindovar",
    "emil@gmail.com": "parliament-belandie",
    "fatou@nowhere.example": "parliament-merovie",
    "goran@assembly.drakova.example": "parliament-drakova",
    "hana@legislators.example": "observer-legislators",
    "igor@legislators.example": "observer-legislators",
    "jo@legislators.example": "observer-legislators",
}
HOUR = timedelta(hours=1)
PAUSES = [timedelta(seconds=1), timedelta(minutes=3), timedelta(hours=5), timedelta(days=2), timedelta(days=9)]

people = st.sampled_from(sorted(PEOPLE))
pick = st.integers(0, 30)


class Life(RuleBasedStateMachine):
    """Everything that can happen to an event of three seats. Whether things settle in between is left to chance."""

    template: Mapping[str, Any]
    _untold = False
    """Whether the event was changed, and whoever did so has not come to tell of it."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office(self.template, START, capacity=CAPACITY).__enter__()
        self.table = RegistrationTable(self.office.client("dynamodb"), self.office.cloud.outputs["RegistrationsTable"])

    def teardown(self) -> None:
        self.office.zoom.faults.clear()
        self.office.cloud.take_failures()
        self.office.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        return self.office.cloud.clock.now()

    def one(self, number: int, *statuses: Status) -> str | None:
        """The reference of one of those that have such a status."""
        found = sorted(case.reference for case in cases(self.office) if not statuses or case.status in statuses)
        return found[number % len(found)] if found else None

    # Delegates

    @precondition(lambda self: self.now < self.office.event.closes and not self.office.event.cancelled)
    @rule(email=people, upper=st.booleans(), settled=st.booleans())
    def submits(self, email: str, upper: bool, settled: bool) -> None:
        role = "representative" if "observer" in PEOPLE[email] else "member"
        self.office.submit(email=email.upper() if upper else email, organisation=PEOPLE[email], role=role)
        self._settle(settled)

    @precondition(lambda self: self.now + HOUR < self.office.event.closes and not self.office.event.cancelled)
    @rule(email=people)
    def leaves_while_zoom_still_dawdles(self, email: str) -> None:
        """The add arrives at Zoom long after everybody has stopped waiting for it. Nobody else asks Zoom meanwhile."""
        self.everything_comes_to_rest()
        self.office.fault("late", on="add", times=1, seconds=100)
        self.submits(email=email, upper=False, settled=True)
        self.office.zoom.faults.clear()
        for case in cases(self.office):
            if case.email == email and case.status is Status.PROVISIONING:
                self._cancel(case.reference, Reason.BY_DELEGATE)
        self.office.cloud.advance(timedelta(minutes=2))

    @rule(number=pick, by=st.sampled_from([Reason.BY_DELEGATE, Reason.BY_SECRETARIAT]), settled=st.booleans())
    def cancels(self, number: int, by: Reason, settled: bool) -> None:
        if reference := self.one(number):
            self._cancel(reference, by)
            self._settle(settled)

    @precondition(lambda self: self.now < self.office.event.closes and not self.office.event.cancelled)
    @rule(number=pick, email=people, settled=st.booleans())
    def edits(self, number: int, email: str, settled: bool) -> None:
        self._edit(number, given_names="Zoë", email=email)
        self._settle(settled)

    @rule(number=pick, by=st.sampled_from([By.DELEGATE, By.SECRETARIAT]), settled=st.booleans())
    def is_erased(self, number: int, by: By, settled: bool) -> None:
        if number % 3 == 0 and (reference := self.one(number)):
            self._try(lambda: begin_erasure(reference, by, registrations=self.table, now=self.now))
            self._settle(settled)

    # People who decide

    @rule(number=pick, approves=st.booleans(), actor=st.sampled_from(["secretariat", "focal-point"]))
    def decides(self, number: int, approves: bool, actor: str) -> None:
        """About whatever stands in review; now and then about what does not, or does so no more."""
        if reference := self.one(number, Status.IN_REVIEW) or self.one(number):
            self._decide(reference, approves, actor)

    # In the middle of something else

    @rule(
        call=st.sampled_from(["TransactWriteItems", "PutItem", "UpdateItem", "SendMessageBatch", "POST registrants"]),
        after=st.booleans(),
        act=st.sampled_from(["cancels", "edits", "decides", "moves", "redelivers"]),
        number=pick,
    )
    def something_falls_in_between(self, call: str, after: bool, act: str, number: int) -> None:
        """At the next such call of the application, whenever that may be."""
        acts: dict[str, Callable[[], object]] = {
            "cancels": lambda: self.cancels(number=number, by=Reason.BY_DELEGATE, settled=False),
            "edits": lambda: self._edit(number, title="Dr"),
            "decides": lambda: self.decides(number=number, approves=True, actor="secretariat"),
            "moves": self._move_at_once,
            "redelivers": self.office.cloud.repeat,
        }
        plan = self.office.meanwhile.after if after else self.office.meanwhile.before
        plan(call, acts[act])

    @rule(act=st.sampled_from([lose_answer, throttle]))
    def ses_stumbles(self, act: Callable[[], None]) -> None:
        plan = self.office.meanwhile.after if act is lose_answer else self.office.meanwhile.before
        plan("SendEmail", act)

    @rule(twice=st.booleans())
    def steps_are_done_twice(self, twice: bool) -> None:
        self.office.cloud.stutters = twice

    def _move_at_once(self) -> None:
        if not self.office.event.cancelled and self.now + HOUR < self.office.event.closes:
            self.office.change_at_once(starts=self.office.starts + timedelta(days=1))
            self._untold = True

    @precondition(lambda self: not self.office.event.cancelled)
    @rule(days=st.sampled_from([-3, -1, 1, 4]))
    def postpones(self, days: int) -> None:
        if self.now + timedelta(days=8 + abs(days)) < self.office.event.closes:
            self._publish(lambda: self.office.move(timedelta(days=days)))

    @precondition(lambda self: not self.office.event.cancelled)
    @rule(chance=st.integers(0, 5))
    def calls_the_event_off(self, chance: int) -> None:
        if chance == 0:
            self._publish(self.office.call_off)

    # Zoom, queues, clock

    @rule(
        mode=st.sampled_from(["reply-lost", "slow", "5xx", "429-second", "late", "meeting-gone", "full"]),
        on=st.sampled_from(["add", "batch", "list", "status"]),
    )
    def zoom_stumbles(self, mode: str, on: str) -> None:
        if mode not in ("late", "full") or on in ("add", "batch"):
            self.office.fault(mode, on=on, times=1, seconds=20)

    @rule(number=pick)
    def the_host_removes_somebody(self, number: int) -> None:
        active = [registrant for registrant in self.office.registrants() if registrant.status == "approved"]
        if active:
            chosen = active[number % len(active)]
            move(self.office.zoom, self.office.meeting, chosen, "cancelled")

    @rule()
    def everything_is_delivered_again(self) -> None:
        self.office.cloud.redeliver()

    @rule(pause=st.sampled_from(PAUSES))
    def time_passes(self, pause: timedelta) -> None:
        self.office.cloud.advance(pause)

    @rule()
    def somebody_resumes_what_stands_in_repair(self) -> None:
        self.office.zoom.faults.clear()
        self.office.resume()

    # What must hold

    @invariant()
    def nothing_is_broken(self) -> None:
        assert list(broken_at_any_time(self.office, CAPACITY)) == []

    @rule()
    def everything_comes_to_rest(self) -> None:
        """With Zoom well for longer than any request of before could still be under way."""
        self.office.zoom.faults.clear()
        self.office.meanwhile.forget()
        if self._untold:
            self.office.publish_again()
            self._untold = False
        self.office.cloud.advance(timedelta(minutes=40))
        assert list(broken_at_rest(self.office)) == []
        assert list(broken_after_an_erasure(self.office)) == []

    def _cancel(self, reference: str, by: Reason) -> None:
        self._try(lambda: cancel(reference, by, actor="delegate", registrations=self.table, now=self.now))

    def _edit(self, number: int, **changes: str) -> None:
        if reference := self.one(number):
            held = self.table.get(reference)
            changed = Submission.model_construct(**{**_details(held), **changes})
            self._try(lambda: edit(held, changed, self.office.event, registrations=self.table, now=self.now))

    def _publish(self, act: Callable[[], object]) -> None:
        """Somebody else may be quicker: then it is published again, when all is at rest."""
        self._untold = True
        self._try(act)

    def _decide(self, reference: str, approves: bool, actor: str) -> None:
        to, reason = (Status.VERIFIED, None) if approves else (Status.DECLINED, Reason.NOT_VOUCHED_FOR)
        self._try(lambda: decide(reference, to, reason, actor=actor, registrations=self.table, now=self.now))

    def _settle(self, settled: bool) -> None:
        if settled:
            self.office.settle()

    def _try(self, act: Callable[[], object]) -> None:
        """What people are refused, they are refused."""
        with suppress(TransitionError, AlreadyDecidedError, ConflictError, RunError):
            act()


def _details(registration: Registration) -> dict[str, Any]:
    return {name: getattr(registration, name, "") for name in Submission.model_fields}


@pytest.mark.parametrize("examples", [3, pytest.param(25, marks=pytest.mark.ci)])
def test_whatever_happens_the_invariants_hold(template: Mapping[str, Any], examples: int) -> None:
    machine = type("Life", (Life,), {"template": template})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            # A story of twenty steps can be read as it is; to shrink it takes longer than to find it.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
