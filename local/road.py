"""The whole road of a registration, gone without a person: what a delegate does and sees, over HTTP and by mail."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx

from functions.adapters import clock
from functions.adapters.feedback import FeedbackTable
from functions.adapters.registrations import RegistrationTable
from functions.adapters.run_history import Run, RunHistory, UnknownRunError
from functions.domain.event_file import EventFile
from functions.domain.events import MailKind
from functions.domain.feedback import Feedback
from functions.domain.registration import Registration, Status
from functions.domain.staff import StaffRole
from local.form_filling import open_form, send_form
from local.mailbox import Mail
from local.officers import sign_in
from local.people import Delegate
from local.samples import EVENTS
from local.stack import Stack
from operations.publish_event import event_file, publish_file

_TEN_MINUTES = EVENTS[1]
#: States in which a run sleeps until somebody else moves its registration on.
_WAITS = ("AwaitDecision", "AwaitSeat", "AwaitRepair")
_REFERENCE = re.compile(r'class="reference">([A-Z0-9]{2,6}-[0-9A-Z]{6,})<')


class RoadBlockedError(Exception):
    """Something on the road did not happen; the message says what was expected, and where to look."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon things happen at the rehearsal's event. MiniStack's scheduler looks every ten seconds."""

    # Publishing takes up to twenty of them, while the functions that do it start for the first time.
    starts_in: timedelta = timedelta(seconds=82)
    # The first leaves a slow machine half a minute to confirm the registration.
    reminders: tuple[timedelta, ...] = (timedelta(seconds=30), timedelta(seconds=20), timedelta(seconds=10))
    lasts: timedelta = timedelta(seconds=4)
    feedback_after: timedelta = timedelta(seconds=2)


@dataclass(slots=True)
class Road:
    stack: Stack
    browser: httpx.Client
    office: httpx.Client
    """Signed in as an officer."""
    event: str = ""
    version: int = 0
    """Of the event, as it was last published."""

    def publish(self, pace: Pace = Pace()) -> None:
        """Publishes the rehearsal of events/ten-minutes.yaml, quicker than its file can say."""
        now = clock.now()
        file = _hastened(event_file(_TEN_MINUTES, now), pace)
        event = publish_file(file, "local", self.stack.client, now).event
        self.event, self.version = event.id, event.version

    def register(self, delegate: Delegate) -> str:
        """Fills in the form as this delegate; returns the reference that the answer shows."""
        url = f"/e/{self.event}"
        answer = send_form(self.browser, url, open_form(self.browser, url), delegate.typed())
        shown = _REFERENCE.search(answer.text)
        if answer.status_code != 202 or shown is None:
            raise RoadBlockedError(f"The form answered {answer.status_code}, without a reference.")
        return shown[1]

    def ended(self, reference: str, seconds: float = 60) -> str:
        """The state in which the registration's run has ended."""

        def ended() -> str | None:
            state, over = self._stands(reference)
            return state if over else None

        return awaited(ended, seconds, f"the run {reference}-1 to end; see {self.stack.url}/secretariat/runs")

    def rests(self, reference: str, seconds: float = 60) -> str:
        """The state in which the registration's run has ended, or waits for a person or a seat."""

        def rests() -> str | None:
            state, over = self._stands(reference)
            return state if over or state in _WAITS else None

        return awaited(rests, seconds, f"the run {reference}-1 to rest; see {self.stack.url}/secretariat/runs")

    def _stands(self, reference: str) -> tuple[str | None, bool]:
        """The state that the run has come to, and whether it has ended there."""
        history = RunHistory(self.stack.client("stepfunctions"))
        try:
            run, steps, _ = history.read(self.stack.outputs["RegistrationMachineArn"], f"{reference}-1")
        except UnknownRunError:
            return None, False
        return (steps[-1].state if steps else None), bool(run.ended and steps)

    @property
    def registrations(self) -> RegistrationTable:
        return RegistrationTable(self.stack.client("dynamodb"), self.stack.outputs["RegistrationsTable"])

    def stands(self, reference: str, status: Status, seconds: float = 60) -> Registration:
        """The registration, once it has this status."""

        def found() -> Registration | None:
            registration = self.registrations.get(reference)
            return registration if registration.status is status else None

        return awaited(found, seconds, f"{reference} to be {status}; see {self.stack.url}/secretariat")

    def runs(self, output: str = "RegistrationMachineArn") -> list[Run]:
        return RunHistory(self.stack.client("stepfunctions")).page(self.stack.outputs[output], size=100)[0]

    def mails(self, reference: str, kind: MailKind | None = None) -> list[Mail]:
        """The mails of this registration, all or those of one kind, as they were received."""
        begins = f"<{reference}.{kind or ''}".lower()
        return [mail for mail in self.stack.mailbox if str(mail.message["Message-ID"]).startswith(begins)]

    def mail(self, reference: str, kind: MailKind, seconds: float = 60) -> Mail:
        what = f"the mail {kind} of {reference}; see {self.stack.url}/mailbox"
        return awaited(lambda: next(iter(self.mails(reference, kind)), None), seconds, what)

    def opens_zoom(self, join_link: str) -> bool:
        """Whether the sandbox Zoom knows this link. Nobody joins by this."""
        return httpx.head(join_link, timeout=10, trust_env=False).is_success

    def registrants(self, meeting: str = "") -> list[dict[str, str]]:
        """Everybody whom the sandbox Zoom ever registered, for this meeting or, without one, for any."""
        state = httpx.get(f"{self.stack.zoom_url}/sandbox/state", timeout=10, trust_env=False).json()
        asked = [each for each in state["meetings"] if meeting in ("", str(each["id"]))]
        return [registrant for each in asked for registrant in each["registrants"]]

    def admitted(self, meeting: str = "") -> list[str]:
        """Addresses of those whose join links work, one for each link."""
        return [registrant["email"] for registrant in self.registrants(meeting) if registrant["status"] == "approved"]

    def withdrawn(self, email: str, seconds: float = 60) -> None:
        """Returns once no join link of this address works any more."""
        awaited(lambda: email not in self.admitted() or None, seconds, "Zoom to withdraw a registrant")

    def give_feedback(self, link: str) -> None:
        form = open_form(self.browser, link)
        typed = {"event_rating": "5", "interpretation_rating": "4", "recommendation": "More time for questions."}
        answer = send_form(self.browser, link, form, typed)
        if answer.status_code != 200:
            raise RoadBlockedError(f"The feedback page answered {answer.status_code}.")

    def feedback(self, reference: str) -> Feedback | None:
        return FeedbackTable(self.stack.client("dynamodb"), self.stack.outputs["FeedbackTable"]).get(reference)


@contextmanager
def road(stack: Stack) -> Iterator[Road]:
    with _browser(stack) as browser, _browser(stack) as office:
        sign_in(office, StaffRole.OFFICER)
        yield Road(stack, browser, office)


def _browser(stack: Stack) -> httpx.Client:
    return httpx.Client(base_url=stack.url, timeout=40, trust_env=False)


def links(mail: Mail, begins: str) -> list[str]:
    """The links in a mail's plain text that begin so."""
    return re.findall(re.escape(begins) + r"[^\s<>]*", mail.text)


def awaited[Thing](look: Callable[[], Thing | None], seconds: float, what: str) -> Thing:
    """What `look` finds, as soon as it does. Raises `RoadBlockedError` when the time is up."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise RoadBlockedError(f"Waited {seconds:.0f} seconds for {what}")
        time.sleep(0.25)
    return found


def _hastened(file: EventFile, pace: Pace) -> EventFile:
    starts = clock.now() + pace.starts_in
    written = {
        "starts": starts,
        "ends": starts + pace.lasts,
    }
    zone = ZoneInfo(file.time_zone)
    local = {name: moment.astimezone(zone).replace(tzinfo=None) for name, moment in written.items()}
    registering = file.registration.model_copy(
        update={"opens": local["starts"] - timedelta(hours=1), "closes": local["ends"]}
    )
    feedback = file.feedback.model_copy(update={"asked_after": pace.feedback_after})
    return file.model_copy(
        update={
            **local,
            "registration": registering,
            "reminders": list(pace.reminders),
            "feedback": feedback,
            "rehearsal": None,
        }
    )
