"""What people decide on the pages: the secretariat, an organisation's focal point, and the delegate."""

from collections.abc import Iterable

import httpx

from local.form_filling import Form, open_form, send_form
from local.road import Road, RoadBlockedError


def approve(way: Road, references: Iterable[str], form: Form | None = None) -> str:
    """The secretariat ticks these cases on its page and approves them; `form` is the page as it was seen before.

    Returns the page that answers.
    """
    form = form or review_form(way)
    ticked = {name: form.boxes[name] for name in (f"case-{reference}" for reference in references)}
    return send_form(way.office, _review(way), form, {**ticked, "decision": "approve"}).raise_for_status().text


def review_form(way: Road) -> Form:
    return open_form(way.office, _review(way))


def vouch(way: Road, link: str, answer: str) -> httpx.Response:
    """The focal point follows the link of their mail and answers `yes` or `no`."""
    return send_form(way.browser, link, open_form(way.browser, link), {"answer": answer})


def cancel(way: Road, status_link: str) -> None:
    """The delegate follows the link of their mail to their registration, and cancels it there."""
    page = way.browser.get(status_link).raise_for_status()
    address = f"{status_link}/cancel"
    if httpx.URL(address).path not in page.text:
        raise RoadBlockedError("The page of the registration does not offer to cancel it.")
    send_form(way.browser, address, open_form(way.browser, address), {}).raise_for_status()


def resume(way: Road) -> str:
    """The secretariat presses Resume on the event's page. Returns the page that answers."""
    page = f"/secretariat/events/{way.event}"
    form = open_form(way.office, page)
    return send_form(way.office, f"{page}/resume", form, {}).raise_for_status().text


def _review(way: Road) -> str:
    return f"/secretariat/events/{way.event}/review"
