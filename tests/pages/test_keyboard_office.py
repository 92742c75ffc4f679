"""Each of an officer's main tasks is done by keyboard alone, with a focus that is seen."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from functions.adapters.ledger_rows import MailState
from functions.adapters.unmatched import SET_ASIDE
from functions.domain.registration import DECLINE_REASONS, Status
from local.samples import ROLL
from tests.browser.views import TELEPHONE, View
from tests.pages.hall import Hall
from tests.pages.office_filled import ADMINISTRATOR, CASES, CONFIRMED, DRAFTED, OFFICER, PROTECTED, STRANGER, fill
from tests.pages.office_states import EVENT, REGISTRATION, Officer
from tests.pages.states import OVER
from tests.pages.test_keyboard import from_summary_to, press, tab_to
from tests.samples import an_event

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("view", [TELEPHONE], indirect=True, ids=str)]


@pytest.fixture
def officer(page: Page, hall: Hall, view: View, pictures: Path) -> Officer:
    fill(hall.office)
    officer = Officer(page, hall, view.scripts, "en", pictures, view)
    officer.sign_in(OFFICER)
    return officer


def test_an_officer_decides_cases_by_way_of_a_mistake(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "To be decided")
    officer.arrived("To be decided")
    press(page, "Decide")
    officer.arrived("Error:")
    from_summary_to(page, "cases")
    for reference in CASES[:2]:
        press(page, f"case-{reference}", "Space")
    tab_to(page, "decision")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "reason")
    page.keyboard.press("ArrowDown")
    press(page, "Decide")
    officer.arrived("Do you want to decline these 2 registrations")
    press(page, "Yes, decline them")
    officer.arrived("2 declined")
    held = [officer.hall.office.held_registrations.get(reference) for reference in CASES]
    assert [case.status for case in held] == [Status.DECLINED, Status.DECLINED, Status.IN_REVIEW]
    assert held[0].reason is DECLINE_REASONS[0]


def test_an_officer_searches_and_cancels_a_registration(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "Registrations")
    officer.arrived("Registrations")
    tab_to(page, "search")
    page.keyboard.type(CONFIRMED.lower())
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    press(page, CONFIRMED)
    officer.arrived(CONFIRMED)
    press(page, "Cancel this registration")
    officer.arrived("Do you want to cancel this registration")
    press(page, "Yes, cancel the registration")
    officer.arrived("The registration is cancelled")
    assert officer.hall.office.held_registrations.get(CONFIRMED).status is Status.CANCELLED


def test_an_officer_cancels_several_registrations_at_once(officer: Officer, page: Page) -> None:
    officer.go(f"{EVENT}/registrations")
    for reference in CASES[:2]:
        press(page, f"pick-{reference}", "Space")
    press(page, "Cancel those that you ticked")
    officer.arrived("Do you want to cancel these 2 registrations")
    press(page, "Yes, cancel them")
    officer.arrived("The registrations are cancelled")
    held = [officer.hall.office.held_registrations.get(reference).status for reference in CASES]
    assert held == [Status.CANCELLED, Status.CANCELLED, Status.IN_REVIEW]


def test_an_officer_settles_mails_that_may_not_have_left(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "Mails that may not have left")
    officer.arrived("Mails that may not have left")
    press(page, "act")
    officer.arrived("Marked as sent")
    press(page, "Go on")
    officer.arrived("Mails that may not have left")
    tab_to(page, "act")
    press(page, "act")
    officer.arrived("Do you want to send this mail again")
    press(page, "Yes, send it again")
    officer.arrived("It is being sent again")
    assert {row.state for row in officer.hall.office.held_ledger.held} == {MailState.SENT}


def test_an_officer_lets_whoever_is_in_repair_go_on_and_sees_the_run(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "Resume")
    officer.arrived("Registrations in repair go on")
    assert officer.hall.office.held_runs.started == [("solidarity", "resume")]
    press(page, "solidarity-resume-9f2c41d7")
    officer.arrived("solidarity-resume-9f2c41d7")
    expect(page.get_by_role("region", name="The run as a picture")).to_be_visible()


def test_an_officer_recognises_a_participant_and_sets_another_aside(officer: Officer, page: Page) -> None:
    officer.hall.now = OVER
    officer.sign_in(OFFICER)
    officer.go(f"{EVENT}/attendance")
    tab_to(page, f"reference-{STRANGER}")
    page.keyboard.type(CONFIRMED.lower())
    page.keyboard.press("Enter")
    officer.arrived("Do you want to count this participant")
    press(page, "Yes, it is the same person")
    officer.arrived("The participant is counted as this delegate")
    assert officer.hall.office.held_registrations.get(CONFIRMED).status is Status.ATTENDED
    press(page, "Go on")
    officer.arrived(CONFIRMED)
    officer.go(f"{EVENT}/attendance")
    press(page, "Not a delegate Without a name")
    officer.arrived("The participant is set aside")
    assert [row.decided for row in officer.hall.office.held_unmatched.held][:2] == [CONFIRMED, SET_ASIDE]


def test_an_officer_has_zooms_report_read_again_and_takes_an_export(officer: Officer, page: Page) -> None:
    officer.hall.now = OVER
    officer.sign_in(OFFICER)
    officer.go(f"{EVENT}/attendance")
    press(page, "Read Zoom’s report again")
    officer.arrived("Zoom’s report is being read again")
    officer.go(EVENT)
    press(page, "Exports")
    officer.arrived("Exports")
    with page.expect_download() as download:
        press(page, "CSV Registrations")
    assert download.value.suggested_filename.startswith("solidarity-registrations-")


def test_an_administrator_tries_a_publication_again(officer: Officer, page: Page) -> None:
    officer.sign_in(ADMINISTRATOR)
    officer.go(EVENT)
    press(page, "Last publication")
    officer.arrived("The publication broke off")
    with page.expect_response(lambda response: response.request.method == "POST"):
        press(page, "Try again")
    assert [event.id for event, _ in officer.hall.office.held_runs.published] == ["solidarity"]


def test_an_officer_protects_a_delegate_and_looks_at_who_one_is(officer: Officer, page: Page) -> None:
    officer.go(f"{REGISTRATION}/{CONFIRMED}")
    press(page, "Protect this delegate")
    officer.arrived("Do you want to protect this delegate")
    press(page, "Yes, protect this delegate")
    officer.arrived("The delegate is protected")
    assert officer.hall.office.held_registrations.get(CONFIRMED).protected
    officer.go(f"{REGISTRATION}/{PROTECTED}")
    tab_to(page, "why")
    page.keyboard.type("A visa letter")
    page.keyboard.press("Enter")
    officer.arrived("Who this is")
    expect(page.get_by_text("Anna Ñandú O'Brien")).to_be_visible()
    press(page, "Go on")
    officer.arrived(PROTECTED)
    tab_to(page, "why")
    page.keyboard.type("They asked for it")
    press(page, "End the protection")
    officer.arrived("Do you want to end the protection")
    press(page, "Yes, end the protection")
    officer.arrived("The delegate is no longer protected")
    assert not officer.hall.office.held_registrations.get(PROTECTED).protected


def test_an_administrator_erases_a_person(officer: Officer, page: Page) -> None:
    officer.sign_in(ADMINISTRATOR)
    officer.go(f"{REGISTRATION}/{CONFIRMED}")
    press(page, "Erase this person")
    officer.arrived("Do you want to erase this person")
    press(page, "No, go back")
    officer.arrived(CONFIRMED)
    assert officer.hall.office.held_registrations.get(CONFIRMED).status is Status.CONFIRMED
    press(page, "Erase this person")
    officer.arrived("Do you want to erase this person")
    press(page, "Yes, erase this person")
    officer.arrived("The erasure is under way")
    assert officer.hall.office.held_registrations.get(CONFIRMED).status is Status.ERASING


def test_an_administrator_makes_an_event_and_cancels_one(officer: Officer, page: Page) -> None:
    officer.sign_in(ADMINISTRATOR)
    officer.go("/secretariat")
    press(page, "New event")
    officer.arrived("New event")
    typed = {
        "event": "peace-2026",
        "code": "PX26",
        "title_en": "Parliaments for peace",
        "summary_en": "A panel",
        "time_zone": "Europe/Zurich",
    }
    for name, text in typed.items():
        tab_to(page, name)
        page.keyboard.type(text)
    at(page, "starts", "10/10/2026 15:00")
    at(page, "ends", "10/10/2026 16:30")
    tab_to(page, "place_en")
    page.keyboard.type("Geneva")
    at(page, "opens", "09/09/2026 14:00")
    at(page, "closes", "10/10/2026 13:00")
    for name, text in {
        "meeting": "93812345679",
        "organiser": "Secretariat of the Assembly",
        "contact": "events@assembly.example",
        "privacy_notice": "https://assembly.example/privacy",
    }.items():
        tab_to(page, name)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    officer.arrived("Do you want to publish this event")
    press(page, "sure")
    page.wait_for_url("**/peace-2026/publication")
    made = officer.hall.office.held_events.draft("peace-2026").event
    assert f"{made.starts:%Y-%m-%d %H:%M}" == "2026-10-10 13:00"

    officer.go(EVENT)
    press(page, "Cancel the event")
    officer.arrived("Do you want to cancel this event")
    press(page, "Yes, cancel the event")
    page.wait_for_url("**/solidarity/publication")
    assert officer.hall.office.held_events.draft("solidarity").event.cancelled


def at(page: Page, name: str, moment: str) -> None:
    """Types a date and a time as the browser asks for it, part by part."""
    tab_to(page, name)
    date, time = moment.split()
    page.keyboard.type(date.replace("/", ""))
    page.keyboard.press("Tab")
    page.keyboard.type(time.replace(":", ""))


def test_an_officer_signs_out(officer: Officer, page: Page) -> None:
    officer.go(EVENT)
    press(page, "Sign out")
    officer.arrived("You are signed out")
    assert officer.hall.office.held_sessions.held == {}


def test_an_administrator_changes_an_event(officer: Officer, page: Page) -> None:
    officer.sign_in(ADMINISTRATOR)
    officer.go(EVENT)
    press(page, "Change or postpone")
    officer.arrived("Change or postpone")
    tab_to(page, "capacity")
    page.keyboard.press("Control+A")
    page.keyboard.type("none")
    page.keyboard.press("Enter")
    officer.arrived("Error:")
    from_summary_to(page, "capacity")
    page.keyboard.press("Control+A")
    page.keyboard.type("321")
    page.keyboard.press("Enter")
    officer.arrived("Do you want to change this event")
    press(page, "sure")
    page.wait_for_url("**/publication")
    assert officer.hall.office.held_events.draft("solidarity").event.capacity == 321


def test_an_administrator_replaces_the_roll(officer: Officer, page: Page) -> None:
    """The file itself is chosen in a window of the browser's own."""
    officer.sign_in(ADMINISTRATOR)
    officer.go("/secretariat/roll")
    page.set_input_files("#file", ROLL)
    tab_to(page, "file")
    press(page, "Show what would change")
    officer.arrived("What the new roll would change")
    if page.locator("[name=checked]").count():
        press(page, "checked", "Space")
    press(page, "Import this roll")
    officer.arrived("Roll")
    expect(page.get_by_role("status")).to_contain_text("The roll is replaced")


def test_a_picture_and_a_table_that_are_wider_than_the_window_are_scrolled(officer: Officer, page: Page) -> None:
    officer.go(f"/secretariat/runs/{CONFIRMED}-1")
    scroll(page, page.get_by_role("region", name="The run as a picture"))
    officer.go(f"{EVENT}/report")
    scroll(page, page.get_by_role("table", name="By category of organisation"))


def scroll(page: Page, wide: Locator) -> None:
    wide.evaluate("wide => { wide.scrollLeft = 0; wide.focus() }")
    expect(wide).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_an_officer_approves_one_case_and_declines_another_beside_its_evidence(officer: Officer, page: Page) -> None:
    officer.go(f"{EVENT}/review")
    press(page, f"Approve {CASES[0]}")
    officer.arrived("1 approved")
    officer.go(f"{EVENT}/review")
    press(page, f"Decline with a reason {CASES[1]}")
    officer.arrived(CASES[1])
    tab_to(page, "decision")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "reason")
    page.keyboard.press("ArrowDown")
    press(page, "Decide")
    officer.arrived("Do you want to decline this registration")
    press(page, "Yes, decline it")
    officer.arrived("1 declined")
    held = [officer.hall.office.held_registrations.get(reference).status for reference in CASES]
    assert held == [Status.VERIFIED, Status.DECLINED, Status.IN_REVIEW]


def test_an_administrator_publishes_a_draft_and_discards_another(officer: Officer, page: Page) -> None:
    officer.sign_in(ADMINISTRATOR)
    events = officer.hall.office.held_events
    other = an_event(id="autumn-2027", titles={"en": "Parliaments in autumn"}, meeting_id="93800003333")
    events.save_draft(other, "", by=ADMINISTRATOR.actor)
    officer.go("/secretariat")
    press(page, "Parliaments in autumn")
    officer.arrived("This is a draft")
    press(page, "Discard this draft")
    officer.arrived("Do you want to discard this draft")
    press(page, "Yes, discard it")
    officer.arrived("Events")
    assert other.id not in events.drafts
    press(page, "Peace")
    officer.arrived("This is a draft")
    with page.expect_response(lambda response: response.request.method == "POST"):
        press(page, "Publish it")
    assert [event.id for event, _ in officer.hall.office.held_runs.published] == [DRAFTED]
