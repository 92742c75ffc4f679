"""An event of two hundred, driven from publication to its report, with a book kept beside it."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

from functions.domain.registration import Reason, Status
from local.zoom import registrants as zoom
from local.zoom.meetings import Participant
from tests.integration.crowd import LANGUAGES, Book, Person
from tests.integration.office import Office, hidden_fields, link_in, plain_text

END = 190
"""Half minutes from the start to the end of the meeting, five minutes after the planned one."""
LAST = 180
CANCEL, WITHDRAW, CANCEL_LATE = 18, 3, 2
STRANGERS = ("Interpreter (French)", "Technical team", "iPad de Nadie")


@dataclass(eq=False)
class Stay:
    """One device in the meeting."""

    person: Person
    came: int
    went: int
    called: str = ""
    by_email: bool = False
    """Whether Zoom says no registrant, and only the address."""
    participant: Participant | None = None


def status_page(mails: list[EmailMessage]) -> str:
    """The path of the delegate's own page, to which not every mail leads."""
    return next(link_in(mail, "/r/") for mail in mails if "/r/" in plain_text(mail))


class Assembly:
    def __init__(self, office: Office, book: Book, chance: random.Random) -> None:
        self.office, self.book, self.chance = office, book, chance

    def mails(self) -> dict[str, list[EmailMessage]]:
        """By the address that they went to."""
        found: defaultdict[str, list[EmailMessage]] = defaultdict(list)
        for mail in self.office.cloud.mails():
            found[mail["To"].addresses[0].addr_spec].append(mail)
        return found

    # Before the event

    def register_everybody(self) -> None:
        for person in self.book.people:
            typed = {"given_names": person.given, "family_names": person.family, "title": person.title}
            chosen = {"organisation": person.organisation, "role": person.role, "language": person.language}
            asked = {"gender": person.gender, **({"protected": "yes"} if person.protected else {})}
            person.reference = self.office.submit(email=person.email, sharing="", **typed, **chosen, **asked)
            self.book.registers(person)
        self.office.settle()

    def decide(self) -> None:
        """Of four, one is declined; of nine, nobody decides."""
        for place, person in enumerate(self.book.now("To be decided")):
            if place % 9 == 8:
                continue
            if place % 4 == 3:
                self.office.decide(person.reference, Status.DECLINED, Reason.NOT_INVITED)
                self.book.declines(person)
            else:
                self.office.decide(person.reference, Status.VERIFIED)
                self.book.admits(person)
            self.office.settle()

    def cancel_some(self) -> None:
        seated = self.chance.sample(self.book.now("Confirmed"), CANCEL)
        waiting = self.chance.sample(self.book.line, WITHDRAW)
        mails = self.mails()
        for person in (*waiting, *seated):
            self._cancel(person, mails)
            self.book.cancels(person)
            self.office.settle()

    def close_registration(self) -> None:
        for before, kind in ((7 * 24, "reminder-1"), (24, "reminder-2")):
            self._hours_before(before - 0.1)
            self.book.writes(kind, self.book.now("Confirmed"))
        self._hours_before(1.8)
        self.book.closes()
        mails = self.mails()
        for person in self.chance.sample(self.book.now("Confirmed"), CANCEL_LATE):
            self._cancel(person, mails)
            self.book.cancels(person, closed=True)
        self._hours_before(0.9)
        self.book.writes("reminder-3", self.book.now("Confirmed"))

    def _hours_before(self, hours: float) -> None:
        self.office.cloud.advance_to(self.office.event.starts - timedelta(hours=hours))

    def _cancel(self, person: Person, mails: dict[str, list[EmailMessage]]) -> None:
        page = f"{status_page(mails[person.email])}/cancel"
        form = hidden_fields(self.office.pages.get(page).text)
        assert self.office.pages.post(page, form=form).status == 200

    # The event

    def hold(self) -> None:
        stays = list(self._plan())
        registrants = {one.email: one for one in self.office.registrants() if one.status == "approved"}
        assert registrants.keys() == {person.in_zoom for person in self.book.now("Confirmed")}
        sandbox, meeting = self.office.zoom, self.office.meeting
        for tick in sorted({stay.came for stay in stays} | {stay.went for stay in stays}):
            self._tick(tick)
            for stay in stays:
                if stay.went == tick and stay.participant and tick < END:
                    zoom.leave(sandbox, meeting, stay.participant)
                if stay.came == tick and stay.by_email:
                    address = stay.person.email.upper()
                    stay.participant = zoom.come_in(sandbox, meeting, "A guest", address, "")
                elif stay.came == tick:
                    who = registrants[stay.person.in_zoom]
                    stay.participant = zoom.join(sandbox, meeting, who, stay.called)
            if tick == 0:
                for name in STRANGERS:
                    zoom.come_in(sandbox, meeting, name, "", "")
        self._tick(END)
        meeting.over, meeting.ended = True, self.office.cloud.clock.now()
        for participant in meeting.participants:
            if participant.left is None:
                zoom.leave(sandbox, meeting, participant)
        sandbox.webhooks.meeting(meeting, "ended")
        for stay in stays:
            stay.person.there |= set(range(stay.came, stay.went))

    def _tick(self, tick: int) -> None:
        self.office.cloud.advance_to(self.office.event.starts + timedelta(seconds=30 * tick))

    def _plan(self) -> Iterator[Stay]:
        """Who comes when, and on what. Nobody who is protected is known by an address."""
        people = self.book.now("Confirmed")
        self.chance.shuffle(people)
        people.sort(key=lambda person: person.protected)
        by_email, people = people[:8], people[8:]
        self.chance.shuffle(people)
        _absent, people = people[:25], people[25:]
        for person in by_email:
            yield Stay(person, 0, self.chance.choice((140, END)), by_email=True)
        for place, person in enumerate(people):
            yield from self._course(place, person)

    def _course(self, place: int, person: Person) -> Iterator[Stay]:
        early, late = self.chance.choice((-20, -9, 0, 7)), self.chance.choice((41, 60, 105, 121))
        match place:
            case _ if place < 6:  # too short
                yield Stay(person, 31, 46)
            case 6:  # just long enough
                yield Stay(person, 121, 141)
            case _ if place < 22:  # two devices, and at times both
                yield Stay(person, early, 60)
                yield Stay(person, 41, 140, called="iPhone")
            case _ if place < 37:  # away for a while
                yield Stay(person, early, 60)
                yield Stay(person, self.chance.choice((60, 105)), END)
            case _ if place < 57:
                yield Stay(person, late, END)
            case _ if place < 72:  # under another name
                yield Stay(person, early, 140, called=f"Señora {place} 🎓")
            case _:
                yield Stay(person, early, self.chance.choice((140, 171, END)))

    # Afterwards

    def close_out(self) -> None:
        """Everybody is asked; some answer, some of them again, some only when they are asked once more."""
        event = self.office.event
        self.office.cloud.advance_to(event.ends + event.feedback_after + timedelta(minutes=1))
        self.book.settles()
        asked = self.book.now("Attended", "Absent")
        self.book.writes("feedback-request", asked)
        first = self.chance.sample(asked, 60)
        self._answer(first, "at first")
        self._answer(first[:10], "on second thoughts")
        self.office.cloud.advance_to(event.ends + event.feedback_after + event.feedback_again_after)
        self.office.cloud.advance(timedelta(minutes=1))
        silent = [person for person in asked if not person.said]
        self.book.writes("feedback-reminder", silent)
        self._answer(self.chance.sample(silent, 12), "at last")
        self.office.cloud.advance_to(event.feedback_closes + timedelta(minutes=1))

    def _answer(self, people: list[Person], when: str) -> None:
        mails = self.mails()
        pages = {person: link_in(mails[person.email][-1], "/f/") for person in people}
        forms = {person: hidden_fields(self.office.pages.get(page).text) for person, page in pages.items()}
        self.office.cloud.advance(timedelta(seconds=20))
        for person, page in pages.items():
            person.said = self._opinion(person, when)
            answer = self.office.pages.post(page, form={**forms[person], **person.said})
            assert answer.status == 200, answer.text

    def _opinion(self, person: Person, when: str) -> dict[str, str]:
        said = {"overall": str(self.chance.choices(range(1, 6), [1, 2, 4, 8, 8])[0])}
        if self.chance.random() < 0.7:
            said["heard"] = str(self.chance.randint(1, 5))
            said["heard_language"] = self.chance.choices(list(LANGUAGES), [20, 20, 2])[0]
        if self.chance.random() < 0.8:
            said["length"] = self.chance.choices(["short", "right", "long", "never"], [10, 20, 10, 1])[0]
        for question, share in (("idea", 0.5), ("story", 0.3), ("remark", 0.2)):
            if self.chance.random() < share:
                said[question] = f"The {question} of {person.email.partition('@')[0]}, {when} & <all>"
        return said | ({"may_quote": "yes"} if self.chance.random() < 0.4 else {})
