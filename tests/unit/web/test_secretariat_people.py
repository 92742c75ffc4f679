"""Everybody of an event is found: by status, or by what an officer knows of them."""

import html
import re
from dataclasses import replace

import pytest

from functions.domain.registration import Registration, Status
from tests.samples import a_registration
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FakeOffice

PEOPLE = "/secretariat/events/solidarity/registrations"


@pytest.fixture
def held(office: FakeOffice) -> dict[str, Registration]:
    made = {
        "anna": a_registration(reference="PS26-AAAAAA", status=Status.CONFIRMED),
        "bo": a_registration(
            reference="PS26-BBBBBB",
            status=Status.CONFIRMED,
            given_names="Bo",
            family_names="Ødegård",
            email="bo@x.example",
        ),
        "cleo": a_registration(
            reference="PS26-CCCCCC",
            status=Status.IN_REVIEW,
            given_names="Cleo",
            family_names="Nandu",
            email="c@y.example",
        ),
        "hidden": a_registration(
            reference="PS26-DDDDDD",
            status=Status.CONFIRMED,
            family_names="Verborgen",
            email="s@z.example",
            protected=True,
        ),
    }
    return {name: office.held_registrations.add(each) for name, each in made.items()}


def found(desk: Gateway, term: str) -> set[str]:
    answer = desk.post(PEOPLE, form={"term": term})
    assert answer.status == 200
    return set(re.findall(r'<td><a class="reference"[^>]*>([A-Z0-9-]+)</a>', answer.text))


@pytest.mark.parametrize(
    ("term", "references"),
    [
        ("ps26-bbbbbb", {"PS26-BBBBBB"}),
        ("  NANDU ", {"PS26-AAAAAA", "PS26-CCCCCC"}),
        ("Ñandú", {"PS26-AAAAAA", "PS26-CCCCCC"}),
        ("c@y.example", {"PS26-CCCCCC"}),
        ("nobody", set()),
    ],
)
def test_a_person_is_found_by_reference_name_or_address_in_whatever_letters(
    desk: Gateway, held: dict[str, Registration], term: str, references: set[str]
) -> None:
    assert found(desk, term) == references


def test_a_protected_delegate_is_found_by_the_alias_and_by_nothing_that_would_tell_whose_it_is(
    desk: Gateway, held: dict[str, Registration]
) -> None:
    assert found(desk, "verborgen") == found(desk, "s@z.example") == set()
    assert found(desk, "dddddd") == {"PS26-DDDDDD"}
    page = desk.post(PEOPLE, form={"term": "PS26-DDDDDD"}).text
    assert held["hidden"].alias in page
    assert "Verborgen" not in page
    assert "s@z.example" not in page


def test_those_of_one_status_are_listed_page_by_page(desk: Gateway, held: dict[str, Registration]) -> None:
    """A page of the tests holds one."""
    listed, path = set(), f"{PEOPLE}?status=CONFIRMED"
    while path:
        page = html.unescape(desk.get(path).text)
        listed |= set(re.findall(r"PS26-\w{6}", page))
        following = re.search(r'href="([^"]+after=[^"]+)"', page)
        path = following[1] if following else ""
    assert listed == {"PS26-AAAAAA", "PS26-BBBBBB", "PS26-DDDDDD"}


@pytest.mark.parametrize(
    "query", ["", "?status=GONE", "?status=CONFIRMED&after=x%7Cy", "?status=CONFIRMED&after=99999"]
)
def test_a_strange_address_begins_anew(desk: Gateway, held: dict[str, Registration], query: str) -> None:
    assert desk.get(f"{PEOPLE}{query}").status == 200


def test_an_empty_search_says_what_is_missing_and_a_foreign_form_is_refused(desk: Gateway) -> None:
    answer = desk.post(PEOPLE, form={"term": " "})
    assert answer.status == 422
    assert 'href="#term"' in answer.text
    assert desk.post(PEOPLE, form={"term": "a"}, headers={"origin": "https://elsewhere.example"}).status == 403


def test_no_more_are_shown_than_somebody_can_look_through(desk: Gateway, office: FakeOffice) -> None:
    for number in range(60):
        one = a_registration(reference=f"PS26-{number:06d}", email=f"d{number}@x.example")
        office.held_registrations.add(replace(one, status=Status.CONFIRMED))
    answer = desk.post(PEOPLE, form={"term": "x.example"})
    assert answer.text.count('<td><a class="reference"') == 50
    assert "These are the first 50" in answer.text


def test_each_count_of_the_event_leads_to_its_list(desk: Gateway, held: dict[str, Registration]) -> None:
    assert f'href="{PEOPLE}?status=CONFIRMED"' in desk.get("/secretariat/events/solidarity").text
