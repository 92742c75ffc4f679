"""What is held about a delegate is shown and erased by a link that was mailed just before, and by no other."""

import html
from datetime import timedelta

import pytest

from functions.adapters.links import Purpose
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.events import MailKind
from functions.domain.registration import FORGOTTEN, Registration, Status
from tests.samples import STARTS, a_feedback, a_registration
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import OPEN, FakeParts
from tests.unit.web.gateway import Gateway
from tests.unit.web.test_status import path_of
from tests.unit.web.words import words_of


@pytest.fixture
def anna(parts: FakeParts) -> Registration:
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED, seat=True, sharing="A caucus"))


def status_of(parts: FakeParts, registration: Registration) -> str:
    return path_of(parts.held_links.status(registration, STARTS + timedelta(days=14)))


def data_of(parts: FakeParts, registration: Registration) -> str:
    return path_of(parts.held_links.data(registration, OPEN + timedelta(hours=1)))


def test_the_status_page_offers_it_and_asking_mails_a_link_and_shows_nothing(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    assert "See or erase what you hold about me" in site.get(status_of(parts, anna)).text
    answer = site.post(f"{status_of(parts, anna)}/data", form={})
    assert answer.status == 200
    assert "Look into your mailbox" in answer.text
    assert anna.email not in answer.text
    assert parts.held_requests.asked == [(anna.reference, MailKind.DATA_LINK)]


@pytest.mark.parametrize("status", sorted(FORGOTTEN))
def test_of_whoever_is_forgotten_nothing_is_mailed_and_the_answer_is_the_same(
    status: Status, anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    before = site.post(f"{status_of(parts, anna)}/data", form={}).text
    parts.held_requests.asked.clear()
    gone = parts.held_registrations.held[anna.reference] = a_registration(status=status)
    assert site.post(f"{status_of(parts, gone)}/data", form={}).text == before
    assert parts.held_requests.asked == []
    assert "See or erase" not in site.get(status_of(parts, gone)).text


@pytest.mark.parametrize("purpose", [Purpose.STATUS, Purpose.FEEDBACK, Purpose.VOUCH])
def test_no_other_link_shows_or_erases_anything(
    purpose: Purpose, anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    token = parts.held_links.token(anna, purpose, STARTS)
    answers = [site.get(f"/d/{token}"), site.post(f"/d/{token}/file", form={}), site.post(f"/d/{token}/erase", form={})]
    assert [answer.status for answer in answers] == [404, 404, 404]
    assert parts.held_registrations.get(anna.reference) == anna


def test_the_link_works_for_an_hour(anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock) -> None:
    address = data_of(parts, anna)
    assert site.get(address).status == 200
    time_of_day.now = OPEN + timedelta(hours=1, seconds=1)
    assert site.get(address).status == 410
    assert site.post(f"{address}/erase", form={}).status == 410
    assert parts.held_registrations.get(anna.reference) == anna


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "en",
            ["E-mail address anna@", "Would share A caucus", "Your place is confirmed", "Confirmation with the link"],
        ),
        ("fr", ["Adresse e-mail anna@", "A caucus", "Votre place est confirmée", "Confirmation avec le lien"]),
    ],
)
def test_all_that_is_held_is_seen_on_the_page_in_the_readers_language(
    locale: str, said: list[str], anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    at = OPEN.isoformat()
    parts.held_erasures.beside = [
        {"pk": anna.reference, "sk": "AUDIT#000002", "was": "PROVISIONING", "became": "CONFIRMED", "at": at},
        {"pk": anna.reference, "sk": "MAIL#confirmation#1#1", "state": "SENT", "at": at},
    ]
    parts.held_attendance.held[anna.reference] = Attendance(
        anna.reference, (Stay(STARTS, STARTS + timedelta(minutes=9)),), Source.REPORT
    )
    parts.held_feedback.put(a_feedback(reference=anna.reference))
    shown = words_of(html.unescape(site.get(f"{data_of(parts, anna)}?lang={locale}").text))
    for text in (*said, "National Assembly of Aruvia", "15:09"):
        assert text in shown
    heard = {"en": "French", "fr": "français"}[locale]
    for answer in a_feedback().answers.values():
        assert (heard if answer == "fr" else str(answer)) in shown


def test_what_there_is_nothing_of_has_no_heading(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    shown = site.get(data_of(parts, anna)).text
    assert "Your registration</h2>" in shown
    assert not any(heading in shown for heading in ("Your feedback</h2>", "When you were in the meeting</h2>"))


def test_the_file_holds_what_is_held_and_no_secret_of_a_run(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    parts.held_feedback.put(a_feedback(reference=anna.reference))
    answer = site.post(f"{data_of(parts, anna)}/file", form={})
    assert answer.headers["content-disposition"] == f'attachment; filename="{anna.reference}.json"'
    held = answer.json()
    assert (held["registration"]["reference"], held["registration"]["email"]) == (anna.reference, anna.email)
    assert held["registration"]["sharing"] == "A caucus"
    assert held["feedback"]["answers"]["event_rating"] == 5
    assert "a token of a run" not in answer.text


def test_following_the_links_erases_nothing_and_the_button_begins_it(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    address = data_of(parts, anna)
    assert "Do you want us to erase your details?" in site.get(f"{address}/erase").text
    assert parts.held_registrations.get(anna.reference) == anna
    assert site.post(f"{address}/erase", form={}, headers={"Origin": "https://evil.example"}).status == 403
    assert parts.held_registrations.get(anna.reference) == anna

    answer = site.post(f"{address}/erase", form={})
    erasing = parts.held_registrations.get(anna.reference)
    assert (answer.status, erasing.status, erasing.erased_by) == (200, Status.ERASING, "delegate")
    assert site.post(f"{address}/erase", form={}).text == answer.text
    assert "Your details are being erased" in site.get(address).text
