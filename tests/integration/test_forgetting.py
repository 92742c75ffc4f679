"""Whoever is erased is forgotten: nothing of the person is found anywhere, and nothing late brings it back."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.domain.registration import Status
from functions.erasing import By, begin_erasure
from local.zoom.registrants import come_in
from tests.integration.office import ANNA, Office, join_links_in, link_in, plain_text

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
pytestmark = pytest.mark.ci
SETTLED = timedelta(minutes=10)
SECRETS = ("anna", "zélie", "z\\u00e9lie", "ñandú", "\\u00f1and", "brien", "cross-party caucus", "step-free")


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START, capacity=3) as office:
        yield office


def erase(office: Office, reference: str, by: By = By.DELEGATE) -> None:
    begin_erasure(reference, by, registrations=office.table, now=office.cloud.clock.now())


def everything(office: Office) -> str:
    """What every table, queue, run and schedule holds, and what Zoom and SES know, as one text."""
    cloud = office.cloud
    tables = [cloud.items(table) for table in ("RegistrationsTable", "EventsTable", "FeedbackTable")]
    queues = [cloud.messages(queue) for queue in ("Provisioning", "Mail", "Change")]
    runs = [cloud.history(run.name) for run in cloud.executions()]
    names = [run.name for run in cloud.executions()]
    zoom = [vars_of(registrant) for registrant in office.registrants()]
    return json.dumps([tables, queues, runs, names, office.schedules(), zoom, sorted(cloud.suppressed())], default=str)


def vars_of(registrant: Any) -> dict[str, str]:
    return {name: str(getattr(registrant, name)) for name in registrant.__slots__}


def erasures(office: Office) -> list[str]:
    """The states in which the runs of erasures stand, or ended."""
    return [str(run.state) for run in office.cloud.executions() if run.machine.startswith("Erasure")]


def left_of(office: Office, reference: str) -> list[dict[str, Any]]:
    return [item for item in office.cloud.items("RegistrationsTable") if item["pk"] == reference]


def test_after_an_erasure_nothing_is_found_of_the_person_anywhere(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    reference = office.submit(access_needs="Step-free access")
    office.settle()
    [confirmation] = office.mails()
    [registrant] = office.registrants()
    office.cloud.suppressed().add(ANNA["email"])
    secrets = [*SECRETS, *join_links_in(confirmation), link_in(confirmation, "/r/"), registrant.link]
    assert [secret for secret in SECRETS if secret in everything(office).lower()]

    erase(office, reference)
    office.cloud.advance(SETTLED)

    assert erasures(office) == ["Erased"]
    held = everything(office).lower() + capfd.readouterr().out.lower()
    assert [secret for secret in secrets if secret.lower() in held] == []
    [tombstone] = left_of(office, reference)
    assert (tombstone["status"], tombstone["erased_by"], tombstone["bounced"]) == ("ERASED", "delegate", True)
    assert office.registrants() == []


def test_the_receipt_is_the_last_mail_and_says_what_stays_until_when(office: Office) -> None:
    reference = office.submit()
    office.settle()
    erase(office, reference)
    office.cloud.advance(SETTLED)
    receipt = office.mails()[-1]
    assert ".erasure-receipt." in receipt["Message-ID"]
    told = plain_text(receipt)
    for system in ("Registrations", "Feedback", "Mails", "Zoom", "Schedules", "Logs", "Backups", "Lists that"):
        assert f"\n{system}" in told
    for day in ("9 September 2026", "14 September 2026", "8 November 2026"):
        assert day in " ".join(told.split())
    office.cloud.advance_to(office.event.feedback_closes + timedelta(days=1))
    assert office.mails()[-1] is not None
    assert office.mails()[-1]["Message-ID"] == receipt["Message-ID"]


@pytest.mark.parametrize("waits", ["IN_REVIEW", "WAITLISTED", "IN_REPAIR"])
def test_a_run_that_waits_is_woken_and_ends_in_a_named_state(office: Office, waits: str) -> None:
    typed = {"email": "anna@gmail.com"} if waits == "IN_REVIEW" else {}
    if waits == "WAITLISTED":
        for name in ("bea", "cleo", "dora"):
            office.submit(email=f"{name}@parliament.aruvia.example")
        office.settle()
    if waits == "IN_REPAIR":
        office.fault("meeting-gone")
    reference = office.submit(**typed)
    office.settle()
    assert office.status(reference) == waits
    office.zoom.faults.clear()
    erase(office, reference, By.SECRETARIAT)
    office.cloud.advance(SETTLED)
    assert office.state_of_run(f"{reference}-1") == "Cancelled"
    assert [item["sk"] for item in left_of(office, reference)] == ["REGISTRATION"]


def test_the_seat_goes_to_whoever_has_waited_longest(office: Office) -> None:
    first = office.submit()
    for name in ("bea", "cleo", "dora"):
        last = office.submit(email=f"{name}@parliament.aruvia.example")
    office.settle()
    assert office.status(last) == "WAITLISTED"
    erase(office, first)
    office.cloud.advance(SETTLED)
    assert office.status(last) == "CONFIRMED"


def test_an_add_that_arrives_at_zoom_after_the_erasure_was_asked_for_is_deleted_too(office: Office) -> None:
    office.fault("late", on="add", times=1, seconds=100)
    reference = office.submit()
    office.settle()
    assert office.table.get(reference).status is Status.PROVISIONING
    erase(office, reference)
    office.cloud.advance(SETTLED)
    assert office.registrants() == []
    assert [item["sk"] for item in left_of(office, reference)] == ["REGISTRATION"]


def test_whatever_comes_again_or_late_brings_nothing_back(office: Office) -> None:
    reference = office.submit()
    office.settle()
    [registrant] = office.registrants()
    erase(office, reference)
    office.cloud.redeliver()
    office.cloud.advance(SETTLED)
    office.cloud.redeliver()
    office.zoom.webhooks.registration(office.meeting, registrant, "approved")
    office.cloud.advance_to(office.event.starts + timedelta(minutes=1))
    come_in(office.zoom, office.meeting, "Anna-Zélie", ANNA["email"], registrant.id)
    office.cloud.advance_to(office.event.feedback_closes + timedelta(days=1))
    assert [item["sk"] for item in left_of(office, reference)] == ["REGISTRATION"]
    assert office.registrants() == []
    assert [secret for secret in SECRETS if secret in everything(office).lower()] == []


def test_when_zoom_does_not_delete_a_person_sees_it_and_the_run_can_be_gone_through_again(office: Office) -> None:
    reference = office.submit()
    office.settle()
    office.fault("scope-missing")
    erase(office, reference)
    office.cloud.advance(SETTLED)
    assert erasures(office) == ["NotErased"]
    assert office.status(reference) == "ERASING"

    office.zoom.faults.clear()
    # As a redrive does, which moto knows not.
    ids = json.dumps({"reference": reference, "event": office.event.id, "attempt": 1})
    machine = office.cloud.outputs["ErasureMachineArn"]
    for name in ("again", "and again"):
        office.client("stepfunctions").start_execution(stateMachineArn=machine, name=name.replace(" ", "-"), input=ids)
        office.cloud.advance(SETTLED)
    assert erasures(office) == ["NotErased", "Erased", "Erased"]
    assert [item["sk"] for item in left_of(office, reference)] == ["REGISTRATION"]
    assert [mail["Message-ID"].split(".")[1] for mail in office.mails()].count("erasure-receipt") == 1


def test_whoever_comes_back_after_an_erasure_starts_afresh(office: Office) -> None:
    reference = office.submit()
    office.settle()
    erase(office, reference)
    office.cloud.advance(SETTLED)
    assert office.submit(given_names="Annette") == reference
    office.settle()
    held = office.table.get(reference)
    assert (held.status, held.attempt, held.given_names) == (Status.CONFIRMED, 2, "Annette")
    erase(office, reference)
    office.cloud.advance(SETTLED)
    assert [item["sk"] for item in left_of(office, reference)] == ["REGISTRATION"]
    assert office.registrants() == []


def test_a_submission_while_the_erasure_is_under_way_does_not_stop_it(office: Office) -> None:
    reference = office.submit()
    office.settle()
    erase(office, reference)
    office.submit()
    office.cloud.advance(SETTLED)
    assert office.table.get(reference).status is Status.ERASED


def test_a_delegate_asks_for_a_link_downloads_what_is_held_and_has_it_erased(office: Office) -> None:
    reference = office.submit()
    office.settle()
    status = link_in(office.mails()[-1], "/r/")
    for _ in range(2):
        assert office.pages.post(f"{status}/data", form={}).status == 200
        office.settle()
    assert [mail["Message-ID"].split(".")[1] for mail in office.mails()].count("data-link") == 1
    page = link_in(office.mails()[-1], "/d/")
    office.cloud.redeliver()
    office.cloud.advance(timedelta(minutes=11))
    assert office.pages.post(f"{status}/data", form={}).status == 200
    office.settle()
    assert [mail["Message-ID"].split(".")[1] for mail in office.mails()].count("data-link") == 2

    held = office.pages.post(f"{page}/file", form={}).json()
    assert (held["registration"]["email"], held["registration"]["sharing"]) == (ANNA["email"], ANNA["sharing"])
    assert {entry["became"] for entry in held["history"]} == {"VERIFIED", "PROVISIONING", "CONFIRMED"}
    assert len(held["mails"]) == 3

    assert office.pages.post(f"{page}/erase", form={}).status == 200
    office.cloud.advance(SETTLED)
    assert [item["sk"] for item in left_of(office, reference)] == ["REGISTRATION"]
    assert "have been erased" in office.pages.get(status).text


def test_when_the_retention_of_an_event_is_over_everybody_is_erased_and_zoom_is_not_asked(office: Office) -> None:
    references = [office.submit(), office.submit(email="bea@parliament.aruvia.example")]
    office.settle()
    office.cloud.advance_to(office.event.forgotten_at - timedelta(hours=1))
    office.fault("5xx")
    mails = len(office.mails())
    office.cloud.start_schedule("ReconciliationDaily")
    assert [item for item in office.cloud.items("RegistrationsTable") if "erased_at" in item] == []

    for _ in range(2):
        office.cloud.advance(timedelta(days=1))
        office.cloud.start_schedule("ReconciliationDaily")
    for reference in references:
        [tombstone] = left_of(office, reference)
        assert (tombstone["status"], tombstone["erased_by"]) == ("ERASED", "retention")
    tables = json.dumps(office.cloud.items("RegistrationsTable"), default=str).lower()
    assert [secret for secret in SECRETS if secret in tables] == []
    assert len(office.mails()) == mails
    assert office.events.get(office.event.id).forgotten
