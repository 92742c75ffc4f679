"""A person at a browser: what they see, type and press."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from functions.domain.staff import StaffRole
from local.form_filling import READING_SECONDS
from local.officers import ACCOUNTS, PASSWORD
from tests.browser.chromium import take_picture, what_sticks_out
from tests.browser.views import View


@dataclass
class Visitor:
    page: Page
    view: View
    pictures: Path
    complaints: list[str] = field(default_factory=list)
    """What the browser's console held against our pages, such as a breach of their security policy."""

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def look(self, name: str, page: Page | None = None) -> None:
        """Takes the page's picture. Nothing on it may stick out sideways."""
        seen = page or self.page
        take_picture(seen, self.pictures / f"{name}-{self.view}.png")
        sticking_out = what_sticks_out(seen)
        assert not sticking_out, (name, sticking_out)

    def open_form(self, event: str) -> None:
        """By way of the front's first page."""
        self.page.goto("/")
        self.page.get_by_role("row", name=event).get_by_role("link").click()
        expect(self.page.get_by_role("button", name="Register")).to_be_visible()

    def sign_in(self, role: StaffRole = StaffRole.OFFICER) -> None:
        """On the user pool's page, where whoever has not signed in finds themselves; then they are back."""
        expect(self.page.locator("#username")).to_be_visible()
        self.page.fill("#username", ACCOUNTS[role])
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        expect(self.page.get_by_role("link", name="Sign out")).to_be_visible()

    def read(self) -> None:
        """Takes the time that a person takes over a form."""
        self.page.wait_for_timeout(READING_SECONDS * 1000)

    def type(self, answers: Mapping[str, str]) -> None:
        """Answers the form's questions, by the names of its fields."""
        for name, answer in answers.items():
            self._answer(self.page.locator(f"[name={name}]"), answer)

    def press(self, button: str) -> None:
        """And waits for the answer, which scripts put in the place of the form."""
        self.page.get_by_role("button", name=button).click()
        expect(self.page.locator("form[aria-busy]")).to_have_count(0)

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def reference(self) -> str:
        return self.page.locator(".reference").first.inner_text()

    @property
    def focused(self) -> str:
        """The name of the field in which the next key would land; the box before a list has the list's as its id."""
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.id"))

    def _answer(self, fields: Locator, answer: str) -> None:
        kind = fields.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            fields.and_(self.page.locator(f"[value='{answer}']")).check()
        elif kind.startswith("select"):
            self._choose(fields, answer)
        else:
            fields.fill(answer)

    def _choose(self, choices: Locator, answer: str) -> None:
        """From the list, or with scripts by typing what is wanted into the box before it."""
        if choices.is_visible():
            choices.select_option(answer)
            return
        box = self.page.get_by_role("combobox")
        box.fill(choices.locator(f"option[value='{answer}']").inner_text())
        box.press("Enter")

    def _hear(self, message: ConsoleMessage) -> None:
        # A form sent back with errors has a status of its own, which the console reports as if it were a failure.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)
