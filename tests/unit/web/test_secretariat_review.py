"""The secretariat decides doubtful cases on their evidence, one or many at a time, and the first decision stands."""

import html
import re
from typing import Any

import pytest

from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.deciding import decide
from functions.domain.events import MailKind
from functions.domain.registration import DECLINE_REASONS, Reason, Registration, Status
from functions.web.secretariat_review import PAGE
from functions.web.secretariat_words import REASON_NAMES
from tests.samples import a_registration, an_organisation
from tests.unit.web.fakes import OPEN, FakeRoll
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeOffice
from tests.unit.web.words import words_of

REVIEW = "/secretariat/events/solidarity/review"


def a_case(office: FakeOffice, reference: str = "PS26-7K3M9Q", **changes: object) -> Registration:
    values = {"status": Status.IN_REVIEW, "reason": Reason.FREE_MAIL, "reference": reference, **changes}
    return office.held_registrations.add(a_registration(**values))


def choosing(*cases: Registration, **more: str) -> dict[str, str]:
    return {f"case-{case.reference}": str(case.attempt) for case in cases} | more


def status_of(office: FakeOffice, case: Registration) -> Status:
    return office.held_registrations.get(case.reference).status


def test_a_case_is_shown_with_its_evidence(office: FakeOffice, desk: Gateway) -> None:
    case = a_case(
        office,
        email="anna@xn--prlament-0za.aruvia.example",
        organisation="belmora",
        reason=Reason.INTERNATIONALISED_DOMAIN,
        sharing="A national protocol",
        attempt=2,
    )
    earlier = a_registration(status=Status.DECLINED, version=1)
    office.held_registrations.save(case, was=earlier, actor="delegate", at=OPEN, note="submitted again")

    text = html.unescape(desk.get(REVIEW).text)

    for evidence in (
        case.name,
        case.email,
        "xn--prlament-0za.aruvia.example",
        "pärlament.aruvia.example",
        "Parliament of Belmora",
        "Member Parliament, rights suspended",
        REASON_NAMES[Reason.INTERNATIONALISED_DOMAIN],
        "A national protocol",
        "Attempt 2",
        "Submitted again.",
        "Declined",
    ):
        assert evidence in text


def test_what_a_delegate_wrote_is_shown_as_text(office: FakeOffice, desk: Gateway) -> None:
    a_case(office, sharing="<script>alert(1)</script>", given_names='"><img src=x>')

    text = desk.get(REVIEW).text

    assert "<script>alert" not in text
    assert "<img" not in text


def test_many_are_approved_at_once_and_those_that_were_not_chosen_wait(office: FakeOffice, desk: Gateway) -> None:
    chosen = [a_case(office, f"PS26-{letter * 6}") for letter in "ABC"]
    left = a_case(office, "PS26-DDDDDD")

    answer = desk.post(REVIEW, form=choosing(*chosen, decision="approve"))

    assert "3 approved" in answer.text
    assert {status_of(office, case) for case in chosen} == {Status.VERIFIED}
    assert status_of(office, left) is Status.IN_REVIEW
    assert {entry.actor for _, entry in office.held_registrations.entries} == {FATIMA.actor}


def test_a_case_is_approved_beside_its_evidence_whatever_else_was_chosen(office: FakeOffice, desk: Gateway) -> None:
    one, other = (a_case(office, f"PS26-{letter * 6}", attempt=2) for letter in "AB")
    page = desk.get(REVIEW).text
    assert f'name="approve" value="{one.reference}/2"' in page
    assert f'href="/secretariat/registrations/{one.reference}#decide"' in page
    # Enter presses the first button of the form: no case's own.
    assert re.findall("<button[^>]*>", page[page.index("<form") :])[0].count("name=") == 0

    answer = desk.post(REVIEW, form=choosing(other, approve=f"{one.reference}/2", decision="decline"))
    assert "1 approved" in answer.text
    assert (status_of(office, one), status_of(office, other)) == (Status.VERIFIED, Status.IN_REVIEW)


def test_an_old_button_approves_no_newer_attempt(office: FakeOffice, desk: Gateway) -> None:
    case = a_case(office, attempt=2)
    desk.post(REVIEW, form={"approve": f"{case.reference}/1"})
    assert status_of(office, case) is Status.IN_REVIEW


def test_a_case_is_decided_on_the_page_of_the_registration_too(office: FakeOffice, desk: Gateway) -> None:
    case = a_case(office)
    page = desk.get(f"/secretariat/registrations/{case.reference}").text
    form = page[page.index('id="decide"') :]
    assert f'action="{REVIEW}"' in form
    assert f'name="case-{case.reference}" value="{case.attempt}"' in form
    asked = desk.post(REVIEW, form=choosing(case, decision="decline", reason="limit-reached"))
    assert "Do you want to decline this registration?" in asked.text
    office.held_registrations.held[case.reference] = case.moved(Status.VERIFIED)
    assert 'id="decide"' not in desk.get(f"/secretariat/registrations/{case.reference}").text


@pytest.mark.parametrize(
    ("asked", "changes", "said"),
    [
        (True, {}, "ben@parliament.aruvia.example Was asked on 30 Aug 2026"),
        (False, {}, "ben@parliament.aruvia.example Was not asked."),
        (True, {"attempt": 2}, "Was not asked."),
        (False, {"protected": True}, "only the secretariat decides about a protected delegate"),
        (False, {"organisation": "belmora"}, "The roll names none"),
    ],
)
def test_it_is_said_whether_the_focal_point_was_asked(
    asked: bool, changes: dict[str, Any], said: str, office: FakeOffice, desk: Gateway
) -> None:
    office.held_roll = FakeRoll(
        [an_organisation(focal_point="ben@parliament.aruvia.example"), an_organisation("belmora")]
    )
    case = a_case(office, **changes)
    if asked:
        office.held_ledger.held = [LedgerRow(case.reference, MailKind.FOCAL_REQUEST, 1, 1, MailState.SENT, OPEN)]
    for path in (REVIEW, f"/secretariat/registrations/{case.reference}"):
        assert said in words_of(desk.get(path).text)


def test_the_question_says_how_many_and_who(office: FakeOffice, desk: Gateway) -> None:
    cases = [a_case(office, f"PS26-{letter * 6}", protected=letter == "B") for letter in "AB"]
    asked = html.unescape(desk.post(REVIEW, form=choosing(*cases, decision="decline", reason="limit-reached")).text)
    assert "Do you want to decline these 2 registrations?" in asked
    assert f"PS26-AAAAAA, {cases[0].title} {cases[0].name}" in asked
    assert f"PS26-BBBBBB, {cases[1].alias}" in asked


@pytest.mark.parametrize("reason", DECLINE_REASONS)
def test_a_decline_asks_first_and_then_declines_with_its_reason(
    reason: Reason, office: FakeOffice, desk: Gateway
) -> None:
    cases = [a_case(office, f"PS26-{letter * 6}") for letter in "AB"]

    asked = desk.post(REVIEW, form=choosing(*cases, decision="decline", reason=reason))
    assert REASON_NAMES[reason] in html.unescape(asked.text)
    assert all(case.reference in asked.text for case in cases)
    assert {status_of(office, case) for case in cases} == {Status.IN_REVIEW}

    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', asked.text))
    answer = desk.post(REVIEW, form={**fields, "sure": "yes"})
    assert "2 declined" in answer.text
    for case in cases:
        decided = office.held_registrations.get(case.reference)
        assert (decided.status, decided.reason) == (Status.DECLINED, reason)


def test_what_was_decided_meanwhile_is_listed_and_left_as_it_is(office: FakeOffice, desk: Gateway) -> None:
    first, second, renewed = (a_case(office, f"PS26-{letter * 6}") for letter in "ABC")
    decide(
        second.reference,
        Status.DECLINED,
        Reason.NOT_VOUCHED_FOR,
        actor="focal-point",
        registrations=office.held_registrations,
        now=OPEN,
    )
    form = choosing(first, second, renewed, decision="approve")
    office.held_registrations.held[renewed.reference] = a_registration(
        reference=renewed.reference, status=Status.IN_REVIEW, attempt=2, version=7
    )

    answer = desk.post(REVIEW, form=form)

    assert "1 approved" in answer.text
    meanwhile = answer.text[answer.text.index("by somebody else meanwhile") :]
    assert re.findall(r"registrations/(PS26-\w+)", meanwhile) == [second.reference, renewed.reference]
    assert status_of(office, second) is Status.DECLINED
    assert status_of(office, renewed) is Status.IN_REVIEW


def test_a_case_of_another_event_is_not_decided_here(office: FakeOffice, desk: Gateway) -> None:
    foreign = a_case(office, "XX26-AAAAAA", event="other")

    # A box that nobody was shown is no case either.
    answer = desk.post(REVIEW, form=choosing(foreign, decision="approve") | {"case-": "1", "case-<b>": "1"})

    assert "0 approved" in answer.text
    assert "not found at this event" in answer.text
    assert "<b>" not in answer.text
    assert status_of(office, foreign) is Status.IN_REVIEW


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"decision": "approve", "case-PS26-7K3M9Q": ""}, "cases"),
        ({}, "decision"),
        ({"decision": "perhaps"}, "decision"),
        ({"decision": "decline"}, "reason"),
        ({"decision": "decline", "reason": "free-mail"}, "reason"),
    ],
)
def test_what_was_not_chosen_is_asked_for_and_the_rest_is_kept(
    more: dict[str, str], field: str, office: FakeOffice, desk: Gateway
) -> None:
    case = a_case(office)

    answer = desk.post(REVIEW, form=choosing(case) | more)

    assert answer.status == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text
    assert field == "cases" or re.search(r'name="case-PS26-7K3M9Q" value="1" checked', answer.text)
    assert status_of(office, case) is Status.IN_REVIEW


def test_a_long_queue_comes_page_by_page_and_every_case_is_on_one(office: FakeOffice, desk: Gateway) -> None:
    letters = "ABCDEFGHJK"
    cases = [a_case(office, f"PS26-AAAA{first}{second}") for first in letters for second in letters[:5]]
    pages = [desk.get(REVIEW).text, desk.get(f"{REVIEW}?page=2").text]

    shown = [re.findall(r'name="case-(PS26-\w+)"', page) for page in pages]
    assert [len(each) for each in shown] == [PAGE, len(cases) - PAGE]
    assert {*shown[0], *shown[1]} == {case.reference for case in cases}
    assert f'href="{REVIEW}?page=2"' in pages[0]
    whole_page = desk.post(REVIEW, form=choosing(*cases[:PAGE], decision="approve"))
    assert f"{PAGE} approved" in whole_page.text
