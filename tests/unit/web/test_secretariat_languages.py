"""What the secretariat reads in its own language: numbers in words, texts that are in another, and the way between."""

import html
import re
from urllib.parse import urljoin

import pytest

from functions.domain.registration import Reason, Status
from tests.samples import a_protecting_event, a_registration, an_event, an_organisation
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.multipart_body import MEDIA_TYPE, a_file, body
from tests.unit.web.office import FakeEventList, FakeOffice
from tests.unit.web.roll_files import as_file
from tests.unit.web.test_secretariat import EVENT, hold
from tests.unit.web.test_secretariat_review import REVIEW, a_case, choosing

PATH = "/secretariat/registrations/PS26-7K3M9Q"


def links(answer: Answer) -> list[tuple[str, str]]:
    """Each link's address and what it is called."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"([^>]*)>(.*?)</a>', answer.text, re.DOTALL)
    called = ((to, re.search(r'aria-label="([^"]*)"', rest), text) for to, rest, text in found)
    return [(html.unescape(to), label[1] if label else re.sub("<[^>]+>", "", text)) for to, label, text in called]


@pytest.mark.parametrize("page", ["/secretariat", EVENT])
def test_links_of_one_page_that_lead_apart_are_called_apart(page: str, office: FakeOffice, desk: Gateway) -> None:
    for reference, status in zip(("PS26-AAAAAA", "PS26-BBBBBB"), (Status.IN_REVIEW, Status.IN_REPAIR), strict=True):
        hold(office, status, reference)
    led = {(called, to) for to, called in links(desk.get(page))}
    names = [called for called, _ in led]
    assert "Registrations: To be decided" in names
    assert [name for name in names if names.count(name) > 1] == []


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (f"{PATH}/cancel", {}),
        (f"{PATH}/cancel", {"sure": "yes"}),
        (f"{PATH}/erase", {}),
        (f"{PATH}/protect", {"act": "protect"}),
        (f"{PATH}/protect", {"act": "end"}),
        (f"{EVENT}/resume", {}),
        (f"{EVENT}/attendance/again", {}),
    ],
)
def test_no_page_that_came_of_a_form_leads_to_an_address_that_is_none(
    path: str, form: dict[str, str], office: FakeOffice, desk: Gateway
) -> None:
    """As its languages would, for which the browser asks with GET."""
    office.held_events = FakeEventList(a_protecting_event())
    protected = form.get("act") == "end"
    office.held_registrations.add(a_registration(status=Status.IN_REPAIR, protected=protected))
    addresses = {urljoin(path, to) for to, _ in links(desk.post(path, form=form)) if not to.startswith("#")}
    assert {to for to in addresses if "/runs" not in to and "-runs/" not in to and desk.get(to).status == 404} == set()


@pytest.mark.parametrize("sent", [as_file([an_organisation(name="Renamed")]), b"organisation\n", b""])
def test_the_languages_of_a_roll_that_was_sent_lead_back_to_the_roll(sent: bytes, desk: Gateway) -> None:
    answer = desk.post("/secretariat/roll/preview", body=body(a_file(sent)), headers={"content-type": MEDIA_TYPE})
    assert "/secretariat/roll?lang=fr" in [to for to, _ in links(answer)]


def test_where_something_is_wrong_the_page_of_a_registration_still_changes_its_language(
    office: FakeOffice, desk: Gateway
) -> None:
    office.held_events = FakeEventList(a_protecting_event())
    office.held_registrations.add(a_registration(status=Status.CONFIRMED, protected=True))
    answer = desk.post(f"{PATH}/reveal", form={"why": ""})
    assert answer.status == 422
    assert (f"{PATH}?lang=fr", "Français") in links(answer)


@pytest.mark.parametrize(
    ("locale", "count", "heading"),
    [
        ("en", 1, "1 declined"),
        ("fr", 1, "1 refusée"),
        ("fr", 2, "2 refusées"),
        ("ar", 2, "رُفض تسجيلان (2)"),
        ("ar", 3, "رُفضت 3 تسجيلات"),
    ],
)
def test_how_many_were_decided_is_told_in_the_form_of_that_number(
    locale: str, count: int, heading: str, office: FakeOffice, desk: Gateway
) -> None:
    cases = [a_case(office, f"PS26-{letter * 6}") for letter in "ABC"[:count]]
    form = choosing(*cases, decision="decline", reason=Reason.NOT_INVITED, sure="yes")
    assert f"<h1>{heading}</h1>" in desk.post(f"{REVIEW}?lang={locale}", form=form).text


@pytest.mark.parametrize("page", ["/secretariat", EVENT, REVIEW, f"{EVENT}/report"])
def test_a_title_that_lacks_the_readers_language_says_that_it_is_english(
    page: str, office: FakeOffice, desk: Gateway
) -> None:
    marked = f'<bdi lang="en">{an_event().titles["en"]}</bdi>'
    assert marked in desk.get(f"{page}?lang=es").text
    assert marked not in desk.get(f"{page}?lang=en").text
    office.held_events = FakeEventList(an_event(titles={**an_event().titles, "es": "Solidaridad"}))
    assert "<bdi>Solidaridad</bdi>" in desk.get(f"{page}?lang=es").text


def test_what_became_of_a_registration_points_the_way_that_its_reader_reads(office: FakeOffice, desk: Gateway) -> None:
    a_case(office)
    desk.post(REVIEW, form={"case-PS26-7K3M9Q": "1", "decision": "approve"})
    assert "→" in desk.get(PATH).text
    assert "→" not in desk.get(f"{PATH}?lang=ar").text
    assert "←" in desk.get(f"{PATH}?lang=ar").text


def test_times_have_the_comma_of_their_language(office: FakeOffice, desk: Gateway) -> None:
    a_case(office)
    assert "30 Aug 2026, 13:00:00 UTC" in desk.get(PATH).text
    assert "30 أغسطس 2026، 13:00:00 UTC" in desk.get(f"{PATH}?lang=ar").text


def test_another_language_keeps_what_was_filtered_and_what_was_searched(office: FakeOffice, desk: Gateway) -> None:
    hold(office, Status.IN_REVIEW, "PS26-AAAAAA")
    hold(office, Status.CONFIRMED, "PS26-BBBBBB")
    page = f"{EVENT}/registrations"
    filtered = desk.get(f"{page}?status=CONFIRMED&organisation=aruvia&lang=en")
    [there] = [to for to, called in links(filtered) if called == "Français"]
    assert there == "?status=CONFIRMED&organisation=aruvia&lang=fr"
    in_french = desk.get(page + there).text
    assert "PS26-BBBBBB" in in_french
    assert "PS26-AAAAAA" not in in_french
    found = desk.post(page, form={"search": "PS26-A"})
    assert "Français" not in [called for _, called in links(found)]
    [button] = re.findall(r'<button [^>]*form="form" name="again" value="yes" formaction="([^"]*lang=fr)"', found.text)
    again = desk.post(page + button, form={"search": "PS26-A", "again": "yes"}).text
    assert 'lang="fr"' in again
    assert "PS26-AAAAAA" in again
    assert "PS26-BBBBBB" not in again


@pytest.mark.parametrize("path", [f"{PATH}/cancel", f"{PATH}/erase"])
def test_a_question_is_asked_again_in_another_language_before_anything_is_done(
    path: str, office: FakeOffice, desk: Gateway
) -> None:
    held = office.held_registrations.add(a_registration(status=Status.CONFIRMED))
    asked = desk.post(path, form={}).text
    assert 'name="sure" value="yes"' in asked
    assert 'formaction="?lang=fr"' in asked
    again = desk.post(f"{path}?lang=fr", form={"again": "yes"})
    assert "Non, revenir" in again.text
    assert office.held_registrations.get(held.reference) == held


def test_a_question_keeps_what_it_is_about_from_language_to_language_and_can_then_be_answered(
    office: FakeOffice, desk: Gateway
) -> None:
    case = a_case(office)
    typed = choosing(case, decision="decline", reason=Reason.NOT_INVITED)
    in_arabic = desk.post(f"{REVIEW}?lang=ar", form={**typed, "again": "yes"}).text
    kept = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', in_arabic))
    assert kept == typed
    desk.post(REVIEW, form={**kept, "sure": "yes"})
    assert office.held_registrations.get(case.reference).status is Status.DECLINED


@pytest.mark.parametrize(
    "path", ["/secretariat/events/none", "/secretariat/registrations/PS26-ZZZZZZ", f"{EVENT}/exports/nothing.pdf"]
)
def test_what_is_not_there_leaves_the_menu_and_changes_its_language(path: str, desk: Gateway) -> None:
    answer = desk.get(f"{path}?lang=fr")
    assert (answer.status, "Page introuvable" in answer.text) == (404, True)
    assert ("/secretariat/roll", "Liste des Membres") in [(to, called) for to, called in links(answer)]
    assert ("?lang=es", "Español") in links(answer)
    assert "e-mail" not in answer.text


def test_what_is_refused_leaves_the_menu_and_leads_to_no_address_that_is_none(desk: Gateway) -> None:
    answer = desk.post(f"{EVENT}/review", body=b"x", headers={"content-type": "text/plain"})
    assert answer.status == 415
    assert ("/secretariat?lang=fr", "Français") in links(answer)
    assert "Open the page again by the menu above" in answer.text


def test_whoever_has_signed_out_may_choose_a_language(office: FakeOffice, desk: Gateway) -> None:
    page = desk.get("/secretariat/signed-out?lang=fr", headers={"cookie": ""})
    assert ("?lang=ar", "العربية") in links(page)
