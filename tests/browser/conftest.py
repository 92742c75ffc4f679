"""Debian's Chromium before the laptop's stack, with the sample event published on it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from local.road import Road
from local.samples import EVENTS, load_event
from tests.e2e.conftest import stack, way

__all__ = ["stack", "way"]

_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Open(Protocol):
    def __call__(self, *, width: int = 1280, javascript: bool = True) -> Page: ...


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """Gives a fresh page of this width in CSS pixels; it has no cookies and no history."""
    contexts = []

    def open_page(*, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def form(way: Road) -> str:
    """Address of the sample event's form."""
    load_event(way.stack, EVENTS[0])
    return f"{way.stack.url}/e/solidarity-2026"


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each page that is seen is kept: ROLLCALL_SCREENSHOTS, or a folder that pytest forgets."""
    given = os.environ.get("ROLLCALL_SCREENSHOTS")
    folder = Path(given) if given else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
