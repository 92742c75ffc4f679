"""Whose presence it was: by Zoom's registrant first, then by the address; who is left over is for a person."""

from datetime import datetime, timedelta

import pytest

from functions.domain.attendance import Source, Stay
from functions.domain.matching import Matched, Roster, match, more_complete
from functions.domain.participation import Participant, Participation
from functions.domain.registration import Registration, Status
from tests.samples import STARTS, a_registration, an_event

EVENT = an_event()


def at(minutes: float) -> datetime:
    return STARTS + timedelta(minutes=minutes)


def came(joined: float = 0, left: float = 30, **who: str) -> Participation:
    return Participation(Participant(**who), at(joined), at(left))


def somebody(who: dict[str, str]) -> Participation:
    return Participation(Participant(**who), at(0), at(30))


def delegate(name: str, **changes: object) -> Registration:
    """`anna` is PS26-ANNA, with registrant R-anna."""
    known = {"email": f"{name}@parliament.example", "registrant_id": f"R-{name}", "status": Status.CONFIRMED}
    return a_registration(reference=f"PS26-{name.upper()}", **{**known, **changes})


ROSTER = Roster([delegate("anna"), delegate("ben")])


def matched(*told: Participation, roster: Roster = ROSTER) -> Matched:
    return match(told, roster, EVENT, EVENT.ends)


@pytest.mark.parametrize(
    ("who", "reference"),
    [
        ({"registrant": "R-anna", "name": "Ñandú"}, "PS26-ANNA"),
        ({"registrant": "R-anna", "email": "ben@parliament.example"}, "PS26-ANNA"),
        ({"email": "ben@parliament.example"}, "PS26-BEN"),
        ({"registrant": "R-nobody", "email": "ben@parliament.example"}, "PS26-BEN"),
        ({"reference": "PS26-BEN", "registrant": "R-anna"}, "PS26-BEN"),
        ({"name": "Anna Ñandú O'Brien"}, None),
        ({"registrant": "R-nobody", "email": "eve@else.example"}, None),
        ({}, None),
    ],
)
def test_the_registrant_goes_before_the_address_and_a_name_says_nothing(
    who: dict[str, str], reference: str | None
) -> None:
    found = matched(somebody(who))
    assert list(found.delegates) == ([reference] if reference else [])
    assert len(found.unmatched) == (reference is None)


def test_a_protected_delegate_is_known_by_the_address_that_zoom_has() -> None:
    hidden = delegate("anna", protected=True, zoom_address="Relay+PS26-ANNA@office.example")
    found = matched(came(email="relay+ps26-anna@office.example"), roster=Roster([hidden]))
    assert list(found.delegates) == ["PS26-ANNA"]


def test_who_goes_on_under_another_reference_with_the_same_registrant_is_known_by_the_one_that_holds() -> None:
    left = delegate("old", registrant_id="R-anna", status=Status.CANCELLED)
    for order in ([left, delegate("anna")], [delegate("anna"), left]):
        roster = Roster(order)
        assert list(matched(came(registrant="R-anna"), roster=roster).delegates) == ["PS26-ANNA"]
        assert roster.expected == ["PS26-ANNA"], "nobody expects whoever has cancelled"


def test_devices_names_and_returns_of_one_delegate_are_one_presence() -> None:
    found = matched(
        came(5, 20, registrant="R-anna"),
        came(10, 40, registrant="R-anna", name="iPad"),
        came(60, 70, email="anna@parliament.example"),
    )
    assert found.delegates == {"PS26-ANNA": (Stay(at(5), at(40)), Stay(at(60), at(70)))}


def test_somebody_unknown_is_one_participant_under_the_last_name_and_keeps_the_key() -> None:
    first, later = (
        came(5, 20, email="eve@else.example", name="iPad"),
        came(40, 50, email="eve@else.example", name="Eve"),
    )
    (eve,) = matched(came(30, 40, email="eve@else.example"), first).unmatched
    (again,) = matched(later, first).unmatched
    assert (eve.name, eve.email, eve.minutes) == ("iPad", "eve@else.example", 25)
    assert (again.name, again.key) == ("Eve", eve.key)
    assert "eve" not in eve.key


def test_the_keys_of_another_event_are_others() -> None:
    (here,) = matched(came(name="Eve")).unmatched
    (there,) = match([came(name="Eve")], ROSTER, an_event(salt="another"), EVENT.ends).unmatched
    assert here.key != there.key


def test_who_was_at_the_rehearsal_alone_is_neither_there_nor_unknown() -> None:
    rehearsed = matched(came(-300, -200, registrant="R-anna"), came(-300, -200, name="Technician"))
    assert (rehearsed.delegates, rehearsed.unmatched, rehearsed.anybody) == ({}, (), False)


def test_the_source_that_recognises_more_delegates_is_believed_and_of_equals_the_report() -> None:
    one = matched(came(registrant="R-anna"))
    two = matched(came(registrant="R-anna"), came(registrant="R-ben"))
    host = matched(came(name="Host"))
    assert more_complete(report=one, webhooks=two) == (Source.WEBHOOKS, two)
    assert more_complete(report=two, webhooks=one) == (Source.REPORT, two)
    assert more_complete(report=one, webhooks=one) == (Source.REPORT, one)
    assert more_complete(report=host, webhooks=Matched()) == (Source.REPORT, host)
    assert more_complete(report=Matched(), webhooks=host) == (Source.WEBHOOKS, host)
