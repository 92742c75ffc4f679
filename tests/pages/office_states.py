"""Every page of the secretariat that somebody can come to, in each of its states, and how one gets there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from playwright.sync_api import FilePayload

from functions.domain.attendance import Attendance, Source, Stay
from functions.domain.errors import TableThrottledError
from functions.domain.membership import Standing
from functions.domain.questions import STANDING_IN, FeedbackForm, Question, QuestionKind
from functions.domain.registration import Reason, Registration, Status
from functions.domain.staff import StaffMember
from functions.web.access import PAGES, RUNS
from tests.pages.office_filled import (
    ADMINISTRATOR,
    CASES,
    CONFIRMED,
    DRAFTED,
    PROTECTED,
    REPAIR,
    RUN,
    STRANGER,
    VIEWER,
)
from tests.pages.reader import Reader
from tests.pages.states import OVER, Failing
from tests.samples import STARTS, a_feedback, a_registration, an_event, an_organisation
from tests.unit.web.fakes import ROLL, FakeRegistrations
from tests.unit.web.office import FakeEventList
from tests.unit.web.roll_files import as_file

EVENT = "/secretariat/events/solidarity"
REGISTRATION = "/secretariat/registrations"
DRAFT = f"/secretariat/events/{DRAFTED}/publication"
_FILE = (".xlsx", "{file}")
_OTHERS_RUNS = {
    "event-runs": "solidarity-resume-9f2c41d7",
    "closeouts": "solidarity-closeout-9f2c41d7",
    "cancellations": "solidarity-v1-reminder-1-1",
    "erasures": "solidarity-v1-reminder-1-2",
    "outreach": "solidarity-v1-reminder-1-4",
    "reconciliations": "solidarity-v1-reminder-1-6",
}
PATHS = sorted(
    route.removeprefix("GET ") for route in PAGES | RUNS if route.startswith("GET ") and not route.endswith(_FILE)
)
"""Of every page that is no file, as they stand in the table of access."""


@dataclass(frozen=True)
class Officer(Reader):
    """Somebody of the secretariat, who reads one language."""

    def sign_in(self, member: StaffMember = ADMINISTRATOR) -> None:
        name, _, token = self.hall.office.signed_in(member)["cookie"].partition("=")
        kept = {name: token, "lang": self.locale}
        self.page.context.add_cookies([{"name": name, "value": kept[name], "url": self.hall.url} for name in kept])

    def go(self, path: str) -> None:
        self.page.goto(path)

    def press(self, button: str) -> None:
        """The first of these: where there are several, each says besides what it is for."""
        self.page.get_by_role("button", name=self.words(button)).first.click()

    def choose_roll(self, file: bytes) -> None:
        chosen = FilePayload(name="roll.csv", mimeType="text/csv", buffer=file)
        self.page.set_input_files("#file", chosen)

    def looks(self, name: str) -> None:
        """Without scripts it is the same page, and its looks are not judged again."""
        if self.scripts:
            super().looks(f"office-{name}")


def at(path: str) -> str:
    """The page's address in an office that is filled."""
    folder = path.removeprefix("/secretariat/").partition("/")[0]
    parts = {"event": "solidarity", "reference": CONFIRMED, "run": _OTHERS_RUNS.get(folder, RUN)}
    return path.format_map(parts)


def name_of(path: str) -> str:
    """For its picture: that of `/secretariat/events/{event}/review` is `event-review`."""
    parts = {"events/{event}": "event", "registrations/{reference}": "registration", "{run}": "run"}
    short = path.removeprefix("/secretariat").strip("/") or "events"
    for part, name in parts.items():
        short = short.replace(part, name)
    return short.replace("/", "-")


def _filled(path: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in()
        officer.go(at(path))

    return visit


def _empty(path: str) -> Callable[[Officer], None]:
    """Where nobody has registered, nothing waits, and no workflow has run."""

    def visit(officer: Officer) -> None:
        fresh = type(officer.hall.office)()
        for part in ("registrations", "alerts", "ledger", "unmatched", "attendance", "history", "downloads"):
            setattr(officer.hall.office, f"held_{part}", getattr(fresh, f"held_{part}"))
        officer.hall.office.held_events = FakeEventList(an_event())
        officer.sign_in()
        officer.go(at(path))

    return visit


def _no_events(officer: Officer) -> None:
    officer.hall.office.held_events = FakeEventList()
    officer.sign_in()
    officer.go("/secretariat")


def _registration(reference: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in()
        officer.go(f"{REGISTRATION}/{reference}")

    return visit


def _pressed(path: str, *buttons: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in()
        officer.go(path)
        for button in buttons:
            officer.press(button)

    return visit


def _searched(words: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in()
        officer.go(f"{EVENT}/registrations")
        officer.page.locator("#search").fill(words)
        officer.press("Search")
        officer.page.get_by_role("link", name=officer.words("Show everybody")).wait_for()

    return visit


def _ticked(*buttons: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in()
        officer.go(f"{EVENT}/registrations")
        for reference in (CASES[0], PROTECTED):
            officer.page.locator(f"#pick-{reference}").check()
        for button in ("Cancel those that you ticked", *buttons):
            officer.press(button)

    return visit


def _decided(decision: str, *buttons: str, case: str = CASES[0]) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in()
        officer.go(f"{EVENT}/review")
        officer.page.locator(f"#case-{case}").check()
        officer.page.locator(f"[name=decision][value={decision}]").check()
        officer.page.locator("#reason").select_option(Reason.NOT_VOUCHED_FOR)
        for button in ("Decide", *buttons):
            officer.press(button)

    return visit


def _decided_meanwhile(officer: Officer) -> None:
    officer.sign_in()
    officer.go(f"{EVENT}/review")
    officer.page.locator(f"#case-{CASES[0]}").check()
    officer.page.locator("[name=decision][value=approve]").check()
    held = officer.hall.office.held_registrations
    held.held[CASES[0]] = held.get(CASES[0]).moved(Status.DECLINED, reason=Reason.NOT_VOUCHED_FOR)
    officer.press("Decide")


def _many_cases(officer: Officer) -> None:
    for number in range(45):
        case = a_registration(reference=f"PS26-{number:06d}", status=Status.IN_REVIEW, reason=Reason.UNKNOWN_DOMAIN)
        officer.hall.office.held_registrations.add(case)
    officer.sign_in()
    officer.go(f"{EVENT}/review?page=2")


def _details_open(officer: Officer) -> None:
    officer.sign_in()
    officer.go(f"{EVENT}/review")
    officer.page.locator("details summary").first.click()


def _after(path: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.hall.now = OVER
        officer.sign_in()
        officer.go(path)

    return visit


def _recognised(reference: str, *buttons: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        _after(f"{EVENT}/attendance")(officer)
        officer.page.locator(f"#reference-{STRANGER}").fill(reference)
        for button in ("Count as this delegate", *buttons):
            officer.press(button)

    return visit


def _set_aside(officer: Officer) -> None:
    _after(f"{EVENT}/attendance")(officer)
    officer.press("Not a delegate")


def _gathering(officer: Officer) -> None:
    _after(f"{EVENT}/attendance")(officer)
    officer.press("Read Zoom’s report again")


def _revealed(why: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        _registration(PROTECTED)(officer)
        officer.page.locator("#why").fill(why)
        officer.press("Show who this is")

    return visit


def _unprotected(*buttons: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        _registration(PROTECTED)(officer)
        officer.page.locator("#why").fill("A visa letter")
        for button in ("End the protection", *buttons):
            officer.press(button)

    return visit


def _report(officer: Officer) -> None:
    """Of an event at which twelve were and seven were not, with a question that is asked in English alone."""
    choices = {"a": {"en": "Peace"}, "b": {"en": "Sport", "fr": "Sport"}}
    choice = Question("next", QuestionKind.CHOICE, {"en": "What next?"}, choices)
    event = an_event(feedback=FeedbackForm((*STANDING_IN, choice)))
    office = officer.hall.office
    office.held_events, office.held_registrations = FakeEventList(event), FakeRegistrations()
    for number in range(25):
        status = Status.ATTENDED if number < 12 else Status.ABSENT if number < 19 else Status.CANCELLED
        reason = Reason.BY_DELEGATE if status is Status.CANCELLED else None
        _attend(officer, a_registration(reference=f"PS26-{number:06d}", status=status, reason=reason), number)
    officer.hall.now = STARTS + timedelta(days=3)
    officer.sign_in()
    officer.go(f"{EVENT}/report")


def _attend(officer: Officer, registration: Registration, number: int) -> None:
    office, reference = officer.hall.office, registration.reference
    office.held_registrations.add(registration)
    if registration.status is not Status.ATTENDED:
        return
    stay = Stay(STARTS, STARTS + timedelta(minutes=30 + 5 * number))
    office.held_attendance.held[reference] = Attendance(reference, (stay,), Source.REPORT)
    answers: dict[str, int | str] = {"event_rating": 3 + number % 3, "next": "a", "recommendation": "Train the staff."}
    said = a_feedback(ballot=reference, reference=reference, answers=answers, may_quote=number % 2 == 0)
    office.held_feedback.held.append(said)


def _roll(file: bytes, *buttons: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in()
        officer.go("/secretariat/roll")
        officer.choose_roll(file)
        for button in ("Show what would change", *buttons):
            officer.press(button)

    return visit


def new_roll() -> bytes:
    """Of today's, one is struck off and one is another; and one is new."""
    _, belmora, *others = ROLL
    changed = replace(belmora, standing=Standing.MEMBER_SUSPENDED, name="Parliament of New Belmora")
    return as_file([changed, *others, an_organisation("corvo", name="Senate of Corvo")])


def _not_allowed(officer: Officer) -> None:
    officer.sign_in(VIEWER)
    officer.go(f"{EVENT}/exports")


def _viewers(path: str) -> Callable[[Officer], None]:
    def visit(officer: Officer) -> None:
        officer.sign_in(VIEWER)
        officer.go(path)

    return visit


def _signed_out(officer: Officer) -> None:
    officer.sign_in()
    officer.go("/secretariat")
    officer.follow("Sign out")


def _session_over(officer: Officer) -> None:
    officer.sign_in()
    officer.go(f"{EVENT}/review")
    officer.hall.office.held_sessions.held.clear()
    officer.press("Decide")


def _not_signed_in(officer: Officer) -> None:
    officer.go("/secretariat/signed-in?code=good&state=another")


def _no_role(officer: Officer) -> None:
    officer.hall.office.user_pool().member = None
    officer.go("/secretariat")


def _busy(officer: Officer) -> None:
    _registration(CONFIRMED)(officer)
    officer.hall.office.held_registrations = Failing(TableThrottledError("busy"))
    officer.press("Cancel this registration")


def _refused(officer: Officer) -> None:
    officer.sign_in()
    officer.go(f"{EVENT}/unsent")
    officer.page.locator("[name=act]").first.evaluate("button => { button.value = 'burn' }")
    officer.page.locator("[name=act]").first.click()


OFFICE_STATES: dict[str, Callable[[Officer], None]] = {
    **{f"office-{name_of(path)}": _filled(path) for path in PATHS},
    **{f"office-{name_of(path)}-empty": _empty(path) for path in PATHS if not path.endswith(("{reference}", "{run}"))},
    "office-events-none": _no_events,
    "office-event-of-a-viewer": _viewers(EVENT),
    "office-review-of-a-viewer": _viewers(f"{EVENT}/review"),
    "office-list-filtered": _filled(f"{EVENT}/registrations?status=IN_REVIEW&organisation=aruvia"),
    "office-list-searched": _searched("anna"),
    "office-list-nobody": _searched("nobody of this name"),
    "office-cancel-none": _pressed(f"{EVENT}/registrations", "Cancel those that you ticked"),
    "office-cancel-several-sure": _ticked(),
    "office-cancelled-several": _ticked("Yes, cancel them"),
    "office-registration-protected": _registration(PROTECTED),
    "office-registration-in-repair": _registration(REPAIR),
    "office-registration-in-review": _registration("PS26-CASE04"),
    "office-registration-declined": _registration("PS26-DEC1NE"),
    "office-cancel-sure": _pressed(f"{REGISTRATION}/{CONFIRMED}", "Cancel this registration"),
    "office-cancelled": _pressed(
        f"{REGISTRATION}/{CONFIRMED}", "Cancel this registration", "Yes, cancel the registration"
    ),
    "office-erase-sure": _pressed(f"{REGISTRATION}/{CONFIRMED}", "Erase this person"),
    "office-erasing": _pressed(f"{REGISTRATION}/{CONFIRMED}", "Erase this person", "Yes, erase this person"),
    "office-protect-sure": _pressed(f"{REGISTRATION}/{CONFIRMED}", "Protect this delegate"),
    "office-protected": _pressed(f"{REGISTRATION}/{CONFIRMED}", "Protect this delegate", "Yes, protect this delegate"),
    "office-revealed": _revealed("A visa letter"),
    "office-reveal-errors": _revealed(""),
    "office-unprotect-sure": _unprotected(),
    "office-unprotected": _unprotected("Yes, end the protection"),
    "office-review-errors": _pressed(f"{EVENT}/review", "Decide"),
    "office-review-story": _details_open,
    "office-review-many": _many_cases,
    "office-approved": _decided("approve"),
    "office-decided-meanwhile": _decided_meanwhile,
    "office-decline-sure": _decided("decline"),
    "office-declined": _decided("decline", "Yes, decline it"),
    "office-marked-as-sent": _pressed(f"{EVENT}/unsent", "It arrived: mark as sent"),
    "office-resumed": _pressed(EVENT, "Resume"),
    "office-attendance-over": _after(f"{EVENT}/attendance"),
    "office-attendance-errors": _recognised("nobody"),
    "office-recognise-sure": _recognised(CONFIRMED),
    "office-recognised": _recognised(CONFIRMED, "Yes, it is the same person"),
    "office-set-aside": _set_aside,
    "office-gathering": _gathering,
    "office-report-told": _report,
    "office-roll-no-file": _pressed("/secretariat/roll", "Show what would change"),
    "office-roll-refused": _roll(as_file(ROLL).replace(b",active,", b",aktiv,")),
    "office-roll-preview": _roll(new_roll()),
    "office-roll-preview-most-missing": _roll(as_file(ROLL[:1]), "Import this roll"),
    "office-roll-imported": _roll(new_roll(), "Import this roll"),
    "office-not-allowed": _not_allowed,
    "office-signed-out": _signed_out,
    "office-session-over": _session_over,
    "office-not-signed-in": _not_signed_in,
    "office-no-role": _no_role,
    "office-not-found": _filled("/secretariat/events/unknown"),
    "office-busy": _busy,
    "office-draft": _pressed(DRAFT),
    "office-draft-discard-sure": _pressed(DRAFT, "Discard this draft"),
    "office-repair-of-a-viewer": _viewers(f"{EVENT}/repair"),
    "office-refused": _refused,
}
