"""Where the event offers it, a delegate asks to be protected and tells their gender: by form, by page, and as JSON."""

import html
import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from functions.domain.events import Event
from functions.domain.registration import Registration, Status
from functions.web.edit_page import seen
from tests.samples import STARTS, a_protecting_event, a_registration, an_event
from tests.unit.web.fakes import FakeEvents, FakeParts
from tests.unit.web.filled_in import FORM, JSON
from tests.unit.web.gateway import Gateway
from tests.unit.web.test_status import path_of

FORM_PATH, API_PATH = "/e/solidarity", "/api/events/solidarity/registrations"
OFFERING = a_protecting_event(asks_gender=True)


def hold(parts: FakeParts, event: Event) -> None:
    parts.held_events = FakeEvents(event)


@pytest.fixture
def offered(parts: FakeParts) -> None:
    hold(parts, OFFERING)


def saved(parts: FakeParts) -> Registration:
    (registration,) = parts.held_registrations.held.values()
    return registration


@pytest.mark.usefixtures("offered")
def test_the_form_explains_what_protection_means_and_does_not_press_for_a_gender(site: Gateway) -> None:
    text = html.unescape(site.get(FORM_PATH).text)

    assert re.search(r'<input type="checkbox" id="protected" name="protected" value="yes">', text)
    for said in ("show an alias", "Only the officers", "each look is recorded", "Your organisation is not asked"):
        assert said in text
    assert "Gender (optional)" in text
    assert re.findall(r'name="gender" value="(\w*)"( checked)?', text) == [
        ("woman", ""),
        ("man", ""),
        ("other", ""),
        ("", " checked"),
    ]


def test_an_event_that_offers_neither_asks_for_neither(site: Gateway) -> None:
    text = site.get(FORM_PATH).text
    assert "protect" not in text.lower()
    assert "Gender" not in text


@pytest.mark.usefixtures("offered")
def test_who_asks_by_form_is_protected(parts: FakeParts, site: Gateway) -> None:
    answer = site.post(FORM_PATH, form=FORM | {"protected": "yes", "gender": "woman"})

    assert answer.status == 202
    registration = saved(parts)
    assert (registration.protected, registration.gender) == (True, "woman")
    assert registration.in_zoom == f"protected+{registration.reference.lower()}@assembly.example"


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("changes", [{}, {"gender": ""}])
def test_who_does_not_ask_by_form_is_not(changes: dict[str, str], parts: FakeParts, site: Gateway) -> None:
    assert site.post(FORM_PATH, form=FORM | changes).status == 202
    assert (saved(parts).protected, saved(parts).gender) == (False, "")


@pytest.mark.usefixtures("offered")
def test_who_asks_as_json_is_protected(parts: FakeParts, service: Gateway) -> None:
    assert service.post(API_PATH, json=JSON | {"protected": True, "gender": "man"}).status == 202
    assert (saved(parts).protected, saved(parts).gender) == (True, "man")


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        *product(["protected"], ["yes", "true", 1, None, [], ""]),
        *product(["gender"], ["female", "Woman", None, True, ["woman"]]),
    ],
)
def test_what_is_no_answer_is_refused_by_name(field: str, value: object, parts: FakeParts, service: Gateway) -> None:
    answer = service.post(API_PATH, json=JSON | {field: value})

    assert answer.status == 422
    assert [problem["field"] for problem in answer.json()["errors"]] == [field]
    assert not parts.held_registrations.held


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize(("field", "value"), [("protected", "no"), ("gender", "nobody's business")])
def test_an_answer_that_the_form_does_not_have_is_named_beside_its_field(
    field: str, value: str, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(FORM_PATH, form=FORM | {field: value})

    assert answer.status == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert not parts.held_registrations.held


@pytest.mark.parametrize("sent", [{"protected": True}, {"protected": False}, {"gender": "woman"}, {"gender": ""}])
def test_what_the_event_does_not_offer_is_refused_like_any_field_that_it_does_not_have(
    sent: dict[str, Any], parts: FakeParts, service: Gateway
) -> None:
    answer = service.post(API_PATH, json=JSON | sent)

    assert answer.status == 422
    [problem] = answer.json()["errors"]
    assert problem == {"field": next(iter(sent)), "message": "This field is not part of the form"}
    assert not parts.held_registrations.held


@pytest.mark.parametrize("half", [{"relay": "protected@assembly.example"}, {"officers": ("a@assembly.example",)}])
def test_without_a_relay_or_without_officers_nobody_is_promised_protection(
    half: dict[str, Any], parts: FakeParts, site: Gateway
) -> None:
    hold(parts, an_event(**half))
    assert 'name="protected"' not in site.get(FORM_PATH).text
    assert site.post(FORM_PATH, form=FORM | {"protected": "yes"}).status == 422


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("address", ["protected+ps26-7k3m9q@assembly.example", "Protected+X@Assembly.Example"])
def test_nobody_registers_under_an_address_by_which_zoom_knows_somebody_else(
    address: str, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(FORM_PATH, form=FORM | {"email": address})

    assert answer.status == 422
    assert 'id="email-error"' in answer.text
    assert not parts.held_registrations.held


@pytest.mark.usefixtures("offered")
def test_what_was_ticked_and_chosen_is_kept_on_an_error(site: Gateway) -> None:
    text = site.post(FORM_PATH, form=FORM | {"email": "", "protected": "yes", "gender": "other"}).text
    assert re.search(r'name="protected" value="yes" checked', text)
    assert re.search(r'name="gender" value="other" checked', text)


# Later, on the registration's own page


def edit_of(parts: FakeParts, registration: Registration) -> str:
    return f"{path_of(parts.held_links.status(registration, STARTS + timedelta(days=14)))}/edit"


def a_form(registration: Registration, **changes: str) -> dict[str, str]:
    names = ("title", "given_names", "family_names", "email", "role", "language", "sharing", "access_needs", "gender")
    said = {name: str(getattr(registration, name)) for name in names}
    return said | {"website": "", "started": "0", "seen": seen(registration)} | changes


@pytest.fixture
def anna(parts: FakeParts, offered: None) -> Registration:
    held = a_registration(
        status=Status.CONFIRMED, registrant_id="r1", join_url="https://zoom.example/1", gender="woman"
    )
    return parts.held_registrations.add(held)


def test_the_page_says_what_becomes_of_the_link(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    text = html.unescape(site.get(edit_of(parts, anna)).text)
    assert "that link stops working and we send you another one" in text
    assert re.search(r'name="gender" value="woman" checked', text)
    assert not re.search(r'name="protected" value="yes" checked', text)


def test_protection_is_asked_for_and_given_up_later(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    site.post(edit_of(parts, anna), form=a_form(anna, protected="yes"))
    protected = parts.held_registrations.get(anna.reference)
    assert (protected.protected, protected.registrant_id) == (True, "")
    assert re.search(r'name="protected" value="yes" checked', site.get(edit_of(parts, anna)).text)

    site.post(edit_of(parts, anna), form=a_form(protected))
    assert not parts.held_registrations.get(anna.reference).protected


def test_a_gender_that_was_told_may_be_taken_back(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    site.post(edit_of(parts, anna), form=a_form(anna, gender=""))
    assert parts.held_registrations.get(anna.reference) == anna.changed(gender="")


def test_where_the_event_offers_it_no_more_neither_is_shown_nor_changed(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    hold(parts, an_event())
    assert not re.search("gender|protected", site.get(edit_of(parts, anna)).text)
    form = {name: text for name, text in a_form(anna, given_names="Anne").items() if name != "gender"}
    assert site.post(edit_of(parts, anna), form=form).status == 200
    assert parts.held_registrations.get(anna.reference) == anna.changed(given_names="Anne")
