"""Importing a roll over the one that holds today."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from functions.domain.errors import ConflictError
from functions.domain.held_roll import HeldRoll, RollImport
from functions.domain.membership import Organisation, Standing
from functions.importing import Changes, MostMissingError, import_roll
from tests.samples import an_organisation

NOW = datetime(2026, 8, 1, tzinfo=UTC)
TODAY = [an_organisation(name) for name in ("aruvia", "belmar", "calderra", "dunmarch")]


class FakeRoll:
    def __init__(self, today: list[Organisation]) -> None:
        self.held = today
        self.versions: list[str] = []
        self.importers: list[str] = []

    def current(self) -> HeldRoll:
        return HeldRoll(self.versions[-1] if self.versions else "", self.held)

    def replace(
        self, organisations: Iterable[Organisation], version: str, *, by: str = "", over: str | None = None
    ) -> None:
        assert over == self.current().version
        self.held = list(organisations)
        self.versions.append(version)
        self.importers.append(by)


def bring(
    roll: FakeRoll, organisations: list[Organisation], *, confirmed: bool = False, now: datetime = NOW
) -> Changes:
    return import_roll(organisations, roll=roll, confirmed=confirmed, now=now)


def test_a_first_roll_needs_no_confirmation() -> None:
    roll = FakeRoll([])
    assert bring(roll, TODAY).added == TODAY
    assert roll.held == TODAY


def test_what_changes_is_told() -> None:
    roll = FakeRoll(TODAY)
    suspended = an_organisation("belmar", standing=Standing.MEMBER_SUSPENDED)
    new = an_organisation("elvaria")
    changes = bring(roll, [TODAY[0], suspended, TODAY[2], new])
    assert changes == Changes(added=[new], altered=[suspended], missing=[TODAY[3]], kept=2)
    assert roll.held == [TODAY[0], suspended, TODAY[2], new]


def test_an_organisation_of_another_region_is_altered() -> None:
    moved = an_organisation("belmar", region="Europe")
    assert bring(FakeRoll(TODAY), [TODAY[0], moved, *TODAY[2:]]).altered == [moved]


def test_the_same_roll_again_writes_nothing() -> None:
    roll = FakeRoll(TODAY)
    assert not bring(roll, list(reversed(TODAY)))
    assert roll.versions == []


def test_a_file_that_lacks_most_organisations_changes_nothing_until_it_is_confirmed() -> None:
    roll = FakeRoll(TODAY)
    with pytest.raises(MostMissingError) as raised:
        bring(roll, TODAY[:1])
    assert roll.held == TODAY
    assert raised.value.changes.missing == TODAY[1:]
    bring(roll, TODAY[:1], confirmed=True)
    assert roll.held == TODAY[:1]


def test_half_may_go_without_asking() -> None:
    roll = FakeRoll(TODAY)
    bring(roll, TODAY[:2])
    assert roll.held == TODAY[:2]


def test_every_import_is_a_version_of_its_own() -> None:
    roll = FakeRoll([])
    bring(roll, TODAY)
    bring(roll, TODAY[:3], now=NOW + timedelta(microseconds=1))
    assert len(set(roll.versions)) == 2


def test_an_import_is_named_after_its_moment_and_on_record_with_whose_it_was() -> None:
    roll = FakeRoll([])
    bring(roll, TODAY)
    import_roll(TODAY[:3], roll=roll, confirmed=False, now=NOW + timedelta(hours=1), by="secretariat:fatima@x.example")
    assert roll.importers == ["operator", "secretariat:fatima@x.example"]
    assert [RollImport(version).at for version in roll.versions] == [NOW, NOW + timedelta(hours=1)]


def test_what_was_seen_before_another_import_replaces_nothing() -> None:
    roll = FakeRoll([])
    bring(roll, TODAY)
    with pytest.raises(ConflictError):
        import_roll(TODAY[:3], roll=roll, confirmed=True, now=NOW, over="")
    assert roll.held == TODAY
    import_roll(TODAY[:3], roll=roll, confirmed=True, now=NOW, over=roll.versions[0])
    assert roll.held == TODAY[:3]


def test_who_sends_the_same_roll_twice_hears_that_it_holds() -> None:
    roll = FakeRoll([])
    bring(roll, TODAY)
    assert not import_roll(TODAY, roll=roll, confirmed=False, now=NOW, over="")
