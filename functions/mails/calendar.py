"""The event as an entry for the delegate's calendar (iCalendar, RFC 5545), and how it is taken out again."""

from datetime import datetime

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from functions.domain.events import Event
from functions.domain.registration import Registration


def calendar_entry(registration: Registration, event: Event, *, domain: str, description: str, now: datetime) -> bytes:
    """An invitation that a calendar replaces when a later version of the event arrives.

    Times are in UTC, an instant that no calendar can misread; it shows them in its owner's zone. `domain` is that of
    our own addresses: with the attempt's name it names the entry, the same in every version.
    """
    entry = _entry(registration, event, domain, now)
    entry.add("description", description)
    entry.add("location", registration.join_url)
    entry.add("url", registration.join_url)
    entry.add("status", "CONFIRMED")
    return _file("REQUEST", entry)


def calendar_cancellation(registration: Registration, event: Event, *, domain: str, now: datetime) -> bytes:
    """Takes the entry of this attempt out of the calendar; there is no join link in it."""
    entry = _entry(registration, event, domain, now)
    entry.add("status", "CANCELLED")
    return _file("CANCEL", entry)


def _entry(registration: Registration, event: Event, domain: str, now: datetime) -> Entry:
    entry = Entry()
    # Of the attempt, not of the delegate: whoever cancelled and registers again has a new entry.
    entry.add("uid", f"{registration.run}@{domain}")
    # A calendar ignores what is not newer than what it has: whatever changes, a new time, a new link or the end of the
    # registration, one of the two versions has grown since the file before.
    entry.add("sequence", event.version + registration.version)
    entry.add("dtstamp", now)
    entry.add("dtstart", event.starts)
    entry.add("dtend", event.ends)
    entry.add("summary", event.title(registration.locale))
    entry.add("class", "PRIVATE")
    entry.add("organizer", _person(event.contact, event.organiser))
    # The delegate has accepted by registering: nobody waits for a calendar's answer.
    entry.add("attendee", _person(registration.email, registration.name, PARTSTAT="ACCEPTED", RSVP="FALSE"))
    return entry


def _file(method: str, entry: Entry) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Rollcall//Rollcall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _person(address: str, name: str, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    for key, value in {"CN": name, **parameters}.items():
        person.params[key] = vText(value)
    return person
