"""What holds for whatever the pages answer: nothing third-party, nothing kept, nothing framed, nothing told."""

import html
import re
from datetime import timedelta

import pytest

from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.adapters.unmatched import UnmatchedRow
from functions.alerting import Alert
from functions.domain.attendance import Stay
from functions.domain.errors import TableThrottledError
from functions.domain.events import MailKind
from functions.domain.matching import Unmatched
from functions.domain.registration import Registration, Status
from functions.web.static_files import static_address, static_files
from tests.samples import STARTS, a_registration, an_organisation
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, OPEN, FakeParts, FakeRegistrations
from tests.unit.web.filled_in import FORM
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.multipart_body import MEDIA_TYPE, a_file, body
from tests.unit.web.office import FakeOffice
from tests.unit.web.roll_files import as_file


class BrokenRegistrations(FakeRegistrations):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def add(self, registration: Registration) -> Registration:
        raise self._error


@pytest.fixture
def of_the_secretariat(office: FakeOffice, desk: Gateway) -> list[Answer]:
    """The secretariat's pages with something on each."""
    for number, status in enumerate((Status.IN_REVIEW, Status.IN_REVIEW, Status.WAITLISTED, Status.IN_REPAIR)):
        office.held_registrations.add(a_registration(reference=f"PS26-AAAAA{number}", status=status))
    unsent = [MailKind.REVIEW_NOTICE, MailKind.FOCAL_REQUEST]
    since = OPEN - timedelta(hours=1)
    office.held_ledger.held = [LedgerRow("PS26-AAAAA0", kind, 1, 1, MailState.SENDING, since) for kind in unsent]
    office.held_alerts.held = [*Alert]
    stay = Stay(STARTS, STARTS + timedelta(minutes=30))
    office.held_unmatched.held = [UnmatchedRow(Unmatched(key, "Eve", "", (stay,))) for key in ("a1", "b2")]
    event = "/secretariat/events/solidarity"
    declined = {"decision": "decline", "reason": "not-invited", "case-PS26-AAAAA0": "1"}
    return [
        desk.get("/secretariat"),
        *(desk.get(f"{event}{page}") for page in ("", "/review", "/waiting", "/repair", "/unsent", "/attendance")),
        *(desk.get(f"{event}{page}") for page in ("/report", "/exports", "/exports/nothing.csv")),
        desk.post(f"{event}/review", form={}),
        desk.post(f"{event}/review", form=declined),
        desk.post(f"{event}/review", form=declined | {"sure": "yes"}),
        desk.post(f"{event}/resume", form={}),
        desk.post(f"{event}/attendance", form={"participant": "a1", "act": "assign"}),
        desk.post(f"{event}/attendance", form={"participant": "a1", "act": "aside"}),
        desk.post(f"{event}/attendance/again", form={}),
        desk.get("/secretariat/registrations/PS26-AAAAA1"),
        desk.post("/secretariat/registrations/PS26-AAAAA1/cancel", form={}),
    ]


@pytest.fixture
def answers(parts: FakeParts, site: Gateway, time_of_day: Clock, of_the_secretariat: list[Answer]) -> list[Answer]:
    registration = parts.held_registrations.add(a_registration(status=Status.CONFIRMED))
    signed = [
        parts.held_links.status(registration, STARTS + timedelta(days=30)).removeprefix(BASE_URL),
        parts.held_links.feedback(registration, STARTS + timedelta(days=30)).removeprefix(BASE_URL),
    ]
    doubtful = parts.held_registrations.add(a_registration(reference="PS26-DDDDDD", status=Status.IN_REVIEW))
    question = parts.held_links.vouch(doubtful, STARTS).removeprefix(BASE_URL)
    there = parts.held_registrations.add(a_registration(reference="PS26-TTTTTT", status=Status.ATTENDED))
    unsigned = [
        site.get(f"/verify/{parts.held_codes.code(there.reference)}"),
        site.get("/verify/forged"),
        site.get("/e/solidarity"),
        site.post("/e/solidarity", form=FORM),
        site.post("/e/solidarity", form={}),
        site.post("/e/solidarity", body=b"", headers={"Content-Type": "text/plain"}),
        site.get("/e/unknown"),
        site.get("/r/forged"),
        site.get("/f/forged"),
        site.get("/v/forged"),
        site.get(question),
        site.post(question, form={}),
        site.get(f"{signed[0]}/edit"),
        site.post(f"{signed[0]}/edit", form={}),
        site.get(f"{signed[0]}/cancel"),
        site.post(f"{signed[0]}/cancel", form={}, headers={"Origin": "https://evil.example"}),
        site.get("/nowhere"),
    ]
    time_of_day.now = STARTS + timedelta(hours=2)
    saved = site.post(signed[1], form={"event_rating": "5", "started": "0", "later": "yes"})
    return [*unsigned, *map(site.get, signed), saved, site.get("/e/solidarity"), *of_the_secretariat]


def test_no_answer_may_be_framed_cached_sniffed_or_followed_by_its_address(answers: list[Answer]) -> None:
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert answer.headers["referrer-policy"] in ("no-referrer", "strict-origin")
        assert "set-cookie" not in answer.headers


def test_a_page_with_a_form_lets_the_browser_say_where_the_form_came_from(answers: list[Answer]) -> None:
    forms = [answer for answer in answers if "<form" in answer.text]
    assert len(forms) > 6
    assert {answer.headers["referrer-policy"] for answer in forms} == {"strict-origin"}


def test_pages_load_nothing_from_anywhere_else(answers: list[Answer]) -> None:
    for answer in answers:
        loaded = re.findall(r'(?:src|action|<link[^>]* href)="([^"]*)"', answer.text)
        assert all(
            address.startswith(
                ("?lang=", "/static/", "/e/", "/r/", "/d/", "/secretariat/", "data:,", "data:image/svg+xml;")
            )
            for address in loaded
        )
        assert "<style" not in answer.text
        assert "<script>" not in answer.text
        assert not re.search(r'\son\w+="|\sstyle="', answer.text)


def test_every_page_has_a_title_a_heading_a_way_past_the_header_and_ids_of_its_own(answers: list[Answer]) -> None:
    for answer in answers:
        ids = re.findall(r'\sid="([^"]+)"', answer.text)
        assert re.search(r"<title>[^<]+</title>", answer.text)
        assert answer.text.count("<h1") == 1
        assert '<a class="skip" href="#main">' in answer.text
        assert len(ids) == len(set(ids))
        described = " ".join(re.findall(r'aria-describedby="([^"]*)"', answer.text)).split()
        assert set(described) <= set(ids)


def test_style_and_script_are_kept_by_the_browser_under_a_name_of_their_content(site: Gateway) -> None:
    for name in static_files():
        answer = site.get(static_address(name))
        assert answer.status == 200
        assert "immutable" in answer.headers["cache-control"]
        assert "http" not in answer.text


@pytest.mark.parametrize("name", ["site.css", "site.0000000000.css", "..%2fpages.py", "base.html"])
def test_no_other_file_is_served(name: str, site: Gateway) -> None:
    assert site.get(f"/static/{name}").status == 404


def test_a_table_that_is_busy_asks_to_try_again(parts: FakeParts, site: Gateway) -> None:
    parts.held_registrations = BrokenRegistrations(TableThrottledError("busy"))

    answer = site.post("/e/solidarity", form=FORM)

    assert (answer.status, answer.headers["retry-after"]) == (503, "60")


@pytest.mark.parametrize("failure", [TableThrottledError("busy"), RuntimeError("broken")])
def test_a_form_that_could_not_be_taken_waits_to_be_sent_again_in_any_language(
    failure: Exception, parts: FakeParts, site: Gateway
) -> None:
    works = parts.held_registrations
    parts.held_registrations = BrokenRegistrations(failure)
    refused = site.post("/e/solidarity", form={**FORM, "family_names": "O'Brien <b>"})
    assert re.findall("<button[^>]*formaction=.([^'\"]+)", refused.text) == ["?lang=fr", "?lang=es", "?lang=ar"]
    parts.held_registrations = works

    sent = dict(re.findall('<input type="hidden" name="([^"]+)" value="([^"]*)">', refused.text))
    answer = site.post("/e/solidarity?lang=fr", form={name: html.unescape(text) for name, text in sent.items()})

    assert answer.status == 202
    [registered] = works.held.values()
    assert (registered.family_names, registered.locale) == ("O'Brien <b>", "fr")


def test_a_file_that_could_not_be_taken_cannot_wait_in_a_page(
    office: FakeOffice, desk: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    def current() -> None:
        raise TableThrottledError("busy")

    monkeypatch.setattr(office.held_roll, "current", current)
    sent = body(a_file(as_file([an_organisation()])))
    refused = desk.post("/secretariat/roll/preview", body=sent, headers={"content-type": MEDIA_TYPE})
    assert (refused.status, "<form" in refused.text) == (503, False)


def test_where_something_was_done_the_languages_lead_on(office: FakeOffice, desk: Gateway) -> None:
    registration = office.held_registrations.add(a_registration(status=Status.CONFIRMED))
    page = f"/secretariat/registrations/{registration.reference}"
    done = desk.post(f"{page}/cancel", form={"sure": "yes", "reason": "asked by phone"})
    assert "<form" not in done.text
    assert f'href="{page}?lang=fr"' in done.text


def test_a_fault_of_ours_is_admitted_without_telling_or_logging_what_was_typed(
    parts: FakeParts, site: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    parts.held_registrations = BrokenRegistrations(RuntimeError(f"{FORM['email']} {FORM['family_names']}"))

    answer = site.post("/e/solidarity", form=FORM)

    logged = "".join(str(vars(record)) for record in caplog.records)
    assert answer.status == 500
    told = re.sub("<input[^>]+>", "", answer.text)
    assert not any(FORM[name] in told + logged for name in ("email", "family_names"))
    assert "RuntimeError" in logged
