"""The page behind the link in a mail says where a registration stands, to its holder alone."""

from datetime import timedelta

import pytest

from functions.adapters.links import Links
from functions.domain.registration import Reason, Status
from tests.samples import STARTS, a_registration
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, OPEN, FakeParts
from tests.unit.web.gateway import Gateway

JOIN_URL = "https://zoom.example/w/1?tk=secret"


def path_of(address: str) -> str:
    return address.removeprefix(BASE_URL)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_told_in_plain_words_and_never_with_a_join_link(
    status: Status, parts: FakeParts, site: Gateway
) -> None:
    registration = parts.held_registrations.add(a_registration(status=status, join_url=JOIN_URL))

    page = site.get(path_of(parts.held_links.status(registration, STARTS)))

    assert page.status == 200
    assert "PS26-7K3M9Q" in page.text
    assert "15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)" in page.text
    assert 'href="mailto:events@secretariat.example"' in page.text
    assert not any(word in page.text for word in (JOIN_URL, "zoom", "tk=", status.value, registration.email))


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_says_why(reason: Reason, parts: FakeParts, site: Gateway) -> None:
    plain = parts.held_registrations.add(a_registration(status=Status.DECLINED))
    told = parts.held_registrations.add(a_registration(reference="PS26-AAAAAA", status=Status.DECLINED, reason=reason))

    pages = [site.get(path_of(parts.held_links.status(entry, STARTS))).text for entry in (plain, told)]

    assert len(pages[1].split("<p>")) == len(pages[0].split("<p>")) + 1


def test_a_link_that_is_not_ours_is_not_found_whatever_is_wrong_with_it(parts: FakeParts, site: Gateway) -> None:
    registration = parts.held_registrations.add(a_registration())
    token = path_of(parts.held_links.status(registration, STARTS)).removeprefix("/r/")
    gone = a_registration(reference="PS26-GGGGGG")
    paths = [
        f"/r/{token[:-3]}",
        f"/r/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}",
        "/r/nonsense",
        "/r/é%00",
        path_of(parts.held_links.feedback(registration, STARTS)).replace("/f/", "/r/"),
        path_of(Links(BASE_URL, ["a retired key"]).status(registration, STARTS)),
        path_of(parts.held_links.status(gone, STARTS)),
    ]

    answers = [site.get(path) for path in paths]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_a_link_out_of_date_says_so_and_whom_to_write_to(parts: FakeParts, site: Gateway, time_of_day: Clock) -> None:
    registration = parts.held_registrations.add(a_registration())
    path = path_of(parts.held_links.status(registration, OPEN))
    time_of_day.now = OPEN + timedelta(seconds=1)

    answer = site.get(path)

    assert answer.status == 410
    assert "events@secretariat.example" in answer.text
    assert registration.reference not in answer.text
