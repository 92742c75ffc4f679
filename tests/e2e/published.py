"""Events of the end-to-end tests, each published from a file of its own; and what is to be seen of them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from functions.adapters import clock
from local.mailbox import Mail
from local.people import Delegate, free_mail, member
from local.road import Road
from local.samples import ROLL
from operations.import_roll import roll_file
from operations.publish_event import Publication, event_file, publish_file

type Audit = list[tuple[str, str, str]]
"""What each entry was, became, and who did it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An event a month from now, as its file says it."""

    code: str
    meeting: str
    starts: datetime
    capacity: int = 100
    cancelled: bool = False

    @property
    def event(self) -> str:
        return f"roads-{self.code.lower()}"

    @property
    def contact(self) -> str:
        return f"{self.code.lower()}@assembly.example"

    def as_yaml(self) -> str:
        ends, closes = self.starts + timedelta(minutes=90), self.starts - timedelta(hours=2)
        opens = self.starts - timedelta(days=60)
        return f"""\
event: {self.event}
code: {self.code}
title: {{en: A panel}}
summary: {{en: A panel of a few seats.}}
time_zone: UTC
place: Geneva
starts: {self.starts:%Y-%m-%d %H:%M}
ends: {ends:%Y-%m-%d %H:%M}
registration: {{opens: "{opens:%Y-%m-%d %H:%M}", closes: "{closes:%Y-%m-%d %H:%M}"}}
languages: [en, fr, es]
capacity: {self.capacity}
audience: {{categories: [member-parliament]}}
zoom: {{meeting: "{self.meeting}", kind: meeting}}
organiser: {{name: The Secretariat, contact: {self.contact}, privacy_notice: "https://assembly.example/p"}}
cancelled: {"yes" if self.cancelled else "no"}
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where events are published; each is then gone by its own road."""

    way: Road
    folder: Path

    def publish(self, sheet: Sheet) -> tuple[Road, Publication]:
        file = self.folder / f"{sheet.event}.yaml"
        file.write_text(sheet.as_yaml(), encoding="utf-8")
        now = clock.now()
        publication = publish_file(event_file(file, now), "local", self.way.stack.client, now)
        return replace(self.way, event=sheet.event, version=publication.event.version), publication


def sheet(code: str, meeting: str, capacity: int = 100) -> Sheet:
    starts = (clock.now() + timedelta(days=30)).replace(minute=0, second=0, microsecond=0)
    return Sheet(code, meeting, starts, capacity)


def delegate(name: str) -> Delegate:
    """Of an organisation in good standing, with an address there."""
    person = member(roll_file(ROLL))
    return replace(person, email=f"{name}.{person.email}")


def doubtful(name: str) -> Delegate:
    """Of the same organisation, with an address that anybody can have."""
    person = free_mail(roll_file(ROLL))
    return replace(person, email=f"{name}.{person.email}")


def kinds(way: Road, reference: str) -> list[str]:
    """What each mail about this registration was about, in the order in which they left."""
    return [str(mail.message["Message-ID"]).split(".")[1] for mail in way.mails(reference)]


def mails_to(way: Road, address: str) -> list[Mail]:
    return [mail for mail in way.stack.mailbox if address in mail.to]


def audit(way: Road, reference: str) -> Audit:
    return [(entry.was, entry.became, entry.actor) for entry in way.registrations.audit(reference)]


def schedules(way: Road) -> dict[str, datetime]:
    """The event's schedules that have not fired, by name, with their times in UTC."""
    scheduler, group = way.stack.client("scheduler"), way.stack.outputs["ScheduleGroup"]
    names = [each["Name"] for each in scheduler.list_schedules(GroupName=group)["Schedules"]]
    read = [scheduler.get_schedule(Name=name, GroupName=group) for name in names]
    ours = [each for each in read if f'"event": "{way.event}"' in each["Target"]["Input"]]
    return {each["Name"]: datetime.fromisoformat(each["ScheduleExpression"][3:-1]) for each in ours}
