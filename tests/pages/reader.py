"""A person who reads the pages in one language."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from functions.language import direction, translator
from tests.browser.views import View
from tests.pages.looks import looks_well
from tests.pages.states import Visit


@dataclass(frozen=True)
class Reader(Visit):
    """Somebody who reads one language; all that is said to them here are message ids."""

    locale: str
    pictures: Path
    view: View

    def words(self, message: str) -> str:
        return translator(self.locale).gettext(message)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=self.words(button), exact=True).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=self.words(link), exact=True).click()

    def reads(self, heading: str) -> None:
        """The page of this heading, in this language, which reads well and does not stick out."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.words(heading))
        self.looks(heading)

    def looks(self, name: str) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", self.locale)
        expect(self.page.locator("html")).to_have_attribute("dir", direction(self.locale))
        picture = f"{self.locale}-{name.lower().replace(' ', '-').strip('?')}-{self.view}.png"
        looks_well(self.page, self.pictures / picture)
