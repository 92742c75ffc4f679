"""A registration's life, from the form to the feedback, on the deployed template and a virtual clock."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.office import ANNA, Office, hidden_fields, join_links_in, link_in, plain_text

START = datetime(2026, 8, 10, 9, tzinfo=UTC)


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START) as office:
        yield office


def test_a_members_delegate_is_confirmed_reminded_and_asked_for_feedback(office: Office) -> None:
    reference = office.submit()
    office.settle()

    assert office.status(reference) == "CONFIRMED"
    assert office.state_of_run(f"{reference}-1") == "Confirmed"
    [registrant] = office.registrants()
    assert (registrant.email, registrant.status) == (ANNA["email"], "approved")
    [confirmation] = office.mails()
    assert join_links_in(confirmation) == {registrant.link}
    assert reference in plain_text(confirmation)

    for before in office.event.reminders:
        office.cloud.advance_to(office.event.starts - before - timedelta(minutes=1))
        so_far = len(office.mails())
        office.cloud.advance(timedelta(minutes=2))
        assert len(office.mails()) == so_far + 1
        assert join_links_in(office.mails()[-1]) == {registrant.link}

    office.cloud.advance_to(office.event.ends + office.event.feedback_after + timedelta(minutes=1))
    assert len(office.mails()) == 5
    request = office.mails()[-1]
    assert join_links_in(request) == set()
    assert _feedback(office, link_in(request, "/f/")) == 1
    office.cloud.advance_to(office.event.feedback_closes + timedelta(days=1))
    assert len(office.mails()) == 5


def _feedback(office: Office, page: str) -> int:
    form = hidden_fields(office.pages.get(page).text)
    office.cloud.advance(timedelta(seconds=20))
    answer = office.pages.post(page, form={**form, "event_rating": "5", "recommendation": "Train the staff"})
    assert answer.status == 200, answer.text
    saved = office.cloud.items("FeedbackTable")
    assert [item["answers"] for item in saved] == [{"event_rating": 5, "recommendation": "Train the staff"}]
    return len(saved)


def test_the_status_page_says_where_the_registration_stands_without_the_join_link(office: Office) -> None:
    office.submit()
    office.settle()
    [confirmation] = office.mails()
    answer = office.pages.get(link_in(confirmation, "/r/"))
    assert answer.status == 200
    assert "Geneva" in answer.text
    assert not join_links_in(confirmation) & set(answer.text.split('"'))
    assert office.registrants()[0].link not in answer.text


def test_the_same_address_in_another_case_is_one_registration_one_registrant_one_mail(office: Office) -> None:
    first = office.submit()
    again = office.submit(email="Anna@Parliament.Aruvia.EXAMPLE", given_names="Anne")
    office.settle()
    late = office.submit()
    office.settle()
    assert first == again == late
    assert len(office.registrants()) == len(office.mails()) == len(office.runs_of(first)) == 1


def test_a_suspended_organisations_delegate_is_told_so_and_gets_no_link(office: Office) -> None:
    suspended = _organisation(office, "member-suspended")
    reference = office.submit(organisation=suspended[0], email=f"bea@{suspended[1]}")
    office.settle()
    assert office.status(reference) == "DECLINED"
    assert office.state_of_run(f"{reference}-1") == "Declined"
    assert office.registrants() == []
    [told] = office.mails(f"bea@{suspended[1]}")
    assert join_links_in(told) == set()
    assert office.event.contact in plain_text(told)


@pytest.mark.parametrize("address", ["anna@gmail.com", "anna@nowhere.example"])
def test_a_doubtful_address_waits_for_a_person_in_a_state_of_that_name(office: Office, address: str) -> None:
    reference = office.submit(email=address)
    office.settle()
    [run] = office.runs_of(reference)
    assert (office.status(reference), run.status, run.state) == ("IN_REVIEW", "RUNNING", "AwaitDecision")
    assert office.registrants() == []
    [told] = office.mails(address)
    assert join_links_in(told) == set()


@pytest.mark.parametrize("mode", ["meeting-gone", "registration-off", "scope-missing"])
def test_with_a_misconfigured_meeting_everybody_waits_for_one_repair_of_which_one_mail_tells(
    office: Office, mode: str
) -> None:
    office.fault(mode)
    first, second = office.submit(), office.submit(email="bea@parliament.aruvia.example")
    office.settle()
    assert {office.state_of_run(f"{reference}-1") for reference in (first, second)} == {"AwaitRepair"}
    assert {office.status(reference) for reference in (first, second)} == {"IN_REPAIR"}
    assert office.mails() == []
    assert len(office.mails(office.event.contact)) == 1

    office.zoom.faults.clear()
    office.resume()
    office.settle()
    assert {office.status(reference) for reference in (first, second)} == {"CONFIRMED"}
    assert len(office.mails()) == 1


def test_when_nobody_answers_for_a_day_a_person_sees_it(office: Office) -> None:
    office.fault("5xx")
    reference = office.submit()
    office.cloud.advance(timedelta(hours=30))
    office.cloud.take_failures()
    assert (office.status(reference), office.state_of_run(f"{reference}-1")) == ("IN_REPAIR", "AwaitRepair")


@pytest.mark.parametrize("mode", ["reply-lost", "5xx", "429-second", "429-daily", "token-expired", "slow"])
@pytest.mark.parametrize("on", ["add", "list"])
def test_whatever_zoom_does_once_the_delegate_ends_with_one_registrant_and_one_mail(
    office: Office, mode: str, on: str
) -> None:
    office.fault(mode, on=on, times=1)
    reference = office.submit()
    office.cloud.advance(timedelta(hours=25))
    assert office.status(reference) == "CONFIRMED"
    assert len(office.registrants()) == len(office.mails()) == 1


def test_records_and_messages_that_are_delivered_again_change_nothing(office: Office) -> None:
    reference = office.submit()
    office.settle()
    office.cloud.redeliver()
    office.cloud.advance_to(office.event.starts - office.event.reminders[0] + timedelta(minutes=1))
    office.cloud.redeliver()
    assert office.status(reference) == "CONFIRMED"
    assert (len(office.registrants()), len(office.mails()), len(office.runs_of(reference))) == (1, 2, 1)


def test_a_reminder_that_fires_twice_is_one_mail(office: Office) -> None:
    office.submit()
    office.settle()
    office.cloud.advance_to(office.event.starts - office.event.reminders[0] + timedelta(minutes=1))
    states = office.client("stepfunctions")
    again = {"event": office.event.id, "kind": "reminder-1", "version": office.event.version}
    states.start_execution(
        stateMachineArn=office.cloud.outputs["OutreachMachineArn"], name="again", input=json.dumps(again)
    )
    office.settle()
    assert len(office.mails()) == 2


def test_nobody_registers_after_the_close(office: Office) -> None:
    office.cloud.advance_to(office.event.closes)
    answer = office.pages.get(f"/e/{office.event.id}")
    assert answer.status == 409
    assert office.cloud.items("RegistrationsTable") == []


def test_no_name_address_or_link_enters_a_run(office: Office) -> None:
    reference = office.submit(sharing="a secret example")
    office.settle()
    office.cloud.advance_to(office.event.feedback_closes)
    told = json.dumps([office.cloud.history(run.name) for run in office.cloud.executions()], default=str)
    assert reference in told
    secrets = ["anna", "nand", "ñand", "brien", "aruvia", "@", "127.0.0.1", "secret example", *_tokens(office)]
    assert [secret for secret in secrets if secret in told.lower()] == []


def _tokens(office: Office) -> list[str]:
    return [link_in(office.mails()[0], "/r/").removeprefix("/r/").lower()]


def _organisation(office: Office, standing: str) -> tuple[str, str]:
    """Id and domain of one that has this standing in the roll."""
    [first, *_] = [item for item in office.cloud.items("RollTable") if item.get("standing") == standing]
    return first["sk"].removeprefix("ORG#"), first["domains"][0]
