"""The certificate is its holder's to fetch, and anybody's to check who has the paper: it tells nothing else."""

import html
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from functions.adapters.certificate_codes import CertificateCodes
from functions.adapters.links import Links
from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.errors import UnknownRegistrationError
from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeEvents, FakeParts, FakeRegistrations
from tests.unit.web.gateway import Answer, Gateway

LINK = "Your certificate of attendance (PDF)"
GENUINE = "This certificate is genuine"


@pytest.fixture(autouse=True)
def afterwards(parts: FakeParts, time_of_day: Clock) -> None:
    time_of_day.now = STARTS + timedelta(hours=4)
    parts.held_events = FakeEvents(an_event(certificates=True))
    stay = Stay(STARTS, STARTS + timedelta(minutes=84))
    parts.held_attendance.held["PS26-7K3M9Q"] = Attendance("PS26-7K3M9Q", (stay,), Source.REPORT)


def status_page(parts: FakeParts, **changes: object) -> str:
    registration = a_registration(**{"status": Status.ATTENDED, **changes})
    parts.held_registrations.held[registration.reference] = registration
    return parts.held_links.status(registration, STARTS + timedelta(days=30)).removeprefix(BASE_URL)


def text_of(answer: Answer) -> str:
    [page] = PdfReader(BytesIO(answer.body)).pages
    return page.extract_text()


def code_in(answer: Answer) -> str:
    return text_of(answer).partition("Verification code: ")[2].split()[0]


def shown(parts: FakeParts, site: Gateway) -> str:
    """The page that the code on the paper leads to, as its reader sees it."""
    path = f"/verify/{parts.held_codes.code('PS26-7K3M9Q')}"
    return html.unescape(site.get(path).text)


def test_who_attended_is_led_to_a_pdf_that_nobody_keeps(parts: FakeParts, site: Gateway) -> None:
    path = status_page(parts)
    assert f'href="{path}/certificate">{LINK}' in site.get(path).text

    answer = site.get(f"{path}/certificate")

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="certificate-PS26-7K3M9Q.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Ms Anna Ñandú O'Brien" in text_of(answer)
    assert "National Assembly of Aruvia" in text_of(answer)
    assert "Present for 84 minutes" in text_of(answer)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ATTENDED])
def test_nobody_else_has_one(status: Status, parts: FakeParts, site: Gateway) -> None:
    path = status_page(parts, status=status)
    assert LINK not in site.get(path).text

    answer = site.get(f"{path}/certificate")

    assert answer.status == 409
    assert "There is a certificate for those who took part" in answer.text
    assert site.get(f"/verify/{parts.held_codes.code('PS26-7K3M9Q')}").status == 404


def test_an_event_without_certificates_has_none(parts: FakeParts, site: Gateway) -> None:
    parts.held_events = FakeEvents(an_event())
    path = status_page(parts)
    assert LINK not in site.get(path).text
    assert site.get(f"{path}/certificate").status == 404


def test_the_links_of_mails_are_checked_as_everywhere(parts: FakeParts, site: Gateway, time_of_day: Clock) -> None:
    path = status_page(parts)
    feedback = parts.held_links.feedback(a_registration(), STARTS + timedelta(days=30)).removeprefix(f"{BASE_URL}/f/")
    strange = Links(BASE_URL, ["a retired key"]).status(a_registration(), STARTS).removeprefix(BASE_URL)
    forged = ["/r/nonsense", f"{path[:-3]}", f"/r/{feedback}", strange]
    assert {site.get(f"{each}/certificate").status for each in forged} == {404}
    time_of_day.now = STARTS + timedelta(days=31)
    assert site.get(f"{path}/certificate").status == 410


def test_a_name_that_cannot_be_printed_right_is_not_printed_wrong(parts: FakeParts, site: Gateway) -> None:
    answer = site.get(f"{status_page(parts, given_names='देवी')}/certificate")
    assert answer.status == 409
    assert "We cannot print your certificate" in answer.text
    assert "Please write to events@secretariat.example for a certificate." in answer.text
    assert "देवी" not in answer.text


def test_an_organisation_that_has_left_the_roll_stops_nobody(parts: FakeParts, site: Gateway) -> None:
    answer = site.get(f"{status_page(parts, organisation='gone-since')}/certificate")
    assert "gone-since" in text_of(answer)


def test_the_code_on_the_paper_says_what_the_paper_says(parts: FakeParts, site: Gateway) -> None:
    paper = site.get(f"{status_page(parts)}/certificate")

    answer = site.get(f"/verify/{code_in(paper)}")

    told = html.unescape(answer.text)
    assert answer.status == 200
    assert GENUINE in told
    for line in ("Ms Anna Ñandú O'Brien", "National Assembly of Aruvia", "Present for 84 minutes", code_in(paper)):
        assert line in told
        assert line in text_of(paper)
    assert "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time" in told
    assert "After Sunday 11 April 2027 nothing is kept" in told


def test_the_check_tells_neither_address_nor_anything_else_that_the_delegate_gave(
    parts: FakeParts, site: Gateway
) -> None:
    status_page(parts, sharing="A plan", access_needs="Captions", join_url="https://zoom.example/w/1?tk=secret")
    told = shown(parts, site)
    assert GENUINE in told
    given = ("anna@", "A plan", "Captions", "zoom", "member", "/r/", "French", "Member of Parliament")
    assert not any(word in told for word in given)


def test_of_a_protected_delegate_the_check_shows_the_alias_alone(parts: FakeParts, site: Gateway) -> None:
    paper = site.get(f"{status_page(parts, protected=True)}/certificate")
    assert "Ms Anna Ñandú O'Brien" in text_of(paper)
    assert "“Delegate 7K3M9Q” in place of name and organisation" in text_of(paper)
    told = shown(parts, site)
    assert (GENUINE in told, "Delegate 7K3M9Q" in told) == (True, True)
    assert not any(word in told for word in ("Anna", "Ñandú", "O'Brien", "Aruvia", "aruvia"))


class CountedRegistrations(FakeRegistrations):
    asked = 0

    def get(self, reference: str, /) -> Registration:
        self.asked += 1
        return super().get(reference)


def test_every_other_code_has_the_same_answer_and_costs_no_look_into_a_table(parts: FakeParts, site: Gateway) -> None:
    parts.held_registrations = counted = CountedRegistrations()
    status_page(parts)
    code = parts.held_codes.code("PS26-7K3M9Q")
    forged = [
        code[:-1] + ("2" if code[-1] != "2" else "3"),
        code.replace("7K3M9Q", "7K3M9R"),
        "PS26-7K3M9Q",
        "nonsense",
        "%00",
        "%ED%A0%80",
        "é",
        CertificateCodes(BASE_URL, ["a withdrawn key"]).code("PS26-7K3M9Q"),
    ]

    answers = [site.get(f"/verify/{each}") for each in forged]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert counted.asked == 0


def test_after_an_erasure_the_code_is_as_unknown_as_any(parts: FakeParts, site: Gateway) -> None:
    status_page(parts)
    path = f"/verify/{parts.held_codes.code('PS26-7K3M9Q')}"
    assert site.get(path).status == 200
    status_page(parts, status=Status.ERASED, given_names="", family_names="")
    erased = site.get(path)
    del parts.held_registrations.held["PS26-7K3M9Q"]
    with pytest.raises(UnknownRegistrationError):
        parts.held_registrations.get("PS26-7K3M9Q")
    gone, forged = site.get(path), site.get("/verify/nonsense")
    assert (erased.status, gone.status) == (404, 404)
    assert erased.text == gone.text == forged.text


def test_paper_stays_true_when_the_event_gives_no_more_certificates(parts: FakeParts, site: Gateway) -> None:
    status_page(parts)
    parts.held_events = FakeEvents(an_event(certificates=False))
    assert GENUINE in shown(parts, site)


def test_the_check_is_not_followed_kept_or_found_by_search_engines(parts: FakeParts, site: Gateway) -> None:
    status_page(parts)
    answer = site.get(f"/verify/{parts.held_codes.code('PS26-7K3M9Q')}")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_minutes_that_nobody_counted_are_not_mentioned(parts: FakeParts, site: Gateway) -> None:
    parts.held_attendance.held.clear()
    assert "Present" not in text_of(site.get(f"{status_page(parts)}/certificate"))
    assert "Attendance" not in shown(parts, site)


def test_the_paper_is_in_the_delegates_language_and_the_check_in_the_readers(parts: FakeParts, site: Gateway) -> None:
    titles = {"en": "Solidarity", "fr": "Solidarité"}
    parts.held_events = FakeEvents(replace(an_event(certificates=True), titles=titles))
    assert "Solidarité" in text_of(site.get(f"{status_page(parts, locale='fr')}/certificate"))
    assert "Solidarity" in shown(parts, site)
