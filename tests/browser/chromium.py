"""Debian's Chromium, as tests drive it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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


def picture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages' pictures go: ROLLCALL_SCREENSHOTS, or among pytest's temporary files."""
    asked = _asked()
    folder = Path(asked) if asked else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _asked() -> str:
    return os.environ.get("ROLLCALL_SCREENSHOTS", "")
