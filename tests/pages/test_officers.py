"""An officer's main tasks in each language, with a script and without, on a telephone and at a desk."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from functions.adapters.ledger_rows import MailState
from functions.domain.events import MailKind
from functions.domain.registration import ENDS, Reason, Status
from functions.language import LOCALES, OWN_NAMES, translator
from functions.web.secretariat_words import PROBLEMS, REASON_NAMES, STATUS_NAMES
from tests.browser.views import View, in_every_language
from tests.pages.hall import Hall
from tests.pages.office_filled import (
    ADMINISTRATOR,
    CASES,
    CONFIRMED,
    OFFICER,
    PROTECTED,
    REPAIR,
    STRANGER,
    TITLES,
    fill,
)
from tests.pages.office_states import Officer, new_roll
from tests.pages.states import OVER

pytestmark = [pytest.mark.browser, in_every_language(LOCALES)]


@pytest.fixture
def officer(page: Page, hall: Hall, view: View, locale: str, pictures: Path) -> Officer:
    fill(hall.office)
    hall.office.user_pool().member = OFFICER
    return Officer(page, hall, view.scripts, locale, pictures, view)


def come_in(officer: Officer) -> None:
    """By way of signing in, and of choosing a language, to the page of the event."""
    officer.go("/secretariat")
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Events")
    if officer.locale != "en":
        officer.page.get_by_role("link", name=OWN_NAMES[officer.locale], exact=True).click()
    officer.reads("Events")
    officer.page.get_by_role("link", name=title(officer), exact=True).click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text(title(officer))


def title(officer: Officer) -> str:
    return TITLES.get(officer.locale, TITLES["en"])


def many(officer: Officer, one: str, several: str, count: int) -> str:
    return translator(officer.locale).ngettext(one, several, count) % {"num": count, "count": count}


def asks(officer: Officer, deed: str) -> str:
    """The question before this is done to one registration."""
    one, several = f"Do you want to {deed} this registration?", f"Do you want to {deed} these %(num)s registrations?"
    return many(officer, one, several, 1)


def heads(officer: Officer, text: str) -> None:
    expect(officer.page.get_by_role("heading", level=1)).to_have_text(text)


def count_of(officer: Officer, row: str) -> str:
    """What stands beside a term of the page."""
    link = officer.page.get_by_role("link", name=officer.words(row), exact=True)
    return officer.page.locator("dl > div").filter(has=link).locator("dd").inner_text()


def on_page(officer: Officer, count: int) -> None:
    """So many registrations are listed, and the page says so."""
    said = many(officer, "%(num)s registration on this page.", "%(num)s registrations on this page.", count)
    expect(officer.page.get_by_text(said, exact=True)).to_be_visible()
    expect(officer.page.locator("tbody tr")).to_have_count(count)


def complains(officer: Officer, *messages: str) -> None:
    expect(officer.page.locator("#summary-title")).to_have_text(officer.words("There is a problem"))
    for message in messages:
        expect(officer.page.locator("#summary")).to_contain_text(officer.words(message))


def test_an_officer_finds_registrations_and_cancels_them(officer: Officer, page: Page) -> None:
    come_in(officer)
    officer.looks("event")
    assert [count_of(officer, row) for row in ("To be decided", "In repair", "Waiting")] == ["4", "1", "1"]
    bar = page.get_by_role("img", name=f"{officer.words('Waiting for you')}: 5")
    expect(bar).to_be_visible()

    officer.follow("Registrations")
    page.get_by_label(officer.words("Search by reference, name or e-mail address")).fill("quispe")
    officer.press("Search")
    on_page(officer, 1)
    expect(page.get_by_role("link", name=CASES[0], exact=True)).to_be_visible()
    page.get_by_label(officer.words("Status"), exact=True).select_option(
        label=officer.words(STATUS_NAMES[Status.CONFIRMED])
    )
    officer.press("Filter")
    on_page(officer, 2)
    officer.reads("Registrations")

    page.locator(f"#pick-{PROTECTED}").check()
    officer.press("Cancel those that you ticked")
    officer.reads(
        many(
            officer, "Do you want to cancel this registration?", "Do you want to cancel these %(num)s registrations?", 1
        )
    )
    officer.press("Yes, cancel them")
    heads(officer, officer.words("The registrations are cancelled"))
    assert officer.hall.office.held_registrations.get(PROTECTED).status is Status.CANCELLED
    officer.follow("Go on")

    page.get_by_role("link", name=CONFIRMED, exact=True).click()
    heads(officer, CONFIRMED)
    officer.looks("registration")
    officer.press("Cancel this registration")
    officer.reads("Do you want to cancel this registration?")
    assert officer.hall.office.held_registrations.get(CONFIRMED).status is Status.CONFIRMED
    officer.press("Yes, cancel the registration")
    heads(officer, officer.words("The registration is cancelled"))
    officer.follow("Go on")
    expect(page.get_by_role("strong").first).to_have_text(officer.words(STATUS_NAMES[Status.CANCELLED]))
    expect(page.get_by_text(officer.words(REASON_NAMES[Reason.BY_SECRETARIAT])).first).to_be_visible()
    assert officer.hall.office.held_registrations.entries[-1][1].actor == OFFICER.actor


def test_an_officer_decides_several_cases_and_declines_one_with_a_reason(officer: Officer, page: Page) -> None:
    come_in(officer)
    officer.follow("To be decided")
    officer.reads("To be decided")
    officer.press("Decide")
    complains(officer, "Choose at least one case", "Choose whether to approve or to decline")
    officer.looks("review-errors")

    for reference in CASES[:2]:
        page.locator(f"#case-{reference}").check()
    page.get_by_label(officer.words("Approve: they may attend"), exact=True).check()
    officer.press("Decide")
    heads(officer, many(officer, "%(count)s approved", "%(count)s approved", 2))

    officer.follow("Go on")
    page.locator(f"#case-{CASES[2]}").check()
    page.get_by_label(officer.words("Decline"), exact=True).check()
    officer.press("Decide")
    complains(officer, "Choose the reason that the delegates are told")
    expect(page.locator(f"#case-{CASES[2]}")).to_be_checked()
    reason = officer.words(REASON_NAMES[Reason.NOT_VOUCHED_FOR])
    page.locator("#reason").select_option(label=reason)
    officer.press("Decide")
    officer.reads(
        many(
            officer,
            "Do you want to decline this registration?",
            "Do you want to decline these %(num)s registrations?",
            1,
        )
    )
    expect(page.get_by_text(reason)).to_be_visible()
    officer.press(many(officer, "Yes, decline it", "Yes, decline them", 1))
    heads(officer, many(officer, "%(count)s declined", "%(count)s declined", 1))
    held = officer.hall.office.held_registrations
    assert [held.get(reference).status for reference in CASES] == [Status.VERIFIED, Status.VERIFIED, Status.DECLINED]
    assert held.get(CASES[2]).reason is Reason.NOT_VOUCHED_FOR


def test_an_officer_settles_mails_resumes_a_repair_sees_its_run_and_recognises_a_participant(
    officer: Officer, page: Page
) -> None:
    office = officer.hall.office
    come_in(officer)
    officer.follow("Mails that may not have left")
    officer.reads("Mails that may not have left")
    officer.press("It arrived: mark as sent")
    heads(officer, officer.words("Marked as sent"))
    officer.follow("Go on")
    officer.press("Send it again")
    officer.reads("Do you want to send this mail again?")
    officer.press("Yes, send it again")
    heads(officer, officer.words("It is being sent again"))
    officer.follow("Go on")
    expect(page.get_by_text(officer.words("Every mail has left. There is nothing to do."))).to_be_visible()
    assert {row.state for row in office.held_ledger.held} == {MailState.SENT}
    assert office.held_queue.held == [([CASES[0]], MailKind.REVIEW_NOTICE, 1)]

    page.get_by_role("link", name=title(officer), exact=True).click()
    officer.follow("In repair")
    officer.reads("In repair")
    expect(page.get_by_role("link", name=REPAIR, exact=True)).to_be_visible()
    expect(page.get_by_text(officer.words(PROBLEMS["MeetingMisconfiguredError"]))).to_be_visible()
    officer.press("Resume")
    heads(officer, officer.words("Registrations in repair go on"))
    said = many(officer, "%(num)s registration is on its way.", "%(num)s registrations are on their way.", 1)
    expect(page.get_by_text(said)).to_be_visible()
    assert office.held_runs.started == [("solidarity", "resume")]
    page.get_by_role("link", name="solidarity-resume-9f2c41d7").click()
    heads(officer, "solidarity-resume-9f2c41d7")
    expect(page.get_by_role("heading", name=officer.words("What happened"))).to_be_visible()
    expect(page.get_by_role("region", name=officer.words("The run as a picture"))).to_be_visible()
    officer.looks("run")
    page.get_by_role("main").get_by_role("link", name=officer.words("Workflow runs"), exact=True).click()
    officer.reads("Workflow runs")

    officer.hall.now = OVER
    officer.follow("Events")
    page.get_by_role("link", name=title(officer), exact=True).click()
    officer.follow("Who was there")
    officer.reads("Who was there")
    officer.press("Count as this delegate")
    complains(officer, "Enter the reference of a delegate who was expected at this event, such as PS26-7K3M9Q")
    officer.looks("attendance-errors")
    page.locator("#summary a").click()
    expect(page.locator(f"#reference-{STRANGER}")).to_be_focused()
    page.locator(f"#reference-{STRANGER}").fill(CONFIRMED.lower())
    officer.press("Count as this delegate")
    officer.reads("Do you want to count this participant as this delegate?")
    expect(page.get_by_text("Anna’s <iPad>")).to_be_visible()
    officer.press("Yes, it is the same person")
    heads(officer, officer.words("The participant is counted as this delegate"))
    assert office.held_registrations.get(CONFIRMED).status is Status.ATTENDED


def test_a_named_officer_sees_with_a_reason_who_a_protected_delegate_is_and_signs_out(
    officer: Officer, page: Page
) -> None:
    office = officer.hall.office
    come_in(officer)
    officer.follow("Registrations")
    page.locator("#search").fill(PROTECTED)
    officer.press("Search")
    page.get_by_role("link", name=PROTECTED, exact=True).click()
    expect(page.get_by_text("Ñandú")).to_have_count(0)
    officer.press("Show who this is")
    complains(officer, "Say in a few words why you need to know")
    officer.looks("reveal-errors")
    page.get_by_label(officer.words("Why do you need to know?")).fill("A visa letter, عمر")
    officer.press("Show who this is")
    officer.reads("Who this is")
    expect(page.get_by_text("Anna Ñandú O'Brien")).to_be_visible()
    officer.follow("Go on")
    expect(page.get_by_text("A visa letter, عمر")).to_be_visible()
    expect(page.get_by_text("Ñandú")).to_have_count(0)
    assert [look.reason for _, look in office.held_looks.held][1:] == ["A visa letter, عمر"]

    officer.follow("Sign out")
    officer.reads("You are signed out")
    assert office.held_sessions.held == {}
    officer.follow("Sign in")
    officer.reads("Events")


def test_an_administrator_replaces_the_roll_and_gives_an_event_more_seats(officer: Officer, page: Page) -> None:
    office = officer.hall.office
    office.user_pool().member = ADMINISTRATOR
    come_in(officer)
    officer.follow("Roll")
    officer.reads("Roll")
    officer.press("Show what would change")
    complains(officer, "Choose the file of the new roll")
    officer.choose_roll(new_roll())
    officer.press("Show what would change")
    officer.reads("What the new roll would change")
    struck_off = [each for each in office.held_registrations.held.values() if each.organisation == "aruvia"]
    concerned = len([each for each in struck_off if each.status not in ENDS])
    told = page.locator("dl.counts").nth(1).locator("dd").all_inner_texts()
    assert sum(map(int, told)) == concerned > 0
    officer.press("Import this roll")
    one, several = (f"The roll is replaced: it now has %(num)s {each}." for each in ("organisation", "organisations"))
    expect(page.get_by_role("status")).to_have_text(many(officer, one, several, 4))
    assert {entry.id for entry in office.roll().organisations()} == {"belmora", "pan-isles", "health-office", "corvo"}

    officer.follow("Events")
    page.get_by_role("link", name=title(officer), exact=True).click()
    officer.follow("Change or postpone")
    page.get_by_label(officer.words("Seats"), exact=True).fill("many")
    officer.press("Check and go on")
    complains(officer, "Seats")
    officer.looks("event-form-errors")
    page.get_by_label(officer.words("Seats"), exact=True).fill("9")
    officer.press("Check and go on")
    officer.reads("Do you want to change this event?")
    officer.press("Yes, change it")
    page.wait_for_url("**/publication")
    assert office.held_events.draft("solidarity").event.capacity == 9
