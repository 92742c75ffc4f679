"""Each page is in its reader's language, and changing it loses nothing that was typed."""

import copy
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

import pytest

from functions.adapters.links import Purpose
from functions.domain.registration import Registration, Status
from functions.web.request import Request
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import OPEN, FakeEvents, FakeParts
from tests.unit.web.filled_in import FORM
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.test_data_page import data_of, status_of
from tests.unit.web.test_edit_page import a_form
from tests.unit.web.test_status import path_of

type Sent = tuple[str, dict[str, str]]
"""Where a form is sent, and what it holds."""
type Deed = Callable[[Registration, FakeParts, Gateway, Clock], Sent]

FORM_PATH = "/e/solidarity"


def feedback_of(parts: FakeParts, registration: Registration) -> str:
    return path_of(parts.held_links.feedback(registration, STARTS + timedelta(days=14)))


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


@pytest.mark.parametrize(("languages", "first"), [(("ar", "es"), "es"), (("ar", "en"), "en"), (("pt", "de"), "en")])
def test_whoever_takes_no_language_of_ours_is_spoken_to_in_one_of_the_events(
    languages: tuple[str, ...], first: str, parts: FakeParts, site: Gateway
) -> None:
    parts.held_events = FakeEvents(an_event(languages=languages))
    german = {"accept-language": "de-CH, tlh;q=0.5"}
    assert language(site.get(FORM_PATH, headers=german)) == first
    assert language(site.post(FORM_PATH, form={**FORM, "language": languages[0]}, headers=german)) == first
    [registered] = parts.held_registrations.held.values()
    assert registered.locale == first
    in_review = parts.held_registrations.add(a_registration(status=Status.IN_REVIEW))
    assert language(site.get(path_of(parts.held_links.vouch(in_review, STARTS)), headers=german)) == first


def test_a_delegates_own_pages_are_in_the_language_in_which_they_registered_unless_they_choose_another(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    page = status_of(parts, anna)
    assert language(site.get(page, headers={"accept-language": "fr"})) == "es"
    assert language(site.get(f"{page}?lang=fr")) == "fr"
    assert language(site.get(page, headers={"cookie": "lang=ar"})) == "ar"


def test_errors_are_said_in_the_other_language_too_and_nothing_is_saved(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    forms = {FORM_PATH: {**FORM, "email": ""}, f"{status_of(parts, anna)}/edit": a_form(anna, email="")}
    for path, typed in forms.items():
        refused = site.post(path, form=typed)
        assert 'name="again" value="errors" formaction="?lang=fr"' in refused.text
        in_french = site.post(f"{path}?lang=fr", form={**typed, "again": "errors"})
        assert (in_french.status, language(in_french)) == (422, "fr")
        assert "Saisissez votre adresse" in in_french.text
        mended = site.post(
            f"{path}?lang=fr", form={**typed, "email": "other@parliament.aruvia.example", "again": "errors"}
        )
        assert (mended.status, "Saisissez votre adresse" in mended.text) == (200, False)
    assert list(parts.held_registrations.held.values()) == [anna]


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


def _registered(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return FORM_PATH, FORM


def _unchanged(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return f"{status_of(parts, anna)}/edit", a_form(anna)


def _changed(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return f"{status_of(parts, anna)}/edit", a_form(anna, given_names="Anne")


def _readdressed(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return f"{status_of(parts, anna)}/edit", a_form(anna, email="anna.o@parliament.aruvia.example")


def _cancelled(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return f"{status_of(parts, anna)}/cancel", {}


def _asks_for_data(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return f"{status_of(parts, anna)}/data", {}


def _asks_for_a_link(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return f"/n/{parts.held_links.token(anna, Purpose.STATUS, OPEN - timedelta(minutes=1))}", {}


def _erased(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    return f"{data_of(parts, anna)}/erase", {}


def _gave_feedback(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    time_of_day.now = STARTS + timedelta(hours=2)
    return feedback_of(parts, anna), {"event_rating": "5", "started": "0"}


def _stopped(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    time_of_day.now = STARTS + timedelta(hours=2)
    return f"{feedback_of(parts, anna)}/stop", {}


def _vouched(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> Sent:
    doubtful = parts.held_registrations.add(a_registration(reference="PS26-DDDDDD", status=Status.IN_REVIEW))
    return path_of(parts.held_links.vouch(doubtful, STARTS)), {"answer": "yes"}


ANSWERS: dict[Deed, tuple[str, str]] = {
    _registered: ("Your reference is", "Votre référence est"),
    _unchanged: ("There was nothing to change", "Il n’y avait rien à modifier"),
    _changed: ("Your details are changed", "Vos données sont modifiées"),
    _readdressed: ("Your address is changed", "Votre adresse est modifiée"),
    _cancelled: ("We are sending you a mail that says so", "Nous vous envoyons"),
    _asks_for_data: ("Look into your mailbox", "Consultez votre boîte"),
    _asks_for_a_link: ("Look into your mailbox", "Consultez votre boîte"),
    _erased: ("are being erased", "sont en cours d’effacement"),
    _gave_feedback: ("Thank you for your feedback", "Merci"),
    _stopped: ("We will not ask you for feedback again", "Nous ne vous demanderons plus"),
    _vouched: ("Thank you for your answer", "Merci"),
}


@pytest.mark.parametrize("deed", ANSWERS)
def test_the_answer_to_a_form_is_there_in_each_language_and_nothing_is_done_twice(
    deed: Deed,
    anna: Registration,
    parts: FakeParts,
    site: Gateway,
    time_of_day: Clock,
) -> None:
    path, form = deed(anna, parts, site, time_of_day)
    answer = site.post(f"{path}?lang=en", form=form)
    said, in_french = ANSWERS[deed]
    assert said in answer.text
    before = all_that_is_kept(parts)
    shown = press(site, path, answer, "fr")
    assert (shown.status, language(shown)) == (answer.status, "fr")
    assert in_french in shown.text
    assert re.findall(r"PS26-\w{6}", shown.text) == re.findall(r"PS26-\w{6}", answer.text)
    assert language(press(site, path, shown, "es")) == "es"
    assert all_that_is_kept(parts) == before


def press(site: Gateway, path: str, page: Answer, code: str) -> Answer:
    """One of the page's other languages: a link, or a button that sends the form named `form`."""
    if link := re.search(rf'<a href="([^"]*lang={code})"', page.text):
        return site.get(urljoin(path, link[1]))
    button = re.search(rf'form="form" name="again" value="([^"]+)" formaction="([^"]*lang={code})"', page.text)
    assert button
    assert '<form id="form" method="post"></form>' in page.text
    return site.post(urljoin(path, button[2]), form={"again": button[1]})


def all_that_is_kept(parts: FakeParts) -> object:
    kept = (parts.held_registrations.held, parts.held_feedback.held, parts.held_respondents.held)
    return copy.deepcopy((*kept, parts.held_requests.asked))


def test_nothing_but_a_reference_is_shown_as_one(parts: FakeParts, site: Gateway) -> None:
    """Whatever the button of a language is made to send."""
    answer = site.post(FORM_PATH, form={"again": "Call +1 555 0100"})
    assert "Call" not in answer.text
    assert parts.held_registrations.held == {}


@pytest.mark.parametrize("event", [{"cookies": ["a=1", "lang=ar"]}, {"headers": {"Cookie": "a=1; lang=ar"}}])
def test_cookies_are_read_where_the_gateway_puts_them_and_where_the_laptops_does(event: dict[str, Any]) -> None:
    assert Request.without_body(event).cookies["lang"] == "ar"
    assert Request.without_body({}).cookies == {}


def test_a_title_that_is_in_english_alone_says_so_to_whatever_reads_it_aloud(site: Gateway) -> None:
    """The event of the tests has no other."""
    assert '<h1><bdi lang="en">Parliamentary solidarity' in site.get(f"{FORM_PATH}?lang=ar").text
    assert "<h1><bdi>" in site.get(f"{FORM_PATH}?lang=en").text
