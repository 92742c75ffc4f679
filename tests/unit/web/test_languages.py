"""Each page is in its reader's language, and changing it loses nothing that was typed."""

import re
from typing import Any

import pytest

from functions.domain.registration import Registration, Status
from functions.web.request import Request
from tests.samples import a_registration
from tests.unit.web.fakes import FakeParts
from tests.unit.web.filled_in import FORM
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.test_data_page import status_of

FORM_PATH = "/e/solidarity"


def language(page: Answer) -> str:
    found = re.search(r'<html lang="(\w+)" dir="(\w+)">', page.text)
    assert found
    assert found[2] == ("rtl" if found[1] == "ar" else "ltr")
    return found[1]


@pytest.fixture
def anna(parts: FakeParts) -> Registration:
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED, locale="es"))


@pytest.mark.parametrize(
    ("query", "cookie", "browser", "expected"),
    [
        ("", "", "", "en"),
        ("", "", "de, fr;q=0.9", "fr"),
        ("", "other=1; lang=ar", "fr", "ar"),
        ("?lang=es", "lang=ar", "fr", "es"),
        ("?lang=xx", "lang=<b>", "ar-EG", "ar"),
    ],
)
def test_the_form_is_in_the_language_of_its_address_or_chosen_before_or_of_the_browser(
    site: Gateway, query: str, cookie: str, browser: str, expected: str
) -> None:
    page = site.get(f"{FORM_PATH}{query}", headers={"accept-language": browser, "cookie": cookie})
    assert language(page) == expected


def test_a_delegates_own_pages_are_in_the_language_in_which_they_registered_unless_they_choose_another(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    page = status_of(parts, anna)
    assert language(site.get(page, headers={"accept-language": "fr"})) == "es"
    assert language(site.get(f"{page}?lang=fr")) == "fr"
    assert language(site.get(page, headers={"cookie": "lang=ar"})) == "ar"


def test_only_whoever_chooses_a_language_is_given_a_cookie_and_it_says_nothing_else(site: Gateway) -> None:
    assert site.get(FORM_PATH, headers={"accept-language": "fr"}).cookies == []
    assert site.get(f"{FORM_PATH}?lang=xx").cookies == []
    [cookie] = site.get(f"{FORM_PATH}?lang=fr").cookies
    assert cookie.startswith("lang=fr;")
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_each_page_offers_the_other_languages_by_their_own_names(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    page = site.get(f"{status_of(parts, anna)}?lang=en").text
    assert '<li lang="en"><span aria-current="true">English</span></li>' in page
    for code, name in (("fr", "Français"), ("es", "Español"), ("ar", "العربية")):
        assert f'<li lang="{code}"><a href="?lang={code}" hreflang="{code}">{name}</a></li>' in page


def test_a_form_changes_its_language_with_all_that_was_typed_and_saves_nothing(parts: FakeParts, site: Gateway) -> None:
    page = site.get(FORM_PATH).text
    assert 'formaction="?lang=fr"' in page
    typed = {**FORM, "given_names": "Ñandú <b>", "email": "not an address", "again": "yes"}
    answer = site.post(f"{FORM_PATH}?lang=ar", form=typed)
    assert (answer.status, language(answer)) == (200, "ar")
    assert 'value="Ñandú &lt;b&gt;"' in answer.text
    assert 'value="not an address"' in answer.text
    assert 'id="summary"' not in answer.text
    assert parts.held_registrations.held == {}


def test_the_language_of_the_form_is_that_of_the_mails(parts: FakeParts, site: Gateway) -> None:
    page = site.get(f"{FORM_PATH}?lang=fr").text
    assert 'action="?lang=fr"' in page
    assert site.post(f"{FORM_PATH}?lang=fr", form=FORM).status == 202
    [saved] = parts.held_registrations.held.values()
    assert saved.locale == "fr"


def test_the_form_of_changes_keeps_what_was_typed_too(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    path = f"{status_of(parts, anna)}/edit"
    answer = site.post(f"{path}?lang=fr", form={"given_names": "Typed", "again": "yes"})
    assert (answer.status, language(answer)) == (200, "fr")
    assert 'value="Typed"' in answer.text
    assert parts.held_registrations.get(anna.reference) == anna


@pytest.mark.parametrize("event", [{"cookies": ["a=1", "lang=ar"]}, {"headers": {"Cookie": "a=1; lang=ar"}}])
def test_cookies_are_read_where_the_gateway_puts_them_and_where_the_laptops_does(event: dict[str, Any]) -> None:
    assert Request.without_body(event).cookies["lang"] == "ar"
    assert Request.without_body({}).cookies == {}


def test_a_title_that_is_in_english_alone_says_so_to_whatever_reads_it_aloud(site: Gateway) -> None:
    """The event of the tests has no other."""
    assert '<h1><bdi lang="en">Parliamentary solidarity' in site.get(f"{FORM_PATH}?lang=ar").text
    assert "<h1><bdi>" in site.get(f"{FORM_PATH}?lang=en").text
