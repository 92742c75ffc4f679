"""A delegate registers with the form, and gets an answer that they can act on whatever they typed."""

import gzip
import html
import re
from datetime import datetime, timedelta

import pytest

from functions.domain.events import AudienceRules, invitation_digest
from functions.domain.registration import Role, Status
from functions.web import pages
from functions.web.chosen_language import AGAIN
from tests.samples import STARTS, an_event, an_organisation
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, OPEN, FakeEvents, FakeParts, FakeRoll
from tests.unit.web.filled_in import ADDRESSES_TO_REFUSE, FORM, TEXTS_TO_KEEP, TEXTS_TO_REFUSE
from tests.unit.web.gateway import Gateway

FORM_PATH = "/e/solidarity"


def test_the_form_asks_everything_with_a_label_and_no_placeholder(site: Gateway) -> None:
    page = site.get(FORM_PATH)

    names = set(re.findall(r'name="(\w+)"', page.text)) - {"viewport", AGAIN}
    labelled = set(re.findall(r'<label for="([\w-]+)"', page.text))
    fields = re.findall(r'<(?:input|select|textarea) (?:type="\w+" )?id="([\w-]+)"', page.text)
    assert page.status == 200
    assert names == set(FORM)
    assert fields
    assert set(fields) <= labelled
    assert "placeholder" not in page.text


def test_the_form_says_what_and_when_in_a_page_that_says_its_language(site: Gateway) -> None:
    text = site.get(FORM_PATH).text

    assert '<html lang="en" dir="ltr">' in text
    assert "Tuesday 29 September 2026, 15:00 to 16:30, Geneva time (13:00 to 14:30 UTC)" in text
    assert '<a href="https://secretariat.example/privacy">' in text
    for purpose in ("honorific-prefix", "given-name", "family-name", "email"):
        assert f'autocomplete="{purpose}"' in text


def test_organisations_stand_under_their_category_and_suspended_ones_stay_listed(site: Gateway) -> None:
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', site.get(FORM_PATH).text, re.DOTALL)

    assert [name for name, _ in groups] == ["Member Parliaments", "Associate Members", "Permanent observers"]
    assert 'value="belmora"' in groups[0][1]


def test_only_categories_that_the_event_admits_are_offered(parts: FakeParts, site: Gateway) -> None:
    parts.held_events = FakeEvents(an_event(categories=frozenset({"permanent-observer"})))

    text = site.get(FORM_PATH).text

    assert "Health Office" in text
    assert "Aruvia" not in text


def test_only_roles_that_the_event_admits_are_offered_and_taken(parts: FakeParts, site: Gateway) -> None:
    rules = AudienceRules(roles=frozenset({Role.STAFF, Role.REPRESENTATIVE}))
    parts.held_events = FakeEvents(an_event(rules=rules))

    offered = re.findall(r'name="role" value="(\w+)"', site.get(FORM_PATH).text)
    answer = site.post(FORM_PATH, form=FORM | {"role": "member"})

    assert offered == ["staff", "representative"]
    assert answer.status == 422
    assert '<a href="#role">Role: Choose one of the roles that this event is open to</a>' in answer.text
    assert not parts.held_registrations.held
    assert site.post(FORM_PATH, form=FORM | {"role": "staff"}).status == 202


@pytest.fixture
def invitations(parts: FakeParts) -> None:
    """The event has invitation codes."""
    codes = {invitation_digest(an_event().salt, code) for code in ("PANEL-2026", "GUESTS-2026")}
    parts.held_events = FakeEvents(an_event(rules=AudienceRules(invitations=frozenset(codes))))


@pytest.mark.usefixtures("invitations")
def test_an_event_with_invitation_codes_asks_for_one_with_a_label_and_a_hint(site: Gateway) -> None:
    text = site.get(FORM_PATH).text

    assert '<label for="invitation_code">Invitation code (optional)</label>' in text
    assert 'aria-describedby="invitation_code-hint"' in text
    assert "Otherwise leave this empty." in text


@pytest.mark.usefixtures("invitations")
@pytest.mark.parametrize(
    ("code", "invited"),
    [("PANEL-2026", True), (" panel 2026 ", True), ("guests-2026", True), ("", False), ("  ", False)],
)
def test_that_a_delegate_is_invited_is_kept_and_the_code_is_not(
    code: str, invited: bool, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(FORM_PATH, form=FORM | {"invitation_code": code})

    (saved,) = parts.held_registrations.held.values()
    assert answer.status == 202
    assert saved.invited is invited
    assert not re.search("panel|guests", repr(saved), re.IGNORECASE)


@pytest.mark.usefixtures("invitations")
@pytest.mark.parametrize("code", ["PANEL-2025", "PANEL", "nonsense", "-", '"><img src=x>'])
def test_a_code_that_is_none_of_the_events_is_refused_and_not_repeated(
    code: str, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(FORM_PATH, form=FORM | {"invitation_code": code})

    assert answer.status == 422
    assert "Invitation code: This invitation code is not valid for this event</a>" in answer.text
    assert 'aria-describedby="invitation_code-hint invitation_code-error"' in answer.text
    assert re.search(r'name="invitation_code" type="text" value=""', answer.text)
    assert len(code) < 5 or code not in answer.text
    assert not parts.held_registrations.held


def test_a_code_sent_to_an_event_that_has_none_is_refused_beside_a_field(parts: FakeParts, site: Gateway) -> None:
    answer = site.post(FORM_PATH, form=FORM | {"invitation_code": "PANEL-2026"})

    assert answer.status == 422
    assert 'id="invitation_code-error"' in answer.text
    assert not parts.held_registrations.held


@pytest.mark.usefixtures("invitations")
@pytest.mark.parametrize("changes", [{"email": "nonsense"}, {"started": str(int(OPEN.timestamp() * 1000) - 1_999)}])
def test_a_form_that_comes_back_asks_for_the_code_again_because_it_does_not_repeat_it(
    changes: dict[str, str], site: Gateway
) -> None:
    text = site.post(FORM_PATH, form=FORM | {"invitation_code": "PANEL-2026"} | changes).text

    assert "PANEL-2026" not in text
    assert "Enter your invitation code again" in text[text.index('id="invitation_code-error"') :]
    assert text.count('id="summary"') == 1


def test_a_form_filled_in_is_saved_and_answered_with_the_reference(parts: FakeParts, site: Gateway) -> None:
    answer = site.post(FORM_PATH, form=FORM)

    (saved,) = parts.held_registrations.held.values()
    assert answer.status == 202
    assert saved.reference in answer.text
    assert (saved.status, saved.family_names, saved.language, saved.locale, saved.sharing) == (
        Status.SUBMITTED,
        "Ñandú O'Brien",
        "fr",
        "en",
        "A national protocol",
    )


def test_the_answer_repeats_nothing_personal_and_holds_no_link_of_the_delegate(site: Gateway) -> None:
    text = site.post(FORM_PATH, form=FORM).text

    assert not any(word in text for word in ("Anna", "Ñandú", FORM["email"], "/r/", "/f/", "zoom.us"))


def test_known_and_unknown_people_get_the_same_answer(parts: FakeParts, site: Gateway) -> None:
    first = site.post(FORM_PATH, form=FORM)
    (held,) = parts.held_registrations.held.values()
    parts.held_registrations.held[held.reference] = held.moved(Status.DECLINED)
    again = site.post(FORM_PATH, form=FORM | {"email": "ANNA@Parliament.Aruvia.Example"})
    stranger = site.post(FORM_PATH, form=FORM | {"email": "somebody.else@parliament.aruvia.example"})

    def neutral(text: str) -> str:
        return re.sub(r"PS26-\w{6}", "REFERENCE", text)

    assert first.text == again.text
    assert (first.status, first.headers) == (again.status, again.headers)
    assert neutral(first.text) == neutral(stranger.text)
    assert len(parts.held_registrations.held) == 2


@pytest.mark.parametrize("text", TEXTS_TO_KEEP)
def test_any_text_is_saved_as_it_was_typed(text: str, parts: FakeParts, site: Gateway) -> None:
    assert site.post(FORM_PATH, form=FORM | {"given_names": text, "sharing": text}).status == 202
    (saved,) = parts.held_registrations.held.values()
    assert (saved.given_names, saved.sharing) == (text, text)


@pytest.mark.parametrize("text", TEXTS_TO_KEEP)
def test_markup_comes_back_as_text_when_the_form_does(text: str, site: Gateway) -> None:
    answer = site.post(FORM_PATH, form=FORM | {"given_names": text, "sharing": text, "email": "nonsense"})

    (shown,) = re.findall(r'name="given_names"[^>]*? value="([^"]*)"', answer.text)
    (area,) = re.findall(r'<textarea id="sharing"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)
    assert (html.unescape(shown), html.unescape(area)) == (text, text)
    assert "<img" not in answer.text
    assert "alert(1)</script>" not in answer.text


@pytest.mark.parametrize(
    "changes",
    [{"given_names": text} for text in TEXTS_TO_REFUSE]
    + [{"email": address} for address in ADDRESSES_TO_REFUSE]
    + [
        {"title": ""},
        {"organisation": ""},
        {"organisation": "no-such"},
        {"organisation": "x" * 5_000},
        {"role": "speaker"},
        {"language": "de"},
        {"consent": "true"},
    ],
)
def test_what_cannot_be_accepted_is_named_beside_its_field_and_in_the_summary(
    changes: dict[str, str], parts: FakeParts, site: Gateway
) -> None:
    (name,) = changes
    answer = site.post(FORM_PATH, form=FORM | changes)

    assert answer.status == 422
    assert "<title>Error: Register" in answer.text
    assert f'<a href="#{name}">' in answer.text
    assert re.search(rf'id="{name}"|name="{name}"', answer.text)
    assert f'id="{name}-error"' in answer.text
    assert re.search(rf'aria-describedby="[^"]*\b{name}-error"', answer.text)
    assert not parts.held_registrations.held


def test_every_problem_is_told_at_once_in_the_order_of_the_form(site: Gateway) -> None:
    answer = site.post(FORM_PATH, form={"organisation": "no-such", "email": "anna"})

    summary = answer.text[answer.text.index('role="alert"') :].split("</ul>")[0]
    assert re.findall(r'href="#(\w+)"', summary) == [
        "title",
        "given_names",
        "family_names",
        "email",
        "organisation",
        "role",
        "language",
        "consent",
    ]


def test_what_was_typed_and_chosen_is_kept_on_an_error(site: Gateway) -> None:
    text = site.post(FORM_PATH, form=FORM | {"title": ""}).text

    assert 'value="anna@parliament.aruvia.example"' in text
    assert '<option value="aruvia" selected>' in text
    assert re.search(r'value="member" checked', text)
    assert re.search(r'value="fr" checked', text)
    assert re.search(r'name="consent" value="yes" checked', text)
    assert "A national protocol</textarea>" in text
    assert 'name="started" value="0"' in text


def test_a_field_that_the_form_does_not_have_is_refused_by_name(parts: FakeParts, site: Gateway) -> None:
    answer = site.post(FORM_PATH, form=FORM | {"status": "CONFIRMED"})

    assert answer.status == 422
    assert "status This field is not part of the form" in answer.text
    assert not parts.held_registrations.held


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"title=" + b"x" * 65_536, "application/x-www-form-urlencoded", 413),
        (b"title=%FF", "application/x-www-form-urlencoded", 400),
        (b"title=\xff", "application/x-www-form-urlencoded", 400),
        (b"title=%ED%A0%80", "application/x-www-form-urlencoded", 400),
        (b"title=Ms&title=Mr", "application/x-www-form-urlencoded", 422),
        (b"title", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"f%d=x" % number for number in range(300)), "application/x-www-form-urlencoded", 400),
        (b'{"title":"Ms"}', "application/json", 415),
        (b"title=Ms", "text/plain", 415),
        (b"title=Ms", "application/x-www-form-urlencoded; charset=iso-8859-1", 415),
        (b"title=Ms", "", 415),
    ],
)
def test_a_body_that_is_no_form_is_refused_whole(
    body: bytes, media_type: str, status: int, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(FORM_PATH, body=body, headers={"Content-Type": media_type})

    assert answer.status == status
    assert not parts.held_registrations.held


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": BASE_URL, "Sec-Fetch-Site": "cross-site"},
        {"Origin": f"{BASE_URL}.evil.example"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_that_another_site_sends_is_refused(headers: dict[str, str], parts: FakeParts, site: Gateway) -> None:
    assert site.post(FORM_PATH, form=FORM, headers=headers).status == 403
    assert not parts.held_registrations.held


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": BASE_URL}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Host": "evil.example"}],
)
def test_our_own_page_and_plain_programs_may_send_the_form(headers: dict[str, str], site: Gateway) -> None:
    answer = site.post(FORM_PATH, form=FORM, headers=headers)

    assert answer.status == 202
    assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.example"},
        {"started": str(int(OPEN.timestamp() * 1000) - 1_999)},
        {"started": str(int(OPEN.timestamp() * 1000) + 60_000)},
        {"started": "nonsense"},
    ],
)
def test_what_looks_automatic_is_answered_but_not_saved(
    changes: dict[str, str], parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(FORM_PATH, form=FORM | changes)

    assert answer.status == 202
    assert not parts.held_registrations.held


def test_a_fast_person_may_simply_send_the_form_again(parts: FakeParts, site: Gateway, time_of_day: Clock) -> None:
    started = str(int(OPEN.timestamp() * 1000))
    first = site.post(FORM_PATH, form=FORM | {"started": started})
    (carried,) = re.findall(r'name="started" value="(\d+)"', first.text)
    time_of_day.now += timedelta(seconds=2)

    assert carried == started
    assert site.post(FORM_PATH, form=FORM | {"started": carried}).status == 202
    assert len(parts.held_registrations.held) == 1


@pytest.mark.parametrize("path", ["/e/unknown", "/e/Solidarity", "/e/%00", "/e/..%2f", "/e/" + "x" * 3_000, "/", "/e/"])
def test_an_unknown_event_is_a_page_that_was_not_found(path: str, site: Gateway) -> None:
    assert site.get(path).status == 404
    assert site.post(path, form=FORM).status == 404


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (STARTS - timedelta(days=61), "It opens on Friday 31 July 2026, 15:00, Geneva time."),
        (STARTS, "It closed on Tuesday 29 September 2026, 15:00, Geneva time."),
    ],
)
def test_outside_its_time_registration_says_its_dates(
    now: datetime, words: str, parts: FakeParts, site: Gateway, time_of_day: Clock
) -> None:
    time_of_day.now = now
    asked, sent = site.get(FORM_PATH), site.post(FORM_PATH, form=FORM)

    assert (asked.status, sent.status) == (409, 409)
    assert words in asked.text
    assert words in sent.text
    assert not parts.held_registrations.held


def test_a_form_of_two_hundred_organisations_weighs_less_than_50_kilobytes(parts: FakeParts, site: Gateway) -> None:
    parts.held_roll = FakeRoll(
        [an_organisation(f"org-{n}", name=f"National Assembly of the Republic of Country {n:x}") for n in range(200)]
    )
    page = site.get(FORM_PATH)
    files = [site.get(path) for path in re.findall(r'"(/static/[^"]+)"', page.text)]

    assert len(files) == 2
    assert sum(len(gzip.compress(answer.body)) for answer in [page, *files]) < 50_000


def test_the_form_travels_compressed_to_a_browser_that_can_read_it(parts: FakeParts, time_of_day: Clock) -> None:
    raw = pages.application(parts).resolve(
        {
            "version": "2.0",
            "rawPath": FORM_PATH,
            "headers": {"accept-encoding": "gzip, br"},
            "requestContext": {"http": {"method": "GET"}, "stage": "$default"},
        },
        None,  # type: ignore[arg-type]
    )

    assert raw["headers"]["Content-Encoding"] == "gzip"
