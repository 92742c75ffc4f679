"""Whoever does not want to be asked for feedback again says so by one press, in the mail program or on our page."""

from datetime import timedelta

import pytest

from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_registration
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeParts
from tests.unit.web.gateway import Gateway


@pytest.fixture
def delegate(parts: FakeParts, time_of_day: Clock) -> Registration:
    time_of_day.now = STARTS + timedelta(hours=3)
    return parts.held_registrations.add(a_registration(status=Status.ATTENDED))


@pytest.fixture
def path(parts: FakeParts, delegate: Registration) -> str:
    return parts.held_links.feedback(delegate, STARTS + timedelta(days=99)).removeprefix(BASE_URL) + "/stop"


def test_the_page_asks_and_changes_nothing(parts: FakeParts, site: Gateway, path: str) -> None:
    """Mail scanners follow every link."""
    answer = site.get(path)
    assert (answer.status, "Do not ask me for feedback again" in answer.text) == (200, True)
    assert parts.held_respondents.held == set()


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n"),
    ],
)
def test_a_mail_program_needs_one_post_of_either_kind_and_may_repeat_it(
    media_type: str, body: bytes, parts: FakeParts, delegate: Registration, site: Gateway, path: str
) -> None:
    for _ in range(2):
        assert site.post(path, body=body, headers={"Content-Type": media_type}).status == 200
    assert parts.held_respondents.held == {delegate.reference}


def test_no_other_site_and_no_forged_link_stops_anything(parts: FakeParts, site: Gateway, path: str) -> None:
    assert site.post(path, form={}, headers={"Origin": "https://evil.example"}).status == 403
    assert site.post("/f/forged/stop", form={}).status == 404
    assert parts.held_respondents.held == set()


def test_feedback_is_still_welcome_afterwards(parts: FakeParts, site: Gateway, path: str) -> None:
    site.post(path, form={})
    assert site.get(path.removesuffix("/stop")).status == 200
