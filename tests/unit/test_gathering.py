"""Who was there is gathered from Zoom's report and from its webhooks, settled, and may be gathered again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.attendance import AttendanceTable, Settled
from functions.adapters.erasures import ErasureTable
from functions.adapters.presence import PresenceTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.unmatched import SET_ASIDE, UnmatchedTable
from functions.adapters.webhooks import Notice, WebhookTable
from functions.assigning import assign, set_aside
from functions.domain.attendance import Source, Stay
from functions.domain.errors import (
    ConflictError,
    MeetingMisconfiguredError,
    TransitionError,
    UnexpectedZoomReplyError,
    UnknownRegistrationError,
    ZoomOutcomeUnknownError,
    ZoomRateLimitedError,
)
from functions.domain.events import Event
from functions.domain.participation import Participant, Participation, Presence, Sighting
from functions.domain.registration import Registration, Status, reference_for
from functions.gathering import Gathered, Gathering, Outcome
from tests.samples import STARTS, a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

EVENT = an_event()
CLOSEOUT = EVENT.ends + EVENT.feedback_after / 2
ASKED = EVENT.ends + EVENT.feedback_after
OFFICER = "secretariat:fatima@assembly.example"
ANNA, BEN, CARLA = "PS26-ANNA00", "PS26-BEN000", "PS26-CARLA0"


def at(minutes: float) -> datetime:
    return STARTS + timedelta(minutes=minutes)


class FakeReport:
    """Zoom's report: what it tells, or how it refuses, in the midst of it where it tells something first."""

    def __init__(self) -> None:
        self.told: list[Participation] = []
        self.refusal: Exception | None = None

    def participants(self, meeting: object, /) -> Iterator[Participation]:
        yield from self.told
        if self.refusal:
            raise self.refusal


class Hall:
    """An event that is over, with three who were expected, on a table in process."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self.client = client
        self.event = EVENT
        self.report = FakeReport()
        self.presence = PresenceTable(client, TABLE)
        self.registrations = RegistrationTable(client, TABLE, page=2)
        self.attendance = AttendanceTable(client, TABLE)
        self.unmatched = UnmatchedTable(client, TABLE)
        for reference in (ANNA, BEN, CARLA):
            self.holds(reference)

    def holds(self, reference: str, **changes: Any) -> Registration:
        email = f"{reference.lower()}@parliament.example"
        known = {"status": Status.CONFIRMED, "registrant_id": f"R-{reference}", "email": email}
        return self.registrations.add(a_registration(reference=reference, **{**known, **changes}))

    def reports(self, *told: tuple[str, float, float], **who: str) -> None:
        """Each a delegate, from minute to minute; with `who`, somebody else."""
        for reference, joined, left in told:
            known = who or {"registrant": f"R-{reference}"}
            self.report.told.append(Participation(Participant(**known), at(joined), at(left)))

    def tells(self, reference: str, joined: float, left: float) -> None:
        """By webhooks."""
        self.presence.saw(self.event.id, reference, Presence.JOINED, at(joined), "1")
        self.presence.saw(self.event.id, reference, Presence.LEFT, at(left), "1")

    def tells_of_a_stranger(self, name: str, digest: str = "d1") -> None:
        notice = Notice(digest, "meeting.participant_joined", EVENT.meeting_id, EVENT.id, 5, time=at(5).isoformat())
        WebhookTable(self.client, TABLE).add(
            notice, CLOSEOUT, Sighting(Participant(name=name), Presence.JOINED, at(5), "7")
        )

    def gathers(self, now: datetime = CLOSEOUT, event: Event | None = None) -> Gathered:
        gathering = Gathering(
            zoom=self.report,
            presence=self.presence,
            registrations=self.registrations,
            attendance=self.attendance,
            unmatched=self.unmatched,
            erasures=ErasureTable(self.client, TABLE),
        )
        return gathering.gather(event or self.event, now)

    def minutes(self) -> dict[str, int]:
        return {ref: row.minutes for ref, row in self.attendance.many([ANNA, BEN, CARLA]).items()}

    def unknown(self) -> list[tuple[str, int, str]]:
        rows = self.unmatched.of(self.event.id, CLOSEOUT)
        return [(row.participant.name, row.participant.minutes, row.decided) for row in rows]

    def everything(self) -> list[dict[str, Any]]:
        items = self.client.scan(TableName=TABLE)["Items"]
        return sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


@pytest.fixture
def hall(dynamodb: "DynamoDBClient") -> Hall:
    return Hall(dynamodb)


def test_what_zooms_report_tells_is_settled_with_who_nobody_recognised(hall: Hall) -> None:
    hall.reports((ANNA, 0, 90), (BEN, 10, 20), (BEN, 15, 40))
    hall.reports(("", 5, 50), name="Interpreter")
    gathered = hall.gathers()
    assert (gathered.outcome, gathered.delegates, gathered.unmatched) == (Outcome.SETTLED, 2, 1)
    assert hall.minutes() == {ANNA: 90, BEN: 30}
    assert hall.unknown() == [("Interpreter", 45, "")]
    assert hall.attendance.settled(EVENT) == Settled(Source.REPORT, CLOSEOUT)


def test_gathering_again_changes_nothing_at_all(hall: Hall) -> None:
    hall.reports((ANNA, 0, 90))
    hall.reports(("", 5, 50), name="Interpreter")
    hall.tells(BEN, 0, 10)
    hall.gathers()
    before = hall.everything()
    hall.gathers(CLOSEOUT + timedelta(hours=1))
    assert hall.everything() == before


def test_a_fuller_report_adds_what_was_missing_and_says_since_when(hall: Hall) -> None:
    hall.reports((ANNA, 0, 30))
    hall.gathers()
    hall.reports((ANNA, 40, 50), (BEN, 0, 90))
    hall.gathers(ASKED)
    assert hall.minutes() == {ANNA: 40, BEN: 90}
    assert hall.attendance.settled(EVENT) == Settled(Source.REPORT, ASKED)


@pytest.mark.parametrize(
    "refusal",
    [
        None,
        MeetingMisconfiguredError("not found"),
        ZoomOutcomeUnknownError("503"),
        ZoomRateLimitedError("later", retry_after=60, daily=True),
        UnexpectedZoomReplyError("GET report", 418, None),
    ],
)
def test_while_zoom_has_no_report_nothing_is_settled_and_the_next_look_is_told(
    hall: Hall, refusal: Exception | None
) -> None:
    hall.report.refusal = refusal
    hall.tells(ANNA, 0, 90)
    gathered = hall.gathers()
    assert (gathered.outcome, gathered.until) == (Outcome.NOT_READY, CLOSEOUT + timedelta(minutes=5))
    assert gathered.problem == (type(refusal).__name__ if refusal else "")
    assert (hall.minutes(), hall.attendance.settled(EVENT)) == ({}, None)


def test_half_a_report_is_none(hall: Hall) -> None:
    hall.reports((ANNA, 0, 90))
    hall.report.refusal = ZoomOutcomeUnknownError("reset at the second page")
    assert hall.gathers().outcome is Outcome.NOT_READY
    assert hall.minutes() == {}


def test_a_report_of_the_rehearsal_alone_is_none(hall: Hall) -> None:
    hall.reports((ANNA, -1500, -1440))
    assert hall.gathers().outcome is Outcome.NOT_READY


def test_before_feedback_is_asked_for_what_the_webhooks_told_must_do(hall: Hall) -> None:
    hall.tells(ANNA, 0, 60)
    hall.tells_of_a_stranger("Eve")
    assert hall.gathers(ASKED - timedelta(minutes=5)).outcome is Outcome.SETTLED
    assert hall.minutes() == {ANNA: 60}
    assert hall.unknown() == [("Eve", 85, "")]
    assert hall.attendance.settled(EVENT) == Settled(Source.WEBHOOKS, ASKED - timedelta(minutes=5))


def test_where_the_webhooks_recognise_more_they_are_believed_and_their_end_of_the_meeting_counts(hall: Hall) -> None:
    hall.reports((ANNA, 0, 10))
    hall.tells(ANNA, 0, 60)
    hall.presence.saw(EVENT.id, BEN, Presence.JOINED, at(30), "2")
    hall.presence.ended(EVENT.id, at(100))
    hall.gathers()
    assert hall.minutes() == {ANNA: 60, BEN: 70}


def test_when_zoom_has_told_of_nobody_for_a_day_it_is_a_persons(hall: Hall) -> None:
    hall.report.refusal = MeetingMisconfiguredError("not found")
    assert hall.gathers(ASKED + timedelta(hours=22)).outcome is Outcome.NOT_READY
    gathered = hall.gathers(ASKED + timedelta(days=1))
    assert (gathered.outcome, gathered.problem) == (Outcome.NOBODY, "MeetingMisconfiguredError")
    assert hall.attendance.settled(EVENT) is None


@pytest.mark.parametrize("changes", [{"cancelled": True}, {"ends": CLOSEOUT + timedelta(days=7)}])
def test_an_event_that_is_not_over_is_not_closed(hall: Hall, changes: dict[str, Any]) -> None:
    hall.reports((ANNA, 0, 90))
    assert hall.gathers(event=replace(EVENT, **changes)).outcome is Outcome.OUTDATED
    assert hall.minutes() == {}


def test_what_was_settled_does_not_hold_for_an_event_that_was_moved_since(hall: Hall) -> None:
    hall.reports((ANNA, 0, 90))
    hall.gathers()
    assert hall.attendance.settled(replace(EVENT, ends=EVENT.ends + timedelta(days=7))) is None


def test_whoever_cancelled_late_is_nobody_unknown_and_has_no_attendance(hall: Hall) -> None:
    hall.holds("PS26-LATE00", status=Status.CANCELLED)
    hall.reports(("PS26-LATE00", 0, 5), (ANNA, 0, 90))
    hall.gathers()
    assert hall.unknown() == []
    assert hall.attendance.get("PS26-LATE00") is None


def test_of_whoever_was_erased_the_report_brings_nothing_back(hall: Hall) -> None:
    gone = reference_for(EVENT.code, EVENT.salt, "dan@parliament.example")
    dan = a_registration(reference=gone, email="dan@parliament.example")
    hall.registrations.add(dan.erased(CLOSEOUT, "delegate", EVENT.salt, bounced=False))
    hall.reports((ANNA, 0, 90))
    hall.reports(("", 0, 90), email="dan@parliament.example", name="Dan")
    hall.gathers()
    assert hall.unknown() == []


def test_somebody_who_is_recognised_by_a_later_report_is_not_to_be_recognised_by_a_person(hall: Hall) -> None:
    hall.reports((ANNA, 0, 90))
    hall.reports(("", 0, 20), name="Ben's iPad")
    hall.gathers()
    hall.report.told.pop()
    hall.reports((BEN, 0, 20))
    hall.gathers()
    assert (hall.unknown(), hall.minutes()) == ([], {ANNA: 90, BEN: 20})


def test_who_turns_out_not_to_have_been_there_has_no_time_left(hall: Hall) -> None:
    hall.tells(BEN, 0, 60)
    hall.gathers(ASKED)
    hall.reports((ANNA, 0, 90))
    hall.reports((CARLA, 0, 90))
    hall.gathers(ASKED + timedelta(hours=1))
    assert hall.minutes() == {ANNA: 90, BEN: 0, CARLA: 90}


# What an officer decides


def decide(hall: Hall, reference: str) -> Status:
    (row,) = [row for row in hall.unmatched.of(EVENT.id, CLOSEOUT) if not row.reference]
    return assign(
        row,
        reference,
        hall.event,
        registrations=hall.registrations,
        attendance=hall.attendance,
        unmatched=hall.unmatched,
        actor=OFFICER,
        now=ASKED,
    )


@pytest.fixture
def with_a_stranger(hall: Hall) -> Hall:
    hall.reports((ANNA, 0, 10))
    hall.reports(("", 5, 50), name="iPad")
    hall.gathers()
    return hall


def test_whom_an_officer_recognises_has_the_participants_time_and_attended(with_a_stranger: Hall) -> None:
    hall = with_a_stranger
    absent = hall.registrations.get(BEN)
    hall.registrations.save(absent.moved(Status.ABSENT), was=absent, actor="zoom", at=CLOSEOUT)
    assert decide(hall, BEN) is Status.ATTENDED
    assert hall.minutes() == {ANNA: 10, BEN: 45}
    assert hall.attendance.get(BEN).source is Source.SECRETARIAT  # type: ignore[union-attr]
    entry = hall.registrations.audit(BEN)[-1]
    assert (entry.actor, entry.was, entry.became) == (OFFICER, "ABSENT", "ATTENDED")


def test_what_an_officer_decided_survives_gathering_again_and_is_added_to(with_a_stranger: Hall) -> None:
    hall = with_a_stranger
    decide(hall, ANNA)
    before = hall.everything()
    hall.gathers()
    assert hall.everything() == before
    assert hall.attendance.get(ANNA).stays == (Stay(at(0), at(50)),)  # type: ignore[union-attr]
    hall.reports(("", 60, 70), name="iPad")
    hall.gathers()
    assert (hall.minutes(), hall.unknown()) == ({ANNA: 60}, [("iPad", 55, ANNA)])


def test_what_an_officer_decided_stays_though_zoom_tells_of_that_participant_no_more(with_a_stranger: Hall) -> None:
    hall = with_a_stranger
    decide(hall, BEN)
    before = hall.everything()
    hall.report.told.pop()
    hall.gathers()
    assert hall.everything() == before
    hall.unmatched.drop(EVENT.id, hall.unmatched.of(EVENT.id, CLOSEOUT)[0].participant.key)
    assert hall.everything() == before


def test_a_participant_is_one_delegate_and_asking_again_does_nothing_more(with_a_stranger: Hall) -> None:
    hall = with_a_stranger
    (row,) = hall.unmatched.of(EVENT.id, CLOSEOUT)
    tables: dict[str, Any] = {
        "registrations": hall.registrations,
        "attendance": hall.attendance,
        "unmatched": hall.unmatched,
        "actor": OFFICER,
    }
    assert assign(row, BEN, EVENT, **tables, now=ASKED) is Status.ATTENDED
    before = hall.everything()
    with pytest.raises(ConflictError):
        assign(row, CARLA, EVENT, **tables, now=ASKED)
    assert hall.everything() == before
    assign(row, BEN, EVENT, **tables, now=ASKED)
    assert hall.everything() == before
    assert len(hall.registrations.audit(BEN)) == 1


def test_too_short_a_time_is_kept_and_audited_and_makes_nobody_an_attendee(with_a_stranger: Hall) -> None:
    hall = with_a_stranger
    hall.event = replace(EVENT, least_presence=timedelta(minutes=46))
    assert decide(hall, BEN) is Status.CONFIRMED
    assert hall.minutes()[BEN] == 45
    assert [entry.actor for entry in hall.registrations.audit(BEN)] == [OFFICER]


@pytest.mark.parametrize("changes", [{"status": Status.CANCELLED}, {"event": "another"}])
def test_only_who_was_expected_at_this_event_is_recognised(with_a_stranger: Hall, changes: dict[str, Any]) -> None:
    with_a_stranger.holds("PS26-OTHER0", **changes)
    before = with_a_stranger.everything()
    with pytest.raises(TransitionError):
        decide(with_a_stranger, "PS26-OTHER0")
    with pytest.raises(UnknownRegistrationError):
        decide(with_a_stranger, "PS26-NOBODY")
    assert with_a_stranger.everything() == before


def test_whoever_is_set_aside_stays_so_and_may_still_be_recognised(with_a_stranger: Hall) -> None:
    hall = with_a_stranger
    (row,) = hall.unmatched.of(EVENT.id, CLOSEOUT)
    set_aside(row, EVENT, unmatched=hall.unmatched, actor=OFFICER, now=ASKED)
    hall.gathers()
    assert hall.unknown() == [("iPad", 45, SET_ASIDE)]
    assert hall.minutes() == {ANNA: 10}
    decide(hall, BEN)
    assert hall.unknown() == [("iPad", 45, BEN)]
    with pytest.raises(ConflictError):
        set_aside(row, EVENT, unmatched=hall.unmatched, actor=OFFICER, now=ASKED)


def test_a_decision_that_falls_into_the_midst_of_gathering_is_not_lost(with_a_stranger: Hall) -> None:
    """Gathering has read the attendance when the officer decides: its own write is then refused, and it is repeated."""
    hall = with_a_stranger
    hall.reports((BEN, 80, 90))
    of, many = hall.unmatched.of, hall.attendance.many

    def meanwhile(references: Any) -> Any:
        found = many(references)
        decided_by_then = of(EVENT.id, CLOSEOUT)
        hall.attendance.many = many  # type: ignore[method-assign]
        hall.unmatched.of = lambda *_: decided_by_then  # type: ignore[method-assign]
        decide(hall, BEN)
        return found

    hall.attendance.many = meanwhile  # type: ignore[method-assign]
    with pytest.raises(ConflictError):
        hall.gathers()
    hall.unmatched.of = of  # type: ignore[method-assign]
    hall.gathers()
    assert hall.minutes() == {ANNA: 10, BEN: 55}


def test_who_nobody_recognised_goes_with_the_events_personal_data(with_a_stranger: Hall) -> None:
    assert with_a_stranger.unmatched.of(EVENT.id, EVENT.forgotten_at - timedelta(seconds=1))
    assert with_a_stranger.unmatched.of(EVENT.id, EVENT.forgotten_at) == []
