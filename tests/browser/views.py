"""The windows that the pages are seen in: the narrowest telephone and a desk, each with JavaScript and without."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class View:
    width: int
    """Of the window, in CSS pixels."""
    scripts: bool

    def __str__(self) -> str:
        return f"{self.width}-{'scripts' if self.scripts else 'plain'}"


TELEPHONE, PLAIN_TELEPHONE = View(320, True), View(320, False)
DESK, PLAIN_DESK = View(1280, True), View(1280, False)
VIEWS = (TELEPHONE, PLAIN_TELEPHONE, DESK, PLAIN_DESK)


def in_every_language(locales: Sequence[str]) -> pytest.MarkDecorator:
    """Has a test's page seen in each language in each window."""
    cases = [(locale, view) for locale in locales for view in VIEWS]
    return pytest.mark.parametrize(("locale", "view"), cases, indirect=["view"], ids=str)


def seen_in(*views: View) -> pytest.MarkDecorator:
    """Has a test's visitor come with these windows alone, where all four would show nothing more."""
    return pytest.mark.parametrize("visitor", views, indirect=True, ids=str)
