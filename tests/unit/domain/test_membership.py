"""Who may attend, who may not, and whom a person must decide about."""

from dataclasses import replace
from datetime import date

import pytest

from functions.domain.events import Category
from functions.domain.membership import Organisation, Standing, Verdict, verify
from functions.domain.registration import Reason, Status
from tests.samples import a_registration, an_event, an_organisation

TODAY = date(2026, 9, 1)
PARLIAMENT = an_organisation("aruvia", domains=("parliament.aruvia.example",))
OTHER = an_organisation("belmar", domains=("belmar.example",))
VERIFIED = Verdict(Status.VERIFIED)


def verdict(
    email: str = "anna@parliament.aruvia.example",
    chosen: Organisation | None = PARLIAMENT,
    owner: Organisation | None = PARLIAMENT,
    categories: frozenset[Category] = frozenset(Category),
    today: date = TODAY,
) -> Verdict:
    return verify(a_registration(email=email), an_event(categories=categories), chosen, owner, today)


def test_a_delegate_with_the_address_of_the_organisation_they_chose_is_verified() -> None:
    assert verdict() == VERIFIED


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.ACTIVE])
def test_an_organisation_that_is_not_active_is_declined(standing: Standing) -> None:
    suspended = replace(PARLIAMENT, standing=standing)
    assert verdict(chosen=suspended, owner=suspended) == Verdict(Status.DECLINED, Reason.ORGANISATION_SUSPENDED)


def test_a_category_outside_the_audience_is_declined() -> None:
    observers_only = frozenset({Category.PERMANENT_OBSERVER})
    assert verdict(categories=observers_only) == Verdict(Status.DECLINED, Reason.NOT_IN_AUDIENCE)


@pytest.mark.parametrize(
    ("email", "owner", "reason"),
    [
        ("anna@gmail.com", None, Reason.FREE_MAIL),
        ("anna@unknown.example", None, Reason.UNKNOWN_DOMAIN),
        ("anna@belmar.example", OTHER, Reason.OTHER_ORGANISATION),
        ("anna@xn--parlment-i1a.example", PARLIAMENT, Reason.INTERNATIONALISED_DOMAIN),
        ("anna@mail.xn--parlment-i1a.example", None, Reason.INTERNATIONALISED_DOMAIN),
    ],
)
def test_a_doubtful_address_goes_to_a_person_and_is_never_declined(
    email: str, owner: Organisation | None, reason: Reason
) -> None:
    assert verdict(email=email, owner=owner) == Verdict(Status.IN_REVIEW, reason)


def test_an_organisation_that_left_the_roll_meanwhile_goes_to_a_person() -> None:
    assert verdict(chosen=None) == Verdict(Status.IN_REVIEW, Reason.ORGANISATION_UNKNOWN)


def test_a_dated_entry_holds_on_its_first_and_its_last_day_and_not_outside() -> None:
    dated = replace(PARLIAMENT, valid_from=date(2026, 1, 1), valid_until=date(2026, 9, 1))
    for day, expected in [
        (date(2025, 12, 31), Status.DECLINED),
        (date(2026, 1, 1), Status.VERIFIED),
        (date(2026, 9, 1), Status.VERIFIED),
        (date(2026, 9, 2), Status.DECLINED),
    ]:
        assert verdict(chosen=dated, owner=dated, today=day).status is expected
