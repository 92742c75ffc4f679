"""The secretariat knows a protected delegate by alias; a named officer alone sees who it is, and that is recorded."""

import html

import pytest

from functions.adapters.looks import Look
from functions.domain.protection import officer_mark
from functions.domain.registration import Reason, Registration, Status
from functions.domain.staff import StaffMember, StaffRole
from functions.web.secretariat import application
from tests.samples import OFFICERS, a_protecting_event, a_registration, an_event
from tests.unit.web.fakes import OPEN
from tests.unit.web.gateway import Gateway
from tests.unit.web.office import FATIMA, FakeEventList, FakeOffice
from tests.unit.web.test_secretariat import EVENT, read
from tests.unit.web.words import words_of

PATH = "/secretariat/registrations/PS26-7K3M9Q"
PROTECTING = a_protecting_event()
MARK = officer_mark(PROTECTING, OFFICERS[0])
LOOK = {"why": "A visa letter"}
TELLING = ("anna@", "Anna", "Ñandú", "O'Brien", "Ms ", "parliament.aruvia.example")


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice(held_events=FakeEventList(PROTECTING))


def anna(office: FakeOffice, status: Status = Status.CONFIRMED, *, protected: bool = True) -> Registration:
    asked = {"protected": True, "zoom_address": "protected+ps26-7k3m9q@assembly.example"} if protected else {}
    joins = {"registrant_id": "r1", "join_url": "https://zoom.example/1"} if status is Status.CONFIRMED else {}
    return office.held_registrations.add(a_registration(status=status, reason=Reason.FREE_MAIL, **asked, **joins))


def told(text: str) -> list[str]:
    """What of the person stands on a page; what the organisation is on the roll does not tell who it is."""
    said = html.unescape(text).replace("Its domains on the roll: parliament.aruvia.example", "")
    return [word for word in TELLING if word in said]


@pytest.mark.parametrize(
    ("status", "path"),
    [
        (Status.CONFIRMED, PATH),
        (Status.IN_REVIEW, PATH),
        (Status.IN_REVIEW, f"{EVENT}/review"),
        (Status.WAITLISTED, f"{EVENT}/waiting"),
        (Status.IN_REPAIR, f"{EVENT}/repair"),
    ],
)
def test_every_page_shows_the_alias_with_a_mark_in_place_of_name_and_address(
    status: Status, path: str, office: FakeOffice, desk: Gateway
) -> None:
    anna(office, status)
    text = read(desk, path)
    assert "Delegate 7K3M9Q (protected)" in words_of(text)
    assert told(text) == []


@pytest.mark.parametrize("act", ["cancel", "protect"])
def test_no_question_names_a_protected_delegate(act: str, office: FakeOffice, desk: Gateway) -> None:
    anna(office)
    asked = desk.post(f"{PATH}/{act}", form=LOOK | {"act": "end"})
    assert "Delegate 7K3M9Q" in asked.text
    assert told(asked.text) == []


def test_a_named_officer_sees_once_who_it_is_and_the_look_is_on_record(office: FakeOffice, desk: Gateway) -> None:
    held = anna(office)

    answer = desk.post(f"{PATH}/reveal", form=LOOK)

    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "Ms Anna Ñandú O'Brien" in html.unescape(answer.text)
    assert held.email in answer.text
    assert office.held_looks.held == [(held.reference, Look(OPEN, MARK, "A visa letter"))]
    after = read(desk, PATH)
    assert told(after) == []
    assert f"{OFFICERS[0]}: Looked at who the delegate is A visa letter" in words_of(after)


@pytest.mark.parametrize("why", ["<form action=/x><button>go", "100% sure, 50 %(num)s %d %", "{{ 7 * 7 }}"])
def test_whatever_an_officer_gives_as_the_reason_is_shown_as_it_was_typed(
    why: str, office: FakeOffice, desk: Gateway
) -> None:
    anna(office)
    desk.post(f"{PATH}/reveal", form={"why": why})
    assert f"<bdi>{html.escape(why)}</bdi>" in desk.get(PATH).text


def test_a_look_changes_nothing_of_the_registration_and_keeps_no_address(office: FakeOffice, desk: Gateway) -> None:
    held = anna(office)
    desk.post(f"{PATH}/reveal", form=LOOK)
    assert (office.held_registrations.get(held.reference), office.held_registrations.entries) == (held, [])
    assert OFFICERS[0] not in repr(office.held_looks.held)


def test_a_look_of_somebody_who_is_no_officer_any_more_stays_on_record(office: FakeOffice, desk: Gateway) -> None:
    anna(office)
    desk.post(f"{PATH}/reveal", form=LOOK)
    office.held_events.held["solidarity"] = a_protecting_event(officers=OFFICERS[1:])
    assert "An officer whom the event’s file no longer names: Looked at" in words_of(read(desk, PATH))


@pytest.mark.parametrize("why", [None, "", " \u200f ", "a\x00b", "x" * 101])
@pytest.mark.parametrize("deed", ["reveal", "protect"])
def test_who_does_not_say_why_sees_nothing_and_ends_nothing(
    deed: str, why: str | None, office: FakeOffice, desk: Gateway
) -> None:
    held = anna(office)

    answer = desk.post(f"{PATH}/{deed}", form={"act": "end", "sure": "yes"} | ({"why": why} if why is not None else {}))

    assert answer.status == 422
    assert 'id="why-error"' in answer.text
    assert told(answer.text) == []
    assert (office.held_looks.held, office.held_registrations.get(held.reference)) == ([], held)


@pytest.mark.parametrize("deed", ["reveal", "protect"])
def test_an_officer_whom_the_file_does_not_name_sees_nothing_and_ends_nothing(deed: str, office: FakeOffice) -> None:
    held = anna(office)
    other = StaffMember("eve@assembly.example", StaffRole.ADMINISTRATOR)
    desk = Gateway(application(office).resolve, office.signed_in(other))

    answer = desk.post(f"{PATH}/{deed}", form=LOOK | {"act": "end", "sure": "yes", "officer": OFFICERS[0]})

    assert answer.status == 403
    assert told(answer.text) == []
    assert (office.held_looks.held, office.held_registrations.get(held.reference)) == ([], held)
    page = read(desk, PATH)
    assert "You are not among them." in page
    assert "/reveal" not in page


def test_an_officer_is_named_whatever_the_capitals_of_the_address(office: FakeOffice, desk: Gateway) -> None:
    office.held_events.held["solidarity"] = a_protecting_event(officers=(OFFICERS[0].upper(),))
    anna(office)
    assert desk.post(f"{PATH}/reveal", form=LOOK).status == 200


def test_the_secretariat_is_asked_before_it_protects_and_the_old_link_is_given_up(
    office: FakeOffice, desk: Gateway
) -> None:
    held = anna(office, protected=False)
    assert "Protect this delegate" in read(desk, PATH)

    assert "Do you want to protect this delegate?" in desk.post(f"{PATH}/protect", form={"act": "protect"}).text
    assert office.held_registrations.get(held.reference) == held

    assert "is protected" in desk.post(f"{PATH}/protect", form={"act": "protect", "sure": "yes"}).text
    protected = office.held_registrations.get(held.reference)
    ((_, entry),) = office.held_registrations.entries
    assert (protected.status, protected.protected, protected.registrant_id) == (Status.CONFIRMED, True, "")
    assert protected.in_zoom == "protected+ps26-7k3m9q@assembly.example"
    assert (entry.actor, entry.note) == (FATIMA.actor, "protected")
    assert f"{FATIMA.address}: Confirmed Protected from then on." in words_of(read(desk, PATH))


def test_only_a_named_officer_ends_the_protection_which_is_a_look_as_well(office: FakeOffice, desk: Gateway) -> None:
    held = anna(office)
    form = LOOK | {"act": "end"}

    assert "Do you want to end the protection" in desk.post(f"{PATH}/protect", form=form).text
    assert (office.held_looks.held, office.held_registrations.get(held.reference)) == ([], held)

    assert "no longer protected" in desk.post(f"{PATH}/protect", form=form | {"sure": "yes"}).text
    assert not office.held_registrations.get(held.reference).protected
    assert [look.officer for _, look in office.held_looks.held] == [MARK]
    assert office.held_registrations.entries[0][1].note == "no longer protected"


def test_what_is_so_already_is_not_done_again(office: FakeOffice, desk: Gateway) -> None:
    held = anna(office)
    assert desk.post(f"{PATH}/protect", form={"act": "protect", "sure": "yes"}).status == 409
    assert office.held_registrations.get(held.reference) == held


@pytest.mark.parametrize("deed", ["reveal", "protect"])
def test_of_whoever_is_not_protected_nothing_is_revealed_or_ended(deed: str, office: FakeOffice, desk: Gateway) -> None:
    anna(office, protected=False)
    assert desk.post(f"{PATH}/{deed}", form=LOOK | {"act": "end", "sure": "yes"}).status == 409
    assert office.held_looks.held == []


@pytest.mark.parametrize("act", ["", "approve"])
def test_a_deed_that_the_page_does_not_have_is_refused(act: str, office: FakeOffice, desk: Gateway) -> None:
    anna(office)
    assert desk.post(f"{PATH}/protect", form=LOOK | {"act": act, "sure": "yes"}).status == 422


def test_an_event_that_protects_nobody_offers_it_to_nobody(office: FakeOffice, desk: Gateway) -> None:
    office.held_events.held["solidarity"] = an_event()
    held = anna(office, protected=False)
    assert "rotect" not in read(desk, PATH)
    assert desk.post(f"{PATH}/protect", form={"act": "protect", "sure": "yes"}).status == 409
    assert office.held_registrations.get(held.reference) == held


def test_where_the_file_names_no_officers_any_more_nobody_sees_who_it_is(office: FakeOffice, desk: Gateway) -> None:
    anna(office)
    office.held_events.held["solidarity"] = an_event()
    text = read(desk, PATH)
    assert "names no officers" in text
    assert told(text) == []
    assert desk.post(f"{PATH}/reveal", form=LOOK).status == 403


@pytest.mark.parametrize("deed", ["reveal", "protect"])
def test_nobody_is_shown_of_whom_nothing_is_known_any_more(deed: str, office: FakeOffice, desk: Gateway) -> None:
    anna(office, Status.ERASED)
    assert desk.post(f"{PATH}/{deed}", form=LOOK | {"act": "end", "sure": "yes"}).status == 404
    assert office.held_looks.held == []
