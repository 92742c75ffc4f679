"""The focal point says whether they know a person: the page asks, the button decides, and the first decision stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.cancelling import cancel
from functions.deciding import decide
from functions.domain.registration import Reason, Registration, Status
from tests.samples import STARTS, a_registration
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, OPEN, FakeParts, FakeRegistrations
from tests.unit.web.gateway import Gateway
from tests.unit.web.test_status import path_of


def question_of(parts: FakeParts, registration: Registration) -> str:
    return path_of(parts.held_links.vouch(registration, STARTS))


@pytest.fixture
def anna(parts: FakeParts) -> Registration:
    doubtful = a_registration(status=Status.IN_REVIEW, reason=Reason.FREE_MAIL, sharing="Only for the panel")
    return parts.held_registrations.add(doubtful)


def test_the_page_says_who_asks_and_following_its_link_decides_nothing(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    answer = site.get(question_of(parts, anna))

    assert answer.status == 200
    for told in ("Ms Anna", anna.email, "National Assembly of Aruvia", "Member of Parliament", "Supporting MPs"):
        assert told in answer.text
    assert anna.sharing not in answer.text
    assert parts.held_registrations.get(anna.reference) == anna


def test_of_whoever_asked_to_be_protected_since_the_focal_point_is_neither_shown_nor_decides_anything(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    protected = parts.held_registrations.held[anna.reference] = replace(anna, protected=True)
    path = path_of(parts.held_links.vouch(anna, STARTS))
    for answer in (site.get(path), site.post(path, form={"answer": "yes"})):
        assert "The secretariat decides on this registration itself" in answer.text
        assert anna.email not in answer.text
    assert parts.held_registrations.get(anna.reference) == protected


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [("yes", Status.VERIFIED, Reason.FREE_MAIL), ("no", Status.DECLINED, Reason.NOT_VOUCHED_FOR)],
)
def test_the_answer_decides_and_is_written_down_as_the_focal_points(
    answer: str, status: Status, reason: Reason, anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    page = site.post(question_of(parts, anna), form={"answer": answer})

    decided = parts.held_registrations.get(anna.reference)
    ((_, entry),) = parts.held_registrations.entries
    assert page.status == 200
    assert "Thank you for your answer" in page.text
    assert (decided.status, decided.reason, entry.actor) == (status, reason, "focal-point")


@pytest.mark.parametrize("sent", [{}, {"answer": ""}, {"answer": "maybe"}])
def test_without_an_answer_nothing_is_decided(
    sent: dict[str, str], anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(question_of(parts, anna), form=sent)

    assert answer.status == 422
    assert '<a href="#answer">' in answer.text
    assert parts.held_registrations.get(anna.reference) == anna


@pytest.mark.parametrize(
    ("to", "words"),
    [(Status.VERIFIED, "that this person may attend"), (Status.DECLINED, "that this person does not attend")],
)
def test_the_second_to_decide_is_told_how_it_was_decided_and_changes_nothing(
    to: Status, words: str, anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    reason = Reason.NOT_INVITED if to is Status.DECLINED else None
    decide(anna.reference, to, reason, actor="secretariat", registrations=parts.held_registrations, now=OPEN)
    decided = parts.held_registrations.get(anna.reference)

    pages = [
        site.get(question_of(parts, anna)),
        site.post(question_of(parts, anna), form={"answer": "yes"}),
        site.post(question_of(parts, anna), form={"answer": "no"}),
    ]

    assert [page.status for page in pages] == [200, 409, 409]
    for page in pages:
        assert "This has been decided already" in page.text
        assert words in page.text
        assert not any(word in page.text for word in (anna.email, "Anna", "secretariat"))
    assert parts.held_registrations.get(anna.reference) == decided


def test_a_question_about_an_earlier_attempt_does_not_decide_the_present_one(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    path = question_of(parts, anna)
    cancel(anna.reference, Reason.BY_DELEGATE, actor="delegate", registrations=parts.held_registrations, now=OPEN)
    again = a_registration(status=Status.IN_REVIEW, attempt=2, version=9)
    parts.held_registrations.held[anna.reference] = again

    answers = [site.get(path), site.post(path, form={"answer": "yes"})]

    assert [answer.status for answer in answers] == [200, 409]
    assert all("has ended" in answer.text and anna.email not in answer.text for answer in answers)
    assert parts.held_registrations.get(anna.reference) == again


def test_an_attempt_that_begins_while_the_focal_point_answers_is_not_decided(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    class Overtaken(FakeRegistrations):
        """Between two readings, the delegate cancels and registers again."""

        def get(self, reference: str, /) -> Registration:
            read = super().get(reference)
            self.held[reference] = a_registration(status=Status.IN_REVIEW, attempt=2, version=9)
            return read

    parts.held_registrations = Overtaken()
    parts.held_registrations.add(anna)

    answer = site.post(question_of(parts, anna), form={"answer": "yes"})

    assert answer.status == 409
    assert parts.held_registrations.held[anna.reference].status is Status.IN_REVIEW


def test_a_link_for_something_else_or_out_of_date_asks_nothing(
    anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock
) -> None:
    path, status = question_of(parts, anna), path_of(parts.held_links.status(anna, STARTS))
    foreign = [status.replace("/r/", "/v/"), path.replace("/v/", "/r/"), f"{path}x", "/v/nonsense"]

    assert {site.get(address).status for address in foreign} == {404}
    assert len({site.get(address).text for address in foreign}) == 1
    time_of_day.now = STARTS + timedelta(seconds=1)
    expired = site.get(path)
    assert (expired.status, "There is nothing more that you need to do" in expired.text) == (410, True)
    assert site.post(path, form={"answer": "yes"}).status == 410


def test_another_site_cannot_answer_for_the_focal_point(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    foreign = {"Origin": "https://evil.example"}

    assert site.post(question_of(parts, anna), form={"answer": "yes"}, headers=foreign).status == 403
    assert parts.held_registrations.get(anna.reference) == anna
    own = {"Origin": BASE_URL}
    assert site.post(question_of(parts, anna), form={"answer": "yes"}, headers=own).status == 200
