"""Two hundred people and what each of them does, drawn by chance from one seed, and what is to become of them.

It is kept in the words that the secretariat reads, and counts by itself: nothing of the application is used.
"""

import csv
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

SEATS = 150
PEOPLE = 200
CONTACT, RELAY = "office@assembly.example", "protected@assembly.example"
CATEGORIES = {
    "member-parliament": "Member Parliament",
    "associate-member": "Associate Member",
    "permanent-observer": "Permanent observer",
}
ROLES = {
    "member": "Member of Parliament",
    "staff": "Parliamentary staff",
    "representative": "Representative of an Associate Member or permanent observer",
}
LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish"}
GENDERS = {"woman": "Woman", "man": "Man", "other": "Other", "": "Not said"}
_GIVEN = ("Anna-Zélie", "Bjørn", "Chidi", "Ñusta", "Łucja", "O'Neil", "Øyvind", "Sian", "Tânia", "José María")
_FAMILY = ("Ñandú O'Brien", "Ødegård", "van der Berg", "Šimić", "Gonçalves", "Yıldız", "Kovács", "D'Souza")
_PLACES = 2
"""Delegates that an observer may send without a decision."""


def event_file(starts: datetime) -> str:
    ends, closes = starts + timedelta(minutes=90), starts - timedelta(hours=2)
    return f"""\
event: assembly-2026
code: AS26
title: {{en: The assembly, fr: L’assemblée}}
summary: {{en: An assembly of many.}}
time_zone: UTC
place: Geneva
starts: {starts:%Y-%m-%d %H:%M}
ends: {ends:%Y-%m-%d %H:%M}
registration: {{opens: 2026-01-01 00:00, closes: "{closes:%Y-%m-%d %H:%M}", ask_gender: yes}}
languages: [en, fr, es]
capacity: {SEATS}
audience:
  categories: [member-parliament, associate-member, permanent-observer]
  limits: {{permanent-observer: {_PLACES}}}
zoom: {{meeting: "864 2097 5310", kind: meeting}}
organiser: {{name: The Secretariat, contact: {CONTACT}, privacy_notice: "https://assembly.example/p"}}
attendance: {{at_least: PT10M}}
certificates: yes
protection: {{officers: [fatima@assembly.example], relay: {RELAY}}}
feedback:
  questions:
    - {{id: overall, kind: rating, label: {{en: How was it}}}}
    - {{id: heard, kind: interpretation, label: {{en: How was the interpretation}}}}
    - id: length
      kind: choice
      label: {{en: How long should it be}}
      choices: {{short: {{en: Shorter}}, right: {{en: As it was}}, long: {{en: Longer}}, never: {{en: Not at all}}}}
    - {{id: idea, kind: text, label: {{en: What do you recommend}}, used_as: recommendation}}
    - {{id: story, kind: text, label: {{en: What is done in your country}}, used_as: example}}
    - {{id: remark, kind: text, label: {{en: Anything else}}}}
"""


@cache
def roll() -> dict[str, dict[str, str]]:
    with Path("rolls/sample.csv").open(encoding="utf-8", newline="") as file:
        return {row["organisation"]: row for row in csv.DictReader(file)}


@dataclass(eq=False)
class Person:
    email: str
    given: str
    family: str
    organisation: str
    role: str
    gender: str
    language: str
    protected: bool
    title: str = "Dr"
    reference: str = ""
    road: list[str] = field(default_factory=list)
    """The statuses that the registration has had, in the secretariat's words."""
    mails: list[str] = field(default_factory=list)
    """What each mail to them was about."""
    there: set[int] = field(default_factory=set)
    """The half minutes in which they were in the meeting, counted from its start."""
    said: dict[str, str] = field(default_factory=dict)
    """Their feedback, as it was typed last."""

    @property
    def status(self) -> str:
        return self.road[-1]

    @property
    def body(self) -> dict[str, str]:
        return roll()[self.organisation]

    @property
    def private(self) -> bool:
        return self.email.endswith("@gmail.com")

    @property
    def in_zoom(self) -> str:
        before, _, domain = RELAY.partition("@")
        return f"{before}+{self.reference.lower()}@{domain}" if self.protected else self.email

    @property
    def called(self) -> str:
        """By their alias, where they are protected."""
        return f"Delegate {self.reference[-6:]}" if self.protected else f"{self.given} {self.family}"

    @property
    def minutes(self) -> int:
        return (len(self.there) + 1) // 2

    @property
    def times(self) -> int:
        """How often they came, whatever number of devices they had."""
        return sum(tick - 1 not in self.there for tick in self.there)

    def groups(self) -> dict[str, str]:
        """By heading of the report's tables."""
        return {
            "By category of organisation": CATEGORIES[self.body["category"]],
            "By region": self.body["region"] or "Not known",
            "By role": ROLES[self.role],
            "By gender": GENDERS[self.gender],
            "By language of interpretation": LANGUAGES[self.language],
        }

    @property
    def counted(self) -> set[str]:
        """The report's figures in which they are."""
        figures = {"Registered"}
        if "May attend" in self.road:
            figures.add("Verified")
        if self.status in ("Confirmed", "Attended", "Absent"):
            figures.add("Confirmed")
        return figures | ({self.status} & {"Attended", "Absent"})


def crowd(chance: random.Random) -> list[Person]:
    """In the order in which they register. Observers come in threes, one more than each may send."""
    active = {row["organisation"]: row for row in roll().values() if _stands(row)}
    bodies = [name for name, row in active.items() if row["category"] != "permanent-observer"]
    observers = [name for name, row in active.items() if row["category"] == "permanent-observer"] * (_PLACES + 1)
    suspended = [name for name, row in roll().items() if row["standing"].endswith("-suspended")]
    private = chance.choices(bodies, k=20)
    drawn = [(name, False) for name in (*observers, *(chance.choice(suspended) for _ in range(8)))]
    drawn += [(name, True) for name in private]
    drawn += [(name, False) for name in chance.choices(bodies, k=PEOPLE - len(drawn))]
    chance.shuffle(drawn)
    return [_person(number, name, chance, private=private) for number, (name, private) in enumerate(drawn)]


def _person(number: int, organisation: str, chance: random.Random, *, private: bool) -> Person:
    domain = "gmail.com" if private else roll()[organisation]["domains"].split()[0]
    return Person(
        email=f"delegate{number}@{domain}",
        given="=Given" if number == 5 else chance.choice(_GIVEN),
        family=f"{chance.choice(_FAMILY)} {number}",
        organisation=organisation,
        role=chance.choices(list(ROLES), [60, 30, 10])[0],
        # A few tell a gender that would show who they are.
        gender="other" if number % 50 == 7 else chance.choice(["woman", "man", ""]),
        language=chance.choice(list(LANGUAGES)),
        protected=chance.random() < 0.06,
    )


def _stands(row: dict[str, str]) -> bool:
    return row["standing"] == "active" and not row["valid_until"]


@dataclass
class Book:
    """What is to become of whom, kept as it happens."""

    people: list[Person]
    seated: set[str] = field(default_factory=set)
    line: list[Person] = field(default_factory=list)

    def registers(self, person: Person) -> None:
        if person.body["standing"] != "active":
            person.road, person.mails = ["Declined"], ["decline"]
        elif person.private or self._places_are_taken(person):
            person.road, person.mails = ["To be decided"], ["review-notice"]
        else:
            self.admits(person)

    def _places_are_taken(self, person: Person) -> bool:
        limited = person.body["category"] == "permanent-observer"
        sent = [one for one in self.people if one.organisation == person.organisation and "May attend" in one.road]
        return limited and len(sent) >= _PLACES

    def admits(self, person: Person) -> None:
        person.road.append("May attend")
        if len(self.seated) < SEATS:
            self._seats(person)
        else:
            person.road.append("On the waiting list")
            person.mails.append("waitlist-notice")
            self.line.append(person)

    def _seats(self, person: Person) -> None:
        self.seated.add(person.email)
        person.road += ["Zoom is being asked", "Confirmed"]
        person.mails.append("confirmation")

    def declines(self, person: Person) -> None:
        person.road.append("Declined")
        person.mails.append("decline")

    def cancels(self, person: Person, *, closed: bool = False) -> None:
        """Of those who wait, whoever registered first gets the seat, unless registration has closed."""
        person.road.append("Cancelled")
        person.mails.append("cancellation")
        if person in self.line:
            self.line.remove(person)
        elif not closed:
            self.seated.remove(person.email)
            first = min(self.line, key=self.people.index)
            self.line.remove(first)
            self._seats(first)

    def closes(self) -> None:
        for person in self.now("To be decided", "On the waiting list"):
            person.road.append("Lapsed")
            person.mails.append("expiry")

    def writes(self, kind: str, to: list[Person]) -> None:
        for person in to:
            person.mails.append(kind)

    def settles(self) -> None:
        """Ten minutes are what the event asks for."""
        for person in self.now("Confirmed"):
            person.road.append("Attended" if len(person.there) >= 20 else "Absent")

    def now(self, *statuses: str) -> list[Person]:
        return [person for person in self.people if person.road and person.status in statuses]

    def figure(self, name: str) -> list[Person]:
        return [person for person in self.people if name in person.counted]
