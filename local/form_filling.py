"""Filling in a page's form as a person with a browser does: what the page holds, and what they type over it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

#: A person takes at least this long; the pages take anything faster for a program.
READING_SECONDS = 2.2


@dataclass(slots=True)
class Form(HTMLParser):
    """The one form of a page: its fields with the values that they have before anybody types."""

    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    """The boxes that nobody has ticked yet, with what each sends once it is."""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        asked = values.get("type") not in ("radio", "checkbox") or "checked" in values
        if tag == "input" and "name" in values and asked:
            self.fields[values["name"]] = values.get("value", "")
        elif tag == "input" and "name" in values and values["type"] == "checkbox":
            self.boxes[values["name"]] = values.get("value", "on")
        elif tag in ("textarea", "select") and "name" in values:
            self.fields[values["name"]] = ""


def open_form(browser: httpx.Client, url: str) -> Form:
    """Raises `httpx.HTTPStatusError` where there is none to fill in."""
    page = browser.get(url).raise_for_status()
    form = Form()
    form.feed(page.text)
    return form


def send_form(
    browser: httpx.Client, url: str, form: Form, typed: Mapping[str, str], seconds: float = READING_SECONDS
) -> httpx.Response:
    """Sends the form with what was typed, after the time that a person takes."""
    time.sleep(seconds)
    origin = f"{browser.base_url.scheme}://{browser.base_url.netloc.decode()}"
    return browser.post(url, data={**form.fields, **typed}, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"})
