"""By what Zoom and lists know a protected delegate, and by what mark it is noted who looked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.protection import officer_mark, officer_of, protected_address, protection, reference_in
from functions.domain.registration import Registration, Status
from tests.samples import OFFICERS, STARTS, a_protecting_event, a_registration, an_event

EVENT = a_protecting_event()
RELAYED = "protected+ps26-7k3m9q@assembly.example"
NOW = STARTS - timedelta(days=20)
JOINING = a_registration(status=Status.CONFIRMED, registrant_id="r1", join_url="https://zoom.example/1")


def test_zoom_knows_a_protected_delegate_by_the_relay_with_the_reference() -> None:
    assert protected_address(EVENT, "PS26-7K3M9Q") == RELAYED
    assert reference_in(EVENT, RELAYED) == "PS26-7K3M9Q"


def test_a_relay_may_have_capitals_and_a_plus_sign_of_its_own() -> None:
    event = a_protecting_event(relay="Panel+Relay@Assembly.example")
    address = protected_address(event, "PS26-7K3M9Q")
    assert address == "panel+relay+ps26-7k3m9q@assembly.example"
    assert reference_in(event, address) == "PS26-7K3M9Q"


@pytest.mark.parametrize(
    "address", ["protected@assembly.example", "anna@parliament.aruvia.example", "", "protected+x@other.example"]
)
def test_any_other_address_holds_no_reference(address: str) -> None:
    assert reference_in(EVENT, address) is None


def test_an_event_that_protects_nobody_reads_no_reference_out_of_any_address() -> None:
    assert reference_in(an_event(), "+ps26-7k3m9q@") is None
    assert reference_in(an_event(), RELAYED) is None


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("wanted", [True, False])
def test_whoever_can_join_gives_that_link_up_and_nobody_else_has_one_to_give_up(status: Status, wanted: bool) -> None:
    changed = replace(JOINING, status=status, **protection(replace(JOINING, status=status), EVENT, NOW, wanted=wanted))
    assert changed.protected is wanted
    assert (changed.registrant_id, changed.join_url) == (
        ("", "") if status is Status.CONFIRMED else (JOINING.registrant_id, JOINING.join_url)
    )


@pytest.mark.parametrize(("event", "now"), [(EVENT, EVENT.ends), (a_protecting_event(cancelled=True), NOW)])
def test_a_link_that_nobody_needs_any_more_is_not_changed(event: object, now: object) -> None:
    assert "registrant_id" not in protection(JOINING, event, now, wanted=True)  # type: ignore[arg-type]


def test_whoever_was_protected_is_still_found_by_that_address_and_known_by_their_own() -> None:
    protected = replace(JOINING, **protection(JOINING, EVENT, NOW, wanted=True))
    assert (protected.in_zoom, protected.outdated) == (RELAYED, frozenset([JOINING.email]))
    again = replace(protected, **protection(protected, EVENT, NOW, wanted=False))
    assert (again.in_zoom, again.outdated) == (JOINING.email, frozenset([RELAYED]))
    assert again.addresses == protected.addresses == {RELAYED, JOINING.email}


def test_whoever_never_asked_is_known_by_one_address_alone() -> None:
    assert (list(JOINING.addresses), list(JOINING.outdated)) == ([JOINING.email], [])


def test_a_protected_delegate_without_an_address_at_the_relay_is_never_known_by_their_own() -> None:
    assert replace(JOINING, protected=True, zoom_address="").in_zoom == ""


def test_lists_show_the_alias_of_whoever_is_protected_and_the_name_of_everybody_else() -> None:
    def shown(**changes: object) -> str:
        registration: Registration = a_registration(**changes)
        return registration.shown_as

    assert shown(protected=True) == "Delegate 7K3M9Q"
    assert shown() == "Ms Anna Ñandú O'Brien"


def test_an_officers_mark_tells_their_address_to_nobody_but_who_has_the_event() -> None:
    mark = officer_mark(EVENT, OFFICERS[1])
    assert officer_of(EVENT, mark) == OFFICERS[1]
    assert officer_mark(a_protecting_event(salt="another"), OFFICERS[1]) != mark
    assert officer_of(a_protecting_event(officers=OFFICERS[:1]), mark) == ""
    assert not any(word in mark for word in ("jean", "assembly"))
