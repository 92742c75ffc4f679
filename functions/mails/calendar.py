"""The event as an entry for the delegate's calendar (iCalendar, RFC 5545)."""

from datetime import datetime

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from functions.domain.events import Event
from functions.domain.registration import Registration


def calendar_entry(registration: Registration, event: Event, *, domain: str, description: str, now: datetime) -> bytes:
    """An invitation that a calendar replaces when a later version of the event arrives.

    Times are in UTC, an instant that no calendar can misread; it shows them in its owner's zone. `domain` is that of
    our own addresses: with the reference it names the entry, the same in every version.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Rollcall//Rollcall//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    entry = Entry()
    entry.add("uid", f"{registration.reference}@{domain}")
    entry.add("sequence", event.version - 1)
    entry.add("dtstamp", now)
    entry.add("dtstart", event.starts)
    entry.add("dtend", event.ends)
    entry.add("summary", event.title(registration.locale))
    entry.add("description", description)
    entry.add("location", registration.join_url)
    entry.add("url", registration.join_url)
    entry.add("status", "CONFIRMED")
    entry.add("class", "PRIVATE")
    entry.add("organizer", _person(event.contact, event.organiser))
    # The delegate has accepted by registering: nobody waits for a calendar's answer.
    entry.add("attendee", _person(registration.email, registration.name, PARTSTAT="ACCEPTED", RSVP="FALSE"))
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _person(address: str, name: str, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    for key, value in {"CN": name, **parameters}.items():
        person.params[key] = vText(value)
    return person
