"""Lighthouse's points for what a delegate opens first on an old telephone: form, status, feedback.

Its points for performance are of this machine at this moment: `python -m tests.lighthouse` shows them.
"""

import pytest

from functions.domain.events import MailKind
from local.road import Road, links
from local.stack import Stack
from tests.lighthouse import WELL_MADE, scores

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["form", "status", "feedback"])
def test_lighthouse_finds_pages_accessible_and_well_made(page: str, rehearsal: tuple[Road, str], stack: Stack) -> None:
    way, reference = rehearsal
    opened = {
        "form": lambda: f"{stack.url}/e/{stack.events[0]}",
        "status": lambda: links(way.mail(reference, MailKind.CONFIRMATION), f"{stack.url}/r/")[0],
        "feedback": lambda: links(way.mail(reference, MailKind.FEEDBACK_REQUEST, seconds=150), f"{stack.url}/f/")[0],
    }
    given = scores(opened[page](), WELL_MADE)
    assert min(given.values()) >= 95, given
