"""Who may attend, who may not, and whom a person must decide about."""

from dataclasses import replace
from datetime import date

import pytest

from functions.domain.events import AudienceRules, Category, SuspendedBodies, invitation_digest
from functions.domain.membership import Organisation, Standing, Verdict, invited, verify
from functions.domain.registration import Reason, Role, Status
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
    *,
    rules: AudienceRules = AudienceRules(),  # noqa: B008 - it cannot be changed
    role: Role = Role.MEMBER,
    invited: bool = False,
) -> Verdict:
    registration = a_registration(email=email, role=role, invited=invited)
    return verify(registration, an_event(categories=categories, rules=rules), chosen, owner, today)


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


REVIEWED = AudienceRules(suspended_bodies=SuspendedBodies.REVIEW)


@pytest.mark.parametrize("standing", [Standing.MEMBER_SUSPENDED, Standing.RIGHTS_SUSPENDED])
@pytest.mark.parametrize("invited", [False, True])
def test_an_event_may_leave_suspended_organisations_to_a_person_invited_or_not(
    standing: Standing, invited: bool
) -> None:
    suspended = replace(PARLIAMENT, standing=standing)
    assert verdict(chosen=suspended, owner=suspended, rules=REVIEWED, invited=invited) == Verdict(
        Status.IN_REVIEW, Reason.ORGANISATION_SUSPENDED
    )


@pytest.mark.parametrize(
    "gone",
    [
        replace(PARLIAMENT, standing=Standing.FORMER),
        replace(PARLIAMENT, standing=Standing.MEMBER_SUSPENDED, valid_until=date(2026, 8, 31)),
    ],
)
def test_who_is_on_the_roll_no_more_is_declined_even_there(gone: Organisation) -> None:
    assert verdict(chosen=gone, owner=gone, rules=REVIEWED) == Verdict(Status.DECLINED, Reason.ORGANISATION_SUSPENDED)


def test_a_suspended_organisation_of_another_category_is_not_reviewed_but_declined() -> None:
    suspended = replace(PARLIAMENT, standing=Standing.RIGHTS_SUSPENDED)
    observers_only = frozenset({Category.PERMANENT_OBSERVER})
    assert verdict(chosen=suspended, categories=observers_only, rules=REVIEWED) == Verdict(
        Status.DECLINED, Reason.NOT_IN_AUDIENCE
    )


@pytest.mark.parametrize("standing", list(Standing))
def test_an_excluded_organisation_is_always_declined(standing: Standing) -> None:
    rules = replace(REVIEWED, excluded=frozenset({"aruvia"}))
    chosen = replace(PARLIAMENT, standing=standing)
    assert verdict(chosen=chosen, owner=chosen, rules=rules, invited=True) == Verdict(
        Status.DECLINED, Reason.ORGANISATION_SUSPENDED
    )


def test_a_role_that_the_event_does_not_admit_goes_to_a_person() -> None:
    rules = AudienceRules(roles=frozenset({Role.MEMBER}))
    assert verdict(rules=rules, role=Role.MEMBER) == VERIFIED
    assert verdict(rules=rules, role=Role.STAFF, invited=True) == Verdict(Status.IN_REVIEW, Reason.NOT_IN_AUDIENCE)


def test_an_event_may_have_a_person_decide_on_everybody_of_an_organisation() -> None:
    rules = AudienceRules(always_review=frozenset({"aruvia"}))
    assert verdict(rules=rules) == Verdict(Status.IN_REVIEW, Reason.ALWAYS_REVIEWED)
    assert verdict(rules=rules, chosen=OTHER, owner=OTHER) == VERIFIED


@pytest.mark.parametrize(
    ("email", "owner"),
    [
        ("anna@gmail.com", None),
        ("anna@unknown.example", None),
        ("anna@belmar.example", OTHER),
        ("anna@xn--parlment-i1a.example", None),
        ("anna@parliament.aruvia.example", PARLIAMENT),
    ],
)
def test_an_invitation_spares_every_question_about_the_person(email: str, owner: Organisation | None) -> None:
    rules = AudienceRules(always_review=frozenset({"aruvia"}))
    assert verdict(email, owner=owner, rules=rules, invited=True) == VERIFIED


def test_an_invitation_does_not_open_an_event_to_an_organisation_that_may_not_come() -> None:
    assert verdict(chosen=None, invited=True).status is Status.IN_REVIEW
    suspended = replace(PARLIAMENT, standing=Standing.RIGHTS_SUSPENDED)
    assert verdict(chosen=suspended, invited=True).status is Status.DECLINED
    assert verdict(categories=frozenset(), invited=True).status is Status.DECLINED


def test_a_code_invites_to_its_own_event_however_it_is_typed_and_no_other_does() -> None:
    salt = an_event().salt
    codes = frozenset(invitation_digest(salt, code) for code in ("PANEL-2026", "GUESTS-2026"))
    event = an_event(rules=AudienceRules(invitations=codes))
    assert all(invited(event, typed) for typed in ("PANEL-2026", "guests 2026", " Panel2026"))
    assert not any(invited(event, typed) for typed in ("", "PANEL-2025", "PANEL-20266", "PANEL", "-"))
    assert not invited(an_event(), "PANEL-2026")
    assert not invited(replace(event, salt="of another event"), "PANEL-2026")
