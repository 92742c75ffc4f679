"""Whatever is known of an event is read from the tables, each registration once, and nothing of another event."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.attendance import AttendanceTable
from functions.adapters.feedback import FeedbackTable
from functions.adapters.mail_ledger import MailKey, MailLedger
from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.events import Event, MailKind
from functions.domain.questions import FeedbackForm
from functions.domain.registration import Reason, Registration, Status
from functions.domain.report import Dimension, Figures, Trouble, Withdrawal
from functions.reporting import build_report, references_of
from tests.samples import STARTS, a_feedback, a_registration, an_event, an_organisation
from tests.unit.conftest import TABLE, create_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = STARTS + timedelta(days=20)
EVENT = an_event()


@dataclass
class World:
    """As `functions.wiring`."""

    client: "DynamoDBClient"

    def registrations(self) -> RegistrationTable:
        return RegistrationTable(self.client, TABLE, page=3)

    def attendance(self) -> AttendanceTable:
        return AttendanceTable(self.client, TABLE)

    def feedback(self) -> FeedbackTable:
        return FeedbackTable(self.client, "feedback")

    def roll(self) -> RollTable:
        return RollTable(self.client, TABLE)

    def ledger(self) -> MailLedger:
        return MailLedger(self.client, TABLE)

    def add(self, reference: str, *road: Status, **changes: object) -> Registration:
        """Somebody who came along this road."""
        registration = self.registrations().add(a_registration(reference=reference, **changes))
        for status in road:
            moved = registration.moved(status, problem="MeetingFullError" if status is Status.IN_REPAIR else "")
            if status is Status.CANCELLED:
                moved = replace(moved, reason=Reason.BY_DELEGATE)
            self.registrations().save(moved, was=registration, actor="workflow", at=NOW, note=moved.problem)
            registration = moved
        return registration


@pytest.fixture
def world(dynamodb: "DynamoDBClient") -> World:
    create_table(dynamodb, "feedback", by_event="pk")
    world = World(dynamodb)
    world.roll().replace([an_organisation("aruvia"), an_organisation("belmar")], "1")
    return world


CONFIRMED = (Status.VERIFIED, Status.PROVISIONING, Status.CONFIRMED)
REPAIRED = (Status.VERIFIED, Status.PROVISIONING, Status.IN_REPAIR, Status.PROVISIONING, Status.CONFIRMED)


def test_the_report_tells_of_everybody_and_of_nobody_of_another_event(world: World) -> None:
    for number in range(7):
        world.add(f"PS26-A{number}", *CONFIRMED, Status.ATTENDED)
        stay = Stay(STARTS, STARTS + timedelta(minutes=10))
        world.attendance().put(Attendance(f"PS26-A{number}", (stay,), Source.REPORT))
    for number in range(5):
        world.add(f"PS26-B{number}", *REPAIRED, Status.ABSENT, organisation="belmar")
    world.add("PS26-C1", *CONFIRMED, Status.CANCELLED)
    world.add("PS26-C2", Status.DECLINED)
    for number in range(6):
        world.add(f"XX26-{number}", *CONFIRMED, Status.ATTENDED, event="another")
        world.feedback().put(a_feedback(event="another", ballot=f"XX26-{number}", reference=f"XX26-{number}"))
        world.feedback().put(a_feedback(ballot=f"PS26-A{number}", reference=f"PS26-A{number}"))
    unsent = world.add("PS26-C3")
    world.ledger().claim(MailKey.of(unsent, MailKind.CONFIRMATION, 1), unsent, NOW - timedelta(hours=1))

    report = build_report(EVENT, world, NOW)

    assert report.figures == Figures(registered=15, verified=13, confirmed=12, attended=7, absent=5)
    assert [present.people for present in report.presence[:6]] == [7, 7, 7, 7, 7, 0]
    assert (report.asked, report.answered, report.response_rate) == (12, 6, 50)
    assert report.ratings[0].answers == 6
    assert report.faults.troubles == (Trouble("MeetingFullError", 5, 5),)
    assert report.faults.withdrawals == (Withdrawal("by-delegate", 1),)
    assert report.faults.unsent == 1
    [category] = [each for each in report.breakdowns if each.dimension is Dimension.CATEGORY]
    assert category.rows[0].counts == (15, 13, 12, 7)


@pytest.mark.parametrize("anonymous", [True, False])
def test_no_more_people_answered_than_were_asked(world: World, anonymous: bool) -> None:
    """Who answers during the event and cancels then is not among those who were asked."""
    world.add("PS26-A", *CONFIRMED, Status.ATTENDED)
    world.add("PS26-B", *CONFIRMED, Status.CANCELLED)
    for name in ("PS26-A", "PS26-B"):
        world.feedback().put(a_feedback(ballot=name, reference="" if anonymous else name))
    report = build_report(an_event(feedback=FeedbackForm(anonymous=anonymous)), world, NOW)
    assert (report.asked, report.answered, report.response_rate) == (1, 1, 100)


def test_each_reference_is_found_once_whatever_page_and_status_it_stands_in(world: World) -> None:
    added = [world.add(f"PS26-{number}", *CONFIRMED[: number % 4]).reference for number in range(25)]
    found = references_of("solidarity", world.registrations())
    assert sorted(found) == sorted(added)


def test_whoever_moves_on_while_we_read_is_found_once() -> None:
    class Moving:
        def audience(self, event: str, status: Status, cursor: str = "") -> tuple[list[str], str]:
            return (["PS26-AAAAAA"], "") if status in (Status.PROVISIONING, Status.CONFIRMED) else ([], "")

    assert references_of("solidarity", Moving()) == ["PS26-AAAAAA"]  # type: ignore[arg-type]


def test_named_texts_stand_with_the_organisation_but_for_those_of_the_protected(world: World) -> None:
    world.add("PS26-A", *CONFIRMED)
    world.add("PS26-B", *CONFIRMED, organisation="belmar", protected=True)
    for reference in ("PS26-A", "PS26-B"):
        said = a_feedback(ballot=reference, reference=reference, answers={"challenge": f"By {reference}"})
        world.feedback().put(said)
    [result] = [text for text in build_report(EVENT, world, NOW).texts if text.voices]
    assert [(voices.organisation, voices.said[0].text) for voices in result.voices] == [
        ("Parliament of Aruvia", "By PS26-A"),
        ("", "By PS26-B"),
    ]


def test_anonymous_texts_stand_with_no_organisation(world: World) -> None:
    event: Event = an_event(feedback=FeedbackForm(anonymous=True))
    world.add("PS26-A", *CONFIRMED)
    world.feedback().put(a_feedback(ballot="a ballot", reference="", answers={"challenge": "Time"}))
    [result] = [text for text in build_report(event, world, NOW).texts if text.voices]
    assert [voices.organisation for voices in result.voices] == [""]


def test_of_an_event_that_nobody_registered_for_there_is_a_report_too(world: World) -> None:
    report = build_report(EVENT, world, NOW)
    assert (report.figures, report.response_rate, report.presence) == (Figures(), None, ())
