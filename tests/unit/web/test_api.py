"""The JSON API takes what the form takes, refuses strictly, and tells nobody whom it knows."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.domain.events import AudienceRules, MailKind, invitation_digest
from functions.domain.registration import Role, Status
from functions.domain.submission import Submission
from functions.web import api
from tests.samples import STARTS, a_registration, an_event
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeEvents, FakeParts
from tests.unit.web.filled_in import ADDRESSES_TO_REFUSE, FORM, JSON, TEXTS_TO_KEEP, TEXTS_TO_REFUSE
from tests.unit.web.gateway import Answer, Gateway

PATH = "/api/events/solidarity/registrations"


def assert_problem(answer: Answer, status: int) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


def test_a_registration_is_saved_and_answered_with_reference_and_address(parts: FakeParts, service: Gateway) -> None:
    answer = service.post(PATH, json=JSON)

    (saved,) = parts.held_registrations.held.values()
    assert answer.status == 202
    assert answer.json() == {
        "reference": saved.reference,
        "status_url": f"{BASE_URL}{PATH}/{saved.reference}",
    }
    assert saved.family_names == "Ñandú O'Brien"


def test_known_and_unknown_people_get_the_same_answer(parts: FakeParts, service: Gateway) -> None:
    first = service.post(PATH, json=JSON)
    (held,) = parts.held_registrations.held.values()
    parts.held_registrations.held[held.reference] = held.moved(Status.DECLINED)
    again = service.post(PATH, json=JSON | {"email": "Anna@Parliament.Aruvia.EXAMPLE"})
    stranger = service.post(PATH, json=JSON | {"email": "somebody@parliament.aruvia.example"})

    assert first == again
    assert re.sub(r"PS26-\w{6}", "", first.text) == re.sub(r"PS26-\w{6}", "", stranger.text)


def test_whoever_has_registered_before_is_mailed_a_link_and_the_answer_says_nothing_of_it(
    parts: FakeParts, service: Gateway, site: Gateway, time_of_day: Clock
) -> None:
    first = service.post(PATH, json=JSON)
    assert parts.held_requests.asked == []
    time_of_day.now += timedelta(days=1)
    assert service.post(PATH, json=JSON) == first
    form = {**FORM, "email": JSON["email"]}
    assert site.post("/e/solidarity", form=form).status == 202
    [registered] = parts.held_registrations.held
    assert parts.held_requests.asked == [(registered, MailKind.NEW_LINK)] * 2


@pytest.mark.parametrize("text", TEXTS_TO_KEEP)
def test_any_text_is_saved_as_it_was_sent(text: str, parts: FakeParts, service: Gateway) -> None:
    assert service.post(PATH, json=JSON | {"given_names": text}).status == 202
    (saved,) = parts.held_registrations.held.values()
    assert saved.given_names == text


@pytest.mark.parametrize(
    "changes",
    [{"given_names": text} for text in TEXTS_TO_REFUSE]
    + [{"email": address} for address in ADDRESSES_TO_REFUSE]
    + [
        {"status": "CONFIRMED"},
        {"consent": "yes"},
        {"consent": 1},
        {"consent": False},
        {"consent": None},
        {"given_names": 5},
        {"given_names": ["Anna"]},
        {"organisation": "no-such"},
        {"organisation": None},
        {"language": "de"},
        {"language": ["fr"]},
        {"role": "speaker"},
        {"role": ["member"]},
        {"role": None},
        {"invitation_code": "PANEL-2026"},
        {"invitation_code": None},
        {"invitation_code": ["PANEL-2026"]},
        {"invitation_code": "PANEL\n2026"},
        {"invitation_code": "9" * 101},
    ],
)
def test_a_field_that_cannot_be_accepted_is_named_and_not_repeated(
    changes: dict[str, Any], parts: FakeParts, service: Gateway
) -> None:
    ((name, value),) = changes.items()
    answer = service.post(PATH, json=JSON | changes)

    problem = assert_problem(answer, 422)
    assert [error["field"] for error in problem["errors"]] == [name]
    assert value != "speaker" or value not in answer.text
    assert JSON["email"] not in answer.text
    assert not parts.held_registrations.held


def test_an_invitation_code_marks_the_delegate_as_invited_and_is_not_kept(parts: FakeParts, service: Gateway) -> None:
    codes = frozenset({invitation_digest(an_event().salt, "PANEL-2026")})
    parts.held_events = FakeEvents(an_event(rules=AudienceRules(invitations=codes)))
    headers = {"Idempotency-Key": "3f1c-42"}

    first = service.post(PATH, json=JSON | {"invitation_code": "panel 2026"}, headers=headers)
    again = service.post(PATH, json=JSON | {"invitation_code": "panel 2026"}, headers=headers)
    uninvited = service.post(PATH, json=JSON | {"email": "bea@parliament.aruvia.example"})
    mistyped = service.post(PATH, json=JSON | {"invitation_code": "panel 2025"})

    assert (first.status, uninvited.status) == (202, 202)
    assert first == again
    assert [saved.invited for saved in parts.held_registrations.held.values()] == [True, False]
    assert "panel" not in repr([parts.held_registrations.held, parts.held_keys.held])
    assert assert_problem(mistyped, 422)["errors"] == [
        {"field": "invitation_code", "message": "This invitation code is not valid for this event"}
    ]


def test_a_role_that_the_event_does_not_admit_is_refused(parts: FakeParts, service: Gateway) -> None:
    parts.held_events = FakeEvents(an_event(rules=AudienceRules(roles=frozenset({Role.STAFF}))))

    problem = assert_problem(service.post(PATH, json=JSON | {"role": "member"}), 422)

    assert [error["field"] for error in problem["errors"]] == ["role"]
    assert not parts.held_registrations.held


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"5",
        b'{"title": "Ms"',
        b'{"title": "Ms", "title": "Mr"}',
        b'{"title": NaN}',
        b'{"title": -Infinity}',
        b'{"title": 1e999}',
        b'{"title": ' + b"9" * 5_000 + b"}",
        b'{"title": ' + b"[" * 30_000 + b"}",
        b'{"title": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"title": "\xff"}',
        b'{"title": "\xed\xa0\x80"}',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
    ],
)
def test_what_is_not_one_strict_json_object_is_refused(body: bytes, parts: FakeParts, service: Gateway) -> None:
    assert_problem(service.post(PATH, body=body), 400)
    assert not parts.held_registrations.held


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": ""}, 415),
        ({"Content-Type": "application/json; charset=utf-16"}, 415),
        ({"Content-Type": "application/json; charset=utf-8"}, 202),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": BASE_URL}, 202),
        ({"Host": "evil.example"}, 202),
    ],
)
def test_media_type_and_origin_are_checked(headers: dict[str, str], status: int, service: Gateway) -> None:
    answer = service.post(PATH, json=JSON, headers=headers)

    assert answer.status == status
    assert "evil" not in answer.text


def test_a_body_of_more_than_64_kib_is_too_large(service: Gateway) -> None:
    assert_problem(service.post(PATH, json=JSON | {"sharing": "x" * 65_536}), 413)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", PATH),
        ("TRACE", PATH),
        ("DELETE", f"{PATH}/PS26-7K3M9Q"),
        ("POST", "/api/openapi.json"),
        ("GET", "/api"),
        ("GET", f"{PATH}/nonsense"),
        ("GET", f"{PATH}/PS26-7k3m9q"),
        ("GET", "/api/events/unknown/registrations/PS26-7K3M9Q"),
    ],
)
def test_what_is_not_there_is_a_problem_too(method: str, path: str, service: Gateway) -> None:
    assert_problem(service.request(method, path), 404)


def test_an_unknown_event_takes_no_registration(service: Gateway) -> None:
    assert_problem(service.post("/api/events/unknown/registrations", json=JSON), 404)


@pytest.mark.parametrize("now", [STARTS - timedelta(days=61), STARTS])
def test_outside_its_time_registration_says_its_dates(now: datetime, service: Gateway, time_of_day: Clock) -> None:
    time_of_day.now = now

    problem = assert_problem(service.post(PATH, json=JSON), 409)

    assert (problem["opens"], problem["closes"]) == ("2026-07-31T13:00:00+00:00", "2026-09-29T13:00:00+00:00")


def test_an_idempotency_key_stands_for_one_body(parts: FakeParts, service: Gateway) -> None:
    headers = {"Idempotency-Key": "3f1c-42"}
    first = service.post(PATH, json=JSON, headers=headers)

    assert service.post(PATH, json=JSON, headers=headers) == first
    assert_problem(service.post(PATH, json=JSON | {"title": "Dr"}, headers=headers), 409)
    assert JSON["email"] not in json.dumps(parts.held_keys.held)


def test_an_idempotency_key_of_one_event_is_another_at_another(parts: FakeParts, service: Gateway) -> None:
    parts.held_events = FakeEvents(an_event(), an_event(id="peace", code="PE26", salt="another"))
    headers = {"Idempotency-Key": "3f1c-42"}
    assert service.post(PATH, json=JSON, headers=headers).status == 202
    assert service.post("/api/events/peace/registrations", json=JSON | {"title": "Dr"}, headers=headers).status == 202


def test_a_token_of_another_event_tells_nothing(parts: FakeParts, service: Gateway) -> None:
    parts.held_events = FakeEvents(an_event(), an_event(id="peace"))
    anna = parts.held_registrations.add(a_registration(status=Status.CONFIRMED))
    token = parts.held_links.status(anna, STARTS).rpartition("/")[2]
    headers = {"Authorization": f"Bearer {token}"}
    assert service.get(f"{PATH}/{anna.reference}", headers=headers).status == 200
    assert service.get(f"/api/events/peace/registrations/{anna.reference}", headers=headers).status == 404


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "é"])
def test_a_key_that_is_no_key_is_refused(key: str, parts: FakeParts, service: Gateway) -> None:
    assert_problem(service.post(PATH, json=JSON, headers={"Idempotency-Key": key}), 400)
    assert not parts.held_registrations.held


def test_without_its_token_every_reference_stands_alike(parts: FakeParts, service: Gateway) -> None:
    parts.held_registrations.add(a_registration(status=Status.CONFIRMED))

    known, unknown = (service.get(f"{PATH}/{reference}") for reference in ("PS26-7K3M9Q", "PS26-000000"))

    assert known.json() == {"reference": "PS26-7K3M9Q", "status": "RECEIVED"}
    assert unknown.json() == {"reference": "PS26-000000", "status": "RECEIVED"}
    assert known.headers == unknown.headers


def test_the_token_of_its_status_link_tells_where_a_registration_stands(parts: FakeParts, service: Gateway) -> None:
    registration = parts.held_registrations.add(a_registration(status=Status.CONFIRMED))
    token = parts.held_links.status(registration, STARTS).rpartition("/")[2]

    answer = service.get(f"{PATH}/PS26-7K3M9Q", headers={"Authorization": f"Bearer {token}"})

    assert answer.json() == {"reference": "PS26-7K3M9Q", "status": "CONFIRMED"}


def test_a_token_of_another_registration_purpose_or_maker_tells_nothing(parts: FakeParts, service: Gateway) -> None:
    registration = parts.held_registrations.add(a_registration())
    other = a_registration(reference="PS26-AAAAAA")
    tokens = [
        parts.held_links.status(other, STARTS).rpartition("/")[2],
        parts.held_links.feedback(registration, STARTS).rpartition("/")[2],
        "forged",
        "",
    ]

    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"}
        assert_problem(service.get(f"{PATH}/PS26-7K3M9Q", headers=headers), 404)


def test_a_token_out_of_date_says_so(parts: FakeParts, service: Gateway, time_of_day: Clock) -> None:
    token = parts.held_links.status(a_registration(), time_of_day.now).rpartition("/")[2]
    time_of_day.now += timedelta(seconds=1)

    assert_problem(service.get(f"{PATH}/PS26-7K3M9Q", headers={"Authorization": f"Bearer {token}"}), 410)


def test_the_description_names_every_route_and_every_field(parts: FakeParts, service: Gateway) -> None:
    described = service.get("/api/openapi.json").json()

    operations = {
        (method.upper(), path)
        for path, item in described["paths"].items()
        for method in item
        if method in ("get", "post")
    }
    app = api.application(parts)
    routes = {
        (route.method, re.sub(r"<(\w+)>", r"{\1}", route.path)) for route in app._static_routes + app._dynamic_routes
    }
    submission = described["components"]["schemas"]["Submission"]
    assert described["openapi"].startswith("3.1")
    assert operations == routes
    assert list(submission["properties"]) == list(Submission.model_fields)
    assert set(submission["required"]) == set(JSON) - {"sharing", "access_needs"}
    assert submission["additionalProperties"] is False
    assert submission["properties"]["given_names"]["maxLength"] == 64


def test_every_reference_within_the_description_leads_somewhere(service: Gateway) -> None:
    described = service.get("/api/openapi.json").json()

    references = re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(described))
    assert references
    assert set(references) <= set(described["components"]["schemas"])
