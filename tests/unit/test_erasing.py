"""Of whoever is erased a tombstone is left, and whatever was on its way finds it and writes nothing down."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from functions.adapters.attendance import AttendanceTable
from functions.adapters.erasures import ErasureTable
from functions.adapters.events import EventTable
from functions.adapters.feedback import FeedbackTable
from functions.adapters.mail_ledger import MailKey, MailLedger
from functions.adapters.presence import PresenceTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.reports import ReportTable
from functions.adapters.waits import Waits
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.errors import ConflictError, MailThrottledError
from functions.domain.events import MailKind
from functions.domain.participation import Presence
from functions.domain.registration import FORGOTTEN, Reason, Registration, Status, reference_for
from functions.erasing import By, Erasing, begin_erasure
from functions.recognising import is_erased, reference_of
from functions.waiting import await_change
from tests.samples import STARTS, a_feedback, a_registration, an_event
from tests.unit.adapters.test_reports import REPORT
from tests.unit.conftest import TABLE, create_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from functions.adapters.runs import Runs
    from functions.adapters.suppressions import SuppressionList

EVENT = an_event()
EMAIL = "anna@parliament.aruvia.example"
REFERENCE = reference_for(EVENT.code, EVENT.salt, EMAIL)
NOW = STARTS - timedelta(days=3)
WORDS = ("anna", "ñandú", "parliament.aruvia", "zoom.example", "a caucus", "a ramp", "registrant-1")


class FakeSuppressions:
    def __init__(self) -> None:
        self.held: set[str] = set()
        self.errors: list[Exception] = []

    def remove(self, address: str) -> bool:
        if self.errors:
            raise self.errors.pop()
        listed = address in self.held
        self.held.discard(address)
        return listed


class Desk:
    """One confirmed delegate, with all that may lie beside a registration."""

    def __init__(self, client: "DynamoDBClient") -> None:
        create_table(client, "feedback", by_event="pk")
        self.client = client
        self.registrations = RegistrationTable(client, TABLE)
        self.erasures = ErasureTable(client, TABLE)
        self.events = EventTable(client, TABLE)
        self.events.put(EVENT, None)
        self.feedback = FeedbackTable(client, "feedback")
        self.ledger = MailLedger(client, TABLE)
        self.presence = PresenceTable(client, TABLE)
        self.attendance = AttendanceTable(client, TABLE)
        self.waits = Waits(client, TABLE)
        self.suppressions = FakeSuppressions()
        self.reports = ReportTable(client, TABLE)
        self.erasing = Erasing(
            self.registrations,
            self.events,
            self.erasures,
            self.feedback,
            cast("SuppressionList", self.suppressions),
            self.reports,
        )

    def delegate(self, email: str = EMAIL) -> Registration:
        reference = reference_for(EVENT.code, EVENT.salt, email)
        details = {"sharing": "A caucus", "access_needs": "A ramp", "reason": Reason.FREE_MAIL}
        begun = self.registrations.add(a_registration(reference=reference, email=email, **details))
        held = begun.moved(Status.VERIFIED, place=True)
        self.registrations.save_with_place(held, was=begun, actor="roll", at=NOW, limit=2)
        seated = held.moved(Status.PROVISIONING, seat=True)
        self.registrations.take_seat(seated, was=held, actor="roll", at=NOW, capacity=5, next_in_line=False)
        confirmed = seated.moved(Status.CONFIRMED, registrant_id="registrant-1", join_url="https://zoom.example/w/1")
        self.registrations.save(confirmed, was=seated, actor="zoom", at=NOW)
        return confirmed

    def with_everything_beside(self) -> Registration:
        held = self.delegate()
        self.ledger.claim(MailKey.of(held, MailKind.CONFIRMATION, 1), held, NOW)
        self.registrations.claim_zoom(held.reference, at=NOW, until=NOW)
        self.waits.put(held.reference, 1, "token")
        self.presence.saw(EVENT.id, held.reference, Presence.JOINED, NOW, "1")
        self.attendance.put(attendance(held.reference))
        self.feedback.put(a_feedback(ballot=held.reference, reference=held.reference))
        return held

    def erase(self, by: By = By.DELEGATE) -> Registration:
        begin_erasure(REFERENCE, by, registrations=self.registrations, now=NOW)
        self.erasing.finish(REFERENCE, NOW)
        return self.registrations.get(REFERENCE)

    def beside(self) -> list[str]:
        """What else than the registration itself lies under its reference."""
        rows = self.erasures.rows(a_registration(reference=REFERENCE))
        return [row["sk"] for row in rows if row["sk"] != "REGISTRATION"]

    def everything(self) -> list[dict[str, Any]]:
        return [item for table in (TABLE, "feedback") for item in self.client.scan(TableName=table)["Items"]]


def attendance(reference: str) -> Attendance:
    return Attendance(reference, (Stay(STARTS, STARTS + timedelta(minutes=5)),), Source.REPORT)


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


def test_of_everything_that_is_held_the_tombstone_is_left(desk: Desk) -> None:
    desk.with_everything_beside()
    assert len(desk.beside()) == 9
    erased = desk.erase(By.SECRETARIAT)
    assert desk.beside() == []
    assert (erased.status, erased.erased_by, erased.erased_at) == (Status.ERASED, "secretariat", NOW)
    assert (erased.reference, erased.event, erased.attempt) == (REFERENCE, EVENT.id, 1)
    rows = [item for item in desk.everything() if item["sk"]["S"] != "EVENT"]
    assert [word for word in WORDS if word in str(rows).lower()] == []
    [tombstone] = [item for item in rows if item["sk"]["S"] == "REGISTRATION"]
    assert set(tombstone) == {
        *("pk", "sk", "event", "attempt", "version", "status", "erased_by", "erased_at", "address_digest", "bounced"),
        *("event_shard", "stands"),
    }


def test_seat_and_place_are_given_back_once(desk: Desk) -> None:
    desk.delegate()
    desk.erase()
    counts = {item["pk"]["S"]: item["taken"]["N"] for item in desk.everything() if item["sk"]["S"] == "COUNT"}
    assert counts == {f"SEATS#{EVENT.id}": "0", f"PLACES#{EVENT.id}#aruvia": "0"}


def test_an_erasure_that_breaks_off_anywhere_is_finished_by_the_next_try(desk: Desk) -> None:
    desk.with_everything_beside()
    begin_erasure(REFERENCE, By.DELEGATE, registrations=desk.registrations, now=NOW)
    desk.suppressions.errors = [MailThrottledError("wait")]
    with pytest.raises(MailThrottledError):
        desk.erasing.finish(REFERENCE, NOW)
    assert desk.registrations.get(REFERENCE).status is Status.ERASING

    # Again, and it breaks off between the tombstone and what lies beside it.
    cleared, desk.erasing = desk.erasing, replace(desk.erasing, erasures=cast("ErasureTable", Halting(desk.erasures)))
    with pytest.raises(ConflictError):
        desk.erasing.finish(REFERENCE, NOW)
    assert desk.registrations.get(REFERENCE).status is Status.ERASED
    assert desk.beside() != []
    assert cleared.finish(REFERENCE, NOW) is Status.ERASED
    assert desk.beside() == []


class Halting:
    """The table that fails where it is to clear away what lies beside the tombstone."""

    def __init__(self, table: ErasureTable) -> None:
        self.registrants, self.bury = table.registrants, table.bury

    def clear(self, _tombstone: Registration) -> int:
        raise ConflictError("broken off")


def test_asked_for_twice_it_is_one_erasure_of_whoever_asked_first(desk: Desk) -> None:
    desk.delegate()
    assert begin_erasure(REFERENCE, By.DELEGATE, registrations=desk.registrations, now=NOW)
    assert not begin_erasure(REFERENCE, By.SECRETARIAT, registrations=desk.registrations, now=NOW)
    assert desk.registrations.get(REFERENCE).erased_by == "delegate"


@pytest.mark.parametrize("status", sorted(set(Status) - FORGOTTEN))
def test_nothing_is_erased_of_whoever_did_not_ask(desk: Desk, status: Status) -> None:
    held = desk.registrations.add(a_registration(reference=REFERENCE, status=status))
    assert desk.erasing.finish(REFERENCE, NOW) is status
    assert desk.registrations.get(REFERENCE) == held


def test_a_confirmation_that_was_under_way_finds_another_version(desk: Desk) -> None:
    held = desk.registrations.add(a_registration(reference=REFERENCE, status=Status.PROVISIONING))
    begin_erasure(REFERENCE, By.DELEGATE, registrations=desk.registrations, now=NOW)
    confirmed = held.moved(Status.CONFIRMED, registrant_id="late", join_url="https://zoom.example/w/1")
    with pytest.raises(ConflictError):
        desk.registrations.save(confirmed, was=held, actor="zoom", at=NOW)


def test_what_comes_late_is_not_written_down(desk: Desk) -> None:
    held = desk.with_everything_beside()
    mail = MailKey.of(held, MailKind.CONFIRMATION, 1)
    desk.erase()
    desk.presence.saw(EVENT.id, REFERENCE, Presence.LEFT, NOW, "1")
    desk.attendance.put(attendance(REFERENCE))
    desk.ledger.sent(mail, NOW)
    desk.ledger.refused(mail, NOW)
    desk.registrations.leave_zoom(REFERENCE, until=NOW)
    runs = cast("Runs", FakeRuns())
    waits = await_change(
        REFERENCE, 1, "late", Status.IN_REVIEW, registrations=desk.registrations, waits=desk.waits, runs=runs
    )
    assert not waits
    with pytest.raises(ConflictError):
        desk.ledger.claim(MailKey.of(held, MailKind.REMINDER_1, 1), held, NOW)
    assert desk.beside() == []


class FakeRuns:
    def succeed(self, _token: str, output: object) -> None:
        assert output == {"status": "ERASED"}


def test_whoever_was_erased_is_known_again_by_address_or_by_the_registrant_and_by_nothing_else(desk: Desk) -> None:
    def known(registrant: str, email: str) -> bool:
        return is_erased(EVENT, registrant, email, registrations=desk.registrations, erasures=desk.erasures)

    desk.delegate()
    assert not known("registrant-1", EMAIL)
    desk.erase()
    assert known("registrant-1", "")
    assert known("", f" {EMAIL.upper()}")
    assert not known("registrant-2", "bea@parliament.aruvia.example")
    assert not known("", "")
    assert desk.registrations.by_registrant(EVENT.id, "registrant-1") is None
    assert reference_of(EVENT, EMAIL, desk.registrations) is None


def test_every_registrant_of_earlier_attempts_is_forgotten_too(desk: Desk) -> None:
    first = desk.delegate()
    ended = first.moved(Status.CANCELLED)
    desk.registrations.save(ended, was=first, actor="delegate", at=NOW)
    renewed = a_registration(reference=REFERENCE, email=EMAIL).renewed(ended)
    desk.registrations.save(renewed, was=ended, actor="delegate", at=NOW)
    assert desk.erasures.registrants(renewed) == ["registrant-1"]
    desk.erase()
    assert desk.registrations.by_registrant(EVENT.id, "registrant-1") is None
    assert is_erased(EVENT, "registrant-1", "", registrations=desk.registrations, erasures=desk.erasures)


@pytest.mark.parametrize("bounced", [True, False])
def test_that_mails_had_bounced_is_known_when_the_same_address_comes_back_and_the_list_forgets_it(
    desk: Desk, bounced: bool
) -> None:
    desk.delegate()
    if bounced:
        desk.suppressions.held.add(EMAIL)
    erased = desk.erase()
    assert desk.suppressions.held == set()
    assert a_registration().renewed(erased).bounced is bounced


def test_the_words_of_the_erased_leave_the_report_that_is_kept(desk: Desk) -> None:
    desk.delegate()
    [spoken] = REPORT.texts[0].voices[0].said
    desk.feedback.put(a_feedback(ballot=REFERENCE, reference=REFERENCE, answers={"example": spoken.text}))
    desk.reports.keep(REPORT)
    desk.erase()
    kept = desk.reports.get(EVENT.id)
    assert kept
    assert (kept.texts[0].voices, kept.figures) == ((), REPORT.figures)
    assert spoken.text.encode() not in str(desk.everything()).encode()


def test_nobody_is_forgotten_before_the_retention_of_the_event_is_over(desk: Desk) -> None:
    held = desk.delegate()
    assert desk.erasing.forget(REFERENCE, EVENT.forgotten_at - timedelta(seconds=1)) is Status.CONFIRMED
    assert desk.registrations.get(REFERENCE) == held


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ERASED}))
def test_after_the_retention_whoever_is_left_is_forgotten_also_where_an_erasure_stands_still(
    desk: Desk, status: Status
) -> None:
    desk.registrations.add(a_registration(reference=REFERENCE, status=status, erased_by="delegate"))
    for _ in range(2):
        assert desk.erasing.forget(REFERENCE, EVENT.forgotten_at) is Status.ERASED
    assert desk.registrations.get(REFERENCE).erased_by == "retention"


@pytest.mark.parametrize("may_quote", [True, False])
def test_of_named_feedback_the_ratings_stay_and_of_its_texts_what_may_be_quoted(desk: Desk, may_quote: bool) -> None:
    desk.delegate()
    said = {"event_rating": 4, "interpretation_language": "fr", "example": "A caucus"}
    desk.feedback.put(a_feedback(ballot=REFERENCE, reference=REFERENCE, answers=said, may_quote=may_quote))
    for _ in range(2):
        desk.erasing.forget(REFERENCE, EVENT.forgotten_at)
    [left] = desk.feedback.of_event(EVENT.id)
    assert ("example" in left.answers) is may_quote
    assert left.answers["event_rating"] == 4
    assert REFERENCE not in (left.ballot, left.reference)
