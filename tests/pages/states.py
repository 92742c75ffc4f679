"""Every page that a delegate can come to, in each of its states, and how one gets there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page, expect

from functions.domain.errors import TableThrottledError
from functions.domain.registration import Reason, Registration, Status
from tests.pages.hall import Hall
from tests.samples import STARTS, a_protecting_event, a_registration
from tests.unit.web.fakes import FakeEvents, FakeParts, FakeRegistrations
from tests.unit.web.filled_in import FORM

OVER = STARTS + timedelta(hours=2)
LAST = STARTS + timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's way to a page, in one window."""

    page: Page
    hall: Hall
    scripts: bool

    def arrived(self, title: str) -> None:
        """Waits for the page whose title begins so."""
        expect(self.page).to_have_title(re.compile(f"^{title}"))

    def open(self, link: str) -> None:
        self.page.goto(self.hall.path(link))

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()

    def held(self, status: Status, reason: Reason | None = None) -> Registration:
        """A delegate's registration that stands so."""
        registration = a_registration(status=status, reason=reason, reference="PS26-7K3M9Q")
        self.hall.parts.held_registrations.held[registration.reference] = registration
        return registration

    def status(self, status: Status, reason: Reason | None = None) -> None:
        self.open(self.hall.parts.held_links.status(self.held(status, reason), LAST))

    def feedback(self) -> None:
        self.hall.now = OVER
        self.open(self.hall.parts.held_links.feedback(self.held(Status.ATTENDED), LAST))

    def data(self) -> None:
        self.open(self.hall.parts.held_links.data(self.held(Status.CONFIRMED), LAST))

    def vouch(self) -> None:
        doubtful = self.held(Status.IN_REVIEW, Reason.FREE_MAIL)
        self.open(self.hall.parts.held_links.vouch(doubtful, LAST))

    def choose(self, organisation: str) -> None:
        """From the list itself, which scripts hide behind a box."""
        chosen = "(list, chosen) => { list.value = chosen; list.dispatchEvent(new Event('change')) }"
        self.page.locator("[name=organisation]").evaluate(chosen, organisation)

    def fill(self, **changes: str) -> None:
        """The registration form, without what people do not type."""
        for name, text in (FORM | changes).items():
            if name in ("website", "started"):
                continue
            field = self.page.locator(f"[name={name}]")
            if name in ("role", "language", "consent"):
                field.and_(self.page.locator(f"[value='{text}']")).check()
            elif name == "organisation":
                self.choose(text)
            else:
                field.fill(text)


class Failing(FakeRegistrations):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def add(self, registration: Registration) -> Registration:
        raise self._error

    def get(self, reference: str, /) -> Registration:
        raise self._error


def an_open_house() -> FakeParts:
    """An event that asks for all that a form can ask for."""
    event = a_protecting_event(asks_gender=True, certificates=True, recording_url="https://video.example/solidarity")
    return FakeParts(held_events=FakeEvents(event))


def _form(visit: Visit) -> None:
    visit.page.goto("/e/solidarity")


def _form_searched(visit: Visit) -> None:
    _form(visit)
    if visit.scripts:
        visit.page.locator("#organisation").press_sequentially("a")
        visit.page.locator("#organisation").press("ArrowDown")


def _form_errors(visit: Visit) -> None:
    _form(visit)
    visit.press("Register")
    visit.arrived("Error:")


def _form_filled(visit: Visit) -> None:
    _form(visit)
    visit.fill(email="half@")
    visit.press("Register")
    visit.arrived("Error:")


def _sent(visit: Visit) -> None:
    _form(visit)
    visit.fill()
    visit.press("Register")


def _received(visit: Visit) -> None:
    _sent(visit)
    visit.arrived("We have your registration")


def _too_early(visit: Visit) -> None:
    visit.hall.now = STARTS - timedelta(days=90)
    _form(visit)


def _closed(visit: Visit) -> None:
    visit.hall.now = OVER
    _form(visit)


def _busy(visit: Visit) -> None:
    visit.hall.parts.held_registrations = Failing(TableThrottledError("busy"))
    _sent(visit)
    visit.page.locator(".unsent" if visit.scripts else "h1").wait_for()


def _broken(visit: Visit) -> None:
    visit.hall.parts.held_registrations = Failing(RuntimeError("broken"))
    visit.status(Status.CONFIRMED)


def _stands(status: Status, reason: Reason | None = None) -> Callable[[Visit], None]:
    return lambda visit: visit.status(status, reason)


def _follow(link: str) -> Callable[[Visit], None]:
    """A link on a confirmed delegate's page."""

    def follow(visit: Visit) -> None:
        visit.status(Status.CONFIRMED)
        visit.page.get_by_role("link", name=link).click()

    return follow


def _edit_errors(visit: Visit) -> None:
    _follow("Change your details")(visit)
    visit.page.locator("#given_names").fill("")
    visit.press("Save")
    visit.arrived("Error:")


def _edited(visit: Visit) -> None:
    _follow("Change your details")(visit)
    visit.page.locator("#given_names").fill("Wayra")
    visit.press("Save")
    visit.arrived("Your details are changed")


def _cancelled(visit: Visit) -> None:
    _follow("Cancel your registration")(visit)
    visit.press("Yes, cancel my registration")


def _asked_for_data(visit: Visit) -> None:
    visit.status(Status.CONFIRMED)
    visit.press("See or erase what you hold about me")


def _erase(visit: Visit) -> None:
    visit.data()
    visit.page.get_by_role("link", name="Erase my details").click()


def _erased(visit: Visit) -> None:
    _erase(visit)
    visit.press("Yes, erase my details")


def _vouch_errors(visit: Visit) -> None:
    visit.vouch()
    visit.press("Send your answer")


def _vouched(visit: Visit) -> None:
    visit.vouch()
    visit.page.locator("#answer").check()
    visit.press("Send your answer")


def _vouch_decided(visit: Visit) -> None:
    _vouched(visit)
    visit.page.goto(visit.page.url)


def _no_certificate(visit: Visit) -> None:
    visit.open(visit.hall.parts.held_links.status(visit.held(Status.CONFIRMED), LAST) + "/certificate")


def _verified(visit: Visit) -> None:
    code = visit.hall.parts.held_codes.code(visit.held(Status.ATTENDED).reference)
    visit.page.goto(f"/verify/{code}")


def _feedback_saved(visit: Visit) -> None:
    visit.feedback()
    visit.page.locator("[name=event_rating]").first.check()
    visit.press("Save and go on later")
    visit.arrived("Saved:")


def _feedback_empty(visit: Visit) -> None:
    visit.feedback()
    visit.page.locator("[name=interpretation_language][value='']").check()
    visit.press("Send feedback")
    visit.arrived("Error:")


def _feedback_errors(visit: Visit) -> None:
    visit.feedback()
    visit.page.locator("#recommendation").fill("x" * 5_001)
    visit.press("Send feedback")
    visit.arrived("Error:")


def _thanks(visit: Visit) -> None:
    visit.feedback()
    visit.page.locator("[name=event_rating]").first.check()
    visit.press("Send feedback")
    visit.arrived("Thank you for your feedback")


def _feedback_too_early(visit: Visit) -> None:
    visit.open(visit.hall.parts.held_links.feedback(visit.held(Status.CONFIRMED), LAST))


def _feedback_closed(visit: Visit) -> None:
    visit.hall.now = STARTS + timedelta(days=20)
    visit.open(visit.hall.parts.held_links.feedback(visit.held(Status.ATTENDED), LAST))


def _stop(visit: Visit) -> None:
    visit.feedback()
    visit.page.goto(visit.page.url + "/stop")


def _stopped(visit: Visit) -> None:
    _stop(visit)
    visit.press("Do not ask me for feedback again")


def _not_found(visit: Visit) -> None:
    visit.page.goto("/nowhere")


def _expired(visit: Visit) -> None:
    visit.hall.now = LAST + timedelta(days=1)
    visit.status(Status.ATTENDED)


def _refused(visit: Visit) -> None:
    visit.hall.parts.base_url = "https://elsewhere.example"
    _asked_for_data(visit)


STATES: dict[str, Callable[[Visit], None]] = {
    "form": _form,
    "form-searched": _form_searched,
    "form-errors": _form_errors,
    "form-filled": _form_filled,
    "form-busy": _busy,
    "form-too-early": _too_early,
    "form-closed": _closed,
    "received": _received,
    "status-confirmed": _stands(Status.CONFIRMED),
    "status-in-review": _stands(Status.IN_REVIEW, Reason.FREE_MAIL),
    "status-waiting": _stands(Status.WAITLISTED),
    "status-declined": _stands(Status.DECLINED, Reason.NOT_IN_AUDIENCE),
    "status-expired": _stands(Status.EXPIRED, Reason.NO_SEAT),
    "status-cancelled": _stands(Status.CANCELLED, Reason.BY_DELEGATE),
    "status-attended": _stands(Status.ATTENDED),
    "status-absent": _stands(Status.ABSENT),
    "status-erased": _stands(Status.ERASED),
    "edit": _follow("Change your details"),
    "edit-errors": _edit_errors,
    "edited": _edited,
    "cancel": _follow("Cancel your registration"),
    "cancelled": _cancelled,
    "data-asked": _asked_for_data,
    "data": Visit.data,
    "erase": _erase,
    "erased": _erased,
    "vouch": Visit.vouch,
    "vouch-errors": _vouch_errors,
    "vouched": _vouched,
    "vouch-decided": _vouch_decided,
    "certificate-none": _no_certificate,
    "certificate-verified": _verified,
    "feedback": Visit.feedback,
    "feedback-empty": _feedback_empty,
    "feedback-errors": _feedback_errors,
    "feedback-saved": _feedback_saved,
    "feedback-too-early": _feedback_too_early,
    "feedback-closed": _feedback_closed,
    "thanks": _thanks,
    "stop": _stop,
    "stopped": _stopped,
    "not-found": _not_found,
    "expired": _expired,
    "refused": _refused,
    "broken": _broken,
}
