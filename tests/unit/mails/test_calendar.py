"""The calendar file, read back by the library that calendars are tested with."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from icalendar import Calendar, Component

from functions.domain.events import Event
from functions.domain.registration import Registration, Status
from functions.mails.calendar import calendar_cancellation, calendar_entry
from tests.samples import STARTS, a_registration, an_event

JOIN = "https://zoom.example/w/93812345678?tk=abc,def;g"
PERSON = a_registration(status=Status.CONFIRMED, join_url=JOIN)


def written(registration: Registration = PERSON, event: Event | None = None) -> bytes:
    return calendar_entry(
        registration, event or an_event(), domain="rollcall.example", description="One,\ntwo;", now=STARTS
    )


def entry(registration: Registration = PERSON, event: Event | None = None) -> Component:
    [found] = Calendar.from_ical(written(registration, event)).walk("VEVENT")
    return found


def sequence(found: Component) -> int:
    return int(str(found["SEQUENCE"]))


def test_it_is_an_invitation_at_the_instants_of_the_event() -> None:
    assert Calendar.from_ical(written())["METHOD"] == "REQUEST"
    assert entry().decoded("DTSTART") == STARTS.astimezone(UTC)
    assert entry().decoded("DTEND") == STARTS + timedelta(minutes=90)
    assert str(entry()["ORGANIZER"]) == "mailto:events@secretariat.example"
    assert str(entry()["ATTENDEE"]) == "mailto:anna@parliament.aruvia.example"


def test_others_who_see_the_calendar_see_no_more_than_that_the_time_is_taken() -> None:
    assert entry()["CLASS"] == "PRIVATE"


def test_nobody_is_asked_to_accept_what_they_have_registered_for() -> None:
    parameters = entry()["ATTENDEE"].params
    assert (parameters["PARTSTAT"], parameters["RSVP"]) == ("ACCEPTED", "FALSE")


def test_what_the_calendar_tells_is_all_there() -> None:
    assert entry()["DESCRIPTION"] == "One,\ntwo;"


def test_the_join_link_is_where_calendars_look_for_it() -> None:
    assert str(entry()["URL"]) == str(entry()["LOCATION"]) == JOIN


def test_a_postponed_event_replaces_the_entry_instead_of_adding_one() -> None:
    later = an_event(version=3, starts=STARTS + timedelta(days=7), ends=STARTS + timedelta(days=7, minutes=90))
    assert entry()["UID"] == entry(event=later)["UID"] == "PS26-7K3M9Q-1@rollcall.example"
    assert sequence(entry(event=later)) > sequence(entry())


def test_a_new_link_to_join_replaces_the_entry_too() -> None:
    relinked = replace(PERSON, version=PERSON.version + 2, join_url=JOIN + "new")
    assert entry()["UID"] == entry(relinked)["UID"]
    assert sequence(entry(relinked)) > sequence(entry())


def test_whoever_registers_again_has_a_new_entry_that_no_earlier_cancellation_takes_out() -> None:
    assert entry()["UID"] != entry(a_registration(attempt=2, join_url=JOIN))["UID"]


@pytest.mark.parametrize("version", [1, 4])
def test_a_cancellation_takes_out_the_very_entry_and_is_newer_than_it(version: int) -> None:
    event = an_event(version=version)
    file = calendar_cancellation(PERSON.moved(Status.CANCELLED), event, domain="rollcall.example", now=STARTS)
    [taken_out] = Calendar.from_ical(file).walk("VEVENT")
    assert Calendar.from_ical(file)["METHOD"] == "CANCEL"
    assert taken_out["STATUS"] == "CANCELLED"
    assert taken_out["UID"] == entry(event=event)["UID"]
    assert sequence(taken_out) > sequence(entry(event=event))
    assert b"zoom" not in file.replace(b"\r\n ", b"").lower()


def test_two_delegates_have_two_entries() -> None:
    other = a_registration(reference="PS26-000001", join_url=JOIN)
    assert entry()["UID"] != entry(other)["UID"]


def test_a_name_cannot_add_a_line_to_the_file() -> None:
    person = a_registration(given_names='O"Brien;X=1:\r\nATTENDEE:mailto:all@parliament.example', join_url=JOIN)
    unfolded = written(person).replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith(b"ATTENDEE") for line in unfolded) == 1


def test_lines_are_short_and_end_as_calendars_want() -> None:
    lines = written(a_registration(given_names="é" * 90, join_url=JOIN + "x" * 200)).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)
