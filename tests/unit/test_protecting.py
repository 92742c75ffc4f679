"""A delegate asks on the registration's page to be protected, or no longer, and is recognised by both addresses."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.adapters.registrations import RegistrationTable
from functions.domain.events import Event
from functions.domain.registration import Registration, Status, reference_for
from functions.domain.submission import Submission
from functions.editing import Edit, EditOutcome, edit
from functions.recognising import reference_of
from tests.samples import STARTS, a_protecting_event, a_registration, an_event
from tests.unit.conftest import TABLE

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

NOW = STARTS - timedelta(days=20)
EVENT = a_protecting_event(asks_gender=True)
OLD, NEW = "anna@parliament.aruvia.example", "anna.nandu@parliament.aruvia.example"
REFERENCE = reference_for(EVENT.code, EVENT.salt, OLD)
NEXT = reference_for(EVENT.code, EVENT.salt, NEW)


def relayed(reference: str) -> str:
    return f"protected+{reference.lower()}@assembly.example"


class Desk:
    def __init__(self, client: "DynamoDBClient") -> None:
        self.table = RegistrationTable(client, TABLE)

    def holds(self, **changes: Any) -> Registration:
        known = {"reference": REFERENCE, "email": OLD, "status": Status.CONFIRMED, "registrant_id": "r1"}
        return self.table.add(a_registration(**known | {"join_url": "https://zoom.example/1"} | changes))

    def edit(self, held: Registration, event: Event = EVENT, **changes: Any) -> Edit:
        said = {name: getattr(held, name) for name in Submission.model_fields if hasattr(held, name)}
        submission = Submission(**said | {"consent": True} | changes)
        return edit(held, submission, event, registrations=self.table, now=NOW)


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    return Desk(dynamodb)


def test_whoever_asks_to_be_protected_stays_confirmed_and_has_no_link_until_there_is_another(desk: Desk) -> None:
    desk.edit(desk.holds(), protected=True)
    held = desk.table.get(REFERENCE)
    assert (held.status, held.protected, held.in_zoom) == (Status.CONFIRMED, True, relayed(REFERENCE))
    assert (held.registrant_id, held.join_url, held.changes_link) == ("", "", True)


def test_the_entry_says_that_protection_was_changed_and_nothing_of_what_follows_from_it(desk: Desk) -> None:
    desk.edit(desk.holds(), protected=True, gender="woman")
    [entry] = desk.table.audit(REFERENCE)
    assert entry.note == "edited gender, protected"


def test_whoever_corrects_another_detail_keeps_the_link(desk: Desk) -> None:
    held = desk.holds(protected=True, zoom_address=relayed(REFERENCE))
    desk.edit(held, given_names="Anne")
    assert desk.table.get(REFERENCE) == held.changed(given_names="Anne")


def test_what_the_event_does_not_offer_stays_as_it_was_said_once(desk: Desk) -> None:
    held = desk.holds(protected=True, zoom_address=relayed(REFERENCE), gender="woman")
    assert desk.edit(held, an_event(), protected=False, gender="").outcome is EditOutcome.UNCHANGED


@pytest.mark.parametrize("protected", [True, False])
def test_under_another_address_whoever_is_protected_has_another_address_at_the_relay(
    desk: Desk, protected: bool
) -> None:
    held = desk.holds(protected=protected, zoom_address=relayed(REFERENCE) if protected else "")
    assert desk.edit(held, email=NEW).outcome is EditOutcome.READDRESSED
    begun = desk.table.get(NEXT)
    assert (begun.protected, begun.in_zoom) == (protected, relayed(NEXT) if protected else NEW)


def test_a_protected_delegate_is_recognised_by_both_addresses(desk: Desk) -> None:
    desk.holds(protected=True, zoom_address=relayed(REFERENCE))
    assert reference_of(EVENT, OLD, desk.table) == REFERENCE
    assert reference_of(EVENT, f" {relayed(REFERENCE).title()}", desk.table) == REFERENCE


def test_an_address_at_the_relay_is_nobodys_who_was_never_protected(desk: Desk) -> None:
    desk.holds()
    assert reference_of(EVENT, relayed(REFERENCE), desk.table) is None
    assert reference_of(EVENT, relayed(NEXT), desk.table) is None
    assert reference_of(EVENT, "protected+nonsense@assembly.example", desk.table) is None
