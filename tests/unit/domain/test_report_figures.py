"""The report's figures are those that somebody with a pencil would count."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.events import Category
from functions.domain.registration import Registration, Role, Status
from functions.domain.report import Breakdown, Dimension, Figures, Present, Row
from functions.domain.report_figures import MOST_POINTS, breakdowns, count, is_verified, presence
from tests.samples import STARTS, a_registration, an_event, an_organisation

MINUTE = timedelta(minutes=1)
ORGANISATIONS = {
    "aruvia": an_organisation("aruvia", region="Africa"),
    "belmar": an_organisation("belmar", region="Europe"),
    "health": an_organisation("health", category=Category.PERMANENT_OBSERVER, region=""),
}


def people(number: int, first: int = 0, **changes: object) -> list[Registration]:
    return [a_registration(reference=f"PS26-{first + each:06d}", **changes) for each in range(number)]


def references(registrations: Iterable[Registration]) -> frozenset[str]:
    return frozenset(registration.reference for registration in registrations)


def stay(joined: float, left: float) -> Stay:
    """In minutes after the start."""
    return Stay(STARTS + joined * MINUTE, STARTS + left * MINUTE)


def there(reference: str, *stays: Stay) -> Attendance:
    return Attendance(reference, stays, Source.REPORT)


def grouped(found: Iterable[Breakdown], dimension: Dimension) -> Breakdown:
    return next(each for each in found if each.dimension is dimension)


def test_each_figure_counts_what_it_says() -> None:
    attended, absent = people(7, status=Status.ATTENDED), people(3, 10, status=Status.ABSENT)
    cancelled, declined = people(2, 20, status=Status.CANCELLED), people(4, 30, status=Status.DECLINED)
    verified = references([*attended, *absent, cancelled[0]])
    figures = count([*attended, *absent, *cancelled, *declined], verified)
    assert figures == Figures(registered=16, verified=11, confirmed=10, attended=7, absent=3)


@pytest.mark.parametrize(
    ("status", "became", "verified"),
    [
        (Status.SUBMITTED, [], False),
        (Status.IN_REVIEW, ["IN_REVIEW"], False),
        (Status.WAITLISTED, ["VERIFIED", "WAITLISTED"], True),
        (Status.ATTENDED, ["VERIFIED", "PROVISIONING", "CONFIRMED", "ATTENDED"], True),
        (Status.CONFIRMED, [], True),
        (Status.CANCELLED, ["VERIFIED", "PROVISIONING", "CONFIRMED", "CANCELLED"], True),
        (Status.CANCELLED, ["IN_REVIEW", "CANCELLED"], False),
        (Status.EXPIRED, ["VERIFIED", "WAITLISTED", "EXPIRED"], True),
        (Status.DECLINED, ["IN_REVIEW", "DECLINED"], False),
    ],
)
def test_whoever_was_ever_entitled_to_attend_is_verified(status: Status, became: list[str], verified: bool) -> None:
    assert is_verified(a_registration(status=status), became) is verified


def test_people_are_counted_by_everything_that_the_event_knows_of_them() -> None:
    everybody = [
        *people(9, status=Status.ATTENDED, organisation="aruvia", role=Role.MEMBER, language="fr", gender="woman"),
        *people(6, 10, status=Status.ABSENT, organisation="belmar", role=Role.STAFF, language="en", gender="man"),
        *people(5, 20, status=Status.DECLINED, organisation="health", role=Role.REPRESENTATIVE, language="es"),
    ]
    found = breakdowns(everybody, references(everybody[:15]), ORGANISATIONS, an_event(asks_gender=True))
    assert {each.dimension for each in found} == set(Dimension)
    assert grouped(found, Dimension.CATEGORY).rows == (
        Row("member-parliament", (20 - 5, 15, 15, 9)),
        Row("permanent-observer", (5, 0, 0, 0)),
    )
    assert grouped(found, Dimension.REGION).rows == (
        Row("Africa", (9, 9, 9, 9)),
        Row("Europe", (6, 6, 6, 0)),
        Row("", (5, 0, 0, 0)),
    )
    assert grouped(found, Dimension.ROLE).rows[0] == Row("member", (9, 9, 9, 9))
    assert grouped(found, Dimension.GENDER).rows[-1] == Row("", (5, 0, 0, 0))
    assert [row.group for row in grouped(found, Dimension.LANGUAGE).rows] == ["en", "es", "fr"]


def test_gender_is_no_matter_where_the_event_does_not_ask() -> None:
    found = breakdowns(people(6, gender="woman"), frozenset(), ORGANISATIONS, an_event())
    assert Dimension.GENDER not in {each.dimension for each in found}


def test_a_group_may_be_large_among_the_registered_and_too_small_among_those_who_came() -> None:
    everybody = [
        *people(40, status=Status.ATTENDED, organisation="aruvia"),
        *people(3, 50, status=Status.ATTENDED, organisation="health"),
        *people(4, 60, status=Status.ABSENT, organisation="health"),
    ]
    found = grouped(breakdowns(everybody, references(everybody), ORGANISATIONS, an_event()), Dimension.CATEGORY)
    assert found.rows == (
        Row("member-parliament", (40, 40, 40, None)),
        Row("permanent-observer", (7, 7, 7, None)),
    )
    assert found.together == (0, 0, 0, 43)


def test_a_group_that_is_small_everywhere_is_not_even_named() -> None:
    everybody = [
        *people(40, organisation="aruvia"),
        *people(30, 50, organisation="belmar"),
        *people(3, 90, organisation="health"),
        *people(3, 95, organisation="nowhere"),
    ]
    found = grouped(breakdowns(everybody, frozenset(), ORGANISATIONS, an_event()), Dimension.CATEGORY)
    assert [row.group for row in found.rows if row.counts[0] is not None] == ["member-parliament"]
    assert found.together[0] == 6


def test_of_whoever_is_erased_it_is_known_that_they_were_there_and_nothing_else() -> None:
    everybody = [*people(6, organisation="aruvia"), *people(5, 10, organisation="aruvia", status=Status.ERASED)]
    found = breakdowns(everybody, frozenset(), ORGANISATIONS, an_event())
    for breakdown in found:
        assert breakdown.rows[-1] == Row("", (5, 0, 0, 0))
    assert count(everybody, frozenset()) == Figures(registered=11)


def test_attendance_over_time_counts_each_person_once_an_interval() -> None:
    found = presence(
        [
            there("A", stay(-10, 200)),  # came early, and lingered
            there("B", stay(0, 3), stay(3, 3.5), stay(88, 90)),  # left, and came back within the interval
            there("C", stay(45, 46)),
            there("D", stay(95, 99)),  # came when it was over
            there("E"),
        ],
        an_event(),
    )
    assert [present.at for present in found] == [STARTS + place * 2 * MINUTE for place in range(45)]
    assert [present.people for present in found] == [2, 2, *([1] * 20), 2, *([1] * 21), 2]


@pytest.mark.parametrize("minutes", [1, 59, 60, 61, 90, 121, 3 * 24 * 60])
def test_attendance_over_time_has_sixty_points_at_the_most_and_reaches_to_the_end(minutes: int) -> None:
    event = an_event(ends=STARTS + minutes * MINUTE)
    found = presence([there("A", Stay(event.ends - MINUTE, event.ends))], event)
    assert 0 < len(found) <= MOST_POINTS
    assert found[-1].people == 1
    assert found[0] == Present(STARTS, int(len(found) == 1))


def test_where_nobody_was_there_is_nothing_to_draw() -> None:
    assert presence([there("A", stay(-9, -1))], an_event()) == ()
