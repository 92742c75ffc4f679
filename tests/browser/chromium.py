"""Debian's Chromium, as tests drive it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_STICKING_OUT = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const outside = (box) => box.left < 0 || box.right > clientWidth;
    const all = [...document.querySelectorAll("body *")].filter((element) => outside(element.getBoundingClientRect()));
    const outermost = all.filter((element) => !all.includes(element.parentElement));
    return [`${scrollWidth - clientWidth} pixels`, ...outermost.map((element) => element.outerHTML.slice(0, 120))];
}"""
_PATH = "/usr/bin/chromium"
_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_PATH, args=_SWITCHES)
        yield browser
        browser.close()


def take_picture(page: Page, file: Path) -> None:
    """Of the whole page, where ROLLCALL_SCREENSHOTS asks for pictures: each costs as much as a test. The page is all
    there afterwards, its style sheet too."""
    page.wait_for_load_state()
    if _asked():
        page.screenshot(path=file, full_page=True)


def what_sticks_out(page: Page) -> list[str]:
    """By how much the page is wider than its window, and how each element begins that reaches out of it; none, if
    nothing does."""
    found: list[str] = page.evaluate(_STICKING_OUT)
    return found


def picture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages' pictures go: ROLLCALL_SCREENSHOTS, or among pytest's temporary files."""
    asked = _asked()
    folder = Path(asked) if asked else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _asked() -> str:
    return os.environ.get("ROLLCALL_SCREENSHOTS", "")
