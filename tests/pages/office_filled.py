"""An office with something of everything in it: whatever can wait for an officer waits."""

import json
from datetime import timedelta
from typing import Any

from functions.adapters.attendance import Settled
from functions.adapters.downloads import Download
from functions.adapters.ledger_rows import LedgerRow, MailState
from functions.adapters.looks import Look
from functions.adapters.registrations import AuditEntry
from functions.adapters.run_history import Run, Step, machine_of
from functions.adapters.seat_counts import Seats
from functions.adapters.unmatched import SET_ASIDE, UnmatchedRow
from functions.alerting import Alert
from functions.domain.attendance import Source, Stay
from functions.domain.events import MailKind
from functions.domain.matching import Unmatched
from functions.domain.protection import officer_mark
from functions.domain.registration import SEATED, Reason, Registration, Status
from functions.domain.staff import StaffMember, StaffRole
from functions.domain.text import NAME
from functions.web.workflows import WORKFLOWS
from local.picture import STATE_MACHINES
from tests.samples import OFFICERS, STARTS, a_protecting_event, a_registration, an_event
from tests.unit.web.fakes import OPEN
from tests.unit.web.office import STATES, FakeEventList, FakeHistory, FakeOffice
from tests.unit.web.office import machine_of as machine_arn

OFFICER = StaffMember(OFFICERS[0], StaffRole.OFFICER)
ADMINISTRATOR = StaffMember(OFFICERS[0], StaffRole.ADMINISTRATOR)
VIEWER = StaffMember("vera.of.the.secretariat.in.geneva@assembly-of-parliaments.example", StaffRole.VIEWER)

#: Spanish is missing on purpose: whoever reads it is shown the English title.
TITLES = {
    "en": "Parliamentary solidarity: Supporting MPs under threat",
    "fr": "Solidarité parlementaire : soutenir les parlementaires menacés",
    "ar": "التضامن البرلماني: دعم أعضاء البرلمانات المعرّضين للتهديد",
}
CONFIRMED, PROTECTED, REPAIR = "PS26-7K3M9Q", "PS26-PR07EC", "PS26-REPA1R"
CASES = ("PS26-CASE01", "PS26-CASE02", "PS26-CASE03")
STRANGER = "4f2a9c"
DRAFTED = "summer-2027"
RUN = f"{CONFIRMED}-1"
_PUBLICATION = "solidarity-v1-7e1d0c55"
_BEGAN = OPEN - timedelta(days=1)
_CONFIRMING = ("VerifyMember", "Status?", "ReserveSeat", "Status?", "ProvisionRegistrant", "Status?")


def fill(office: FakeOffice) -> None:
    event = a_protecting_event(titles=TITLES, places={"fr": "Genève", "es": "Ginebra", "ar": "جنيف"}, capacity=4)
    office.held_events = FakeEventList(event)
    office.held_events.save_draft(event, _PUBLICATION, by=ADMINISTRATOR.actor)
    office.held_events.save_draft(
        an_event(id=DRAFTED, titles={"en": "Peace"}, meeting_id="93800002222"), "", by=ADMINISTRATOR.actor
    )
    office.held_events.found = ["Switch on registration for the meeting."]
    office.held_alerts.held = [Alert.MEETING_FULL]
    office.held_registrations.seats = Seats(taken=4, waiting=1, zoom_full=True)
    _register(office)
    _mail(office)
    _gather(office)
    office.held_history = _history()
    office.held_downloads.note(event.id, Download("registrations.csv", OPEN, OFFICER.actor))


def _register(office: FakeOffice) -> None:
    registrations = office.held_registrations
    held = registrations.add(_somebody(CONFIRMED, Status.PROVISIONING, sharing="A <b>national</b> protocol"))
    confirmed = held.moved(Status.CONFIRMED)
    registrations.save(confirmed, was=held, actor="zoom", at=OPEN)
    zoom_address = f"protected+{PROTECTED.lower()}@assembly.example"
    registrations.add(_somebody(PROTECTED, Status.CONFIRMED, protected=True, zoom_address=zoom_address))
    look = Look(OPEN, officer_mark(office.held_events.get("solidarity"), OFFICERS[1]), "A visa letter")
    office.held_looks.add(PROTECTED, look)
    # As long as a name may be, and without a space at which it could be broken.
    registrations.add(_somebody(REPAIR, Status.IN_REPAIR, problem="MeetingMisconfiguredError", family_names="W" * NAME))
    for reference, family_names in zip(CASES, ("Quispe", "Ocampo-Santillán", "Île"), strict=True):
        case = _somebody(reference, Status.IN_REVIEW, family_names=family_names, reason=Reason.FREE_MAIL)
        registrations.add(case)
        entry = AuditEntry(2, "SUBMITTED", "IN_REVIEW", "roll", OPEN, Reason.FREE_MAIL)
        registrations.entries.append((reference, entry))
    imitating = {"email": "anna@xn--prlament-0za.aruvia.example", "reason": Reason.INTERNATIONALISED_DOMAIN}
    registrations.add(_somebody("PS26-CASE04", Status.IN_REVIEW, organisation="belmora", attempt=2, **imitating))
    registrations.add(_somebody("PS26-WA1T1G", Status.WAITLISTED, given_names="李", family_names="小龙"))
    registrations.add(_somebody("PS26-DEC1NE", Status.DECLINED, organisation="unknown", reason=Reason.NOT_IN_AUDIENCE))
    registrations.add(_somebody("PS26-CANCE7", Status.CANCELLED, given_names="عمر", reason=Reason.BY_DELEGATE))


def _somebody(reference: str, status: Status, **changes: Any) -> Registration:
    seated = {"seat": status in SEATED}
    return a_registration(reference=reference, status=status, **seated, **changes)


def _mail(office: FakeOffice) -> None:
    for reference, kind, state in (
        (CONFIRMED, MailKind.CONFIRMATION, MailState.SENDING),
        (CASES[0], MailKind.REVIEW_NOTICE, MailState.REFUSED),
        (PROTECTED, MailKind.CONFIRMATION, MailState.SENT),
    ):
        office.held_ledger.held.append(LedgerRow(reference, kind, 1, 1, state, OPEN - timedelta(hours=1)))


def _gather(office: FakeOffice) -> None:
    stay = Stay(STARTS, STARTS + timedelta(minutes=30))
    office.held_attendance.known = Settled(Source.REPORT, STARTS + timedelta(hours=2))
    office.held_unmatched.held = [
        UnmatchedRow(Unmatched(STRANGER, "Anna’s <iPad>", "anna@else.example", (stay,))),
        UnmatchedRow(Unmatched("5c", "", "", (stay, stay))),
        UnmatchedRow(Unmatched("6d", "Interpreter, Arabic", "", (stay,)), SET_ASIDE),
        UnmatchedRow(Unmatched("7e", "عمر", "omar@else.example", (stay,)), PROTECTED),
    ]


def _history() -> FakeHistory:
    """Of each workflow a run: that of a registration is being confirmed, the others are over."""
    runs = {
        machine_arn(workflow.folder): [_run(f"solidarity-v1-reminder-1-{number}"), _run(f"solidarity-v1-{number}")]
        for number, workflow in enumerate(WORKFLOWS)
    }
    runs[machine_arn("runs")] = [Run(f"{STATES}:execution:Registration:{RUN}", RUN, "RUNNING", _BEGAN, None)]
    runs[machine_arn("event-runs")] += [_run("solidarity-resume-9f2c41d7"), _run(_PUBLICATION)]
    runs[machine_arn("closeouts")].append(_run("solidarity-closeout-9f2c41d7"))
    definition = json.loads((STATE_MACHINES / "registration.asl.json").read_text("utf-8"))
    comments = {name: state.get("Comment", "") for name, state in definition["States"].items()}
    steps = [
        Step(name, comments[name], _BEGAN + timedelta(seconds=2 * at), _BEGAN + timedelta(seconds=2 * at + at % 2))
        for at, name in enumerate(_CONFIRMING)
    ]
    steps[4].errors.append((_BEGAN + timedelta(seconds=9), "ZoomUnavailableError"))
    steps.append(Step("SendConfirmation", comments["SendConfirmation"], _BEGAN + timedelta(seconds=20)))
    return FakeHistory(runs, steps, machine_of(definition))


def _run(name: str) -> Run:
    return Run(f"{STATES}:execution:Workflow:{name}", name, "SUCCEEDED", _BEGAN, _BEGAN + timedelta(seconds=20))
