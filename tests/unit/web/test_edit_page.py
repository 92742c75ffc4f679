"""A delegate changes what they said of themselves, and is told the same whoever else we know."""

import html
import re
from datetime import timedelta

import pytest

from functions.domain.events import MailKind
from functions.domain.registration import Reason, Registration, Status, reference_for
from functions.web.chosen_language import AGAIN
from functions.web.edit_page import seen
from tests.samples import STARTS, a_protecting_event, a_registration, an_event, an_organisation
from tests.unit.web.conftest import Clock
from tests.unit.web.fakes import BASE_URL, FakeEvents, FakeParts, FakeRoll
from tests.unit.web.filled_in import ADDRESSES_TO_REFUSE
from tests.unit.web.gateway import Gateway
from tests.unit.web.test_status import path_of

OTHER_ADDRESS = "anna.o@parliament.aruvia.example"
LONG_AGO = STARTS - timedelta(days=40)
OTHER_REFERENCE = reference_for(an_event().code, an_event().salt, OTHER_ADDRESS)


def edit_of(parts: FakeParts, registration: Registration) -> str:
    return f"{path_of(parts.held_links.status(registration, STARTS + timedelta(days=14)))}/edit"


def a_form(registration: Registration, **changes: str) -> dict[str, str]:
    names = ("title", "given_names", "family_names", "email", "role", "language", "sharing", "access_needs")
    said = {name: str(getattr(registration, name)) for name in names}
    return said | {"website": "", "started": "0", "seen": seen(registration)} | changes


@pytest.fixture
def anna(parts: FakeParts) -> Registration:
    return parts.held_registrations.add(a_registration(status=Status.CONFIRMED, sharing="A protocol", seat=True))


def test_the_form_shows_what_we_have_and_neither_organisation_nor_consent_can_be_changed(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    answer = site.get(edit_of(parts, anna))

    text = html.unescape(answer.text)
    names = set(re.findall(r'name="(\w+)"', answer.text)) - {"viewport", AGAIN}
    assert answer.status == 200
    assert names == set(a_form(anna))
    assert f'value="{anna.family_names}"' in text
    assert f'value="{anna.email}"' in text
    assert re.search(r'value="member" checked', text)
    assert re.search(r'value="fr" checked', text)
    assert "A protocol</textarea>" in text
    assert "National Assembly of Aruvia" in text


def test_whose_organisation_was_struck_off_may_still_change_what_they_said(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    parts.held_roll = FakeRoll([an_organisation("lindovar")])
    answer = site.post(edit_of(parts, anna), form=a_form(anna, given_names="Anne"))
    assert (answer.status, "Your details are changed" in answer.text) == (200, True)
    assert parts.held_registrations.get(anna.reference) == anna.changed(given_names="Anne")


def test_what_was_changed_is_saved_and_nothing_else(anna: Registration, parts: FakeParts, site: Gateway) -> None:
    answer = site.post(edit_of(parts, anna), form=a_form(anna, given_names="Anne", language="es"))

    saved = parts.held_registrations.get(anna.reference)
    assert answer.status == 200
    assert "Your details are changed" in answer.text
    assert saved == anna.changed(given_names="Anne", language="es")


def test_a_form_of_details_that_were_changed_meanwhile_is_not_taken_before_it_was_looked_through(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    path, stale = edit_of(parts, anna), a_form(anna, sharing="Another protocol")
    site.post(path, form=a_form(anna, family_names="Quispe"))
    renamed = parts.held_registrations.get(anna.reference)

    refused = site.post(path, form=stale)
    assert (refused.status, "changed elsewhere" in refused.text) == (409, True)
    assert "Another protocol</textarea>" in refused.text
    assert parts.held_registrations.get(anna.reference) == renamed

    [now] = re.findall('name="seen" value="([^"]+)"', refused.text)
    site.post(path, form={**stale, "family_names": "Quispe", "seen": now})
    assert parts.held_registrations.get(anna.reference) == renamed.changed(sharing="Another protocol")


def test_a_stale_form_does_not_end_a_protection_and_shows_that_there_is_one(parts: FakeParts, site: Gateway) -> None:
    parts.held_events = FakeEvents(a_protecting_event())
    anna = parts.held_registrations.add(a_registration(status=Status.CONFIRMED))
    stale = a_form(anna, given_names="Anne")
    protected = anna.changed(protected=True)
    parts.held_registrations.held[anna.reference] = protected

    refused = site.post(edit_of(parts, anna), form=stale)
    assert refused.status == 409
    assert re.search('name="protected"[^>]* checked', refused.text)
    assert parts.held_registrations.get(anna.reference) == protected


def test_a_form_sent_back_as_it_was_changes_nothing_and_says_so(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(edit_of(parts, anna), form=a_form(anna))

    assert "There was nothing to change" in answer.text
    assert parts.held_registrations.get(anna.reference) == anna


@pytest.mark.parametrize("sent", [{"organisation": "belmora"}, {"consent": "no"}])
def test_an_organisation_or_a_consent_that_is_sent_all_the_same_is_not_taken(
    sent: dict[str, str], anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    assert site.post(edit_of(parts, anna), form=a_form(anna, **sent)).status == 200
    assert parts.held_registrations.get(anna.reference) == anna


def test_a_new_address_ends_this_registration_and_is_answered_alike_whether_we_know_it_or_not(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    ben = parts.held_registrations.add(a_registration(reference="PS26-BBBBBB", email="ben@parliament.aruvia.example"))
    unknown = site.post(edit_of(parts, anna), form=a_form(anna, email=OTHER_ADDRESS))
    (begun,) = [entry for entry in parts.held_registrations.held.values() if entry.email == OTHER_ADDRESS]
    known = site.post(edit_of(parts, ben), form=a_form(ben, email=OTHER_ADDRESS))

    assert unknown == known
    assert "We have written to the new address" in unknown.text
    assert begun.reference not in unknown.text
    assert begun.status is Status.SUBMITTED
    for reference in (anna.reference, ben.reference):
        ended = parts.held_registrations.get(reference)
        assert (ended.status, ended.reason) == (Status.CANCELLED, Reason.ADDRESS_CHANGED)
    assert "goes on under another address" in site.get(edit_of(parts, anna).removesuffix("/edit")).text


def test_a_new_address_that_had_registered_before_is_mailed_the_link_to_that_registration(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    held = parts.held_registrations.add(
        a_registration(reference=OTHER_REFERENCE, email=OTHER_ADDRESS, submitted_at=LONG_AGO)
    )
    site.post(edit_of(parts, anna), form=a_form(anna, email=OTHER_ADDRESS))
    assert parts.held_requests.asked == [(OTHER_REFERENCE, MailKind.NEW_LINK)]
    assert parts.held_registrations.get(OTHER_REFERENCE) == held


@pytest.mark.parametrize(
    "changes",
    [{"given_names": ""}, {"language": "de"}, {"role": "speaker"}, *({"email": each} for each in ADDRESSES_TO_REFUSE)],
)
def test_what_cannot_be_accepted_is_named_and_what_was_typed_is_kept(
    changes: dict[str, str], anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    answer = site.post(edit_of(parts, anna), form=a_form(anna, sharing="typed just now") | changes)

    (name,) = changes
    assert answer.status == 422
    assert "<title>Error: Change your details" in answer.text
    assert f'<a href="#{name}">' in answer.text
    assert "typed just now</textarea>" in answer.text
    assert parts.held_registrations.get(anna.reference) == anna


@pytest.mark.parametrize("status", [Status.DECLINED, Status.EXPIRED, Status.CANCELLED, Status.ERASED, Status.ATTENDED])
def test_a_registration_that_has_ended_cannot_be_changed(status: Status, parts: FakeParts, site: Gateway) -> None:
    ended = parts.held_registrations.add(a_registration(status=status))

    answers = [site.get(edit_of(parts, ended)), site.post(edit_of(parts, ended), form=a_form(ended, title="Mr"))]

    assert [answer.status for answer in answers] == [409, 409]
    assert parts.held_registrations.get(ended.reference) == ended


def test_nothing_can_be_changed_once_the_event_is_over_or_cancelled(
    anna: Registration, parts: FakeParts, site: Gateway, time_of_day: Clock
) -> None:
    parts.held_events = FakeEvents(an_event(cancelled=True))
    assert "The event is cancelled" in site.post(edit_of(parts, anna), form=a_form(anna, title="Mr")).text
    parts.held_events = FakeEvents(an_event())
    time_of_day.now = STARTS + timedelta(minutes=90)
    assert "The event is over" in site.post(edit_of(parts, anna), form=a_form(anna, title="Mr")).text
    assert parts.held_registrations.get(anna.reference) == anna


def test_a_form_that_another_site_or_a_program_sends_changes_nothing(
    anna: Registration, parts: FakeParts, site: Gateway
) -> None:
    form, path = a_form(anna, title="Mr"), edit_of(parts, anna)

    assert site.post(path, form=form, headers={"Origin": "https://evil.example"}).status == 403
    assert site.post(path, form=form | {"website": "https://spam.example"}).status == 202
    assert parts.held_registrations.get(anna.reference) == anna
    assert site.post(path, form=form, headers={"Origin": BASE_URL}).status == 200
