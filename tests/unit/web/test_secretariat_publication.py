"""How far a publication is, what is to be done, trying it again; and an event is cancelled from its page."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from functions.adapters.run_history import Run, Step
from functions.domain.staff import StaffMember, StaffRole
from functions.web import secretariat
from functions.web.event_words import ENDS, STEPS
from tests.samples import an_event
from tests.unit.web.fakes import OPEN
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeOffice, machine_of
from tests.unit.web.test_secretariat_event_form import EVENT, NEW, filled_in, form_of, held, published, stand, words_of


def runs(office: FakeOffice, status: str, *states: str) -> None:
    """The run of the last draft stands so."""
    name = office.held_events.drafts["solidarity"].run
    office.held_history.runs[machine_of("event-runs")] = [Run("arn:of:it", name, status, OPEN, None)]
    office.held_history.steps = [Step(state, "", OPEN) for state in states]


def test_a_cancelled_event_is_not_changed_any_more(office: FakeOffice, desk: Gateway) -> None:
    event = held(office, cancelled=True)
    assert desk.get(f"{EVENT}/edit").status == 409
    assert desk.post(f"{EVENT}/edit", form=form_of(event, sure="yes")).status == 409
    assert desk.post(f"{EVENT}/cancel", form={"sure": "yes"}).status == 409
    assert published(office) == []


def test_cancelling_says_how_many_are_told_and_then_does_it(office: FakeOffice, desk: Gateway) -> None:
    before = held(office)
    stand(office, CONFIRMED=3, WAITLISTED=2, CANCELLED=7)
    said = words_of(desk.post(f"{EVENT}/cancel", form={}))
    assert "5 delegates are told by mail." in said
    assert "the event cannot be taken up again" in said
    assert published(office) == []
    done = desk.post(f"{EVENT}/cancel", form={"sure": "yes"})
    assert (done.status, done.headers["location"]) == (303, f"{EVENT}/publication")
    assert published(office) == [replace(before, cancelled=True, version=2, published_at=OPEN)]
    assert office.held_events.draft("solidarity").by == FATIMA.actor


def test_a_publication_says_who_asked_for_it(office: FakeOffice, desk: Gateway) -> None:
    _change(office, desk)
    assert f"Asked for by: {FATIMA.address}" in words_of(desk.get(f"{EVENT}/publication"))
    drafted = office.held_events.draft("solidarity")
    office.held_events.save_draft(drafted.event, drafted.run, by="operator")
    assert "Asked for by: The command line" in words_of(desk.get(f"{EVENT}/publication"))
    office.held_events.save_draft(drafted.event, drafted.run, by="")
    assert "Asked for" not in words_of(desk.get(f"{EVENT}/publication"))


def test_a_publication_under_way_says_what_is_being_done_and_looks_again(office: FakeOffice, desk: Gateway) -> None:
    _change(office, desk)
    runs(office, "RUNNING", "CheckMeeting")
    page = desk.get(f"{EVENT}/publication")
    assert "Zoom is being asked" in words_of(page)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.text
    assert "data-again" in page.text
    assert f'<a href="{EVENT}/publication">Look again</a>' in page.text
    assert '/secretariat/event-runs/solidarity-v2-9f2c41d7"' in page.text


@pytest.mark.parametrize("state", sorted(ENDS))
def test_the_end_of_a_publication_is_said_and_the_page_comes_to_rest(
    state: str, office: FakeOffice, desk: Gateway
) -> None:
    _change(office, desk)
    runs(office, "FAILED", "CheckMeeting", state)
    office.held_events.found = ["In Zoom, open meeting 93812345678."]
    page = desk.get(f"{EVENT}/publication")
    assert all(told in words_of(page) for told in ENDS[state])
    assert "refresh" not in page.text
    assert ("open meeting 93812345678" in page.text) is (state == "NeedsChange")
    assert ("Try again" in page.text) is (state in ("NeedsChange", "Unchecked"))


def test_every_state_of_the_workflow_has_its_words() -> None:
    states = json.loads(Path("statemachines/event.asl.json").read_text(encoding="utf-8"))["States"]
    assert {*STEPS, *ENDS} == states.keys() - {"Resumed"}


def test_a_publication_that_broke_off_or_never_began_may_be_tried_again(office: FakeOffice, desk: Gateway) -> None:
    _change(office, desk)
    assert "is not known" in words_of(desk.get(f"{EVENT}/publication"))
    assert "Try again" in desk.get(f"{EVENT}/publication").text
    runs(office, "FAILED", "ListAudience")
    assert "broke off" in words_of(desk.get(f"{EVENT}/publication"))
    assert desk.post(f"{EVENT}/publication", form={}).status == 303
    assert published(office) == [published(office)[0]] * 2


def test_what_was_sent_for_a_new_event_is_not_lost_when_zoom_needs_a_change(office: FakeOffice, desk: Gateway) -> None:
    desk.post("/secretariat/new-event", form={**NEW, "sure": "yes"})
    page = desk.get("/secretariat/events/peace-2026/publication").text
    assert 'href="/secretariat/new-event?draft=peace-2026"' in page
    again = filled_in(desk.get("/secretariat/new-event?draft=peace-2026"))
    assert (again["title_en"], again["kind"], again["closes"]) == ("Peace & quiet", "webinar", "2026-11-03T12:00")
    assert desk.get("/secretariat/new-event?draft=nothing").status == 404


def test_what_was_sent_for_an_event_that_there_is_comes_back_too(office: FakeOffice, desk: Gateway) -> None:
    _change(office, desk)
    assert filled_in(desk.get(f"{EVENT}/edit"))["place_en"] == "Geneva"
    assert filled_in(desk.get(f"{EVENT}/edit?draft=yes"))["place_en"] == "Bern"


def test_what_somebody_else_published_since_is_not_overwritten_by_trying_again(
    office: FakeOffice, desk: Gateway
) -> None:
    _change(office, desk)
    runs(office, "FAILED", "CheckMeeting", "NeedsChange")
    office.held_events.held["solidarity"] = an_event(version=2, place="Basel")
    assert "Try again" not in desk.get(f"{EVENT}/publication").text
    desk.post(f"{EVENT}/publication", form={})
    assert len(published(office)) == 1


def test_the_last_publication_is_found_from_the_event(office: FakeOffice, desk: Gateway) -> None:
    assert f'href="{EVENT}/publication"' not in desk.get(EVENT).text
    _change(office, desk)
    assert f'href="{EVENT}/publication"' in desk.get(EVENT).text


@pytest.mark.parametrize("role", StaffRole)
def test_only_an_administrator_is_offered_to_make_change_and_cancel_events(
    role: StaffRole, office: FakeOffice, desk: Gateway
) -> None:
    _change(office, desk)
    runs(office, "FAILED", "CheckMeeting", "NeedsChange")
    visitor = Gateway(secretariat.application(office).resolve, office.signed_in(StaffMember("x@y.example", role)))
    offers = {
        "/secretariat": ["/secretariat/new-event"],
        EVENT: [f"{EVENT}/edit", f"{EVENT}/cancel"],
        f"{EVENT}/publication": ["Try again", f"{EVENT}/edit?draft=yes"],
    }
    for path, offered in offers.items():
        page = visitor.get(path)
        assert page.status == 200
        assert [offer in page.text for offer in offered] == [role is StaffRole.ADMINISTRATOR] * len(offered)


def test_a_cancelled_event_is_offered_neither(office: FakeOffice, desk: Gateway) -> None:
    held(office, cancelled=True)
    page = desk.get(EVENT).text
    assert f"{EVENT}/edit" not in page
    assert f"{EVENT}/cancel" not in page


def _change(office: FakeOffice, desk: Gateway) -> None:
    """What the form sent is under way."""
    before = held(office)
    assert desk.post(f"{EVENT}/edit", form=form_of(before, place_en="Bern", sure="yes")).status == 303
