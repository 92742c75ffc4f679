"""A link to join that was given up: Zoom's queue is asked for another one, and then the delegate is told of it."""

from collections.abc import Sequence

import pytest

from functions.domain.events import MailKind
from functions.domain.registration import Status
from functions.relinking import Relinked, follow_link

IMAGE = {"pk": "PS26-7K3M9Q", "event": "solidarity", "attempt": 1, "version": 7, "status": "CONFIRMED"}
HAD, HAS = {**IMAGE, "registrant_id": "old"}, {**IMAGE, "registrant_id": "new"}
NONE = {**IMAGE, "registrant_id": ""}


class FakeQueues:
    def __init__(self) -> None:
        self.checks: list[tuple[str, str, int]] = []
        self.mails: list[tuple[list[str], MailKind, int]] = []

    def check(self, reference: str, event: str, attempt: int) -> None:
        self.checks.append((reference, event, attempt))

    def put(self, references: Sequence[str], kind: MailKind, event_version: int) -> None:
        self.mails.append((list(references), kind, event_version))


class FakeParts:
    def __init__(self) -> None:
        self.queues = FakeQueues()

    def provisioning_queue(self) -> FakeQueues:
        return self.queues

    def mail_queue(self) -> FakeQueues:
        return self.queues


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts()


def test_whoever_gave_the_link_up_has_zoom_asked_for_another_with_ids_alone(parts: FakeParts) -> None:
    assert follow_link(HAD, NONE, parts=parts) is Relinked.ASKED
    assert (parts.queues.checks, parts.queues.mails) == ([("PS26-7K3M9Q", "solidarity", 1)], [])


def test_the_delegate_is_told_of_the_other_link_and_once_for_each(parts: FakeParts) -> None:
    assert follow_link(NONE, HAS, parts=parts) is Relinked.TOLD
    assert follow_link(NONE, {**HAS, "version": 9}, parts=parts) is Relinked.TOLD
    assert parts.queues.mails == [(["PS26-7K3M9Q"], MailKind.LINK_CHANGED, version) for version in (7, 9)]
    assert parts.queues.checks == []


@pytest.mark.parametrize(
    ("was", "became"),
    [
        (HAD, HAD),
        (NONE, NONE),
        (HAD, HAS),
        ({**NONE, "status": "PROVISIONING"}, HAS),
        (NONE, {**NONE, "status": "CANCELLED"}),
        ({}, NONE),
        (HAS, {}),
    ],
)
def test_no_other_change_asks_zoom_or_writes_to_anybody(
    was: dict[str, object], became: dict[str, object], parts: FakeParts
) -> None:
    assert follow_link(was, became, parts=parts) is Relinked.NOTHING
    assert (parts.queues.checks, parts.queues.mails) == ([], [])


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CONFIRMED}))
def test_only_of_the_confirmed_is_a_link_changed(status: Status, parts: FakeParts) -> None:
    follow_link({**HAD, "status": status.value}, {**NONE, "status": status.value}, parts=parts)
    assert parts.queues.checks == []
