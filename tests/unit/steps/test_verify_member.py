"""The verdict on a submission is saved once, with the place that the delegate takes of their organisation's."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from functions.adapters.events import EventTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.roll import RollTable
from functions.domain.events import AudienceRules, Category
from functions.domain.membership import Standing
from functions.domain.registration import Reason, Registration, Status
from functions.steps.verify_member import verify_member
from tests.samples import STARTS, a_registration, an_event, an_organisation
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = STARTS - timedelta(days=30)
REFERENCE = a_registration().reference


class Office:
    """Tables with one event, and a roll of an active and a suspended organisation."""

    def __init__(self, dynamodb: "DynamoDBClient") -> None:
        self.registrations = RegistrationTable(dynamodb, TABLE)
        self.events = EventTable(dynamodb, TABLE)
        self.roll = RollTable(dynamodb, TABLE)
        self.roll.replace([an_organisation(), an_organisation("belmar", standing=Standing.MEMBER_SUSPENDED)], "1")
        self.events.put(an_event(), None)
        self._people = 0

    def limit(self, rules: AudienceRules) -> None:
        self.events.put(an_event(version=2, rules=rules), 1)

    def decide(self, reference: str) -> Status:
        return verify_member(
            reference, 1, registrations=self.registrations, events=self.events, roll=self.roll, now=NOW
        )

    def delegate(self, *, invited: bool = False) -> Registration:
        """The registration of somebody new, decided."""
        self._people += 1
        reference = f"PS26-{self._people:06}"
        email = f"d{self._people}@parliament.aruvia.example"
        self.registrations.add(a_registration(reference=reference, email=email, invited=invited))
        self.decide(reference)
        return self.registrations.get(reference)


@pytest.fixture
def office(dynamodb: "DynamoDBClient") -> Office:
    return Office(dynamodb)


@pytest.mark.parametrize(
    ("organisation", "domain", "status", "reason"),
    [
        ("aruvia", "parliament.aruvia.example", Status.VERIFIED, None),
        ("belmar", "parliament.belmar.example", Status.DECLINED, Reason.ORGANISATION_SUSPENDED),
        ("aruvia", "parliament.belmar.example", Status.IN_REVIEW, Reason.OTHER_ORGANISATION),
        ("nowhere", "parliament.aruvia.example", Status.IN_REVIEW, Reason.ORGANISATION_UNKNOWN),
    ],
)
def test_the_rolls_verdict_is_saved_with_its_reason(
    office: Office, organisation: str, domain: str, status: Status, reason: Reason | None
) -> None:
    office.registrations.add(a_registration(organisation=organisation, email=f"anna@{domain}"))
    assert office.decide(REFERENCE) is status
    saved = office.registrations.get(REFERENCE)
    assert (saved.status, saved.reason) == (status, reason)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.SUBMITTED}))
def test_a_verdict_that_was_given_is_not_given_again(office: Office, status: Status) -> None:
    decided = office.registrations.add(a_registration(status=status, organisation="belmar"))
    assert office.decide(REFERENCE) is status
    assert office.registrations.get(REFERENCE) == decided


def test_an_organisation_sends_as_many_as_it_may_and_a_person_decides_on_the_next(office: Office) -> None:
    office.limit(AudienceRules(organisation_limit=9, category_limits={Category.MEMBER_PARLIAMENT: 2}))
    delegates = [office.delegate() for _ in range(3)]
    assert [(each.status, each.reason, each.place) for each in delegates] == [
        (Status.VERIFIED, None, True),
        (Status.VERIFIED, None, True),
        (Status.IN_REVIEW, Reason.LIMIT_REACHED, False),
    ]


def test_who_is_invited_comes_beyond_the_limit_and_takes_a_place_all_the_same(office: Office) -> None:
    office.limit(AudienceRules(organisation_limit=2))
    assert [office.delegate(invited=invited).status for invited in (True, False, True, False)] == [
        Status.VERIFIED,
        Status.VERIFIED,
        Status.VERIFIED,
        Status.IN_REVIEW,
    ]


def test_those_who_came_before_there_was_a_limit_count(office: Office) -> None:
    assert office.delegate().status is Status.VERIFIED
    office.limit(AudienceRules(organisation_limit=1))
    assert office.delegate().reason is Reason.LIMIT_REACHED


def test_a_delegate_who_cancels_makes_room_for_a_colleague(office: Office) -> None:
    office.limit(AudienceRules(organisation_limit=1))
    first = office.delegate()
    office.registrations.save(first.moved(Status.CANCELLED), was=first, actor="delegate", at=NOW)
    assert office.delegate().status is Status.VERIFIED


def test_the_step_repeated_takes_no_second_place(office: Office) -> None:
    office.limit(AudienceRules(organisation_limit=2))
    office.decide(office.delegate().reference)
    assert office.delegate().status is Status.VERIFIED
