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
from functions.domain.events import Event, MailKind
from functions.domain.matching import Unmatched
from functions.domain.registration import Registration, Status
from functions.web import pages
from functions.web.static_files import static_address, static_files
from tests.samples import STARTS, a_registration, an_organisation
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, OPEN, FakeEvents, FakeParts, FakeRegistrations
from tests.unit.web.filled_in import FORM
from tests.unit.web.gateway import Answer, Gateway
from tests.unit.web.multipart_body import MEDIA_TYPE, a_file, body
from tests.unit.web.office import POOL, FakeOffice
from tests.unit.web.roll_files import as_file
from tests.unit.web.test_status import path_of


class BusyEvents(FakeEvents):
    def get(self, event_id: str, /) -> Event:
        raise TableThrottledError("busy")


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


def waiting_in(page: Answer) -> dict[str, str]:
    """The fields of the form that waits in the page."""
    found = re.findall('<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return {name: html.unescape(text) for name, text in found}


@pytest.mark.parametrize("failure", [TableThrottledError("busy"), RuntimeError("broken")])
def test_a_form_that_could_not_be_taken_waits_to_be_sent_again_and_its_languages_send_nothing(
    failure: Exception, parts: FakeParts, site: Gateway
) -> None:
    works, typed = parts.held_registrations, {**FORM, "family_names": "O'Brien <b>", "sharing": "a\r\nb"}
    parts.held_registrations = BrokenRegistrations(failure)
    refused = site.post("/e/solidarity", form=typed)
    assert waiting_in(refused) == typed
    parts.held_registrations = works

    [again] = set(re.findall('name="again" value="([^"]+)"', refused.text))
    in_french = site.post("/e/solidarity?lang=fr", form={**waiting_in(refused), "again": again})
    assert (in_french.status, waiting_in(in_french), works.held) == (refused.status, typed, {})
    assert '<html lang="fr"' in in_french.text

    answer = site.post("/e/solidarity?lang=fr", form=waiting_in(in_french))
    assert answer.status == 202
    [registered] = works.held.values()
    assert (registered.family_names, registered.locale) == ("O'Brien <b>", "fr")


@pytest.mark.parametrize("page", ["busy", "broken"])
def test_another_sites_form_is_put_into_no_page_of_ours(page: str, site: Gateway) -> None:
    foreign = {"origin": "https://else.example", "sec-fetch-site": "cross-site"}
    answer = site.post("/e/solidarity", form={**FORM, "again": page}, headers=foreign)
    assert (answer.status, waiting_in(answer)) == (403, {})


def test_a_change_of_language_that_could_not_be_made_waits_as_such(parts: FakeParts, site: Gateway) -> None:
    events = parts.held_events
    parts.held_events = BusyEvents()
    refused = site.post("/e/solidarity?lang=fr", form={**FORM, "again": "yes"})
    assert waiting_in(refused) == {**FORM, "again": "yes"}
    assert 'name="again" value="busy"' not in refused.text
    parts.held_events = events
    site.post("/e/solidarity?lang=fr", form=waiting_in(refused))
    assert parts.held_registrations.held == {}


def test_a_language_on_the_page_of_a_session_that_is_over_does_nothing_even_after_signing_in(
    office: FakeOffice, desk: Gateway
) -> None:
    registration = office.held_registrations.add(a_registration(status=Status.CONFIRMED))
    sessions = dict(office.held_sessions.held)
    office.held_sessions.held.clear()
    over = desk.post(f"/secretariat/registrations/{registration.reference}/cancel", form={"sure": "yes"})
    office.held_sessions.held.update(sessions)
    again = {**waiting_in(over), "again": "session-over"}
    in_french = desk.post(f"/secretariat/registrations/{registration.reference}/cancel?lang=fr", form=again)
    assert '<html lang="fr"' in in_french.text
    assert (in_french.status, waiting_in(in_french)) == (403, {"sure": "yes"})
    assert office.held_registrations.get(registration.reference).status is Status.CONFIRMED


@pytest.mark.parametrize(("path", "status"), [("/e/solidarity", 200), ("/e/none", 404), ("/static/none.css", 404)])
def test_a_scanner_that_asks_for_the_head_alone_is_answered_as_a_reader_would_be(
    path: str, status: int, parts: FakeParts, time_of_day: Clock
) -> None:
    app = pages.application(parts)
    site = Gateway(lambda event, context: pages.answered(app, event, context))
    head, read = site.request("HEAD", path), site.get(path)
    assert (head.status, head.body) == (status, b"")
    assert {**head.headers, "content-encoding": ""} == {**read.headers, "content-encoding": ""}


@pytest.mark.parametrize("path", ["/e/none", "/r/forged", "/elsewhere"])
def test_a_language_that_is_chosen_where_there_is_nothing_is_kept_too(path: str, site: Gateway) -> None:
    answer = site.get(f"{path}?lang=fr")
    assert (answer.status, [cookie.split(";")[0] for cookie in answer.cookies]) == (404, ["lang=fr"])


def test_an_expired_link_of_an_event_that_is_gone_or_busy_is_answered_by_a_page(
    parts: FakeParts, site: Gateway
) -> None:
    link = path_of(parts.held_links.status(a_registration(), OPEN - timedelta(days=1)))
    for events, status in ((FakeEvents(), 404), (BusyEvents(), 503)):
        parts.held_events = events
        answer = site.get(link)
        assert (answer.status, "<h1" in answer.text) == (status, True)


def test_the_lists_form_may_lead_to_the_user_pool_once_the_session_is_over(desk: Gateway) -> None:
    answer = desk.get("/secretariat/events/solidarity/registrations")
    assert f"form-action 'self' {POOL};" in answer.headers["content-security-policy"]


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
