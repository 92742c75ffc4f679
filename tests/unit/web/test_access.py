"""Who may do what: every route of the secretariat's pages stands in a table with its role, and is held to it."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.domain.events import MailKind
from functions.domain.registration import Status
from functions.domain.staff import StaffMember, StaffRole
from functions.web import access, runs, secretariat
from functions.web.event_form import shown
from tests.samples import a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import FIRST_IMPORT, OPEN, ROLL
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.multipart_body import MEDIA_TYPE, a_file, body, fields
from tests.unit.web.office import POOL, FakeOffice
from tests.unit.web.roll_files import as_file

ROLES = access.PAGES | access.RUNS
PARTS = {"event": "solidarity", "reference": "PS26-7K3M9Q", "file": "registrations.csv", "run": "PS26-7K3M9Q-1"}
CRAFTED = {
    **shown(an_event(place="Bern", meeting_id="93811112222")),
    "event": "another",
    "version": "1",
    "sure": "yes",
    "act": "protect",
    "decision": "approve",
    "case-PS26-7K3M9Q": "1",
    "pick-PS26-7K3M9Q": "yes",
    "why": "x",
    "search": "Anna",
    "mail": "x",
    "participant": "x",
}
"""What any of the forms sends, once its question is answered."""
UPLOADED = body(
    a_file(as_file(ROLL[:1])), *fields({"text": as_file(ROLL[:1]).decode(), "over": FIRST_IMPORT, "checked": "yes"})
)
"""What the forms of the roll send: a file, and a text that may replace most of it."""


def member(role: StaffRole) -> StaffMember:
    return StaffMember("somebody@assembly.example", role)


@pytest.fixture
def office(time_of_day: Clock) -> FakeOffice:
    office = FakeOffice()
    office.held_registrations.add(a_registration(reference="PS26-7K3M9Q", status=Status.IN_REVIEW))
    office.held_registrations.add(a_registration(reference="PS26-REPAIR", status=Status.IN_REPAIR))
    return office


def ask(route: str, office: FakeOffice, headers: dict[str, str]) -> Answer:
    method, path = route.split(" ")
    app = runs if route in access.RUNS else secretariat
    gateway = Gateway(app.application(office).resolve, headers)
    address = path.format(**PARTS)
    if method == "GET":
        return gateway.get(address)
    if path.startswith(access.ROLL):
        return gateway.post(address, body=UPLOADED, headers={"content-type": MEDIA_TYPE})
    return gateway.post(address, form=CRAFTED)


def an_unsent_mail() -> LedgerRow:
    since = OPEN - timedelta(hours=1)
    return LedgerRow("PS26-7K3M9Q", MailKind.REVIEW_NOTICE, 1, 1, MailState.SENDING, since)


def kept(office: FakeOffice) -> dict[str, Any]:
    """Everything that a page could have changed."""
    held = {name: value for name, value in vars(office).items() if name.startswith("held_")}
    return {name: copy.deepcopy(vars(value)) for name, value in held.items()}


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("route", sorted(ROLES))
def test_every_route_lets_in_whom_its_role_covers_and_nobody_else(
    route: str, role: StaffRole, office: FakeOffice
) -> None:
    headers = office.signed_in(member(role))
    before = kept(office)

    answer = ask(route, office, headers)

    if role.covers(ROLES[route]):
        assert answer.status != 403
    else:
        assert answer.status == 403
        assert "Your role does not allow this" in answer.text
        assert kept(office) == before


@pytest.mark.parametrize("route", sorted(ROLES))
def test_a_viewer_changes_nothing_by_page_or_by_crafted_request(route: str, office: FakeOffice) -> None:
    headers = office.signed_in(member(StaffRole.VIEWER))
    before = kept(office)
    ask(route, office, headers)
    assert kept(office) == before


@pytest.mark.parametrize("way", ["new-event", "events/{event}/edit", "events/{event}/cancel"])
def test_what_is_crafted_would_publish_an_event_for_an_administrator(way: str, office: FakeOffice) -> None:
    ask(f"POST /secretariat/{way}", office, office.signed_in(member(StaffRole.ADMINISTRATOR)))
    assert len(office.held_runs.published) == 1


@pytest.mark.parametrize("route", sorted(ROLES))
@pytest.mark.parametrize("cookie", ["", "__Host-session=", "__Host-session=forged", "session=session-0"])
def test_whoever_is_not_signed_in_is_asked_to_and_sees_nothing(route: str, cookie: str, office: FakeOffice) -> None:
    office.signed_in(member(StaffRole.ADMINISTRATOR))
    before = kept(office)

    answer = ask(route, office, {"cookie": cookie} if cookie else {})

    if route.startswith("GET"):
        assert answer.status == 303
        assert answer.headers["location"].startswith(f"{POOL}/authorize?")
        assert answer.text == ""
    else:
        assert answer.status == 403
        assert "You are not signed in any more" in answer.text
    assert "Anna" not in answer.text.replace('value="Anna"', "")
    assert kept(office) == before


@pytest.mark.parametrize("route", sorted(route for route in ROLES if route.startswith("POST")))
def test_no_other_site_can_have_an_administrator_send_a_form(route: str, office: FakeOffice) -> None:
    headers = office.signed_in(member(StaffRole.ADMINISTRATOR))
    before = kept(office)
    assert ask(route, office, headers | {"origin": "https://evil.example"}).status == 403
    assert kept(office) == before


def test_what_does_not_stand_in_the_table_does_not_exist(office: FakeOffice) -> None:
    headers = office.signed_in(member(StaffRole.ADMINISTRATOR))
    for app in (secretariat, runs):
        gateway = Gateway(app.application(office).resolve, headers)
        assert gateway.get("/secretariat/elsewhere").status == 404
        assert gateway.request("DELETE", "/secretariat").status == 404


@pytest.mark.parametrize("route", [f"POST {access.ROLL}", f"POST {access.ROLL}/preview"])
def test_a_file_that_was_sent_too_late_is_chosen_again(route: str, office: FakeOffice) -> None:
    answer = ask(route, office, {})
    assert answer.status == 403
    assert "choose the file once more" in answer.text
    assert "<form" not in answer.text


def test_a_form_that_was_sent_too_late_waits_to_be_sent_again(office: FakeOffice) -> None:
    answer = ask("POST /secretariat/events/{event}/review", office, {})
    for name, value in CRAFTED.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in answer.text
    assert 'href="/secretariat/sign-in" target="_blank"' in answer.text


BUTTONS = {
    "/secretariat/events/solidarity": "/resume",
    "/secretariat/events/solidarity/review": "Decide</button>",
    "/secretariat/events/solidarity/repair": "Resume</button>",
    "/secretariat/events/solidarity/unsent": "Send it again",
    "/secretariat/registrations/PS26-7K3M9Q": "/cancel",
}
FOR_ADMINISTRATORS = {
    "/secretariat/registrations/PS26-7K3M9Q": "/erase",
    "/secretariat/roll": 'type="file"',
}


@pytest.mark.parametrize("path", BUTTONS)
def test_a_button_is_there_for_those_alone_who_may_press_it(path: str, office: FakeOffice) -> None:
    office.held_ledger.held = [an_unsent_mail()]
    pages = {
        role: Gateway(secretariat.application(office).resolve, office.signed_in(member(role))).get(path).text
        for role in StaffRole
    }
    assert BUTTONS[path] not in pages[StaffRole.VIEWER]
    assert BUTTONS[path] in pages[StaffRole.OFFICER]
    assert BUTTONS[path] in pages[StaffRole.ADMINISTRATOR]


@pytest.mark.parametrize("path", FOR_ADMINISTRATORS)
def test_only_an_administrator_is_offered_to_erase_somebody_or_to_replace_the_roll(
    path: str, office: FakeOffice
) -> None:
    pages = {
        role: Gateway(secretariat.application(office).resolve, office.signed_in(member(role))).get(path).text
        for role in StaffRole
    }
    assert [role for role, text in pages.items() if FOR_ADMINISTRATORS[path] in text] == [StaffRole.ADMINISTRATOR]


def test_every_page_says_who_is_signed_in_and_how_to_sign_out(office: FakeOffice) -> None:
    text = ask("GET /secretariat", office, office.signed_in(member(StaffRole.OFFICER))).text
    assert "somebody@assembly.example" in text
    assert "(officer)" in text
    assert 'href="/secretariat/sign-out"' in text
