"""An event's life from its page: an administrator publishes it, gives it another time and cancels it."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.domain.events import MailKind
from functions.web.event_form import shown
from functions.web.event_words import ENDS
from tests.integration.office import ANNA, Office, link_in

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
NEW = "/secretariat/new-event"
PEACE = "/secretariat/events/peace-2026"


@pytest.fixture
def office(template: Mapping[str, Any]) -> Iterator[Office]:
    with Office(template, START, capacity=50) as office:
        yield office


def typed(office: Office, **changes: str) -> dict[str, str]:
    """What a new event's form holds: much as the one that there is, in a meeting of its own."""
    office.zoom.open("meeting", "93800001111")
    new = {"event": "peace-2026", "code": "PE26", "title_en": "Peace", "meeting": "938 0000 1111"}
    return {**shown(office.event), **new, **changes}


def send(office: Office, address: str, form: Mapping[str, str]) -> str:
    """Sends the form, says yes on the page that asks, and gives what the page says when all is done."""
    desk = office.secretariat
    asked = desk.post(address, form=form)
    assert asked.status == 200, asked.text
    done = desk.post(address, form={**form, "sure": "yes"})
    assert done.status == 303, done.text
    under_way = office.secretariat.get(done.headers["location"])
    assert "data-again" in under_way.text
    office.settle()
    return html.unescape(office.secretariat.get(done.headers["location"]).text)


def published(office: Office) -> None:
    said = send(office, NEW, typed(office))
    assert ENDS["Published"][0] in said
    office.event = office.events.get("peace-2026")


def form_now(office: Office, **changes: str) -> dict[str, str]:
    return {**shown(office.event), "version": str(office.event.version), **changes}


def test_delegates_can_register_for_an_event_that_was_made_on_a_page(office: Office) -> None:
    before = len(office.schedules())
    published(office)
    assert len(office.schedules()) == before + 7
    reference = office.submit()
    office.settle()
    assert reference.startswith("PE26-")
    assert office.status(reference) == "CONFIRMED"
    assert [one.email for one in office.registrants()] == [ANNA["email"]]


def test_another_time_is_told_once_and_moves_the_schedules(office: Office) -> None:
    published(office)
    confirmed, doubtful = office.submit(), office.submit(email="anna@gmail.com")
    office.settle()
    before = office.schedules()
    later = {name: f"{getattr(office.event, name) + timedelta(days=7):%Y-%m-%dT%H:%M}" for name in ("starts", "ends")}
    asked = office.secretariat.post(f"{PEACE}/edit", form=form_now(office, **later))
    assert "2 delegates get a mail with the new time." in asked.text
    said = send(office, f"{PEACE}/edit", form_now(office, **later))
    assert ENDS["Postponed"][0] in said
    office.event = office.events.get("peace-2026")
    assert office.schedules().keys() == before.keys()
    assert len([name for name, at in office.schedules().items() if at != before[name]]) == 6  # all but the deadline
    office.cloud.advance(timedelta(hours=1))
    for reference in (confirmed, doubtful):
        assert office.kinds_of_mail(reference).count(MailKind.POSTPONEMENT) == 1
    assert office.status(confirmed) == "CONFIRMED"


def test_a_cancellation_is_told_once_and_every_link_stops(office: Office) -> None:
    published(office)
    others = len(office.schedules()) - 7
    references = [office.submit(), office.submit(email="anna@gmail.com")]
    office.settle()
    page = link_in(office.mails()[0], "/r/")
    asked = office.secretariat.post(f"{PEACE}/cancel", form={})
    assert "2 delegates are told by mail" in asked.text
    assert ENDS["Cancelled"][0] in send(office, f"{PEACE}/cancel", {})
    office.cloud.advance(timedelta(days=1))
    for reference in references:
        assert office.status(reference) == "CANCELLED"
        assert office.kinds_of_mail(reference).count(MailKind.CANCELLATION) == 1
    assert {one.status for one in office.registrants()} <= {"cancelled"}
    assert len(office.schedules()) == others
    assert "Your registration is cancelled" in office.pages.get(page).text
    assert office.pages.get("/e/peace-2026").status == 409
    assert office.secretariat.get(f"{PEACE}/edit").status == 409


def test_a_meeting_that_is_not_in_order_is_said_and_what_was_typed_is_published_once_it_is(office: Office) -> None:
    form = typed(office)
    office.zoom.meetings[93800001111].settings["approval_type"] = 0
    said = send(office, NEW, form)
    assert ENDS["NeedsChange"][0] in said
    assert "choose “Manually Approve”" in said
    assert office.secretariat.get(PEACE).status == 404
    again = office.secretariat.get(f"{NEW}?draft=peace-2026").text
    assert re.search(r'id="meeting"[^>]* value="93800001111"', again)
    office.zoom.meetings[93800001111].settings["approval_type"] = 1
    office.cloud.advance(timedelta(minutes=1))
    assert office.secretariat.post(f"{PEACE}/publication", form={}).status == 303
    office.settle()
    assert ENDS["Published"][0] in html.unescape(office.secretariat.get(f"{PEACE}/publication").text)
    assert office.secretariat.get(PEACE).status == 200


def test_a_zoom_that_does_not_answer_is_said(office: Office) -> None:
    form = typed(office)
    office.fault("5xx")
    desk = office.secretariat
    desk.post(NEW, form={**form, "sure": "yes"})
    for _ in range(30):
        office.settle()
    assert ENDS["Unchecked"][0] in html.unescape(office.secretariat.get(f"{PEACE}/publication").text)


def test_of_two_who_publish_at_once_the_first_is_told_that_the_second_stands(office: Office) -> None:
    published(office)
    desk, there = office.secretariat, form_now(office)
    desk.post(f"{PEACE}/edit", form={**there, "place_en": "Bern", "sure": "yes"})
    [mine] = [office.events.draft("peace-2026").run]
    desk.post(f"{PEACE}/edit", form={**there, "place_en": "Basel", "sure": "yes"})
    office.settle()
    assert office.events.get("peace-2026").place == "Basel"
    assert [run.state for run in office.cloud.executions() if run.name == mine] == ["Superseded"]
