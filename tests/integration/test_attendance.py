"""Who was at an event, from the first to come to the last correction, on the deployed template and a virtual clock."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.adapters.attendance import AttendanceTable
from functions.domain.attendance import Source
from local.moto_runs import Run
from local.zoom import registrants as rules
from local.zoom.meetings import Participant, Registrant
from tests.integration.office import ADMINISTRATOR, Office

START = datetime(2026, 8, 10, 9, tzinfo=UTC)
pytestmark = pytest.mark.ci
PEOPLE = {
    "anna": ("parliament-aruvia", "parliament.aruvia.example"),
    "ben": ("parliament-calderra", "congreso.calderra.example"),
    "carla": ("parliament-lindovar", "seimas.lindovar.example"),
    "dario": ("parliament-aruvia", "parliament.aruvia.example"),
    "elif": ("parliament-calderra", "congreso.calderra.example"),
    "femi": ("parliament-lindovar", "seimas.lindovar.example"),
    "gita": ("parliament-aruvia", "parliament.aruvia.example"),
}


class Panel:
    """An event to which some have registered, and the meeting in Zoom, minute by minute."""

    def __init__(self, office: Office, names: Iterable[str]) -> None:
        self.office = office
        self.references = {name: self._registers(name) for name in names}
        office.settle()

    def _registers(self, name: str) -> str:
        organisation, domain = PEOPLE[name]
        typed = {"email": f"{name}@{domain}", "given_names": name.title(), "organisation": organisation}
        return self.office.submit(**typed)

    def minute(self, number: float) -> None:
        """Of the event, counted from its start."""
        self.office.cloud.advance_to(self.office.event.starts + timedelta(minutes=number))

    def registrant(self, name: str) -> Registrant:
        [found] = [one for one in self.office.registrants() if one.email.startswith(f"{name}@")]
        return found

    def joins(self, name: str, called: str = "") -> Participant:
        return rules.join(self.office.zoom, self.office.meeting, self.registrant(name), called)

    def comes_in(self, called: str, email: str = "") -> Participant:
        """Somebody of whom Zoom knows no registrant."""
        return rules.come_in(self.office.zoom, self.office.meeting, called, email, "")

    def leaves(self, participant: Participant) -> None:
        rules.leave(self.office.zoom, self.office.meeting, participant)

    def ends(self) -> None:
        meeting = self.office.meeting
        meeting.over, meeting.ended = True, self.office.cloud.clock.now()
        for participant in meeting.participants:
            if participant.left is None:
                self.leaves(participant)
        self.office.zoom.webhooks.meeting(meeting, "ended")
        self.office.settle()

    def after(self, minutes: float) -> None:
        """After the end that the event's file says."""
        self.office.cloud.advance_to(self.office.event.ends + timedelta(minutes=minutes))

    def statuses(self) -> dict[str, str]:
        return {name: self.office.status(reference) for name, reference in self.references.items()}

    def minutes(self) -> dict[str, int]:
        rows = self.table.many(self.references.values())
        return {name: rows[reference].minutes for name, reference in self.references.items() if reference in rows}

    @property
    def table(self) -> AttendanceTable:
        return AttendanceTable(self.office.client("dynamodb"), self.office.cloud.outputs["RegistrationsTable"])

    def closeouts(self) -> list[Run]:
        return [run for run in self.office.cloud.executions() if run.machine.startswith("Closeout")]

    @property
    def page(self) -> str:
        return f"/secretariat/events/{self.office.event.id}/attendance"

    def read_again(self) -> None:
        assert self.office.secretariat.post(f"{self.page}/again", form={}).status == 200
        self.office.settle()

    def recognise(self, called: str, name: str) -> None:
        """As an officer does on the page."""
        page = html.unescape(self.office.secretariat.get(self.page).text)
        keys = dict(re.findall(r'<h3><bdi>([^<]*)</bdi></h3>.*?name="participant" value="(\w+)"', page, re.DOTALL))
        key = keys[called]
        typed = {"participant": key, "act": "assign", f"reference-{key}": self.references[name], "sure": "yes"}
        assert "is counted as this delegate" in self.office.secretariat.post(self.page, form=typed).text
        self.office.settle()

    def attendance_rows(self) -> list[dict[str, Any]]:
        kept = [item for item in self.office.cloud.items("RegistrationsTable") if "WEBHOOK" not in item["pk"]]
        return sorted(kept, key=lambda item: (item["pk"], item["sk"]))


@pytest.fixture
def panel(template: Mapping[str, Any]) -> Iterator[Panel]:
    with Office(template, START, capacity=20) as office:
        yield Panel(office, PEOPLE)


@pytest.fixture
def small(template: Mapping[str, Any]) -> Iterator[Panel]:
    """With two, for what does not depend on how they came and went."""
    with Office(template, START, capacity=20) as office:
        yield Panel(office, ["anna", "ben"])


def hold(panel: Panel) -> dict[str, int]:
    """The meeting, 90 minutes long; gives the minutes of each delegate, counted here by hand."""
    panel.minute(-60 * 26)
    rehearsal = panel.joins("gita")
    panel.minute(-60 * 25)
    panel.leaves(rehearsal)
    panel.minute(-5)
    panel.joins("anna")
    phone = panel.joins("ben")
    panel.minute(10)
    panel.joins("ben", called="iPhone")
    panel.minute(20)
    panel.leaves(phone)
    elif_ = panel.comes_in("E. Y.", f"ELIF@{PEOPLE['elif'][1]}")
    panel.minute(30)
    dario = panel.joins("dario", called="Señor Darío 🎓")
    panel.minute(45)
    panel.leaves(dario)
    panel.comes_in("Interpreter (French)")
    tablet = panel.comes_in("Femi's tablet", "femi@home.example")
    panel.minute(60)
    panel.joins("dario")
    panel.minute(70)
    panel.leaves(tablet)
    panel.leaves(elif_)
    panel.minute(85)
    panel.joins("carla")
    panel.minute(95)
    panel.ends()
    # From five minutes before the start to five after the planned end is a hundred.
    return {"anna": 100, "ben": 100, "carla": 10, "dario": 15 + 35, "elif": 50}


def test_whoever_was_there_attended_for_as_long_as_they_were_there(panel: Panel) -> None:
    panel.office.zoom.report_ready_after = 42 * 60
    counted = hold(panel)

    panel.after(46)
    [run] = panel.closeouts()
    assert (run.status, run.state) == ("RUNNING", "UntilNextLook")
    assert set(panel.statuses().values()) == {"CONFIRMED"}

    panel.after(51)
    assert panel.minutes() == counted
    there = {name: "ATTENDED" if name in counted else "ABSENT" for name in PEOPLE}
    assert panel.statuses() == there
    settled = panel.table.settled(panel.office.event)
    assert settled
    assert (settled.source, settled.at) == (Source.REPORT, panel.office.event.ends + timedelta(minutes=50))
    page = html.unescape(panel.office.secretariat.get(panel.page).text)
    assert "Interpreter (French)" in page
    assert "E. Y." not in page

    before = panel.attendance_rows()
    panel.read_again()
    assert panel.attendance_rows() == before

    panel.recognise("Femi's tablet", "femi")
    assert panel.statuses() == {**there, "femi": "ATTENDED"}
    panel.read_again()
    assert panel.minutes() == {**counted, "femi": 25}
    assert panel.statuses() == {**there, "femi": "ATTENDED"}
    audit = panel.office.table.audit(panel.references["femi"])[-1]
    assert (audit.actor, audit.was, audit.became) == (ADMINISTRATOR.actor, "ABSENT", "ATTENDED")

    panel.office.cloud.advance_to(panel.office.event.feedback_closes - timedelta(minutes=1))
    assert {run.state for run in panel.closeouts()} == {"UntilFeedbackCloses"}
    panel.office.cloud.advance(timedelta(minutes=2))
    assert {(run.status, run.state) for run in panel.closeouts()} == {("SUCCEEDED", "Reported")}
    nothing_personal(panel)


def nothing_personal(panel: Panel) -> None:
    """Travels through a run, or stays with a webhook."""
    runs = json.dumps(
        [panel.office.cloud.history(run.name) for run in panel.closeouts()], default=str, ensure_ascii=False
    )
    items = panel.office.cloud.items("RegistrationsTable")
    kept = json.dumps([item for item in items if item["sk"] == "WEBHOOK"], default=str, ensure_ascii=False)
    assert panel.office.event.id in runs
    assert "participant_joined" in kept
    for text in (runs.lower(), kept.lower()):
        assert not PEOPLE.keys() & set(re.findall(r"\w+", text))  # whole words: "ben" may stand within a random key
        assert [secret for secret in ("darío", "iphone", "tablet", "interpreter", "@") if secret in text] == []


def test_where_the_report_does_not_come_the_webhooks_say_who_was_there_before_feedback_is_asked_for(
    panel: Panel,
) -> None:
    panel.office.fault("5xx", on="report")
    counted = hold(panel)
    panel.after(56)
    assert panel.minutes() == counted
    assert panel.statuses() == {name: "ATTENDED" if name in counted else "ABSENT" for name in PEOPLE}
    settled = panel.table.settled(panel.office.event)
    assert settled
    assert settled.source is Source.WEBHOOKS


def test_a_report_that_comes_late_corrects_who_was_absent(small: Panel) -> None:
    small.minute(5)
    small.joins("anna")
    small.office.zoom.webhook_url = ""  # from now on, Zoom tells nothing
    small.joins("ben")
    small.office.fault("5xx", on="report")
    small.after(60)
    assert (small.statuses()["anna"], small.statuses()["ben"]) == ("ATTENDED", "ABSENT")
    small.office.zoom.faults.clear()
    small.read_again()
    assert (small.statuses()["anna"], small.statuses()["ben"]) == ("ATTENDED", "ATTENDED")


def test_where_zoom_tells_of_nobody_for_a_day_a_person_is_told_once_and_nobody_is_absent(small: Panel) -> None:
    small.after(60 * 24)
    [run] = small.closeouts()
    assert run.status == "RUNNING"
    small.after(60 * 26)
    [run] = small.closeouts()
    assert (run.status, run.state) == ("FAILED", "NoAttendance")
    assert set(small.statuses().values()) == {"CONFIRMED"}
    [told] = small.office.mails(small.office.event.contact)
    assert "Zoom did not say who took part" in str(told["Subject"])
    event = f"/secretariat/events/{small.office.event.id}"
    assert "Zoom has told us of nobody" in small.office.secretariat.get(event).text

    rules.join(small.office.zoom, small.office.meeting, small.registrant("anna"))
    small.office.meeting.participants[0].joined = small.office.event.starts
    small.read_again()
    assert small.statuses()["anna"] == "ATTENDED"
    assert "Zoom has told us of nobody" not in small.office.secretariat.get(event).text
    assert len(small.office.mails(small.office.event.contact)) == 1


def test_an_event_that_is_moved_into_the_future_while_zoom_is_asked_ends_the_run_quietly(small: Panel) -> None:
    small.after(31)
    [run] = small.closeouts()
    assert run.state == "UntilNextLook"
    small.office.move(timedelta(days=60))
    small.office.cloud.advance(timedelta(minutes=10))
    [run] = small.closeouts()
    assert (run.status, run.state) == ("SUCCEEDED", "Outdated")
    assert set(small.statuses().values()) == {"CONFIRMED"}

    small.minute(5)
    small.joins("anna")
    small.after(31)
    assert len(small.closeouts()) == 2
    assert small.statuses() == {"anna": "ATTENDED", "ben": "ABSENT"}


def test_an_event_that_is_cancelled_while_feedback_is_given_ends_the_run_quietly(small: Panel) -> None:
    small.minute(5)
    small.joins("anna")
    small.after(31)
    small.office.call_off()
    small.office.cloud.advance_to(small.office.event.feedback_closes + timedelta(minutes=1))
    [run] = small.closeouts()
    assert (run.status, run.state) == ("SUCCEEDED", "Outdated")


def test_a_small_change_of_the_event_after_its_end_does_not_stop_its_closeout(small: Panel) -> None:
    small.minute(5)
    small.joins("anna")
    small.office.fault("5xx", on="report", times=2)
    small.after(31)
    small.office.enlarge(21)
    small.after(56)
    assert small.statuses() == {"anna": "ATTENDED", "ben": "ABSENT"}
