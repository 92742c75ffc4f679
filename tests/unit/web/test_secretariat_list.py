"""The secretariat finds anybody who registered: by status, by organisation, or by what they are called."""

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from functions.adapters.registrations import RegistrationTable
from functions.domain.registration import Registration, Status
from tests.samples import a_registration
from tests.unit.conftest import TABLE
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FakeOffice

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LIST = "/secretariat/events/solidarity/registrations"


def hold(office: FakeOffice, reference: str, **changes: object) -> Registration:
    return office.held_registrations.add(replace(a_registration(reference=reference), **changes))  # type: ignore[arg-type]


def listed(text: str) -> list[str]:
    return re.findall(r"/registrations/(PS26-\w+)", text)


def following(text: str) -> str:
    found = re.search(r'rel="next" href="([^"]+)"', text)
    return html.unescape(found[1]) if found else ""


@pytest.mark.parametrize("query", ["", "?status=CONFIRMED"])
def test_page_after_page_everybody_is_listed_once(office: FakeOffice, desk: Gateway, query: str) -> None:
    everybody = [f"PS26-{number:06d}" for number in range(45)]
    for reference in everybody:
        hold(office, reference, status=Status.CONFIRMED)
    found, pages, address = list[str](), 0, LIST + query
    while address:
        text = desk.get(address).text
        found, pages, address = [*found, *listed(text)], pages + 1, following(text)

    assert sorted(found) == everybody
    assert pages > 1


def test_the_pages_of_the_table_itself_are_turned_to_the_end(
    office: FakeOffice, desk: Gateway, dynamodb: "DynamoDBClient"
) -> None:
    office.held_registrations = table = RegistrationTable(dynamodb, TABLE, page=3)  # type: ignore[assignment]
    everybody = [f"PS26-{number:06d}" for number in range(150)]
    for reference in everybody:
        table.add(a_registration(reference=reference, status=Status.CONFIRMED))
    found, addresses, address = list[str](), list[str](), LIST
    while address and len(addresses) < 20:
        text = desk.get(address).text
        found, address = [*found, *listed(text)], following(text)
        addresses.append(address)

    assert sorted(found) == everybody
    assert any("PS26-" in address for address in addresses), "a page ended within a shard"


def test_an_event_links_to_those_of_each_status_and_of_an_organisation(office: FakeOffice, desk: Gateway) -> None:
    hold(office, "PS26-AAAAAA", status=Status.CONFIRMED, organisation="aruvia")
    hold(office, "PS26-BBBBBB", status=Status.DECLINED, organisation="aruvia")
    hold(office, "PS26-CCCCCC", status=Status.CONFIRMED, organisation="belmora")

    assert f'href="{LIST}?status=CONFIRMED"' in desk.get("/secretariat/events/solidarity").text
    assert listed(desk.get(f"{LIST}?status=CONFIRMED").text) == ["PS26-AAAAAA", "PS26-CCCCCC"]
    assert sorted(listed(desk.get(f"{LIST}?organisation=aruvia").text)) == ["PS26-AAAAAA", "PS26-BBBBBB"]
    assert listed(desk.get(f"{LIST}?status=DECLINED&organisation=aruvia").text) == ["PS26-BBBBBB"]


@pytest.mark.parametrize("sought", ["ps26-aaa", "jose", "JOSÉ", "jose@parl.example"])
def test_a_part_of_reference_name_or_address_finds_somebody(office: FakeOffice, desk: Gateway, sought: str) -> None:
    hold(office, "PS26-AAAAAA", given_names="José", email="jose@parl.example")
    hold(office, "PS26-BBBBBB", given_names="Mina", email="mina@parl.example")

    assert listed(desk.post(LIST, form={"search": sought}).text) == ["PS26-AAAAAA"]


def test_a_protected_delegate_is_found_by_alias_alone(office: FakeOffice, desk: Gateway) -> None:
    hold(office, "PS26-AAAAAA", given_names="José", email="jose@parl.example", protected=True)

    text = desk.get(LIST).text
    assert "Delegate AAAAAA" in text
    assert "José" not in text
    assert listed(desk.post(LIST, form={"search": "Delegate AAAAAA"}).text) == ["PS26-AAAAAA"]
    assert not listed(desk.post(LIST, form={"search": "José"}).text)
    assert not listed(desk.post(LIST, form={"search": "jose@parl.example"}).text)


def test_nobody_of_another_event_is_found(office: FakeOffice, desk: Gateway) -> None:
    hold(office, "PS26-AAAAAA", event="another")

    assert not listed(desk.post(LIST, form={"search": "PS26-AAAAAA"}).text)
    assert "Nobody has registered yet." in desk.get(LIST).text


def test_a_search_from_another_site_is_refused(office: FakeOffice, desk: Gateway) -> None:
    hold(office, "PS26-AAAAAA")

    answer = desk.post(LIST, form={"search": "PS26"}, headers={"Origin": "https://elsewhere.example"})

    assert answer.status == 403
    assert not listed(answer.text)


@pytest.mark.parametrize("page", ["x", "CONFIRMED~x", "NOBODY~1", "CONFIRMED~0|PS26-AAAAAA|DECLINED#2026", "~"])
def test_a_page_that_nobody_was_given_is_the_first(office: FakeOffice, desk: Gateway, page: str) -> None:
    hold(office, "PS26-AAAAAA", status=Status.CONFIRMED)

    answer = desk.get(f"{LIST}?page={page.replace('|', '%7C').replace('#', '%23')}")

    assert answer.status == 200
    assert listed(answer.text) == ["PS26-AAAAAA"]
